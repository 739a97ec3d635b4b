"""Finds what a look at the window would find: texts cut off, things outside or over each other.

A text that shortens itself on purpose (`ElidedLabel`, `ElidedButton`, items of lists) is no fault as long as its
line is high enough; what floats on purpose (notice bar, thin line) may lie over others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QSplitter,
    QSplitterHandle,
    QTabBar,
    QWidget,
)

from composer.gui.notice_bar import NoticeBar
from composer.gui.parts import ElidedButton, ElidedLabel, ProgressLine

FLOATING = (NoticeBar, ProgressLine, QMenu, QScrollBar, QSplitterHandle)
CLOSED = (QWebEngineView, QLineEdit, QTabBar, QComboBox, QAbstractItemView)
SLACK = 1


def layout_faults(window: QWidget) -> list[str]:
    """Name everything in a window that does not fit."""
    faults: list[str] = []
    for widget in visible_parts(window):
        faults += text_faults(widget)
        faults += place_faults(widget)
    return faults


def visible_parts(widget: QWidget) -> Iterator[QWidget]:
    """Give every visible widget, not going into those that Qt lays out itself."""
    for child in own_children(widget):
        yield child
        if not isinstance(child, CLOSED):
            yield from visible_parts(child)


def own_children(widget: QWidget) -> list[QWidget]:
    """Give the visible children that take part in the layout."""
    return [
        child
        for child in widget.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and not isinstance(child, FLOATING)
        and child.objectName() not in {"qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer"}
    ]


WITHOUT_BREAK = re.compile(r"[^\s\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
"""A word: lines may break at white space, and beside every Chinese or Japanese letter."""


def text_faults(widget: QWidget) -> list[str]:
    """Say when a widget's text needs more room than there is."""
    if isinstance(widget, QLabel):
        return label_faults(widget)
    if isinstance(widget, QAbstractButton) and widget.text():
        wanted = widget.sizeHint()
        narrow = wanted.width() > widget.width() + SLACK and not isinstance(widget, ElidedButton)
        small = narrow or wanted.height() > widget.height() + SLACK
        return (
            [f"too small: {name_of(widget)} needs {wanted.width()}×{wanted.height()}"]
            if small
            else []
        )
    if isinstance(widget, QLineEdit):
        small = widget.sizeHint().height() > widget.height() + SLACK
        return [f"too low: {name_of(widget)}"] if small else []
    if isinstance(widget, QTabBar):
        small = widget.sizeHint().width() > widget.width() + SLACK
        return [f"tabs cut off: {name_of(widget)}"] if small else []
    return []


def label_faults(widget: QLabel) -> list[str]:
    """Say when a label is too narrow or too low for its text."""
    if not widget.text():
        return []
    if not widget.wordWrap() and widget.sizeHint().height() > widget.height() + SLACK:
        return [f"too low: {name_of(widget)} needs {widget.sizeHint().height()}"]
    if isinstance(widget, ElidedLabel):
        return []
    if widget.wordWrap():
        longest = max(WITHOUT_BREAK.findall(widget.text()), key=len, default="")
        if widget.fontMetrics().horizontalAdvance(longest) > widget.width() + SLACK:
            return [f"a word is cut off: {name_of(widget)}"]
        low = widget.heightForWidth(widget.width()) > widget.height() + 2 * SLACK
        return [f"lines cut off: {name_of(widget)}"] if low else []
    narrow = widget.sizeHint().width() > widget.width() + SLACK
    return [f"cut off: {name_of(widget)}"] if narrow else []


def place_faults(widget: QWidget) -> list[str]:
    """Say when children stick out of a widget or lie over each other."""
    if isinstance(widget, CLOSED) or is_viewport(widget):
        return []
    children = [child for child in own_children(widget) if not child.geometry().isEmpty()]
    inside = widget.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    faults = [
        f"sticks out of {name_of(widget)}: {name_of(child)} {numbers(child.geometry())} of {numbers(widget.rect())}"
        for child in children
        if not inside.contains(child.geometry())
    ]
    if isinstance(widget, QSplitter | QAbstractScrollArea):
        return faults
    return faults + [
        f"over each other: {name_of(one)} {numbers(one.geometry())} and {name_of(two)} {numbers(two.geometry())}"
        for one, two in combinations(children, 2)
        if not one.geometry().intersected(two.geometry()).isEmpty()
    ]


def is_viewport(widget: QWidget) -> bool:
    """Whether a widget is what a scroll area moves its content in."""
    area = widget.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is widget


def name_of(widget: QWidget) -> str:
    """Name a widget so that it can be found."""
    text = getattr(widget, "text", str)() or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {text[:60]!r} {widget.width()}×{widget.height()}"


def numbers(rect: QRect) -> str:
    """Write a rectangle."""
    return f"({rect.x()}, {rect.y()}, {rect.width()}×{rect.height()})"
