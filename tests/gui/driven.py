"""A window of the real program in a process of its own, and the person before it.

Each thing that a person does is a step and is counted: a click, a key press, a field that is
filled in. What the person waits for is something that stands in the window.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.required import require_program

PROGRAM = Path(__file__).with_name("driven_program.py")
SOON_S, LOOK_EVERY_S, MOST_TABS = 240, 0.05, 80
ANSWER_S = 180
SCREEN = "1280x800x24"
SEEN = "seen"
PICTURES = "JOURNEYS_PICTURES"
"""Names a folder; what a person sees there at last is kept in it as pictures, one for each wait."""


@contextlib.contextmanager
def a_screen(size: str = SCREEN) -> Iterator[str]:
    """Run a screen with a window manager, for one person alone; gives its display."""
    xvfb = [require_program("Xvfb"), "-displayfd", "1", "-screen", "0", size, "-dpi", "96"]
    quiet = subprocess.DEVNULL
    with contextlib.ExitStack() as running:
        server = subprocess.Popen(
            [*xvfb, "-nolisten", "tcp", "-noreset"], stdout=subprocess.PIPE, stderr=quiet
        )
        running.callback(_end, server)
        assert server.stdout is not None
        display = f":{server.stdout.readline().decode().strip()}"
        running.callback(server.stdout.close)
        manager = subprocess.Popen(
            [require_program("openbox")],
            env={**os.environ, "DISPLAY": display}, stdout=quiet, stderr=quiet,
        )  # fmt: skip
        running.callback(_end, manager)
        yield display


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that a person did, or saw at last, and when."""

    at: float
    kind: str
    what: str


