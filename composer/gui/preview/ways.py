"""How a reader's program may show the message: wide, phone, dark, without images, as text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from composer.gui import theme
from composer.gui.parts import Button
from composer.gui.preview_ways import why_no_way
from composer.gui.reasons import allow
from composer.i18n import _

WORD_ROOM = 32


class Ways(QWidget):
    """Five buttons in a row.

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
        self.images_off = self._way(_("Images off"), "image-off")
        self.plain = self._way(_("Text"), "file-text")
        self.wide.setChecked(True)
        self.setAccessibleName(_("How it is shown"))
        inner = QHBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        for button in self._words:
            inner.addWidget(button)
        self.wide.clicked.connect(lambda: self._choose_width(phone=False))
        self.phone.clicked.connect(lambda: self._choose_width(phone=True))
        for button in (self.dark, self.images_off, self.plain):
            button.clicked.connect(lambda _checked: self.changed.emit())

    @property
    def needed(self) -> int:
        """How wide it is with all its words."""
        metrics = self.fontMetrics()
        around = WORD_ROOM + theme.icon_size()
        return sum(metrics.horizontalAdvance(text) + around for text in self._words.values())

    @property
    def taken(self) -> int:
        """How wide it is as it is now: its words may have come or gone a moment ago."""
        return sum(button.sizeHint().width() + 4 for button in self._words)

    def show_words(self, *, shown: bool) -> None:
        """Show words beside the icons, or the icons only."""
        for button, text in self._words.items():
            button.setText(text if shown else "")

    def allow_all(self, *, side_by_side: bool) -> None:
        """Switch off what makes no difference to a plain text."""
        plain = self.plain.isChecked()
        for button in (self.dark, self.images_off):
            allow(button, unless=why_no_way() if plain else "")
        for button in (self.wide, self.phone):
            allow(button, unless=why_no_way() if plain and not side_by_side else "")

    def _way(self, text: str, icon: str) -> Button:
        made = Button(text, kind="quiet", icon=icon, checkable=True)
        made.setAccessibleName(text)
        made.setToolTip(text)
        self._words[made] = text
        return made

    def _choose_width(self, *, phone: bool) -> None:
        self.phone.setChecked(phone)
        self.wide.setChecked(not phone)
        self.changed.emit()
