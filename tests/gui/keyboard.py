"""Somebody who has a keyboard and no mouse, before a screen with text at 200 %.

A step is one key, or keys held together, or one typed word. Where one is, is known by the focus and
its name for screen readers; what is read off must stand on the screen whole. After each step that
moves the focus it is asked whether it is still somewhere, has a name and is in sight: a keyboard
that has lost its place is a fault of the window, and the walk ends there.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import home_environment
from tests.gui.driven import LOOK_EVERY_S, Person, a_person, a_screen

PROGRAM = Path(__file__).with_name("keyboard_program.py")
SCREEN = "1280x832x24"
"""The designed 1280×800 and the window manager's title above it."""
LARGE_PT = 20
STEP_S = 75
"""How long a step may take on a busy machine before something is wrong."""
MOST_TABS, MOST_LINES, MOST_PAGES = 60, 80, 12
PATIENCE = 12
"""So many looks at a page that may still be filled, before one scrolls it."""
FONTS = f"[General]\nfont=DejaVu Sans,{LARGE_PT},-1,5,50,0,0,0,0,0\n"
"""What a desktop writes whose user asks for text twice as large as Composer's own 10 pt."""
DESKTOP = {
    "XDG_CURRENT_DESKTOP": "KDE",
    "KDE_FULL_SESSION": "true",
    "KDE_SESSION_VERSION": "6",
    "QT_QPA_PLATFORMTHEME": "kde",
}


@dataclass
class Typist(Person):
    """A person whose every step is a key or a typed word."""

    read: list[str] = field(default_factory=list)
    tabs: list[tuple[int, str]] = field(default_factory=list)
    sayings: int = 0

    # where one is

    def here(self) -> dict:
        """Give what has the focus, what can be read, and what was announced."""
        return self._say(do="here")

    def stands_on(self, name: str) -> bool:
        """Whether the focus is on something of that name."""
        return self.here()["focus"].startswith(name)

    def until_on(self, name: str, *, seconds: float = STEP_S) -> None:
        """Wait until the focus is on something of that name, and see it there."""
        self.until(lambda: self.stands_on(name), f"the focus on {name!r}", seconds=seconds)
        self.require_place()

    def require_place(self) -> dict:
        """Require that the focus is somewhere, is named, and can be seen."""
        here = self.here()
        assert here["kind"], f"nothing has the focus any more: {here}"
        assert here["focus"], f"what has the focus has no name: {here}"
        assert here["in_sight"], f"what has the focus cannot be seen: {here}"
        return here

    # reading

    def until(self, holds: Callable[[], object], what: str, *, seconds: float = STEP_S) -> None:
        """Wait until something holds; the time counts as the machine's."""
        super().until(holds, what, seconds=seconds)

    def until_seen(self, text: str, *, seconds: float = STEP_S) -> None:
        """Wait until some words stand on the screen, whole."""
        super().until_seen(text, seconds=seconds)

    def sees(self, text: str) -> bool:
        """Whether some words stand on the screen now, whole."""
        return any(text in one for one in self.here()["texts"])

    def reads(self, text: str, *, seconds: float = STEP_S) -> None:
        """Wait until some words stand on the screen, and read them off."""
        self.until_seen(text, seconds=seconds)
        self.read.append(next(one for one in self.here()["texts"] if text in one))

    def reads_on(self, text: str, *, keys: str = "PgDown") -> None:
        """Read off what may stand further down, or up: a key scrolls to it."""
        for _page in range(MOST_PAGES):
            if self._sees_soon(text):
                break
            self.press(keys)
        self.reads(text, seconds=5)

    def until_heard(self, text: str, *, seconds: float = STEP_S) -> None:
        """Wait until a screen reader was told something, since it was last waited for."""

        def told() -> bool:
            return any(text in one for one in self.here()["heard"][self.sayings :])

        self.until(told, f"announced: {text!r}", seconds=seconds)
        self.sayings = len(self.here()["heard"])

    # doing

    def press(self, keys: str) -> None:
        """Press a key, or keys together, where the system has given the keyboard."""
        self.until(lambda: self._say(do="key", keys=keys)["ok"], "a window with the keyboard")
        self._did("press", keys)

    def write(self, text: str, name: str = "") -> None:
        """Type words into what has the focus; each is a step."""
        words = text.split(" ")
        for at, word in enumerate(words):
            self._say(do="type", text=word + (" " if at + 1 < len(words) else ""))
            self._did("word", Path(word).name)
        del name

    def tab_to(self, name: str, *, keys: str = "Tab") -> None:
        """Press Tab until the focus is where it shall be; each stop on the way must be seen."""
        came: list[tuple[str, str]] = []
        for _press in range(MOST_TABS):
            here = self.require_place() if came else self.here()
            if here["focus"].startswith(name) and came:
                break
            assert came.count((here["focus"], here["kind"])) < 3, f"round and round: {came}"
            came.append((here["focus"], here["kind"]))
            self.press(keys)
            self._settled(here)
        assert self.stands_on(name), f"{keys} does not reach {name!r}: {came}"
        self.tabs.append((len(came), name))

    def arrow_to(self, text: str, *, keys: str = "Down") -> None:
        """Press an arrow until the line one stands on holds a text."""
        for _press in range(MOST_LINES):
            here = self.require_place()
            if text in here["line"]:
                return
            self.press(keys)
            self._settled(here)
        raise AssertionError(f"{keys} does not reach {text!r}: {self.here()}")

    def command(self, words: str, line: str) -> None:
        """Find a command by Ctrl+K and some typed words, and do it."""
        self.press("Ctrl+K")
        self.until_on("Search commands")
        self.write(words)
        self.until_seen(line)
        self.press("Return")

    def faults(self) -> list[str]:
        """Give what does not fit in the window now."""
        return self._say(do="faults")["faults"]

    # inside

    def _sees_soon(self, text: str) -> bool:
        for _look in range(PATIENCE):
            if self.sees(text):
                return True
            time.sleep(LOOK_EVERY_S)
        return False

    def _settled(self, before: dict) -> None:
        """Give the window the time of one look: a key may move the focus a moment later."""
        for _look in range(3):
            now = self.here()
            if (now["focus"], now["line"]) != (before["focus"], before["line"]):
                return


@contextlib.contextmanager
def a_desktop(home: Path) -> Iterator[dict[str, str]]:
    """A screen and a home whose user asks for large text; gives its environment."""
    environment = {**home_environment(home), **DESKTOP, "XDG_RUNTIME_DIR": str(home / "run")}
    (home / "run").mkdir(mode=0o700)
    config = home / "config"
    config.mkdir(exist_ok=True)
    (config / "kdeglobals").write_text(FONTS, encoding="utf-8")
    with a_screen(SCREEN) as display:
        yield {**environment, "DISPLAY": display, "PATH": os.environ["PATH"]}


@contextlib.contextmanager
def a_typist(*arguments: object, environment: Mapping[str, str], folder: Path) -> Iterator[Typist]:
    """Start the program for somebody without a mouse."""
    with a_person(*arguments, environment=environment, folder=folder, program=PROGRAM) as person:
        yield Typist(process=person.process, log=person.log)
