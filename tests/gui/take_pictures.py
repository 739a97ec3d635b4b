"""Takes the pictures of the README and the guide: `python3 tests/gui/take_pictures.py [--every DIR]`.

Each shows the real window on the real example, brought to its state by the steps a person takes.
With --every, all pages in all states, both themes, both languages and both sizes are taken into a
folder instead, to be looked at.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
HERE = Path(__file__).parent
MOST_BYTES = 250_000
USUAL, LARGE = (1280, 800), (1920, 1080)


def main() -> int:
    """Start this file again on a screen of its own, in the project's environment."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--every", type=Path, metavar="DIR")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.inside:
        return take_all(wanted.every)
    sys.path.insert(0, str(ROOT))
    import dev

    environment = dict(os.environ) | dev.web_view_environment() | {"QT_QUICK_BACKEND": "software"}
    environment["TZ"] = "UTC"
    every = ["--every", str(wanted.every.resolve())] if wanted.every else []
    with dev.screens(environment, count=1):
        command = [str(dev.PYTHON), str(Path(__file__).resolve()), "--inside", *every]
        return subprocess.call(command, cwd=ROOT, env=environment)


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the state, the page, how, and what is done before."""

    name: str
    state: str
    stage: str
    dark: bool = False
    language: str = "en"
    size: tuple[int, int] = USUAL
    reviewer: bool = False
    before: Callable[[object], None] | None = None


def take_all(every: Path | None) -> int:
    """Take the pictures, going through the example's states once."""
    sys.path[:0] = [str(HERE), str(ROOT)]
    from example_states import STATES, Example

    with tempfile.TemporaryDirectory(prefix="composer-pictures-") as folder:
        example = Example(Path(folder) / "workspace")
        studio = Studio(example, every or PICTURES)
        wanted = list(every_page() if every else guide())
        for state in STATES:
            if state == "done" and not every:
                studio.take_running("send-light")
                example.state = "done"
            example.reach(state)
            for picture in wanted:
                if picture.state == state:
                    studio.take(picture)
        example.close()
    return 0


def guide() -> Iterator[Picture]:
    """Give the pictures of the README and the guide."""
    yield Picture("write-light", "fresh", "write", before=scroll_to_condition)
    yield Picture("translate-light", "fresh", "translate", before=show_japanese)
    yield Picture("audience-light", "fresh", "audience")
    yield Picture("preview-light", "checked", "preview", before=show_kind(3))
    yield Picture(
        "preview-dark-ar", "checked", "preview", dark=True, language="ar", before=show_arabic
    )
    for name, before in (
        ("beside", show_beside), ("headers", show_side(1)), ("source", show_side(2)),
        ("wire", show_side(3)), ("phone", show_phone),
    ):  # fmt: skip
        yield Picture(f"preview-{name}-light", "checked", "preview", before=before)
    yield Picture("test-light", "tested", "test")
    yield Picture("sign-off-light", "tested", "sign_off", reviewer=True)
    yield Picture("review-light", "tested", "sign_off", reviewer=True, before=open_review)
    yield Picture("send-first-look-light", "held", "send")
    yield Picture("report-light", "done", "report")
    yield Picture("report-dark", "done", "report", dark=True)


def every_page() -> Iterator[Picture]:
    """Give every page in every state and way."""
    from composer.gui.stage_words import STAGES

    for state in ("fresh", "checked", "tested", "approved", "held", "done"):
        for language in ("en", "ar"):
            for dark in (False, True):
                for size in (USUAL, LARGE):
                    for number, stage in enumerate(STAGES, start=1):
                        name = f"{state}-{number}-{stage.value}-{language}-{'dark' if dark else 'light'}-{size[0]}"
                        yield Picture(
                            name, state, stage.value, dark=dark, language=language, size=size
                        )


