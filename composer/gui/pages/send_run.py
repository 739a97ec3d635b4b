"""During and after a send: one big number, time left, batches, six groups, lights, people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTableView, QVBoxLayout, QWidget

from composer.gui.numbers import number
from composer.gui.pages.beside_view import BesideView
from composer.gui.pages.ended_card import EndedCard
from composer.gui.pages.group_tiles import GroupTiles
from composer.gui.pages.groups import GROUPS, HANDED_OVER, UNCLEAR, Group, finished_count
from composer.gui.pages.ledger_model import LedgerModel, make_ledger_table
from composer.gui.pages.pace_words import battery_words, slept_words, slow_words, waits_words
from composer.gui.pages.plan_bar import PlanBar
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.send_halt import HaltCard
from composer.gui.pages.send_lights import SeedLights
from composer.gui.pages.send_log import SendLog
from composer.gui.pages.send_phase import HALTED, Phase
from composer.gui.pages.wording import clock_time
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.session import Session
from composer.gui.times import short_moment, span
from composer.i18n import _, isolate, ngettext, place
from composer.model.overview import Progress, Status
from composer.model.states import Counts

LOOK_LETTERS = 44
LOOK_SHARE = 0.42
WIDEST = 16_777_215


def time_words(progress: Progress, *, now: datetime) -> str:
    """Say how much time is left, and until when."""
    if progress.eta_s is None:
        return ""
    until = now + timedelta(seconds=progress.eta_s)
    is_today = until.astimezone().date() == now.astimezone().date()
    shown = clock_time(until) if is_today else short_moment(until)
    words = _("{time} left · until {until}")
    return place(words, time=span(progress.eta_s), until=isolate(shown))


def rate_words(progress: Progress) -> str:
    """Say how fast messages leave now."""
    if not progress.rate_per_s:
        return ""
    rate = round(progress.rate_per_s)
    return place(ngettext("{rate} a second", "{rate} a second", rate), rate=number(rate))


class RunView(QWidget):
    """Everything about a send that has begun.

    Signals:
        decision_requested(): the unclear ones are to be decided.
    """

    decision_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.big = label(role="counter")
        self.time_left = label(role="strong")
        self.rate = label(role="caption")
        self.waits = label(wraps=True)
        self.waiting = QWidget()
        self.plan = PlanBar()
        self.tiles = GroupTiles()
        self.halt = HaltCard()
        self.lights = SeedLights()
        self.beside = BesideView()
        self.side = QWidget()
        self._looks = False
        self._counts = Counts()
        self.unclear = QWidget()
        self.unclear_words = label(wraps=True)
        self.decide = Button(_("Decide for each"), pressed=self.decision_requested.emit)
        self.model = LedgerModel(session)
        self.table: QTableView = make_ledger_table(self.model)
        self.log = SendLog(session)
        self.ended = EndedCard(session, makes=True)
        self._listed: tuple[Group | None, int] = (None, 0)
        self._lay_out()
        self.tiles.chosen.connect(self._list_people)

    def show_run(
        self,
        status: Status,
        sizes: Sequence[int],
        hold_after: Sequence[int],
        *,
        on_battery: bool = False,
    ) -> None:
        """Show where the send stands."""
        counts, progress = status.counts, status.progress
        words = _("{done} of {all}")
        done = HANDED_OVER.count(counts)
        self.big.setText(place(words, done=number(done), all=number(counts.total)))
        self.big.setAccessibleName(
            place(_("Handed over to {done} of {all}"), done=number(done), all=number(counts.total))
        )
        now = datetime.now(UTC)
        self.time_left.setText(time_words(progress, now=now) if progress.running else "")
        self.rate.setText(rate_words(progress) if progress.running else "")
        battery = battery_words() if on_battery else ""
        said = (waits_words(progress), slow_words(progress), slept_words(progress), battery)
        waits = said if progress.running else ()
        self.waits.setText("\n".join(filter(None, waits)))
        self.waiting.setVisible(any(waits))
        self.plan.show_plan(sizes, hold_after)
        self.plan.show_done(finished_count(counts))
        self.tiles.show_counts(counts)
        self._show_unclear(counts, running=progress.running)
        self.log.refresh(counts)
        self.ended.show_end(status.ended)
        self._list_again(counts)

    def show_phase(self, phase: Phase, *, looks: bool) -> None:
        """Show the parts of a situation; `looks` gives most of the page to a pair of messages."""
        self._looks = looks
        self.halt.setVisible(phase in HALTED)
        if not self._looks:
            self.beside.close_views()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._arrange()

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.big)
        head.addStretch(1)
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addWidget(self.time_left)
        times.addWidget(self.rate)
        head.addLayout(times)
        counter = Card()
        counter.body.setContentsMargins(16, 8, 16, 12)
        counter.body.addLayout(head)
        counter.body.addWidget(self.plan)
        self.waiting.setLayout(row(IconLabel("clock", "look"), self.waits, stretch=1))
        counter.body.addWidget(self.waiting)
        unclear = row(IconLabel("circle-question-mark", "unclear"), self.unclear_words, stretch=1)
        unclear.addWidget(self.decide)
        self.unclear.setLayout(unclear)
        inner = QVBoxLayout(self.side)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        for part in (counter, self.halt, self.ended, self.tiles, self.unclear, self.lights):
            inner.addWidget(part)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.log)
        inner.addStretch(0)
        halves = QHBoxLayout(self)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(24)
        self.area = scrolled(self.side)
        halves.addWidget(self.area, 1)
        halves.addWidget(self.beside, 2)
        for part in (self.waiting, self.halt, self.unclear, self.beside, self.table):
            part.hide()

    def _arrange(self) -> None:
        """Put a planned look's messages beside everything else, unless people are listed."""
        looking = self._looks and self.tiles.chosen_group is None
        self.beside.setVisible(looking)
        self.plan.setVisible(not looking)
        self.tiles.set_columns(2 if looking else len(GROUPS))
        letters = self.fontMetrics().averageCharWidth() * LOOK_LETTERS
        bar = self.area.verticalScrollBar().sizeHint().width()
        least = self.side.minimumSizeHint().width() + bar  # nothing scrolls sideways there
        look_width = max(least, min(letters, round(self.width() * LOOK_SHARE)))
        self.area.setMaximumWidth(look_width if looking else WIDEST)
        self.area.setMinimumWidth(look_width if looking else 0)

    def _show_unclear(self, counts: Counts, *, running: bool) -> None:
        count = UNCLEAR.count(counts)
        self.unclear.setVisible(bool(count) and not running)
        words = ngettext(
            "We do not know whether {count} person got it. The connection broke at the last "
            "moment. We will not send again by ourselves, because they could get it twice.",
            "We do not know whether {count} people got it. The connection broke at the last "
            "moment. We will not send again by ourselves, because they could get it twice.",
            count,
        )
        self.unclear_words.setText(place(words, count=number(count)))

    def _list_people(self, group: object) -> None:
        chosen = group if isinstance(group, Group) else None
        self._listed = (chosen, self._counts_of(chosen))
        self.table.setVisible(chosen is not None)
        self._arrange()
        self.model.show_states(chosen.states if chosen else frozenset())

    def _counts_of(self, group: Group | None) -> int:
        return group.count(self._counts) if group else 0

    def _list_again(self, counts: Counts) -> None:
        """Read the listed people again when their number is another one."""
        self._counts = counts
        group = self.tiles.chosen_group
        now = (group, self._counts_of(group))
        if group is not None and now != self._listed:
            self.model.show_states(group.states)
        self._listed = now
