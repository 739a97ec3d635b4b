"""F6 goes round the regions of the window: rail, page, inspector."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget


class Regions(QObject):
    """The regions of a window in order; the first one gives the focus to its rail."""

    def __init__(self, window: QWidget, rail: QWidget, regions: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._rail = rail
        self._regions = tuple(regions)

    def next(self) -> None:
        """Put the focus into the next region that is shown."""
        self._move(1)

    def previous(self) -> None:
        """Put the focus into the region before."""
        self._move(-1)

    def _move(self, step: int) -> None:
        shown = [part for part in self._regions if part.isVisible()]
        focused = self._window.focusWidget()
        here = next(
            (n for n, part in enumerate(shown) if focused and part.isAncestorOf(focused)), -step
        )
        target = shown[(here + step) % len(shown)]
        if target is self._regions[0]:
            self._rail.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            _focus_first(target)


def _focus_first(region: QWidget) -> None:
    """Put the focus on the first thing in a region that takes it by Tab."""
    widget = region.nextInFocusChain()
    while widget is not None and widget is not region:
        takes_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if takes_tab and region.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        widget = widget.nextInFocusChain()
