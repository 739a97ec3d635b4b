"""A send that was ended for good: by whom, for whom, and the campaign that corrects it."""

from __future__ import annotations

from composer.gui.pages.groups import sum_words
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.session import Session
from composer.i18n import _, place
from composer.model.ending import Ended
from composer.stages.ended import ended_sentences


class EndedCard(Card):
    """Says how it ended, and counts everybody once over both campaigns; hidden before."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._linked = ""
        self.words = label(wraps=True)
        self.together = label(role="muted", wraps=True)
        self.open_linked = Button(_("Open the correction"), pressed=self._open)
        self.body.setContentsMargins(16, 8, 16, 8)
        self.body.addLayout(
            row(IconLabel("square", "danger"), self.words, self.open_linked, stretch=1)
        )
        self.body.addWidget(self.together)
        self.hide()

    def show_end(self, ended: Ended | None) -> None:
        """Show an end, or hide."""
        self.setVisible(ended is not None)
        if ended is None:
            return
        self._linked = ended.linked if ended.linked_name else ""
        self.words.setText(" ".join(ended_sentences(ended)))
        self.open_linked.setVisible(bool(self._linked))
        self.together.setVisible(ended.together is not None)
        if ended.together is not None:
            words = _("Both campaigns together: {sum}")
            self.together.setText(place(words, sum=sum_words(ended.together)))

    def _open(self) -> None:
        self._session.campaign_requested.emit(self._linked)
