"""One of several panes at a time, each with its own height: a stack would ask for the tallest."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Panes(QWidget):
    """The panes, one below the other, of which one is seen."""

    def __init__(self, *panes: QWidget) -> None:
        super().__init__()
        self._panes: list[QWidget] = []
        self._inner = QVBoxLayout(self)
        self._inner.setContentsMargins(0, 0, 0, 0)
        for pane in panes:
            self.add(pane)

    def add(self, pane: QWidget) -> None:
        """Take one more pane, not seen yet."""
        pane.hide()
        self._panes.append(pane)
        self._inner.addWidget(pane, 1)

    def show_pane(self, wanted: QWidget | None) -> None:
        """Show one of them, or none."""
        for pane in self._panes:
            pane.setVisible(pane is wanted)
