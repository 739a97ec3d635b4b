"""The page while there is one language only: what to do, and that a file may be dropped here."""

from __future__ import annotations

from PySide6.QtCore import Qt

from composer.gui.parts import Card, IconLabel, label, set_tone
from composer.i18n import _


class EmptyPlace(Card):
    """Teaches how a language begins."""

    def __init__(self) -> None:
        super().__init__(kind="drop")
        middle = Qt.AlignmentFlag.AlignCenter
        self.body.addStretch(1)
        lines = (
            IconLabel("languages", "muted", 24),
            label(_("Only one language so far."), role="section", wraps=True),
            label(
                _("Add a language, or send it as it is written to everybody."),
                role="muted",
                wraps=True,
            ),
            label(
                _("A translator's file may be dropped here: PO, Excel or XLIFF."),
                role="caption",
                wraps=True,
            ),
        )
        for line in lines:
            line.setAlignment(middle)
            self.body.addWidget(line)
        self.body.addStretch(1)

    def show_over(self, *, over: bool) -> None:
        """Show that what is held over the window may be dropped."""
        set_tone(self, "true" if over else "", name="over")
