"""The line across the window, under its header: an icon, words, and room for a button behind them.

Apart from `band.py`, which says what it says: the frame is painted before a campaign can be read.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from composer.gui import theme
from composer.gui.parts import IconLabel, label, set_tone
from composer.i18n import _

TINTS = {"practice": "practice", "danger": "danger", "accent": "text", "grey": "muted"}
"""The colour of the icon in a line of each tone."""


class BandLine(QFrame):
    """Thirty-two pixels; `inner` is its row."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "band")
        self.setMinimumHeight(theme.row_height(32, 1.0))
        self.mark = IconLabel()
        self.words = label()
        self.inner = QHBoxLayout(self)
        self.inner.setContentsMargins(16, 2, 16, 2)
        self.inner.setSpacing(8)
        self.inner.addWidget(self.mark)
        self.inner.addWidget(self.words)
        self.inner.addStretch(1)

    def show_words(self, text: str, *, tone: str, icon: str) -> None:
        """Say something else."""
        set_tone(self, tone)
        self.mark.show_icon(icon, TINTS[tone])
        self.words.setText(text)


def practice_words() -> str:
    """Say that nothing here is real."""
    return _("Practice. Nothing leaves this computer.")


def practice_line() -> BandLine:
    """Make the line of a practice workspace."""
    line = BandLine()
    line.show_words(practice_words(), tone="practice", icon="flask-conical")
    return line
