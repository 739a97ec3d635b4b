"""The program in its window, with a pair of hands inside that a test moves line by line.

`python tests/gui/driven_program.py ARGUMENTS` runs `python -m composer ARGUMENTS` and nothing of
it is changed; beside it a thread reads commands (JSON, one a line) and answers on the first stdout.
The hands do what a person could: click what is seen and uncovered, press keys where the focus is,
drop a file. They know no object of the program: what is meant is found by its name for screen
readers or its text. Each acting command is answered before it is done, because a click may open a
dialog that has its own loop.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import runpy
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ISOLATES = "\u2066\u2067\u2068\u2069\u200f"
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
MOST_ROWS = 60
MARK = 10
LOOK_EVERY_S = 0.05


class Hands(QObject):
    """Lives on the window's thread."""

    asked = Signal(object)

    def __init__(self, answers: Any) -> None:
        super().__init__()
        self._answers = answers
        self._is_answered = False
        self.moveToThread(QApplication.instance().thread())
        self.asked.connect(self.do, Qt.ConnectionType.QueuedConnection)

    def do(self, command: dict[str, Any]) -> None:
        """Do one command, or answer that it cannot be done now."""
        self._is_answered = False
        try:
            getattr(self, f"do_{command.pop('do')}")(**command)
        except RuntimeError:  # a part went away that somebody here still holds
            gc.collect()
            if not self._is_answered:
                self.answer(ok=False, texts=[], focus="")

    def answer(self, *, ok: bool = True, **more: Any) -> None:
        self._is_answered = True
        print(json.dumps({"ok": ok, **more}), file=self._answers, flush=True)

    # looking

    def do_look(self) -> None:
        focus = QApplication.focusWidget()
        self.answer(
            texts=list(texts()),
            focus=name_of(focus) if focus else "",
            kind=type(focus).__name__,
            titles=[window.windowTitle() for window in windows()],
        )

    def do_picture(self, file: str) -> None:
        window = front()
        self.answer(ok=window.screen().grabWindow(window.winId()).save(file))

    # doing

    def do_click(self, name: str) -> None:
        found = [part for part in parts(QAbstractButton) if says(part, name) and can_be_hit(part)]
        self.answer(ok=len(found) > 0)
        if found:
            QTest.mouseClick(found[0], LEFT, PLAIN, place_on(found[0]))

    def do_enter(self, name: str, which: int = 0) -> None:
        """Click into a field and mark what stands there."""
        fields = (*parts(QLineEdit), *parts(QPlainTextEdit), *parts(QTextEdit))
        found = [part for part in fields if says(part, name) and can_be_hit(part)][which:]
        found = [part for part in found if not part.isReadOnly()]
        self.answer(ok=len(found) > 0)
        if found:
            QTest.mouseClick(found[0], LEFT, PLAIN, QPoint(8, found[0].height() // 2))
            QTest.keySequence(found[0], QKeySequence(QKeySequence.StandardKey.SelectAll))

    def do_item(self, view: str, text: str) -> None:
        """Click a line of a list, a table or a choice."""
        for part in parts(QAbstractItemView):
            index = line_of(part, text) if says(part, view) else None
            if index is not None:
                part.scrollTo(index)
                self.answer()
                at = part.visualRect(index).center()
                QTest.mouseClick(part.viewport(), LEFT, PLAIN, at)
                return
        self.answer(ok=False)

    def do_open(self, name: str) -> None:
        """Click a choice, so that its list opens."""
        found = [part for part in parts(QComboBox) if says(part, name) and can_be_hit(part)]
        self.answer(ok=len(found) > 0)
        if found:
            QTest.mouseClick(found[0], LEFT, PLAIN, found[0].rect().center())

    def do_option(self, text: str) -> None:
        """Go to a line of the choice whose list is open, by arrow keys, and take it."""
        opened = QApplication.activePopupWidget()
        views = opened.findChildren(QAbstractItemView) if opened is not None else []
        found = [(view, index) for view in views if (index := line_of(view, text)) is not None]
        self.answer(ok=len(found) > 0)
        for view, index in found[:1]:
            down = index.row() - view.currentIndex().row()
            for _line in range(abs(down)):
                QTest.keyClick(view, Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up)
            QTest.keyClick(view, Qt.Key.Key_Return)

    def do_menu(self, text: str) -> None:
        """Click a line of the menu that is open."""
        menu = QApplication.activePopupWidget()
        actions = menu.actions() if isinstance(menu, QMenu) else []
        found = [one for one in actions if text in plain(one.text()) and one.isEnabled()]
        self.answer(ok=len(found) > 0)
        if found:
            QTest.mouseClick(menu, LEFT, PLAIN, menu.actionGeometry(found[0]).center())

    def do_press(self, keys: str) -> None:
        self.answer()
        at = QApplication.activePopupWidget() or QApplication.focusWidget() or front()
        QTest.keySequence(at, QKeySequence(keys))

    def do_type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        self.answer(ok=focus is not None)
        for letter in text if focus is not None else "":
            self._type(focus, letter)

    @staticmethod
    def _type(focus: QWidget, letter: str) -> None:
        """Press a letter's key; what no key of QTest has comes as from an input method."""
        if letter == "\n":
            QTest.keyClick(focus, Qt.Key.Key_Return)
        elif letter.isascii():
            QTest.keyClicks(focus, letter)
        else:
            written = QInputMethodEvent()
            written.setCommitString(letter)
            QApplication.sendEvent(focus, written)

    def do_asks_for_file(self) -> None:
        self.answer(ok=any(self._file_parts(QLineEdit, "fileNameEdit")))

    def do_file(self, file: str) -> None:
        """Go to a file's folder in the dialog that asks for one, write its name, press its button.

        A dialog that has just come may clear its line: this is done again until the dialog is gone.
        The name comes in one piece, as pasted: letter by letter the dialog would choose each folder
        whose name begins so, too, and its list of names would take keys for itself.
        """
        dialogs = [window for window in windows() if isinstance(window, QFileDialog)]
        self.answer(ok=not dialogs)
        folder, name = os.path.split(file)
        for dialog in dialogs:
            (edit,) = dialog.findChildren(QLineEdit, "fileNameEdit")
            edit.setCompleter(None)
            if dialog.directory().path() != folder:
                dialog.setDirectory(folder)
            elif edit.text() != name:
                QTest.keySequence(edit, QKeySequence(QKeySequence.StandardKey.SelectAll))
                pasted = QInputMethodEvent()
                pasted.setCommitString(name)
                QApplication.sendEvent(edit, pasted)
            else:
                self._accept(dialog)

    @staticmethod
    def _accept(dialog: QFileDialog) -> None:
        (box,) = dialog.findChildren(QDialogButtonBox, "buttonBox")
        for button in box.buttons():
            if box.buttonRole(button) is QDialogButtonBox.ButtonRole.AcceptRole:
                QTest.mouseClick(button, LEFT)
                return

    @staticmethod
    def _file_parts(kind: type[QWidget], name: str) -> Iterator[QWidget]:
        for window in windows():
            if isinstance(window, QFileDialog):
                yield from window.findChildren(kind, name)

    def do_drop(self, file: str) -> None:
        """Drop a file as the system does: it enters the window, then it is let go."""
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(file)])
        target, where = front().windowHandle(), QPoint(400, 300)
        self.answer()
        entering = QDragEnterEvent(where, Qt.DropAction.CopyAction, dragged, LEFT, PLAIN)
        QApplication.sendEvent(target, entering)
        falling = QDropEvent(QPointF(where), Qt.DropAction.CopyAction, dragged, LEFT, PLAIN)
        QApplication.sendEvent(target, falling)

    def do_close(self) -> None:
        """Close the front window as its frame does."""
        self.answer()
        front().close()


