"""What is seen on the Audience page: promise, what waits, what was found, and one pane below.

It shows a situation and decides nothing. The pane for a source is made when the first list is
opened: whoever only looks at the people does not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.audience.drop_zone import DropZone
from composer.gui.audience.known import Known, answers_of, shown_list
from composer.gui.audience.languages import chain_words
from composer.gui.audience.panes import Panes
from composer.gui.audience.pending_bar import PendingBar, since_proof_words
from composer.gui.audience.people_view import PeopleView
from composer.gui.audience.problem_lines import ProblemLine, finding_lines, pending_lines
from composer.gui.audience.problem_list import ProblemList
from composer.gui.audience.promise_card import PromiseCard
from composer.gui.audience.promise_words import promise_of
from composer.gui.audience.reading_pane import ReadingPane
from composer.gui.audience.situation import Mode, Situation
from composer.gui.audience.source_pane import SourcePane
from composer.gui.audience.tab_order import put_after, tab_stops
from composer.gui.parts import label
from composer.gui.session import Session
from composer.model.audience import AudienceComparison


class AudienceView(QWidget):
    """The parts, one below the other.

    Signals:
        source_made(SourcePane): the pane for a source is there now.
    """

    source_made = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.promise = PromiseCard()
        self.since_proof = label(role="muted", wraps=True)
        self.pending_bar = PendingBar()
        self.problems = ProblemList()
        self.drop = DropZone()
        self.reading = ReadingPane()
        self.people = PeopleView(session)
        self.panes = Panes(self.drop, self.reading, self.people)
        self._source: SourcePane | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.promise, self.since_proof, self.pending_bar, self.problems):
            column.addWidget(widget)
        column.addWidget(self.panes, 1)
        self.since_proof.hide()
        self.pending_bar.hide()

    @property
    def source(self) -> SourcePane:
        """The pane for a source, made when it is needed first."""
        if self._source is None:
            self._source = SourcePane()
            self.panes.add(self._source)
            put_after(tab_stops(self.problems)[-1], self._source)
            self.source_made.emit(self._source)
        return self._source

    @property
    def source_problem(self) -> str:
        """What keeps the source from being read; nothing while there is none."""
        return self._source.problem() if self._source is not None else ""

    def show_situation(
        self, now: Situation, known: Known | None, *, may_go_back: bool, refused: Sequence[Finding]
    ) -> None:
        """Show everything but the people; `refused` says why the last attempt was."""
        promise = promise_of(now.content.campaign.audience)
        later = now.content.later if now.mode is Mode.IN_USE else 0
        self.promise.show_promise(promise, count=now.count, later=later, may_edit=now.may_edit)
        self.problems.show_lines(self._lines(now, refused))
        self.pending_bar.setVisible(now.mode is Mode.PENDING)
        if now.pending is not None:
            self.pending_bar.show_pending(
                now.pending, may_edit=now.may_edit, may_go_back=may_go_back
            )
        self.since_proof.setVisible(bool(self.since_proof.text()) and now.mode is Mode.IN_USE)
        self.panes.show_pane(self._pane(now, known))

    def show_since_proof(self, found: AudienceComparison | None) -> None:
        """Say whom the list in use gained and lost since the newest proof."""
        self.since_proof.setText("" if found is None else since_proof_words(found))
        self.since_proof.setVisible(found is not None and self.people.isVisible())

    def show_people(self, now: Situation, known: Known, findings: Sequence[Finding]) -> None:
        """Show the people and the choices about them; `findings` are the stage's."""
        self.people.show_list(shown_list(now, known), chain_words(now.content))
        self.people.side.show_answers(answers_of(now, known, findings))

    def _pane(self, now: Situation, known: Known | None) -> QWidget | None:
        match now.mode:
            case Mode.EMPTY:
                return self.drop if known is not None else None  # a list may wait: not known yet
            case Mode.SOURCE:
                return self.source
            case Mode.READING:
                return self.reading
        return self.people

    def _lines(self, now: Situation, refused: Sequence[Finding]) -> tuple[ProblemLine, ...]:
        if now.mode is Mode.READING:
            return self.problems.lines
        said = finding_lines(refused)
        if now.mode is Mode.PENDING and now.pending is not None:
            known = {line.code for line in said}
            found = pending_lines(now.pending, may_edit=now.may_edit)
            return (*said, *(line for line in found if line.code not in known or line.may_show))
        if now.mode is Mode.SOURCE and now.view is not None:
            return (*said, *finding_lines(now.view.findings))
        return said