class Studio:
    """Opens the window in one way after the other and keeps what the screen shows."""

    def __init__(self, example, folder: Path) -> None:
        from composer.gui.application import make_application

        self.example = example
        self.folder = folder
        self.app = make_application(["composer"])
        self.app.setCursorFlashTime(0)
        self._window = None
        self._opened_for: tuple[object, ...] = ()
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, picture: Picture) -> None:
        """Take one picture."""
        from composer.model.stages import Stage

        window = self._open(picture)
        window.show_stage(Stage(picture.stage))
        self._settle(window)
        if picture.before is not None:
            picture.before(window)
        self._keep(window, picture.name)

    def take_running(self, name: str) -> None:
        """Take the Send page while most of the example is on its way, and let it finish."""
        from composer.model.stages import Stage

        window = self._open(Picture(name, "held", "send"))
        window.show_stage(Stage.SEND)
        self._settle(window)
        self.example.start_slowly(120)
        window.session.reload()
        self._until(
            lambda: window.session.is_sending and window.session.status.counts.accepted > 1150
        )
        self._wait(300)
        self._save(window, name)
        self._until(lambda: window.session.status.counts.accepted == 2000, seconds=120)
        self._until(lambda: not window.session.is_sending)

    # inside

    def _open(self, picture: Picture):
        """Give a window in this language, for this person; the last one is used again if it fits."""
        from PySide6.QtCore import Qt

        from composer import i18n
        from composer.gui.application import make_window
        from composer.gui.theme import ThemeChoice

        choice = ThemeChoice.DARK if picture.dark else ThemeChoice.LIGHT
        wanted = (picture.state, picture.language, picture.reviewer)
        if wanted != self._opened_for:
            if self._window is not None:
                self._window.close()
            i18n.use_language(picture.language)
            right = (
                Qt.LayoutDirection.RightToLeft
                if i18n.is_right_to_left()
                else Qt.LayoutDirection.LeftToRight
            )
            self.app.setLayoutDirection(right)
            person = self.example.reviewer if picture.reviewer else self.example.author
            self._window = make_window(self.example.workspace, person=person, theme=choice)
            self._opened_for = wanted
            self._window.show()
            self._until(lambda: self._window.session.content is not None)
        if self._window.theme.choice is not choice:
            self._window.theme.choose(choice)
        self._window.resize(*picture.size)
        return self._window

    def _keep(self, window, name: str) -> None:
        self._settle(window)
        self._save(window, name)

    def _settle(self, window) -> None:
        """Wait until nothing is under way, every message is painted, and the picture stays."""
        self._until(lambda: window.session.background.is_idle)
        self._until(lambda: all(is_painted(pane) for pane in panes(window)))
        last = None
        for _look in range(40):
            self._wait(120)
            now = self._grab(window)
            if now == last and window.session.background.is_idle:
                return
            last = now

    def _grab(self, window):
        return window.screen().grabWindow(window.winId()).toImage()

    def _save(self, window, name: str) -> None:
        from PySide6.QtGui import QImage

        file = self.folder / f"{name}.png"
        image = self._grab(window)
        image.save(str(file), "PNG", 0)
        if file.stat().st_size > MOST_BYTES:
            image.convertToFormat(QImage.Format.Format_Indexed8).save(str(file), "PNG", 0)
        print(f"{file.name}: {file.stat().st_size // 1000} KB", flush=True)

    def _until(self, holds: Callable[[], object], *, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError
            self._wait(30)

    def _wait(self, ms: int) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(ms)


def panes(window) -> list:
    """Give the messages that are shown now."""
    from composer.gui.mail_view import MailPane

    found = window.findChildren(MailPane)
    return [pane for pane in found if pane.view is not None and pane.view.isVisible()]


def is_painted(pane) -> bool:
    """Whether a message is on the screen, told by its many colours."""
    image = pane.view.grab().toImage()
    across, down = max(1, image.width() // 60), max(1, image.height() // 60)
    colours = {
        image.pixel(x, y)
        for x in range(0, image.width(), across)
        for y in range(0, image.height(), down)
    }
    return len(colours) > 3


# what is done before a picture


def scroll_to_condition(window) -> None:
    page = window.page
    page.editor.setFocus()
    page.editor.show_line(1)
    cursor = page.editor.textCursor()
    cursor.clearSelection()
    page.editor.setTextCursor(cursor)


def show_japanese(window) -> None:
    window.page.show_language("ja")


def show_kind(number: int) -> Callable[[object], None]:
    def show(window) -> None:
        window.page.show_address(window.session.check.variants[number].address)

    return show


def show_arabic(window) -> None:
    kinds = window.session.check.variants
    window.page.show_address(next(kind.address for kind in kinds if kind.locale == "ar"))


def show_message_alone(window) -> None:
    """Undo what another picture of the page has chosen."""
    message = window.page.message
    message.tabs.setCurrentIndex(0)
    message.compare.setChecked(False)
    message.ways.wide.click()


def show_beside(window) -> None:
    show_message_alone(window)
    show_kind(0)(window)
    window.page.message.compare.setChecked(True)


def show_phone(window) -> None:
    show_message_alone(window)
    window.page.message.ways.phone.click()
    window.page.inbox.phone.setChecked(True)


def show_side(number: int) -> Callable[[object], None]:
    def show(window) -> None:
        show_message_alone(window)
        show_kind(0)(window)
        window.page.message.tabs.setCurrentIndex(number)

    return show


def open_review(window) -> None:
    window.page.open_review()


if __name__ == "__main__":
    sys.exit(main())