def windows() -> list[QWidget]:
    """Give the windows that are seen, the one made last in front."""
    tops = filter(isValid, QApplication.topLevelWidgets())
    seen = [window for window in tops if window.isVisible()]
    return [window for window in seen if window.windowHandle() is not None and window.isWindow()]


def front() -> QWidget:
    """Give the window that takes the input; a form that popped up is one."""
    opened = QApplication.activePopupWidget()
    if opened is not None and opened.findChildren(QAbstractButton):
        return opened
    modal, active = QApplication.activeModalWidget(), QApplication.activeWindow()
    return modal or active or windows()[-1]


def parts(kind: type[QWidget]) -> Iterator[QWidget]:
    """Give the parts of a kind that can be seen in the front window."""
    for part in front().findChildren(kind):
        if isValid(part) and part.isVisible() and part.window() is front():
            yield part


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in ISOLATES)


def name_of(part: QWidget) -> str:
    """Give what a screen reader says for a part."""
    text = part.text() if isinstance(part, QAbstractButton | QLabel) else ""
    return plain(part.accessibleName() or text)


def says(part: QWidget, name: str) -> bool:
    return name_of(part).startswith(name)


def can_be_hit(part: QWidget) -> bool:
    """Bring a part into sight, and tell whether a click would reach it and do something."""
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(part)
        above = above.parentWidget()
    if not part.isEnabled():
        return False
    hit = part.window().childAt(part.mapTo(part.window(), part.rect().center()))
    return hit is part or (hit is not None and part.isAncestorOf(hit))


