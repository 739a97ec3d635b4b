"""What a screen reader is told of a window, and what the Tab key reaches.

Looked at through Qt's own accessibility tree: what a control is called there is what a screen
reader says. A part of a control (the list of a combo box, the arrow of a tab bar) is reached
through it and is not asked for by itself.
"""

from __future__ import annotations

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from composer.gui.editor import MessageEditor

Role = QAccessible.Role
INTERACTIVE = frozenset(
    {
        Role.Button, Role.CheckBox, Role.RadioButton, Role.ComboBox, Role.EditableText, Role.List,
        Role.Table, Role.Tree, Role.Slider, Role.SpinBox, Role.Link, Role.PageTabList,
        Role.ButtonMenu, Role.ButtonDropDown,
    }
)  # fmt: skip
MOST_TABS, MOST_LINKS, LINK_MS = 250, 40, 250
WHOLE = (QComboBox, QAbstractSpinBox, QLineEdit, QTabBar, QAbstractItemView)


def controls(window: QWidget) -> list[QWidget]:
    """Give everything in a window that can be used, in the order in which it was made."""
    return [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible() and not _is_part(part, window) and _role(part) in INTERACTIVE
    ]


def name_of(part: QWidget) -> str:
    """Give what a screen reader calls a control."""
    shown = QAccessible.queryAccessibleInterface(part)
    return shown.text(QAccessible.Text.Name).strip() if shown is not None else ""


def nameless(window: QWidget) -> list[str]:
    """Name the controls that a screen reader could not name, buttons inside of lines included."""
    inside = [part for part in window.findChildren(QToolButton) if part.isVisible()]
    named = [part for part in (*controls(window), *inside) if part.objectName()[:3] != "qt_"]
    return [_where(part) for part in named if not name_of(part)]


def unreached(window: QWidget) -> list[str]:
    """Name what can be used with a mouse and is not reached by the Tab key."""
    wanted = [part for part in controls(window) if part.isEnabled()]
    reached = tabbed_through(window)
    return [_where(part) for part in wanted if not _is_reached(part, reached)]


def tabbed_through(window: QWidget) -> list[QWidget]:
    """Press Tab until it comes round, and give everything that had the focus, in that order."""
    window.activateWindow()
    begun = QApplication.focusWidget() or window
    begun.setFocus()
    seen: list[QWidget] = []
    for _press in range(MOST_TABS):
        here = QApplication.focusWidget()
        if here is None or (seen and here is seen[0]):
            break
        if here not in seen:
            seen.append(here)
        _press_tab(window, here)
    return seen


def _press_tab(window: QWidget, here: QWidget) -> None:
    """Press Tab until the focus leaves a control: a message stops at each of its links."""
    leaves = isinstance(here, MessageEditor)
    keys = Qt.KeyboardModifier.ControlModifier if leaves else Qt.KeyboardModifier.NoModifier
    is_message = isinstance(here.parentWidget(), QWebEngineView)
    target = window.windowHandle() if is_message else here
    for _link in range(MOST_LINKS if is_message else 1):
        QTest.keyClick(target, Qt.Key.Key_Tab, keys)
        waited = QDeadlineTimer(LINK_MS)
        while is_message and QApplication.focusWidget() is here and not waited.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        if QApplication.focusWidget() is not here:
            return


def _is_reached(part: QWidget, reached: list[QWidget]) -> bool:
    """Tell whether the focus stood on a control, in it, or on the one of its group."""
    if part in reached or any(part.isAncestorOf(one) for one in reached):
        return True
    proxy = part.focusProxy()
    if proxy is not None and proxy in reached:
        return True
    if isinstance(part, QAbstractButton) and part.group() is not None and part.group().exclusive():
        return any(one in reached for one in part.group().buttons())  # the arrow keys go on
    return False


def _is_part(part: QWidget, window: QWidget) -> bool:
    if isinstance(part, QScrollBar | QHeaderView) or part.objectName().startswith("qt_"):
        return True
    parent = part.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, WHOLE):
            return True
        parent = parent.parentWidget()
    return False


def _role(part: QWidget) -> QAccessible.Role:
    if isinstance(part, QAbstractScrollArea) and part.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return Role.Pane
    shown = QAccessible.queryAccessibleInterface(part)
    return shown.role() if shown is not None else Role.NoRole


def _where(part: QWidget) -> str:
    path = []
    parent: QWidget | None = part
    while parent is not None and len(path) < 4:
        path.append(type(parent).__name__)
        parent = parent.parentWidget()
    text = part.text() if isinstance(part, QAbstractButton | QLineEdit) else ""
    return f"{' < '.join(path)} {name_of(part) or text!r}"
