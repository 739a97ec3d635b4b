"""What the window has open: workspace, person, campaign. One way down and one way up.

Down: a page calls `ask` (only reads) or `change` (writes, then everything is read again); both run
the façade's blocking calls through the one idiom of `background.py`. Up: `campaign_changed` after
anything recorded may have changed, `status_changed` while a send runs. No rule is decided here:
what is open and what blocks comes from the façade as findings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from composer.findings import Finding
from composer.gui.background import Background, Task
from composer.gui.finding_groups import gather_ahead
from composer.gui.saving import Saving
from composer.gui.send_watch import SendWatch
from composer.model.check_summary import CheckSummary
from composer.model.identifiers import CampaignId
from composer.model.overview import CampaignContent, PersonHere, Status
from composer.model.person import Person
from composer.model.stages import Stage

if TYPE_CHECKING:
    from composer.workspace import Workspace

T = TypeVar("T")

TICK_RUNNING_MS = 1000
TICK_IDLE_MS = 5000


def first_person(workspace: Workspace, people: Sequence[PersonHere]) -> Person:
    """Give the first person whose key is here; there always is one once a workspace is set up."""
    here = [line.person for line in people if line.has_key]
    return here[0] if here else workspace.resolve_person(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Snapshot:
    content: CampaignContent
    status: Status
    check: CheckSummary | None


class Session(QObject):
    """What is open in the window, and the only way from a page to the façade.

    Signals:
        campaign_changed(): content, status and check were read again; pages refresh.
        status_changed(): only the status was read again (each second while a send runs).
        campaign_opened(): another campaign (or none) is open.
        person_changed(): the window acts for somebody else.
        page_requested(Stage): show that stage's page.
        finding_requested(Finding): show that place, whichever page it is on.
        inspected(object): show a recipient, a finding or a unit in the inspector.
        details_requested(): open the inspector.
        message_requested(str): show the message of the person with this address.
        suppressions_requested(): show the do-not-write list.
        people_requested(): show who works here.
        glossary_requested(): show the team's words.
        rules_requested(): show the rules for sign-off.
        history_requested(): show who did what.
        accounts_requested(): show what messages leave through.
        set_up_requested(): show the steps of setting up.
        settings_requested(): show the settings.
        new_campaign_requested(): choose how a campaign begins.
        folder_requested(): choose a folder that holds a campaign.
        announced(str, bool): say this to screen readers; True interrupts.
        change_requested(): open the sheet that breaks a freeze.
        brand_requested(): show the team's brand.
        language_requested(str): speak this language (a tag, or "" for the system's).
        failed(Exception): for the one error dialog.
        campaign_requested(str): open another campaign.
        shelf_requested(str): ask whether a campaign is to be deleted or archived.
        counts_again(): a change was undone, and what was signed before counts again.
    """

    campaign_changed = Signal()
    status_changed = Signal()
    campaign_opened = Signal()
    person_changed = Signal()
    page_requested = Signal(object)
    finding_requested = Signal(object)
    inspected = Signal(object)
    details_requested = Signal()
    message_requested = Signal(str)
    suppressions_requested = Signal()
    people_requested = Signal()
    glossary_requested = Signal()
    rules_requested = Signal()
    history_requested = Signal()
    accounts_requested = Signal()
    set_up_requested = Signal()
    settings_requested = Signal()
    new_campaign_requested = Signal()
    folder_requested = Signal()
    announced = Signal(str, bool)
    change_requested = Signal()
    brand_requested = Signal()
    language_requested = Signal(str)
    failed = Signal(object)
    campaign_requested = Signal(str)
    shelf_requested = Signal(str)
    counts_again = Signal()

    def __init__(self, workspace: Workspace, person: Person | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self.background = Background(self)
        self.background.failed.connect(self.failed)
        self.person = person or first_person(workspace, workspace.people())
        self.campaign_id: CampaignId | None = None
        self.content: CampaignContent | None = None
        self.status: Status | None = None
        self.check: CheckSummary | None = None
        self._loads = 0
        self._status_asked = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self.sends = SendWatch(self)
        self.saving = Saving(self)

    # --- what is open ------------------------------------------------------------------------

    @property
    def campaign(self) -> CampaignId:
        """The open campaign's id; only asked for on pages of a campaign."""
        assert self.campaign_id is not None
        return self.campaign_id

    @property
    def is_sending(self) -> bool:
        """Whether a send runs now."""
        return self.status is not None and self.status.progress.running

    @property
    def is_frozen(self) -> bool:
        """Whether the open campaign is read-only."""
        return self.content is not None and self.content.frozen

    def open_campaign(self, campaign_id: CampaignId | None) -> None:
        """Open another campaign, or none; its content is read in the background."""
        if self.campaign_id is not None and self.campaign_id != campaign_id:
            self.workspace.editing.leave(self.campaign_id)
        self.campaign_id = campaign_id
        self.content = self.status = self.check = None
        self.campaign_opened.emit()
        if campaign_id is None:
            self._timer.stop()
        else:
            self.reload()
            self._timer.start(TICK_IDLE_MS)

    def act_as(self, person: Person) -> None:
        """Act for another person whose key is here (practice workspaces)."""
        self.person = person
        self.person_changed.emit()
        self.reload()

    # --- one way down ------------------------------------------------------------------------

    def ask(
        self,
        job: Callable[[Task], T],
        *,
        owner: QObject,
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Read something in the background."""
        return self.background.run(job, owner=owner, then=then, otherwise=otherwise)

    def change(
        self,
        job: Callable[[Task], T],
        *,
        owner: QObject,
        then: Callable[[T], None] | None = None,
        otherwise: Callable[[Exception], None] | None = None,
        label: str = "",
        can_cancel: bool = False,
    ) -> Task:
        """Do something that is recorded, then read the campaign again."""
        task = self.background.run(
            job, owner=owner, then=then, otherwise=otherwise, label=label, can_cancel=can_cancel
        )
        task.ended.connect(self.reload)
        return task

    def go_to(self, stage: Stage) -> None:
        """Show a stage's page."""
        self.page_requested.emit(stage)

    def show_finding(self, finding: Finding) -> None:
        """Show the place a finding speaks of."""
        self.finding_requested.emit(finding)

    def announce(self, text: str, *, assertive: bool = False) -> None:
        """Say something to screen readers."""
        self.announced.emit(text, assertive)

    # --- one way up --------------------------------------------------------------------------

    def reload(self) -> None:
        """Read content, status and check again; `campaign_changed` follows."""
        campaign = self.campaign_id
        if campaign is None:
            return
        self._loads += 1
        number, workspace, person = self._loads, self.workspace, self.person

        def load(_task: Task) -> _Snapshot:
            workspace.editing.take(campaign, by=person)
            snapshot = _Snapshot(
                content=workspace.content(campaign),
                status=workspace.status(campaign),
                check=workspace.last_check(campaign),
            )
            gather_ahead(state.findings for state in snapshot.status.stages)
            return snapshot

        def take(snapshot: _Snapshot) -> None:
            if campaign != self.campaign_id:
                workspace.editing.leave(campaign)  # taken while another was being opened
            if number != self._loads or campaign != self.campaign_id:
                return
            before = self.status
            self.content, self.check = snapshot.content, snapshot.check
            self._take_status(snapshot.status)
            self.campaign_changed.emit()
            if before is not None and before.changed is not None:
                was_lost = before.changed.void and not before.proof
                if was_lost and snapshot.status.proof == before.changed.proof:
                    self.counts_again.emit()

        self.ask(load, owner=self, then=take)

    def close(self) -> None:
        """End the timers and wait for what is under way."""
        self._timer.stop()
        self.sends.close()
        self.background.close()
        if self.campaign_id is not None:
            self.workspace.editing.leave(self.campaign_id)

    def _tick(self) -> None:
        campaign = self.campaign_id
        if campaign is None or self._status_asked:
            return
        self._status_asked = True
        if self.content is not None and self.content.open_with:
            self._try_again(campaign)

        def take(status: Status) -> None:
            self._status_asked = False
            if campaign == self.campaign_id and status != self.status:
                was_sending = self.is_sending
                self._take_status(status)
                self.status_changed.emit()
                if was_sending and not self.is_sending:
                    self.reload()

        def missed(error: Exception) -> None:
            self._status_asked = False
            self._timer.stop()
            self.failed.emit(error)

        def look(_task: Task) -> Status:
            status = self.workspace.status(campaign)
            if status != self.status:
                gather_ahead(state.findings for state in status.stages)
            return status

        self.ask(look, owner=self, then=take, otherwise=missed)

    def _try_again(self, campaign: CampaignId) -> None:
        """Look whether the campaign was closed where it is open; then it can be changed here."""
        workspace, person = self.workspace, self.person

        def take(who: str) -> None:
            if campaign != self.campaign_id:
                workspace.editing.leave(campaign)  # taken while another was being opened
            elif not who:
                self.reload()

        self.ask(lambda _task: workspace.editing.take(campaign, by=person), owner=self, then=take)

    def _take_status(self, status: Status) -> None:
        self.status = status
        interval = TICK_RUNNING_MS if status.progress.running else TICK_IDLE_MS
        if self._timer.interval() != interval:
            self._timer.start(interval)
