"""Tab order is reading order: what is made later than the page is put behind what stands before it.

Qt appends new widgets to the end of the window's chain, behind the footer.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_after(before: QWidget, ground: QWidget) -> None:
    """Let Tab go from a widget to those on a ground, in the order in which they were laid out."""
    for widget in tab_stops(ground):
        QWidget.setTabOrder(before, widget)
        before = widget


def tab_stops(ground: QWidget) -> list[QWidget]:
    """Give the widgets on a ground that Tab stops at."""
    tab, window = Qt.FocusPolicy.TabFocus.value, ground.window()
    return [
        widget
        for widget in ground.findChildren(QWidget)
        if widget.focusPolicy().value & tab and widget.window() is window  # no list of a choice
    ]
