"""A send that was ended for good: by whom, for whom, and the campaign that corrects it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from composer.gui import reasons
from composer.gui.numbers import number
from composer.gui.pages.groups import sum_words
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.session import Session
from composer.i18n import _, ngettext, place
from composer.model.ending import Ended
from composer.stages.ended import ended_sentences


class EndedCard(Card):
    """Says how it ended, and counts everybody once over both campaigns; hidden before.

    With `makes` it offers to make a correction that was cut off after the end.

    Signals:
        correction_requested(int): the correction that was cut off is to be made, for so many.
    """

    correction_requested = Signal(int)

    def __init__(self, session: Session, *, makes: bool = False) -> None:
        super().__init__()
        self._session = session
        self._makes = makes
        self._linked = ""
        self._people = 0
        self.words = label(wraps=True)
        self.together = label(role="muted", wraps=True)
        self.open_linked = Button(_("Open the correction"), pressed=self._open)
        self.make = Button(pressed=lambda: self.correction_requested.emit(self._people))
        self.body.setContentsMargins(16, 8, 16, 8)
        mark = IconLabel("square", "danger")
        self.body.addLayout(row(mark, self.words, self.make, self.open_linked, stretch=1))
        self.body.addWidget(self.together)
        self.hide()

    def allow(self, reason: str) -> None:
        """Let this person make the correction now, or say in words why not."""
        reasons.allow(self.make, unless=reason)

    def show_end(self, ended: Ended | None) -> None:
        """Show an end, or hide."""
        self.setVisible(ended is not None)
        if ended is None:
            return
        self._linked = ended.linked if ended.linked_name else ""
        self._people = ended.people
        words = ngettext(
            "Correct it for {left} person", "Correct it for {left} people", ended.people
        )
        self.make.setText(place(words, left=number(ended.people)))
        self.make.setVisible(self._makes and bool(ended.linked) and not ended.linked_name)
        self.words.setText(" ".join(ended_sentences(ended)))
        self.open_linked.setVisible(bool(self._linked))
        self.together.setVisible(ended.together is not None)
        if ended.together is not None:
            words = _("Both campaigns together: {sum}")
            self.together.setText(place(words, sum=sum_words(ended.together)))

    def _open(self) -> None:
        self._session.campaign_requested.emit(self._linked)
