"""The line above the text after a crash: what was not saved, and whether to take it over."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from composer.gui.parts import Button, Card, IconLabel, label
from composer.gui.times import clock_time, short_moment
from composer.gui.writing.draft_differences import difference_words
from composer.gui.writing.draft_keeper import filled
from composer.i18n import _, place
from composer.model.writing import KeptDraft, MessageDraft


class RecoveryLine(Card):
    """Offers what a crash left; hidden while there is nothing.

    Signals:
        taken(MessageDraft): put this into the fields.
        left(): forget it.
    """

    taken = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(kind="well")
        self._offered: MessageDraft | None = None
        self.words = label(wraps=True)
        self.differs = label(role="caption", wraps=True)
        self.take = Button(_("Take it over"), pressed=self._take)
        self.leave = Button(_("Leave it"), kind="quiet", pressed=self._leave)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.words)
        said.addWidget(self.differs)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(IconLabel("history", "accent"))
        line.addLayout(said, 1)
        line.addWidget(self.take)
        line.addWidget(self.leave)
        self.body.setContentsMargins(12, 8, 8, 8)
        self.body.addLayout(line)
        self.setAccessibleName(_("What was not saved"))
        self.hide()

    def offer(self, kept: KeptDraft, stored: MessageDraft) -> bool:
        """Show what was kept; False if it says what is stored."""
        draft = filled(kept.draft, stored)
        if draft == stored:
            return False
        self._offered = draft
        today = kept.at.astimezone().date() == datetime.now().astimezone().date()
        when = clock_time(kept.at) if today else short_moment(kept.at)
        self.words.setText(place(_("Composer ended before this was saved ({time})."), time=when))
        self.differs.setText(
            place(_("It differs in: {what}."), what=difference_words(draft, stored))
        )
        self.setAccessibleDescription(f"{self.words.text()} {self.differs.text()}")
        self.show()
        return True

    def set_frozen(self, *, frozen: bool) -> None:
        """Wait with the offer as long as nothing may be changed."""
        self.setVisible(self._offered is not None and not frozen)

    def _take(self) -> None:
        draft, self._offered = self._offered, None
        self.hide()
        if draft is not None:
            self.taken.emit(draft)

    def _leave(self) -> None:
        self._offered = None
        self.hide()
        self.left.emit()
