"""Review of the open campaign: its kinds, and the façade that records what was displayed.

What was displayed is recorded as soon as the message was painted; only a signature is kept of the
verdicts. A proof file's review is `proof_review`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from composer.gui.background import Task
from composer.gui.pages.changes_card import ChangesCard
from composer.gui.pages.review_kinds import Kind, KindsView, Verdicts
from composer.gui.session import Session
from composer.i18n import _
from composer.model.overview import ReviewedKind

__all__ = ["ReviewView", "Verdicts"]


class ReviewView(KindsView):
    """The kinds of the open campaign; above them, at first, what changed for this person.

    That goes once something was said about a kind: then each message has the room.

    Signals:
        recorded(): it was recorded that a kind was displayed.
    """

    recorded = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.since_mine = ChangesCard(_("What changed since you approved it"), shown_first=3)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self.since_mine)
        self.judged.connect(lambda _kind, _right: self.since_mine.hide())
        self.said.connect(session.announce)
        self.displayed.connect(self._record)

    def show_kinds(self, kinds: Sequence[Kind], verdicts: Verdicts) -> None:
        """Begin at the first kind without a verdict; what was approved before keeps its tick."""
        carried = [
            kind
            for kind in kinds
            if isinstance(kind, ReviewedKind) and kind.approved_before and verdicts.is_open(kind)
        ]
        verdicts.right |= {kind.variant.recipient_id for kind in carried}
        for kind in carried:
            self._record(kind)
        super().show_kinds(kinds, verdicts)

    def _record(self, kind: Kind) -> None:
        workspace, person = self._session.workspace, self._session.person
        campaign, who = self._session.campaign, kind.variant.recipient_id

        def record(_task: Task) -> None:
            workspace.record_shown(campaign, who, by=person)

        self._session.ask(record, owner=self, then=lambda _none: self.recorded.emit())
