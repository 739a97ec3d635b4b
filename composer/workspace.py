"""The workspace as the window and the command line see it: every step of the flow, wired by hand.

Everything here is blocking and safe to call from several threads; the window calls it off its own
thread. No rule is decided here: each method hands over to the stage that decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from composer import paths
from composer.checks.preflight import AskCancelled, ReportProgress
from composer.findings import Finding
from composer.model.acceptance import Point
from composer.model.check_summary import CheckSummary
from composer.model.dialogue import Dialogue
from composer.model.identifiers import CampaignId, Digest
from composer.model.overview import (
    AudienceCounts,
    AudiencePage,
    CampaignContent,
    CampaignSummary,
    ImportResult,
    OutsideWays,
    Preview,
    Status,
    TestSummary,
)
from composer.model.person import Person
from composer.model.writing import MessageDraft
from composer.stages import (
    accepting,
    asking_outside,
    checking,
    intake,
    lookup,
    sealing,
    seed_test,
    standing,
    test_process,
    testing,
    writing,
)
from composer.stages.accounts import Accounts
from composer.stages.audience_findings import audience_findings
from composer.stages.audience_words import decision_sentences
from composer.stages.audiences import Audiences
from composer.stages.authoring import Authoring
from composer.stages.bounces import Bounces
from composer.stages.content import load_content
from composer.stages.decisions import Decisions
from composer.stages.desk import Desk, open_desk
from composer.stages.editing import Editing
from composer.stages.ending import AfterStop
from composer.stages.example import make_example, require_domain
from composer.stages.exchanging import Exchange
from composer.stages.freezing import require_open
from composer.stages.incident import Incidents
from composer.stages.listing import Listing
from composer.stages.new_campaign import NewCampaigns
from composer.stages.passing import Passing
from composer.stages.planning import Planning
from composer.stages.previewing import Previewer
from composer.stages.privacy import Privacy
from composer.stages.program_notes import ProgramNotes
from composer.stages.provider_keys import ProviderKeys
from composer.stages.remembering import Memory
from composer.stages.seed_mailboxes import TestMailboxes
from composer.stages.send_later import SendLater
from composer.stages.sends import Sends
from composer.stages.set_up import SetUp
from composer.stages.shelving import Shelving
from composer.stages.suppressions import Suppressions
from composer.stages.team import Team
from composer.stages.text_findings import TextReader
from composer.stages.translating import Translating
from composer.stages.wire_dialogue import wire_dialogue
from composer.store.workspace_folder import create_workspace, open_workspace


class Workspace(Team, Decisions, Sends):
    """One open workspace; `close` it.

    What the team, its reviewers and its senders ask has files of its own in `stages`.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._previewer = Previewer(desk)
        self._reader = TextReader(desk)
        desk.read_long = self._reader.standing_findings
        self.authoring = Authoring(desk)
        self.translating = Translating(desk)
        self.exchange = Exchange(desk)
        self.memory = Memory(desk)
        self.suppressions = Suppressions(desk)
        self.bounces = Bounces(desk)
        self.incident = Incidents(desk)
        self.listing = Listing(desk)
        self.editing = Editing(desk)
        self.new_campaigns = NewCampaigns(desk)
        self.audiences = Audiences(desk)
        self.later = SendLater(desk)
        self.after_stop = AfterStop(desk)
        self.planning = Planning(desk)
        self.passing = Passing(desk, self._previewer)
        self.test_mailboxes = TestMailboxes(desk)
        self.provider_keys = ProviderKeys(desk)
        self.program = ProgramNotes(desk)
        self.accounts = Accounts(desk)
        self.set_up = SetUp(desk)
        self.privacy = Privacy(desk)
        self.shelf = Shelving(desk)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a workspace that exists.

        Raises:
            WorkspaceError: there is none, it is damaged, or a newer program made it.
        """
        opened = cls(open_desk(open_workspace(path)))
        opened.privacy.finish()
        return opened

    @classmethod
    def create(cls, path: Path, *, practice: bool = False) -> Self:
        """Make an empty workspace; `practice` marks it for ever."""
        return cls(open_desk(create_workspace(path, practice=practice)))

    @staticmethod
    def exists(path: Path) -> bool:
        """Whether a workspace is at the path."""
        return paths.holds_workspace(path)

    def close(self) -> None:
        """End the preview worker and close the database."""
        self._previewer.close()
        self._reader.close()
        self.editing.leave_all()
        self._desk.folder.database.close()

    @property
    def path(self) -> Path:
        """The workspace's folder."""
        return self._desk.folder.path

    @property
    def id(self) -> str:
        """The workspace's random id."""
        return self._desk.folder.id

    @property
    def is_practice(self) -> bool:
        """Whether nothing here can ever leave this computer."""
        return self._desk.folder.is_practice

    @property
    def mailbox(self) -> Path:
        """The practice Maildir; seeds' mail lies in its `.Seeds`."""
        return self._desk.folder.mailbox_dir

    def campaigns(self) -> tuple[CampaignSummary, ...]:
        """List the campaigns, the newest change first; `listing` says where each of them stands."""
        return self.listing.lines()

    def find_campaign(self, name_or_id: str) -> CampaignId:
        """Find a campaign by id or unique name."""
        return self._desk.campaigns.find(name_or_id).id

    def import_folder(
        self, folder: Path, *, by: Person, campaign_id: CampaignId | None = None
    ) -> ImportResult:
        """Take a campaign in from a folder; findings that block leave everything as it was."""
        return intake.import_folder(self._desk, folder, by=by, campaign_id=campaign_id)

    def export_folder(
        self, campaign_id: CampaignId, folder: Path, *, by: Person | None = None
    ) -> None:
        """Write a campaign as a plain folder; `by` is who takes it out of the workspace."""
        intake.export_folder(self._desk, campaign_id, folder, by=by)

    def content(self, campaign_id: CampaignId) -> CampaignContent:
        """Give the newest revision as it is edited."""
        return writing.content_view(self._desk, campaign_id)

    def save_message(
        self, campaign_id: CampaignId, draft: MessageDraft, *, by: Person
    ) -> tuple[Finding, ...]:
        """Save the text as a new revision and say what is wrong with it.

        A long text in many languages is read on meanwhile: `template_findings` waits for that.
        """
        return writing.save_message(
            self._desk, campaign_id, draft, by=by, find=self._reader.saved_findings
        )

    def rename(self, campaign_id: CampaignId, name: str, *, by: Person) -> None:
        """Give a campaign another name."""
        writing.rename(self._desk, campaign_id, name, by=by)

    def template_findings(
        self, campaign_id: CampaignId, draft: MessageDraft | None = None
    ) -> tuple[Finding, ...]:
        """Say what is wrong with the text: as it is saved, however long that takes, or a draft."""
        content = load_content(self._desk, campaign_id)
        if draft is None:
            return self._reader.all_findings(content.context())
        return self._reader.findings(content.context(draft))

    def replace_audience(self, campaign_id: CampaignId, file: Path, *, by: Person) -> ImportResult:
        """Read a file and take it over; findings that block leave it pending."""
        require_open(self._desk, load_content(self._desk, campaign_id))
        self.audiences.read(campaign_id, file, by=by)
        return self.audiences.take_over(campaign_id, by=by)

    def audience_page(
        self, campaign_id: CampaignId, *, offset: int, limit: int, search: str = ""
    ) -> AudiencePage:
        """Give a slice of the audience in the order of its file."""
        wanted = lookup.Slice(offset=offset, limit=limit, search=search)
        return lookup.audience_page(self._desk, campaign_id, wanted)

    def audience_before(self, campaign_id: CampaignId, row: int) -> int:
        """Count the people of the audience who stand before a row of its file."""
        return self._desk.recipients.before(campaign_id, row)

    def audience_counts(self, campaign_id: CampaignId) -> AudienceCounts:
        """Count the audience by language and domain."""
        return writing.audience_counts(self._desk, campaign_id)

    def audience_findings(self, campaign_id: CampaignId) -> tuple[Finding, ...]:
        """Say whether the audience still is what was promised."""
        return audience_findings(self._desk, load_content(self._desk, campaign_id))

    def audience_decisions(self, campaign_id: CampaignId) -> tuple[str, ...]:
        """Say what was decided about the audience, the most important first."""
        return decision_sentences(self._desk, load_content(self._desk, campaign_id))

    def preview(
        self,
        campaign_id: CampaignId,
        address: str | None,
        *,
        draft: MessageDraft | None = None,
        in_source: bool = False,
    ) -> Preview:
        """Give exactly what one recipient gets; None is the first of the audience.

        `in_source` is what nobody gets: the same person's message as if they read the source.
        """
        return self._previewer.preview(campaign_id, address, draft=draft, in_source=in_source)

    def wire_dialogue(self, campaign_id: CampaignId, preview: Preview) -> Dialogue:
        """Give what the campaign's transport would say to hand this message over."""
        return wire_dialogue(self._desk, campaign_id, preview)

    def check(
        self,
        campaign_id: CampaignId,
        *,
        sample: int | None = None,
        progress: ReportProgress | None = None,
        cancelled: AskCancelled | None = None,
    ) -> CheckSummary:
        """Render and check every message of the audience."""
        summary = checking.check(
            self._desk, campaign_id, sample=sample, progress=progress, cancelled=cancelled
        )
        return accepting.with_points(self._desk, load_content(self._desk, campaign_id), summary)

    def every_finding(self, campaign_id: CampaignId, summary: CheckSummary) -> Iterator[Finding]:
        """Give all findings of a check, those that it only counts as well."""
        return checking.every_finding(self._desk, campaign_id, summary)

    def last_check(self, campaign_id: CampaignId) -> CheckSummary | None:
        """Give the check that fits the campaign as it is now, or None."""
        content = load_content(self._desk, campaign_id)
        summary = checking.stored_check(self._desk, content)
        return summary and accepting.with_points(self._desk, content, summary)

    def accept_warning(
        self, campaign_id: CampaignId, key: str, reason: str, *, by: Person
    ) -> Point:
        """Accept one point of the check that fits now: these warnings, about this very text."""
        require_open(self._desk, load_content(self._desk, campaign_id))
        return accepting.accept_warning(self._desk, campaign_id, key, reason, by=by)

    def outside_ways(self, campaign_id: CampaignId) -> OutsideWays:
        """Say what of a message could be asked of others; nobody is asked."""
        return asking_outside.outside_ways(self._desk, campaign_id)

    def look_online(
        self,
        campaign_id: CampaignId,
        *,
        progress: ReportProgress | None = None,
        cancelled: AskCancelled | None = None,
    ) -> tuple[Finding, ...]:
        """Ask whether links answer and what the sender's domain says; only a person starts this."""
        return asking_outside.look_online(
            self._desk, campaign_id, progress=progress, cancelled=cancelled
        )

    def ask_spam_filter(self, campaign_id: CampaignId) -> tuple[Finding, ...]:
        """Ask the spam filters of this computer about one message; it stays here."""
        return asking_outside.ask_spam_filter(self._desk, self._previewer, campaign_id)

    def withdraw_acceptance(self, campaign_id: CampaignId, key: str, *, by: Person) -> Point:
        """Take back that a point was accepted."""
        require_open(self._desk, load_content(self._desk, campaign_id))
        return accepting.withdraw_acceptance(self._desk, campaign_id, key, by=by)

    def seal(
        self,
        campaign_id: CampaignId,
        *,
        by: Person,
        progress: ReportProgress | None = None,
        cancelled: AskCancelled | None = None,
    ) -> tuple[Digest, int]:
        """Freeze the proof; give its digest and the number of messages."""
        return sealing.seal(self._desk, campaign_id, by=by, progress=progress, cancelled=cancelled)

    def change_frozen_too(self) -> None:
        """Let frozen campaigns be changed at once: a command is asked for by who types it."""
        self._desk.guards_frozen = False

    def unseal(self, campaign_id: CampaignId, *, by: Person) -> None:
        """Make a frozen campaign editable again; its proof counts again once undone."""
        sealing.unseal(self._desk, campaign_id, by=by)

    def test(
        self,
        campaign_id: CampaignId,
        *,
        by: Person,
        again: bool = False,
        wait_s: float = 30,
        progress: ReportProgress | None = None,
    ) -> TestSummary:
        """Send what this proof's test has not sent, read receipts back, compare."""
        waiting = seed_test.Waiting(wait_s=wait_s, report=progress or (lambda _done, _all: None))
        return seed_test.run_test(self._desk, campaign_id, by=by, again=again, waiting=waiting)

    def run_test(
        self,
        campaign_id: CampaignId,
        *,
        by: Person,
        again: bool = False,
        wait_s: float = 30,
        progress: ReportProgress | None = None,
        cancelled: AskCancelled | None = None,
    ) -> TestSummary:
        """Do `test` in a process of its own: the window never sends by itself."""
        run = test_process.TestRun(
            again=again,
            wait_s=wait_s,
            progress=progress or (lambda _done, _all: None),
            cancelled=cancelled or (lambda: False),
        )
        return test_process.test_in_own_process(self._desk, campaign_id, by=by, run=run)

    def take_receipts(
        self, campaign_id: CampaignId, files: Sequence[Path], *, by: Person
    ) -> TestSummary:
        """Read received messages from files; nothing is sent."""
        return testing.take_receipts(self._desk, campaign_id, files, by=by)

    def take_pasted_receipt(self, campaign_id: CampaignId, text: str, *, by: Person) -> TestSummary:
        """Read one received message from its pasted source; nothing is sent."""
        return testing.take_pasted(self._desk, campaign_id, text, by=by)

    def attest(self, campaign_id: CampaignId, *, seed: str, text: str, by: Person) -> TestSummary:
        """Record a person's word that a seed received its message; it never makes the test pass."""
        return testing.attest(self._desk, campaign_id, seed=seed, text=text, by=by)

    def test_state(self, campaign_id: CampaignId) -> TestSummary:
        """Say how the test of the current proof stands."""
        return testing.test_state(self._desk, load_content(self._desk, campaign_id))

    def status(self, campaign_id: CampaignId) -> Status:
        """Say where a campaign stands."""
        return standing.status(self._desk, campaign_id)


def make_demo(path: Path, *, domain: str) -> tuple[Workspace, CampaignId]:
    """Make a practice workspace with the finished example, or open the one that is there."""
    if Workspace.exists(path):
        workspace = Workspace.open(path)
        existing = workspace.campaigns()
        if workspace.is_practice and existing:
            return workspace, existing[-1].id
        workspace.close()
    require_domain(domain)
    workspace = Workspace.create(path, practice=True)
    return workspace, make_example(workspace, domain=domain)
