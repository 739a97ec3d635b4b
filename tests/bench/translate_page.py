"""How long a translator waits on the Translate page: for the page, for a letter, for a language.

A real window on a message of 200 parts in 40 languages, shown on whatever screen Qt is given.
What is measured: the page from the press until its units are painted, with one in the editor, first
where it was pressed as soon as the campaign was read, then in a window where nobody pressed anything
for a second, then the same page again; a key until the window's own thread has done all of its work;
another language until it is listed.

    xvfb-run -a .venv/bin/python -m tests.bench.translate_page
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

PARTS, LANGUAGES, LETTERS = 200, 40, 120


def main() -> int:
    """Print one line for each figure, in milliseconds."""
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    from composer.gui.application import make_application
    from composer.model.stages import Stage
    from composer.workspace import make_demo

    make_application(["composer"])
    with tempfile.TemporaryDirectory() as folder:
        workspace, campaign = make_demo(Path(folder) / "workspace", domain="bench.example")
        person = workspace.people()[0].person
        enlarge(workspace, campaign, person)
        window = opened(workspace, person, campaign)
        open_page("the page, pressed at once", window)
        window.close()
        window = opened(workspace, person, campaign)
        wait(lambda window=window: window.making.is_ready)
        settle(window)
        for name in ("the page, after a second without a press", "the page again"):
            open_page(name, window)
        window.show_stage(Stage.TRANSLATE)
        page = window.page
        settle(window)
        print(f"{len(page.list.model.units)} parts, {len(page.tags)} languages")
        show("a key until all of its work is done", type_letters(page))
        settle(window)
        switched = []
        for tag in page.tags[1:6]:
            began = time.perf_counter()
            page.show_language(tag)
            wait(lambda tag=tag: page.list.model.locale == tag and page.list.model.units)
            switched.append(time.perf_counter() - began)
            settle(window)
        show("another language until it is listed", switched)
        window.close()
        workspace.close()
    return 0


def opened(workspace, person, campaign):
    """Give a window at the Write page of the campaign, with nothing under way."""
    from composer.gui.application import make_window
    from composer.model.stages import Stage

    window = make_window(workspace, person=person)
    window.show()
    window.open_campaign(campaign, Stage.WRITE)
    wait(lambda: window.session.content is not None and window.page.stage is Stage.WRITE)
    wait(lambda: window.session.background.is_idle)
    return window


def open_page(name, window) -> None:
    """Press for the Translate page and wait until its units are painted and can be edited."""
    from composer.model.stages import Stage

    making = window.making
    part = "whole" if making.is_ready else "half" if making.has_begun else "nothing of it"
    part = "made already" if Stage.TRANSLATE in window.pages else f"{part} made ahead"
    began, own = time.perf_counter(), time.thread_time()
    window.show_stage(Stage.TRANSLATE)
    page = window.page
    painted = Painted(page)
    wait(lambda: painted.at)
    show(f"{name}, {part}", [painted.at - began])
    show("   of it the work of the window's own thread", [painted.own - own])
    settle(window)
    window.show_stage(Stage.WRITE)
    settle(window)


class Painted(QObject):
    """Takes the time when list and translation were painted, with units and one of them in hand."""

    def __init__(self, page) -> None:
        super().__init__()
        self.page, self.at, self.own = page, 0.0, 0.0
        self.left = {page.list.table.viewport(), page.editor.target.viewport()}
        for ground in self.left:
            ground.installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:
        """Look for the first picture of each that shows a unit."""
        has_units = self.page.list.model.units and self.page.editor.unit is not None
        if event.type() == QEvent.Type.Paint and has_units and watched in self.left:
            self.left.remove(watched)
            if not self.left:
                QTimer.singleShot(0, self.note)  # once all of it is painted
        return False

    def note(self) -> None:
        """Take the time."""
        self.at, self.own = time.perf_counter(), time.thread_time()


def enlarge(workspace, campaign, person) -> None:
    """Give the example as many parts and languages as are asked for."""
    from composer.gui.languages import COMMON
    from composer.model.translation import Translated
    from composer.model.writing import MessageDraft

    draft = workspace.authoring.draft(campaign)
    texts = [
        f"Paragraph {number} for {{{{ first_name }}}}: **{number} weights** change on day {number}."
        for number in range(PARTS)
    ]
    body = "\n\n".join([draft.body, *texts])
    workspace.save_message(
        campaign,
        MessageDraft(subject=draft.subject, preheader=draft.preheader, body=body),
        by=person,
    )
    known = {item.locale for item in workspace.content(campaign).message.catalogues}
    wanted = [tag for tag in (*COMMON, "de-AT", "fr-CA", "es-MX", "en-GB") if tag != "en"]
    for tag in [tag for tag in wanted if tag not in known][: LANGUAGES - len(known)]:
        workspace.translating.add_locale(campaign, tag, by=person)
    tags = [item.locale for item in workspace.content(campaign).message.catalogues]
    targets = [
        Translated(locale=tag, source=text, target=in_other_words(text))
        for tag in tags
        for text in texts
    ]
    workspace.translating.save_many(campaign, targets, by=person)


def in_other_words(text: str) -> str:
    """Give something like a translation, with the same fields and figures."""
    said = {
        "Paragraph": "Absatz",
        " for ": " für ",
        "weights": "Gewichte",
        "change on day": "ab Tag",
    }
    for english, german in said.items():
        text = text.replace(english, german)
    return text


def type_letters(page) -> list[float]:
    """Type letters one after the other; what a key costs the window's own thread."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    page.list.select_row(40)
    page.editor.take_focus()
    took = []
    for number in range(LETTERS):
        began = time.thread_time()
        QTest.keyClick(page.editor.target, Qt.Key.Key_Space if number % 6 == 5 else Qt.Key.Key_E)
        QApplication.processEvents()
        took.append(time.thread_time() - began)
        time.sleep(0.03)
    return took


def wait(holds, *, seconds: float = 300) -> None:
    """Handle events until something holds."""
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.002)


def settle(window) -> None:
    """Wait until nothing is under way."""
    from PySide6.QtTest import QTest

    for _look in range(4):
        wait(lambda: window.session.background.is_idle)
        QTest.qWait(100)


def show(name: str, seconds: list[float]) -> None:
    """Print one figure: the middle one, and the slowest."""
    middle, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
    print(f"{name}: {middle:.1f} ms, at most {worst:.1f} ms ({len(seconds)} times)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
