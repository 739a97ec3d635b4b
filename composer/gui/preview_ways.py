"""How a reader's program may show the message beside an editor: wide, phone, dark, as text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from composer.gui import theme
from composer.gui.parts import Button
from composer.gui.reasons import allow
from composer.i18n import _

ICON_ROOM = 28


class PreviewWays(QWidget):
    """Four buttons in a row; their words are shown where there is room.

    Signals:
        changed(): another way was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[Button, str] = {}
        self.wide = self._way(_("Wide"), "monitor")
        self.phone = self._way(_("Phone"), "smartphone")
        self.dark = self._way(_("Dark"), "moon")
        self.plain = self._way(_("Text"), "file-text")
        self.wide.setChecked(True)
        self.setAccessibleName(_("How it is shown"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        for button in self._words:
            inner.addWidget(button)
        inner.addStretch(1)
        self.wide.clicked.connect(lambda: self._choose(phone=False))
        self.phone.clicked.connect(lambda: self._choose(phone=True))
        for button in (self.dark, self.plain):
            button.clicked.connect(lambda _checked: self._say())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons only where there is no room for words."""
        super().resizeEvent(event)
        metrics, around = self.fontMetrics(), ICON_ROOM + theme.icon_size()
        needed = sum(metrics.horizontalAdvance(text) + around for text in self._words.values())
        for button, text in self._words.items():
            button.setText(text if self.width() >= needed else "")

    def _way(self, text: str, icon: str) -> Button:
        made = Button(text, kind="quiet", icon=icon, checkable=True)
        made.setAccessibleName(text)
        made.setToolTip(text)
        self._words[made] = text
        return made

    def _choose(self, *, phone: bool) -> None:
        self.phone.setChecked(phone)
        self.wide.setChecked(not phone)
        self._say()

    def _say(self) -> None:
        for button in (self.wide, self.phone, self.dark):
            allow(button, unless=why_no_way() if self.plain.isChecked() else "")
        self.changed.emit()


def why_no_way() -> str:
    """Say why plain text is shown in one way only."""
    return _("The plain text looks the same everywhere.")
