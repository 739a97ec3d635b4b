"""What happened: who got a message, what is known and what is not, and the letter to exactly them.

It takes the place of the Report page's cards until it is closed. All is read off the window's
thread; nothing is decided here: the groups that are chosen are handed on as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, Card, label
from composer.gui.save_dialog import ask_where_to_save
from composer.gui.times import dated_moment
from composer.i18n import _, isolate, isolate_ltr, ngettext, place
from composer.model.incident import Incident
from composer.model.later import LinkedCampaign
from composer.records.dossier import moment_words
from composer.records.incident_sentences import (
    known_sentences,
    unknown_sentences,
    who_sentences,
)

HANDED_OVER, UNCLEAR = "handed_over", "unclear"


class Sentences(QWidget):
    """Sentences below each other, each of them a paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self.shown: tuple[str, ...] = ()

    def show_sentences(self, sentences: Iterable[str], *, exact: Sequence[str] = ()) -> None:
        """Show others; `exact` says each with its times to the second, for whoever asks."""
        self.shown = tuple(sentences)
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for at, sentence in enumerate(self.shown):
            made = label(sentence, wraps=True)
            if at < len(exact) and exact[at] != sentence:
                made.setToolTip(exact[at])
            self._lines.addWidget(made)


class IncidentView(QWidget):
    """The view.

    Signals:
        closed(): the report is wanted again.
        changed(): it was read, or other people were chosen; the footer looks again.
    """

    closed = Signal()
    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._session = page.session
        self._incident: Incident | None = None
        self.back = Button(_("Back to the report"), kind="link", pressed=self.closed.emit)
        self.who, self.known, self.unknown, self.events = (Sentences() for _nth in range(4))
        self.of_batches = label(_("Of these batches:"), role="muted")
        self.handed_over = QCheckBox()
        self.unclear = QCheckBox()
        self.batches: dict[str, QCheckBox] = {}
        self.chosen = label(role="strong", wraps=True)
        self._batch_line = QVBoxLayout()
        self._lay_out()
        for box in (self.handed_over, self.unclear):
            box.setChecked(True)
            box.toggled.connect(self._choose)
        self.hide()

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that are chosen, as the follow-up names them."""
        states = [
            group
            for group, box in ((HANDED_OVER, self.handed_over), (UNCLEAR, self.unclear))
            if box.isChecked() and not box.isHidden()
        ]
        batches = [group for group, box in self.batches.items() if box.isChecked()]
        if len(batches) == len(self.batches):
            batches = []
        return (*states, *batches)

    @property
    def people(self) -> int:
        """How many are in the groups that are chosen."""
        if self._incident is None:
            return 0
        chosen = [group for group, box in self.batches.items() if box.isChecked()]
        return sum(
            batch.handed_over * self.handed_over.isChecked()
            + batch.unclear * self.unclear.isChecked()
            for batch in self._incident.batches
            if batch.group in chosen
        )

    def open(self) -> None:
        """Read what happened, and show it."""
        workspace, campaign = self._session.workspace, self._session.campaign
        self._incident = None
        self._area.hide()  # boxes without words would ask about nobody
        self.show()
        self._page.ask(
            lambda _task: workspace.incident.what_happened(campaign), then=self.show_incident
        )

    def show_incident(self, incident: Incident) -> None:
        """Show what is known of a send."""
        self._incident = incident
        self._area.show()
        exact = tuple(who_sentences(incident))
        self.who.show_sentences(who_sentences(incident, moment=dated_moment), exact=exact)
        self.known.show_sentences(known_sentences(incident))
        self.unknown.show_sentences(unknown_sentences(incident))
        self.events.show_sentences(
            (f"{isolate(dated_moment(event.at))} · {event.words}" for event in incident.events),
            exact=[moment_words(event.at) for event in incident.events],
        )
        done, unclear = incident.counts.accepted, incident.unclear
        self.handed_over.setText(place(_("Handed over ({count})"), count=number(done)))
        self.unclear.setText(place(_("Unclear ({count})"), count=number(unclear)))
        self.unclear.setVisible(bool(unclear))
        self._show_batches(incident)
        self._choose()

    def offer(self) -> None:
        """Offer in the page's footer what comes next, once it is known what happened."""
        if self._incident is None:
            self._page.set_secondary("")
            self._page.set_primary("", enabled=False)
            return
        self._page.set_secondary(_("Save everything as evidence…"), self._choose_pack)
        count = self.people
        running = self._incident.is_running
        reason = _("Nobody is in the groups that were chosen.") if not count else ""
        if running:
            reason = _("The send is under way; who gets the message still changes.")
        self._page.set_primary(
            _("Prepare follow-up"), enabled=bool(count) and not running, reason=reason
        )

    def prepare(self) -> None:
        """Make the campaign for those who are chosen, and open it."""
        workspace, campaign = self._session.workspace, self._session.campaign
        groups, person = self.groups, self._session.person

        def make(_task: Task) -> LinkedCampaign:
            return workspace.incident.follow_up(campaign, groups=groups, by=person)

        self._page.change(
            make,
            then=lambda made: self._session.campaign_requested.emit(made.id),
            label=_("Preparing the follow-up"),
        )

    def save_pack(self, file: Path) -> None:
        """Write evidence, report and who got what into one file."""
        workspace, campaign = self._session.workspace, self._session.campaign
        person = self._session.person
        words = place(_("Saved as {file}."), file=isolate_ltr(file.name))
        self._page.ask(
            lambda _task: workspace.incident.write_pack(campaign, file, by=person),
            then=lambda _none: self._page.say(words),
        )

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        cards = QWidget()
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(16)
        left.addWidget(_card(_("Who got it"), self.who))
        choice = _card(
            _("Whom the follow-up is for"), self.handed_over, self.unclear, self.of_batches
        )
        choice.body.addLayout(self._batch_line)
        choice.body.addWidget(self.chosen)
        left.addWidget(choice)
        left.addStretch(1)
        right.addWidget(_card(_("What is known"), self.known))
        right.addWidget(_card(_("What is not known"), self.unknown))
        right.addWidget(_card(_("What happened when"), self.events))
        right.addStretch(1)
        halves = QHBoxLayout(cards)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(16)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeading)
        self._area = scrolled(cards)
        whole.addWidget(self._area, 1)
        whole.addStretch()

    def _show_batches(self, incident: Incident) -> None:
        """Offer each batch in which somebody has it; one batch alone is no choice."""
        for box in self.batches.values():
            self._batch_line.removeWidget(box)
            box.deleteLater()
        self.batches = {}
        self.of_batches.setVisible(len(incident.batches) > 1)
        for batch in incident.batches:
            words = ngettext(
                "Batch {batch}: {count} person", "Batch {batch}: {count} people", batch.people
            )
            text = place(words, batch=number(batch.number), count=number(batch.people))
            box = QCheckBox(f"{text} · {isolate_ltr(batch.proof[:8])}" if batch.proof else text)
            box.setChecked(True)
            box.toggled.connect(self._choose)
            self.batches[batch.group] = box
            self._batch_line.addWidget(box)
            box.setVisible(len(incident.batches) > 1)

    def _choose(self) -> None:
        count = self.people
        words = ngettext(
            "The follow-up is for exactly {count} person.",
            "The follow-up is for exactly {count} people.",
            count,
        )
        self.chosen.setText(place(words, count=number(count)))
        self.changed.emit()

    def _choose_pack(self) -> None:
        title = _("Save everything as evidence")
        ask_where_to_save(self, title, then=self.save_pack, name="what-happened.zip")


def _card(title: str, *parts: QWidget) -> Card:
    made = Card()
    made.body.setContentsMargins(24, 16, 24, 16)
    made.body.addWidget(label(title, role="section"))
    for part in parts:
        made.body.addWidget(part)
    return made