def place_on(button: QAbstractButton) -> QPoint:
    """Give where a press does something: of a box to tick, its mark and words, not its whole line."""
    middle = button.rect().center()
    return QPoint(MARK, middle.y()) if isinstance(button, QCheckBox | QRadioButton) else middle


def line_of(view: QAbstractItemView, text: str):
    """Give the index of the line that is a text, or else of the first that holds it."""
    model = view.model()
    lines = [model.index(at, 0) for at in range(min(model.rowCount(), MOST_ROWS))]
    lines.sort(key=lambda index: plain(str(index.data())) != text)
    for index in lines:
        told = (index.data(role) for role in (Qt.ItemDataRole.DisplayRole, _TOLD))
        if any(text in plain(str(one)) for one in told if one):
            return index
    return None


_TOLD = Qt.ItemDataRole.AccessibleTextRole


def texts() -> Iterator[str]:
    """Give what can be read in the front window, as a person reads it."""
    for part in front().findChildren(QWidget):
        if not (isValid(part) and part.isVisible() and part.window() is front()):
            continue
        if isinstance(part, QLabel):
            yield plain(getattr(part, "_whole", "") or part.text())
        elif isinstance(part, QAbstractButton):
            state = "" if part.isEnabled() else " (off)"
            yield f"[{name_of(part)}]{state}"
        elif isinstance(part, QLineEdit):
            yield plain(part.text())
        elif isinstance(part, QComboBox):
            yield plain(part.currentText())
        elif isinstance(part, QAbstractItemView) and part.model() is not None:
            model = part.model()
            for at in range(min(model.rowCount(), MOST_ROWS)):
                index = model.index(at, 0)
                yield plain(str(index.data(_TOLD) or index.data() or ""))


def listen(answers: Any) -> None:
    """Hand each command to the window's thread; at the end of the input nothing more is done."""
    while QApplication.instance() is None or not windows():
        time.sleep(LOOK_EVERY_S)
    hands = Hands(answers)
    for line in sys.stdin:
        hands.asked.emit(json.loads(line))


def main() -> None:
    """Run the program with hands."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    faulthandler.register(signal.SIGUSR1)  # a window that stands still says where
    threading.Thread(target=listen, args=(answers,), daemon=True).start()
    sys.argv = ["composer", *sys.argv[1:]]
    runpy.run_module("composer", run_name="__main__")


if __name__ == "__main__":
    main()
