"""One of several panes at a time, each with its own height: a stack would ask for the tallest."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Panes(QWidget):
    """The panes, one below the other, of which one is seen."""

    def __init__(self, *panes: QWidget) -> None:
        super().__init__()
        self._panes = panes
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        for pane in panes:
            pane.hide()
            inner.addWidget(pane, 1)

    def show_pane(self, wanted: QWidget) -> None:
        """Show one of them."""
        for pane in self._panes:
            pane.setVisible(pane is wanted)
