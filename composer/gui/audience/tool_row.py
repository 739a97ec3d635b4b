"""The page's tools: words beside the icons where there is room, the icons alone elsewhere."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from composer.gui.parts import Button

ICON_ROOM = 44


class ToolRow(QWidget):
    """Some quiet buttons in a row."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[Button, str] = {}
        self._inner = QHBoxLayout(self)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(4)

    def add(self, text: str, icon: str, *, checkable: bool = False) -> Button:
        """Add a tool."""
        made = Button(text, kind="quiet", icon=icon, checkable=checkable)
        made.setAccessibleName(text)
        made.setToolTip(text)
        self._words[made] = text
        self._inner.addWidget(made)
        return made

    def fit(self, room: int) -> None:
        """Show words if there is room for all of them."""
        metrics = self.fontMetrics()
        wanted = sum(metrics.horizontalAdvance(text) + ICON_ROOM for text in self._words.values())
        for button, text in self._words.items():
            shown = text if wanted <= room else ""
            if button.text() != shown:
                button.setText(shown)
