"""The driven program for somebody with a keyboard alone: keys go where the window system sends them.

Beside the hands of `driven_program` it tells what a person without a mouse knows: what has the focus
and whether it is in sight, what can be read on the screen without scrolling, and what a screen
reader was told. Nothing is pressed by its name here.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from composer.gui import announce
from tests.gui import driven_program
from tests.gui.driven_program import MOST_ROWS, Hands, front, name_of, plain

_TOLD = Qt.ItemDataRole.AccessibleTextRole
EDGE = 3
"""Pixels at the edge of a control that may be covered: its border."""
heard: list[str] = []


class KeyboardHands(Hands):
    """Presses keys only."""

    def do_key(self, keys: str) -> None:
        """Press keys in the window that the system gave the keyboard to."""
        window = QGuiApplication.focusWindow()
        self.answer(ok=window is not None)
        pressed = QKeySequence(keys)
        for at in range(pressed.count() if window is not None else 0):
            one = pressed[at]
            QTest.keyClick(window, one.key(), one.keyboardModifiers())

    def do_here(self) -> None:
        """Tell what has the focus, what can be read, and what was announced so far."""
        menu = QApplication.activePopupWidget()
        focus = QApplication.focusWidget()
        told = of_menu(menu) if isinstance(menu, QMenu) else of_part(focus)
        self.answer(**told, texts=list(texts_in_sight()), heard=heard, window=window_name())

    def do_faults(self) -> None:
        """Tell what does not fit in the front window."""
        from tests.gui.layout_faults import layout_faults

        self.answer(faults=layout_faults(front()))


def of_menu(menu: QMenu) -> dict[str, object]:
    """Tell the line of a menu that is open; a menu is left by Esc."""
    action = menu.activeAction()
    name = plain(action.text().partition("\t")[0]) if action is not None else ""
    return {"focus": name, "kind": "QMenu", "line": name, "in_sight": True, "description": ""}


def of_part(part: QWidget | None) -> dict[str, object]:
    """Tell a control with the focus as a screen reader would; nothing has it: an empty name."""
    if part is None:
        return {"focus": "", "kind": "", "line": "", "in_sight": False, "description": ""}
    shown = QAccessible.queryAccessibleInterface(part)
    name = shown.text(QAccessible.Text.Name) if shown is not None else ""
    said = shown.text(QAccessible.Text.Description) if shown is not None else ""
    return {
        "focus": plain(name or name_above(part)).replace("&", "").strip(),
        "kind": type(part).__name__,
        "line": line_here(part),
        "in_sight": is_in_sight(part),
        "description": plain(said),
    }


def name_above(part: QWidget) -> str:
    """Give the name of what a nameless part belongs to: an editor in a table, a shown message."""
    above = part.parentWidget()
    while above is not None and not above.isWindow():
        if above.accessibleName():
            return above.accessibleName()
        above = above.parentWidget()
    return ""


def line_here(part: QWidget) -> str:
    """Give what stands where one is: a line of a list, a value, whether it is chosen."""
    if isinstance(part, QAbstractItemView):
        index = part.currentIndex()
        return plain(str(index.data(_TOLD) or index.data() or "")) if index.isValid() else ""
    if isinstance(part, QLineEdit):
        return plain(part.text())
    if isinstance(part, QPlainTextEdit):
        return plain(part.toPlainText())
    if isinstance(part, QComboBox):
        return plain(part.currentText())
    if isinstance(part, QAbstractButton) and part.isCheckable():
        return "chosen" if part.isChecked() else "not chosen"
    return ""


def is_in_sight(part: QWidget) -> bool:
    """Whether what has the focus can be seen: a control whole, of what scrolls the line at least."""
    if isinstance(part, QAbstractItemView):
        view = part.viewport()
        rect = part.visualRect(part.currentIndex()).intersected(view.rect())
        return not is_covered(view, rect if rect.isValid() else view.rect().adjusted(9, 9, -9, -9))
    if isinstance(part, QAbstractScrollArea):
        return not part.visibleRegion().isEmpty()
    if part.isWindow() or part.width() * part.height() > part.window().width() ** 2 // 4:
        return not part.visibleRegion().isEmpty()  # a page, or a message that is shown
    return not is_covered(part, part.rect())


def is_covered(part: QWidget, rect: QRect) -> bool:
    """Whether something of a part of the screen is scrolled away or beyond the screen's edge."""
    inner = rect.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    shown = part.visibleRegion().boundingRect()
    on_screen = QRect(part.mapToGlobal(inner.topLeft()), inner.size())
    screen = part.screen().geometry()
    return not (shown.contains(inner) and screen.contains(on_screen))


def texts_in_sight() -> Iterator[str]:
    """Give what can be read now, shortened where it is: nothing that is scrolled away."""
    window = front()
    for part in window.findChildren(QWidget):
        if not (part.isVisible() and part.window() is window):
            continue
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            yield from lines_in_sight(part)
        elif (said := text_of(part)) and not is_covered(part, words_of(part)):
            yield said


def words_of(part: QWidget) -> QRect:
    """Give where a part's words stand: a label may be higher than its text."""
    if isinstance(part, QLabel) and not part.wordWrap():
        high = min(part.height(), part.sizeHint().height())
        return QRect(0, (part.height() - high) // 2, part.width(), high)
    return part.rect()


def text_of(part: QWidget) -> str:
    if isinstance(part, QAbstractButton):
        return f"[{name_of(part)}]" + ("" if part.isEnabled() else " (off)")
    if isinstance(part, QComboBox):
        return plain(part.currentText())
    return plain(part.text()) if isinstance(part, QLabel | QLineEdit) else ""


def lines_in_sight(view: QAbstractItemView) -> Iterator[str]:
    """Give the cells of a list or table that are seen; of a long one the first lines."""
    ground, model = view.viewport(), view.model()
    first = view.indexAt(QPoint(4, 4))
    begin = first.row() if first.isValid() else 0
    for row in range(begin, min(model.rowCount(), begin + MOST_ROWS)):
        for column in range(model.columnCount() if isinstance(view, QTableView) else 1):
            index = model.index(row, column)
            rect = view.visualRect(index)
            if rect.isValid() and ground.rect().contains(rect.center()):
                yield plain(str(index.data(_TOLD) or index.data() or ""))


def window_name() -> str:
    """Name the window in front."""
    window = front()
    return plain(window.accessibleName() or window.windowTitle())


class Heard:
    """Stands in for the announcement's class: what is announced is written down as well."""

    def __new__(cls, about: object, text: str) -> object:  # type: ignore[misc]
        heard.append(plain(text))
        return _Announcement(about, text)


_Announcement = announce.QAccessibleAnnouncementEvent


def main() -> None:
    """Run the program; its workers begin as the program's own do, and read nothing of this."""
    announce.QAccessibleAnnouncementEvent = Heard  # type: ignore[assignment,misc]
    driven_program.Hands = KeyboardHands  # type: ignore[misc]
    sys.modules["__main__"].__spec__ = importlib.util.find_spec("composer.__main__")
    driven_program.main()


if __name__ == "__main__":
    main()
