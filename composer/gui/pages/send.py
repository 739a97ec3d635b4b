"""Send: before, during, at a planned look, stopped, and afterwards.

The page shows what the flow says and asks the façade to start, pause, go on or settle; it decides
nothing. The sending process is another one: closing the window changes nothing.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget

from composer.checks.eta import batch_sizes
from composer.findings import Finding
from composer.gui.background import Task
from composer.gui.battery import on_battery
from composer.gui.page import Page
from composer.gui.pages import send_phase
from composer.gui.pages.decide import DecideView
from composer.gui.pages.pace_words import battery_words
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.send_choices import Choice
from composer.gui.pages.send_deciding import Deciding
from composer.gui.pages.send_footer import Acting, foot_of, why_not_end
from composer.gui.pages.send_halt import Halt
from composer.gui.pages.send_launch import LaunchView
from composer.gui.pages.send_mailboxes import SendMailboxes
from composer.gui.pages.send_phase import HALTED, Phase
from composer.gui.pages.send_run import RunView
from composer.gui.pages.send_sheet import send_sheet
from composer.gui.pages.send_starting import Starting
from composer.gui.session import Session
from composer.i18n import N_, _
from composer.model.overview import PersonHere
from composer.model.person import Person
from composer.model.stages import Stage

CLOCK_MS = 60_000
"""How often it is asked what a start at this moment means, while it is waited for."""


class SendPage(Page):
    """The operator's page."""

    stage = Stage.SEND
    title = N_("Send")
    purpose = N_("Hand the frozen messages over, in batches, with you watching.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.launch = LaunchView()
        self.run = RunView(session)
        self.decide = DecideView(session)
        self.phase = Phase.LOCKED
        self._people: tuple[PersonHere, ...] = ()
        self._choosing: Task | None = None
        self._act_as: Person | None = None
        self.starting = Starting(self, refused=self._refused)
        self.deciding = Deciding(self, self.decide)
        self._about_start: tuple[Finding, ...] = ()
        self.on_battery = False
        self.views = QStackedWidget()
        self.views.addWidget(scrolled(self.launch))
        self.views.addWidget(self.run)
        self.views.addWidget(self.decide)
        self.content.addWidget(self.views, 1)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._read_start)
        self._clock.timeout.connect(self._read_battery)
        self._clock.start()
        self.mailboxes = SendMailboxes(self, self.run)
        self.mailboxes.changed.connect(self._show_halt)
        self.run.decision_requested.connect(self.open_decisions)
        self.run.halt.reason_changed.connect(self._show_next)
        self.run.halt.choices.chosen.connect(self.choose)
        self.run.ended.correction_requested.connect(
            lambda people: self.choose(Choice.CORRECT, people, "")
        )
        self.starting.changed.connect(self.refresh_status)
        self.starting.begun.connect(self.run.halt.reason.clear)
        self.decide.changed.connect(self._show_next)
        self.deciding.changed.connect(self._show_next)
        self.decide.emptied.connect(self._all_decided)

    # --- what the frame calls ----------------------------------------------------------------

    def refresh(self) -> None:
        """Show everything anew; people are read once a change."""
        workspace = self.session.workspace
        self.ask(lambda _task: workspace.people(), then=self._take_people)
        self.refresh_status()
        self._read_start()
        self._read_battery()

    def refresh_status(self) -> None:
        """Show where the send stands."""
        content, status = self.session.content, self.session.status
        assert content is not None
        assert status is not None
        before = self.phase
        if not self.starting.is_going_on:
            self.phase = send_phase.send_phase(status)
        pace = content.campaign.pace
        sizes = send_phase.planned_batches(status, pace)
        if self._deciding and (self.deciding.unclear or self.decide.line is not None):
            self._show_next()
            return
        if self.phase in {Phase.LOCKED, Phase.READY}:
            self.views.setCurrentIndex(0)
            self.launch.show_launch(content, self.session.check, sizes)
        else:
            self.views.setCurrentWidget(self.run)
            self.run.show_run(status, sizes, pace.hold_after, on_battery=self.on_battery)
            self.run.show_phase(self.phase, looks=send_phase.shows_received(self.phase, status))
            self._show_card()
            self.mailboxes.read(self.phase)
        self._announce(before)
        self.show_findings(self._worth_showing())
        self._show_next()

    def press_primary(self) -> None:
        """Do what the button says in this situation."""
        if self._deciding:
            self.deciding.record()
        elif self._act_as is not None:
            self.session.act_as(self._act_as)
        elif self.phase is Phase.READY:
            self.ask_to_send()
        elif self.phase in HALTED and self.mailboxes.may_clear:
            self.sign_difference()
        elif self.phase in HALTED:
            self.go_on()
        elif self.phase is Phase.DONE and self.deciding.unclear:
            self.open_decisions()
        else:
            self.session.go_to(Stage.REPORT)

    def show_finding(self, finding: Finding) -> bool:
        """Open the decisions for what is unclear; anything else of a send is on this page."""
        if finding.code.startswith("send.unclear"):
            self.open_decisions()
        return finding.code.startswith("send.")

    def leave(self) -> None:
        """Let the web views go in the order Qt demands."""
        self.starting.stop()
        self._clock.stop()
        self.mailboxes.stop()
        self.run.beside.close_views()

    # --- what a person does ------------------------------------------------------------------

    def ask_to_send(self) -> None:
        """Open the one sheet before a send, with what a start at this moment means."""
        content, check = self.session.content, self.session.check
        assert content is not None
        pace = content.campaign.pace
        sizes = tuple(batch_sizes(pace.batches, content.audience))
        waits = [at for at in pace.hold_after if 0 < at < len(sizes)]
        planned = pace.planned if self.launch.waits_for_plan else None
        about = [item.text for item in self._about_start if planned is None]
        about += [battery_words()] if self.on_battery else []
        sheet = send_sheet(
            self.window(),
            name=content.campaign.name,
            people=content.audience,
            first=sum(sizes[: waits[0]]) if waits else None,
            seconds=check.eta_total_s if check else None,
            planned=planned,
            warnings=tuple(dict.fromkeys(about)),
        )
        sheet.accepted.connect(lambda: self.starting.start(lift=False, at_plan=planned is not None))
        sheet.open()

    def go_on(self) -> None:
        """Lift what stopped it and start the sending process again."""
        reason = self.run.halt.reason.text().strip()
        self.starting.start(lift=self.phase is not Phase.BROKEN_OFF, reason=reason)

    def sign_difference(self) -> None:
        """Sign, as a reviewer, that it may go on though what arrived differs; it does not go on."""
        workspace, person = self.session.workspace, self.session.person
        campaign, words = self.session.campaign, self.run.halt.reason.text().strip()
        copy = self.mailboxes.copy or 0

        def sign(_task: Task) -> str:
            return workspace.clear_difference(campaign, by=person, words=words, copy=copy)

        def signed(_digest: str) -> None:
            self.run.halt.reason.clear()
            self.say(_("Signed. A sender may go on now."))

        self.change(sign, then=signed)

    def pause(self) -> None:
        """Stop; it is the same as the red button."""
        self.session.sends.stop()

    def stay_on_hold(self) -> None:
        """Change nothing, and say so."""
        self.say(_("It stays on hold. Nothing more leaves until a sender goes on."))

    def choose(self, choice: Choice, people: int, reason: str) -> None:
        """End the send for those who have not got it, or correct it for exactly them."""
        after_stop, person = self.session.workspace.after_stop, self.session.person
        campaign = self.session.campaign

        def end(_task: Task) -> str:
            if choice is Choice.END:
                after_stop.end_here(campaign, people=people, reason=reason, by=person)
                return ""
            return after_stop.correct(campaign, people=people, reason=reason, by=person).id

        def ended(linked: str) -> None:
            self.run.halt.choices.ask(None)
            if linked:
                self.session.campaign_requested.emit(linked)
            else:
                self.say(_("Ended for good. The report says who has it and who does not."))

        words = _("Ending the send") if choice is Choice.END else _("Making the correction")
        self._choosing = self.change(end, then=ended, label=words)
        self._choosing.ended.connect(self._show_choosing)
        self._show_choosing()

    def open_decisions(self) -> None:
        """List the unclear ones."""
        self.views.setCurrentWidget(self.decide)
        self.deciding.read()
        self._show_next()

    # --- inside ------------------------------------------------------------------------------

    @property
    def _deciding(self) -> bool:
        return self.views.currentWidget() is self.decide

    def _all_decided(self) -> None:
        """Go back to the send once its numbers say so, too: not with what was unclear before."""
        if not self.deciding.unclear:
            self._close_decisions()

    def _close_decisions(self) -> None:
        if self._deciding:
            self.views.setCurrentWidget(self.run)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refresh_status()

    def _take_people(self, people: tuple[PersonHere, ...]) -> None:
        self._people = people
        if self.session.status is not None:
            self._show_halt()

    def _halt(self) -> Halt:
        content, status = self.session.content, self.session.status
        assert content is not None
        assert status is not None
        sizes = send_phase.planned_batches(status, content.campaign.pace)
        after = send_phase.batch_after(status)
        return Halt(
            phase=self.phase,
            counts=status.counts,
            next_batch=sizes[after] if after < len(sizes) else 0,
            stopped_by=send_phase.name_of(self._people, status.stopped_by),
            cause=send_phase.cause_of_hold(status) if self.phase is Phase.HELD else None,
            differs=self.mailboxes.differs and self.phase is Phase.FIRST_LOOK,
            needs=status.needs,
        )

    def _worth_showing(self) -> tuple[Finding, ...]:
        """Leave out what this very page is about to do or says in its own words."""
        if self.phase is Phase.READY:
            return (*self.stage_findings, *self._about_start)
        return () if self.phase is Phase.LOCKED else self.stage_findings

    def _read_start(self) -> None:
        """Ask whether a start at this moment is early or late, and what is no longer true."""
        if self.phase is not Phase.READY or not self.isVisible():
            return
        workspace, campaign = self.session.workspace, self.session.campaign

        def take(found: tuple[Finding, ...]) -> None:
            self._about_start = found
            if self.phase is Phase.READY:
                self.show_findings(self._worth_showing())

        self.session.ask(
            lambda _task: workspace.planning.start_findings(campaign), owner=self, then=take
        )

    def _read_battery(self) -> None:
        """Ask once a minute whether the computer could fall asleep for want of power."""

        def take(found: bool) -> None:  # noqa: FBT001 - a job's answer
            if found is not self.on_battery:
                self.on_battery = found
                self.refresh_status()

        if self.isVisible():
            self.session.ask(lambda _task: on_battery(), owner=self, then=take)

    def _show_halt(self) -> None:
        self._show_card()
        self._show_next()

    def _show_card(self) -> None:
        self.run.halt.show_halt(self._halt())
        self._show_choosing()

    def _show_choosing(self) -> None:
        """Show who may end or correct the send; while that is done nobody says it twice."""
        reason = why_not_end(self.session.person, self._people)
        choosing = self._choosing
        work = choosing.label if choosing is not None and not choosing.is_over else ""
        self.run.halt.choices.allow(reason)
        self.run.halt.choices.wait_for(work)
        self.run.ended.allow(reason or work)

    def _announce(self, before: Phase) -> None:
        if before is self.phase:
            return
        if self.phase in HALTED:
            halt = self.run.halt
            self.session.announce(halt.title.text(), assertive=self.phase is Phase.HELD)
        elif self.phase is Phase.DONE and before is Phase.RUNNING:
            self.session.announce(_("Everybody is done."))

    # --- footer ------------------------------------------------------------------------------

    def _show_next(self) -> None:
        """Set the footer for the situation."""
        status, content = self.session.status, self.session.content
        if status is None or content is None:
            return
        self.set_secondary("")
        self._act_as = None
        if self.starting.is_going_on:
            words = _("The program that sends starts.")
            self.set_primary(_("Starting…"), enabled=False, reason=words)
        elif self._deciding:
            self._show_decision()
        else:
            acting = Acting(
                person=self.session.person,
                people=self._people,
                reason=self.run.halt.reason.text().strip(),
                may_clear=self.mailboxes.may_clear,
                practice=self.session.workspace.is_practice,
            )
            foot = foot_of(status, self._halt(), acting)
            self._act_as = foot.act_as
            self.set_primary(
                foot.primary, enabled=foot.enabled, reason=foot.reason, go_to=foot.go_to
            )
            running = self.phase is Phase.RUNNING
            self.set_secondary(foot.secondary, self.pause if running else self.stay_on_hold)

    def _show_decision(self) -> None:
        foot = self.deciding.foot()
        self.set_primary(foot.primary, enabled=not foot.reason, reason=foot.reason)
        self.set_secondary(_("Back to the send"), self._close_decisions)