@dataclass
class Person:
    """Somebody at the window; `steps` are what they did, `waited_s` what the machine took."""

    process: subprocess.Popen[str]
    log: Path
    steps: list[tuple[str, str]] = field(default_factory=list)
    waited_s: float = 0.0
    moments: list[Moment] = field(default_factory=list)

    # looking

    def look(self) -> dict:
        """Give what stands in the window."""
        return self._say(do="look")

    def sees(self, text: str) -> bool:
        """Whether some words stand in the window now."""
        return any(text in one for one in self.look()["texts"])

    def read(self, beginning: str) -> str:
        """Wait for a text that begins so, and give the rest of it."""
        found: list[str] = []

        def look() -> bool:
            found[:] = [one for one in self.look()["texts"] if one.startswith(beginning)]
            return bool(found)

        self.until(look, f"words {beginning!r}")
        self._saw(found[0])
        return found[0].removeprefix(beginning).strip()

    def read_after(self, heading: str) -> str:
        """Wait for a heading and give the text below it."""
        found: list[str] = []

        def look() -> bool:
            told = self.look()["texts"]
            found[:] = told[told.index(heading) + 1 :][:1] if heading in told else []
            return bool(found)

        self.until(look, f"heading {heading!r}")
        self._saw(heading)
        return found[0]

    def until(self, holds: Callable[[], object], what: str, *, seconds: float = SOON_S) -> None:
        """Wait until something holds; the time counts as the machine's."""
        begun = time.monotonic()
        while not holds():
            assert time.monotonic() < begun + seconds, f"{what}; instead: {self.look()}"
            time.sleep(LOOK_EVERY_S)
        self.waited_s += time.monotonic() - begun

    def until_seen(self, text: str, *, seconds: float = SOON_S) -> None:
        """Wait until some words stand in the window."""
        self.until(lambda: self.sees(text), f"words {text!r}", seconds=seconds)
        self._saw(text)

    def picture(self, file: Path) -> None:
        """Keep what the screen shows."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._say(do="picture", file=str(file))

    # doing

    def click(self, name: str, *, seconds: float = SOON_S) -> None:
        """Click a button by its name."""
        self._until_done(f"button {name!r}", seconds, do="click", name=name)
        self._did("click", name)

    def fill(self, name: str, text: str, *, which: int = 0) -> None:
        """Click into a field, the first of that name or a later one, and write over what it says."""
        self._until_done(f"field {name!r}", SOON_S, do="enter", name=name, which=which)
        self._did("click", name)
        self.write(text, name)

    def choose(self, view: str, text: str) -> None:
        """Click a line of a list."""
        self._until_done(f"line {text!r}", SOON_S, do="item", view=view, text=text)
        self._did("click", text)

    def open_menu(self, button: str, *lines: str) -> None:
        """Click a button that has a menu, and a line of it, or of the menu that a line opens."""
        self.click(button)
        for line in lines:
            self._until_done(f"menu line {line!r}", SOON_S, do="menu", text=line)
            self._did("click", line)

    def pick(self, name: str, text: str) -> None:
        """Click a choice and a line of its list."""
        self._until_done(f"choice {name!r}", SOON_S, do="open", name=name)
        self._until_done(f"line {text!r}", SOON_S, do="option", text=text)
        self._did("click", name)
        self._did("click", text)

    def press(self, keys: str) -> None:
        """Press a key, or keys together."""
        self._say(do="press", keys=keys)
        self._did("press", keys)

    def write(self, text: str, name: str = "") -> None:
        """Type into what has the focus."""
        self._until_done("a field with the focus", SOON_S, do="type", text=text)
        self._did("field", name or text)

    def tab_to(self, name: str, *, keys: str = "Tab") -> None:
        """Press Tab until the focus is where it shall be."""
        for _press in range(MOST_TABS):
            if self.look()["focus"].startswith(name):
                return
            self.press(keys)
        raise AssertionError(f"Tab does not reach {name!r}: {self.look()}")

    def drop(self, file: Path) -> None:
        """Drop a file on the window."""
        self._say(do="drop", file=str(file))
        self._did("drop", file.name)

    def name_file(self, file: Path) -> None:
        """Type a file's name into the dialog that asks for it, and press its button."""
        self._until_done("a file dialog", SOON_S, do="asks_for_file")
        self._until_done("the file dialog is closed", SOON_S, do="file", file=str(file))
        self._did("file", file.name)
        self._did("click", "Save or Open")

    def close(self) -> None:
        """Close the window in front."""
        self._say(do="close")

    def counted(self) -> Counter[str]:
        """Count the steps by kind."""
        return Counter(kind for kind, _what in self.steps)

    # inside

    def _saw(self, what: str) -> None:
        self.moments.append(Moment(at=time.monotonic(), kind=SEEN, what=what))
        if os.environ.get(PICTURES):
            name = f"{len(self.moments):03} {self.log.parent.name}.png"
            self.picture(Path(os.environ[PICTURES]) / self.log.parent.parent.name / name)

    def _did(self, kind: str, what: str) -> None:
        self.steps.append((kind, what))
        self.moments.append(Moment(at=time.monotonic(), kind=kind, what=what))

    def _until_done(self, what: str, seconds: float, **command: object) -> None:
        self.until(lambda: self._say(**command)["ok"], what, seconds=seconds)

    def _say(self, **command: object) -> dict:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(command), file=self.process.stdin, flush=True)
        answers, _, _ = select.select([self.process.stdout], [], [], ANSWER_S)
        assert answers, f"the window stood still for {ANSWER_S} s at {command}: {self._lines()}"
        line = self.process.stdout.readline()
        assert line, f"the program ended with {self.process.wait()}"
        return json.loads(line)

    def _lines(self) -> str:
        """Make the program say in its log where each thread stands, and give the log's end."""
        self.process.send_signal(signal.SIGUSR1)
        time.sleep(1)
        return self.log.read_text()[-3000:]


@contextlib.contextmanager
def a_person(
    *arguments: object, environment: Mapping[str, str], folder: Path, program: Path = PROGRAM
) -> Iterator[Person]:
    """Start the program as its window starts it; what it logs goes into a file in the folder."""
    settings = {
        "PYTHONPATH": str(ROOT),
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QT_QUICK_BACKEND": "software",
        "QT_QPA_PLATFORM": "xcb",
    }
    with (folder / "program.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, str(program), *map(str, arguments)],
            env={"COMPOSER_LANGUAGE": "en", **environment, **settings},
            cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            yield Person(process=process, log=folder / "program.log")
        finally:
            _end(process)
            for stream in (process.stdin, process.stdout):
                assert stream is not None
                stream.close()


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
