"""The workspace as the window and the command line see it: every step of the flow, wired by hand.

Everything here is blocking and safe to call from several threads; the window calls it off its own
thread. No rule is decided here: each method hands over to the stage that decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Self

from composer.checks.preflight import AskCancelled, ReportProgress
from composer.findings import Finding
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.overview import (
    AudienceCounts,
    AudiencePage,
    CampaignContent,
    CampaignSummary,
    CheckSummary,
    ImportResult,
    LedgerLine,
    MessageDraft,
    PersonHere,
    Preview,
    ReceiptState,
    ReviewedKind,
    SendOutcome,
    Status,
    TestSummary,
    UnitLine,
    WrittenKind,
)
from composer.model.person import Person, Policy, Role
from composer.model.states import Counts, RecipientState
from composer.stages import (
    checking,
    intake,
    lookup,
    people,
    reporting,
    reviewing,
    sealing,
    seed_test,
    sending,
    signing,
    standing,
    testing,
    writing,
)
from composer.stages.audience_findings import audience_findings
from composer.stages.audience_words import decision_sentences
from composer.stages.audiences import Audiences
from composer.stages.authoring import Authoring
from composer.stages.content import load_content
from composer.stages.desk import Desk, open_desk
from composer.stages.example import make_example, require_domain
from composer.stages.previewing import Previewer
from composer.stages.suppressions import Suppressions
from composer.stages.text_findings import TextReader, text_findings
from composer.store.workspace_folder import create_workspace, open_workspace


class Workspace:
    """One open workspace; `close` it, or use it as a context manager."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._previewer = Previewer(desk)
        self._reader = TextReader(desk)
        self.authoring = Authoring(desk)
        self.suppressions = Suppressions(desk)
        self.audiences = Audiences(desk)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a workspace that exists.

        Raises:
            WorkspaceError: there is none, it is damaged, or a newer program made it.
        """
        return cls(open_desk(open_workspace(path)))

    @classmethod
    def create(cls, path: Path, *, practice: bool = False) -> Self:
        """Make an empty workspace; `practice` marks it for ever."""
        return cls(open_desk(create_workspace(path, practice=practice)))

    @staticmethod
    def exists(path: Path) -> bool:
        """Whether a workspace is at the path."""
        return (path / "workspace.db").is_file()

    def close(self) -> None:
        """End the preview worker and close the database."""
        self._previewer.close()
        self._reader.close()
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

    def people(self) -> tuple[PersonHere, ...]:
        """List the people, and whose key is on this computer."""
        return people.people_here(self._desk)

    def resolve_person(self, email: str | None) -> Person:
        """Find who acts; raises UsageError when nobody or several could be meant."""
        return people.resolve_person(self._desk, email)

    def add_person(
        self,
        *,
        name: str,
        email: str,
        roles: frozenset[Role],
        locales: tuple[str, ...] = (),
        by: Person | None,
    ) -> Person:
        """Add somebody with a key of their own; the first person owns the workspace."""
        wanted = Person(name=name, email=email, public_key="", roles=roles, locales=locales)
        return people.add_person(self._desk, wanted, by=by)

    def seeds(self) -> tuple[str, ...]:
        """List the test mailboxes that the owner signed."""
        return people.load_seeds(self._desk).addresses

    def add_seed(self, address: str, *, by: Person) -> None:
        """Add a test mailbox (owner only)."""
        people.add_seed(self._desk, address, by=by)

    def policy(self) -> Policy:
        """Give the rules for sign-off."""
        return people.load_policy(self._desk)

    def set_policy(self, *, reviewers: int, expires_hours: int, by: Person) -> None:
        """Change the rules for sign-off (owner only)."""
        people.set_policy(self._desk, reviewers=reviewers, expires_hours=expires_hours, by=by)

    def campaigns(self) -> tuple[CampaignSummary, ...]:
        """List the campaigns, the newest change first."""
        return standing.summaries(self._desk)

    def find_campaign(self, name_or_id: str) -> CampaignId:
        """Find a campaign by id or unique name."""
        return self._desk.campaigns.find(name_or_id).id

    def import_folder(
        self, folder: Path, *, by: Person, campaign_id: CampaignId | None = None
    ) -> ImportResult:
        """Take a campaign in from a folder; findings that block leave everything as it was."""
        return intake.import_folder(self._desk, folder, by=by, campaign_id=campaign_id)

    def export_folder(self, campaign_id: CampaignId, folder: Path) -> None:
        """Write a campaign as a plain folder."""
        intake.export_folder(self._desk, campaign_id, folder)

    def content(self, campaign_id: CampaignId) -> CampaignContent:
        """Give the newest revision as it is edited."""
        return writing.content_view(self._desk, campaign_id)

    def save_message(
        self, campaign_id: CampaignId, draft: MessageDraft, *, by: Person
    ) -> tuple[Finding, ...]:
        """Save the text as a new revision and say what is wrong with it."""
        return writing.save_message(
            self._desk, campaign_id, draft, by=by, find=self._reader.all_findings
        )

    def rename(self, campaign_id: CampaignId, name: str, *, by: Person) -> None:
        """Give a campaign another name."""
        writing.rename(self._desk, campaign_id, name, by=by)

    def template_findings(
        self, campaign_id: CampaignId, draft: MessageDraft | None = None
    ) -> tuple[Finding, ...]:
        """Say what is wrong with the text, saved or not."""
        content = load_content(self._desk, campaign_id)
        if draft is None:
            return text_findings(self._desk, content.context())
        return self._reader.findings(content.context(draft))

    def units(self, campaign_id: CampaignId, locale: str) -> tuple[UnitLine, ...]:
        """List the units of the message beside their translations."""
        return writing.units(self._desk, campaign_id, locale)

    def save_translation(
        self,
        campaign_id: CampaignId,
        *,
        locale: str,
        source: str,
        target: str,
        reviewed: bool,
        by: Person,
    ) -> tuple[Finding, ...]:
        """Save one unit's translation."""
        wanted = writing.Translated(locale=locale, source=source, target=target, reviewed=reviewed)
        return writing.save_translation(self._desk, campaign_id, wanted, by=by)

    def add_locale(self, campaign_id: CampaignId, locale: str, *, by: Person) -> None:
        """Begin a translation into one more language."""
        writing.add_locale(self._desk, campaign_id, locale, by=by)

    def replace_audience(self, campaign_id: CampaignId, file: Path, *, by: Person) -> ImportResult:
        """Take over a new audience file."""
        return intake.replace_audience(self._desk, campaign_id, file, by=by)

    def audience_page(
        self, campaign_id: CampaignId, *, offset: int, limit: int, search: str = ""
    ) -> AudiencePage:
        """Give a slice of the audience in the order of its file."""
        wanted = lookup.Slice(offset=offset, limit=limit, search=search)
        return lookup.audience_page(self._desk, campaign_id, wanted)

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
        self, campaign_id: CampaignId, address: str | None, *, draft: MessageDraft | None = None
    ) -> Preview:
        """Give exactly what one recipient gets; None is the first of the audience."""
        return self._previewer.preview(campaign_id, address, draft=draft)

    def check(
        self,
        campaign_id: CampaignId,
        *,
        sample: int | None = None,
        progress: ReportProgress | None = None,
        cancelled: AskCancelled | None = None,
    ) -> CheckSummary:
        """Render and check every message of the audience."""
        return checking.check(
            self._desk, campaign_id, sample=sample, progress=progress, cancelled=cancelled
        )

    def last_check(self, campaign_id: CampaignId) -> CheckSummary | None:
        """Give the check that fits the campaign as it is now, or None."""
        return checking.stored_check(self._desk, load_content(self._desk, campaign_id))

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

    def unseal(self, campaign_id: CampaignId, *, by: Person) -> None:
        """Make a frozen campaign editable again; its proof counts again once undone."""
        sealing.unseal(self._desk, campaign_id, by=by)

    def test(
        self, campaign_id: CampaignId, *, by: Person, again: bool = False, wait_s: float = 30
    ) -> TestSummary:
        """Send what this proof's test has not sent, read receipts back, compare."""
        return seed_test.run_test(self._desk, campaign_id, by=by, again=again, wait_s=wait_s)

    def run_test(
        self, campaign_id: CampaignId, *, by: Person, again: bool = False, wait_s: float = 30
    ) -> TestSummary:
        """Do `test` in a process of its own: the window never sends by itself."""
        return sending.test_in_own_process(
            self._desk, campaign_id, by=by, again=again, wait_s=wait_s
        )

    def take_receipts(
        self, campaign_id: CampaignId, files: Sequence[Path], *, by: Person
    ) -> TestSummary:
        """Read received messages from files; nothing is sent."""
        return testing.take_receipts(self._desk, campaign_id, files, by=by)

    def attest(self, campaign_id: CampaignId, *, seed: str, text: str, by: Person) -> TestSummary:
        """Record a person's word that a seed received its message; it never makes the test pass."""
        return testing.attest(self._desk, campaign_id, seed=seed, text=text, by=by)

    def test_state(self, campaign_id: CampaignId) -> TestSummary:
        """Say how the test of the current proof stands."""
        return testing.test_state(self._desk, load_content(self._desk, campaign_id))

    def review_material(self, campaign_id: CampaignId, *, by: Person) -> tuple[ReviewedKind, ...]:
        """Give every kind of message that this person must see, rendered."""
        return reviewing.material(self._desk, self._previewer, campaign_id, by=by)

    def review(self, campaign_id: CampaignId, out: Path, *, by: Person) -> tuple[WrittenKind, ...]:
        """Write every kind as .eml with an index; record that they were shown."""
        return reviewing.write_review(self._desk, self._previewer, campaign_id, out, by=by)

    def record_shown(
        self, campaign_id: CampaignId, recipient_id: RecipientId, *, by: Person
    ) -> None:
        """Record that one kind was displayed to this person."""
        reviewing.record_shown(self._desk, campaign_id, recipient_id, by=by)

    def shown(self, campaign_id: CampaignId, *, by: Person) -> frozenset[RecipientId]:
        """Give the kinds of the current proof that this person was shown."""
        return reviewing.shown(self._desk, campaign_id, by=by)

    def approval_findings(self, campaign_id: CampaignId, *, by: Person) -> tuple[Finding, ...]:
        """Say why this person may not approve now; empty means they may."""
        return signing.approval_findings(self._desk, campaign_id, by=by)

    def approve(self, campaign_id: CampaignId, *, by: Person, comment: str = "") -> tuple[str, int]:
        """Sign an approval; give its digest and how many are still needed."""
        return signing.approve(self._desk, campaign_id, by=by, comment=comment)

    def reject(self, campaign_id: CampaignId, *, by: Person, comment: str = "") -> str:
        """Sign a rejection."""
        return signing.reject(self._desk, campaign_id, by=by, comment=comment)

    def revoke(self, campaign_id: CampaignId, *, by: Person) -> str:
        """Take one's own decision back."""
        return signing.revoke(self._desk, campaign_id, by=by)

    def send(
        self,
        campaign_id: CampaignId,
        *,
        by: Person,
        rate: Decimal | None = None,
        until: int | None = None,
        progress: Callable[[Counts, float, int | None], None] | None = None,
    ) -> SendOutcome:
        """Send in this process until everybody is final or unclear, a hold, or a stop."""
        wanted = sending.Wanted(rate=rate, until=until)
        return sending.send(self._desk, campaign_id, wanted, by=by, progress=progress)

    def start_sending(
        self, campaign_id: CampaignId, *, by: Person, rate: Decimal | None = None
    ) -> None:
        """Start `composer send` as a process that neither needs nor misses the window."""
        sending.start_sending(self._desk, campaign_id, by=by, rate=rate)

    def stop(self, campaign_id: CampaignId, *, by: Person | None) -> Counts:
        """Stop: nothing crosses the brink any more. Anybody may."""
        return sending.stop(self._desk, campaign_id, by=by)

    def resume(self, campaign_id: CampaignId, *, by: Person, reason: str = "") -> None:
        """Lift a stop or a hold; only a sender may. It does not send."""
        sending.resume(self._desk, campaign_id, by=by, reason=reason)

    def settle(
        self, campaign_id: CampaignId, address: str, *, sent: bool, evidence: str, by: Person
    ) -> None:
        """Decide an unclear message with evidence."""
        wanted = sending.Settlement(address=address, sent=sent, evidence=evidence)
        sending.settle(self._desk, campaign_id, wanted, by=by)

    def status(self, campaign_id: CampaignId) -> Status:
        """Say where a campaign stands."""
        return standing.status(self._desk, campaign_id)

    def ledger_lines(
        self,
        campaign_id: CampaignId,
        states: frozenset[RecipientState],
        *,
        offset: int,
        limit: int,
    ) -> tuple[tuple[LedgerLine, ...], int]:
        """List the people in some states, and how many there are."""
        return reporting.ledger_lines(self._desk, campaign_id, states, offset=offset, limit=limit)

    def received_at_seeds(self, campaign_id: CampaignId) -> tuple[ReceiptState, ...]:
        """Say how the copies to test mailboxes during the send arrived."""
        return testing.watch_state(self._desk, campaign_id)

    def report(self, campaign_id: CampaignId, wanted: str, file: Path) -> None:
        """Write the report as csv or html."""
        reporting.write_report(self._desk, campaign_id, wanted, file)

    def evidence(self, campaign_id: CampaignId, file: Path) -> None:
        """Write one file that anybody can verify offline."""
        reporting.write_evidence(self._desk, campaign_id, file)


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
