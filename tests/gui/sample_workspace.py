"""A small real stand-in for the workspace: everything in memory, same methods, same types.

It renders simply, keeps what is saved, freezes, counts approvals and plays a send step by step, so
that the window can be tested without the core. Tests of the real thing are in tests/flow/.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt
from sample_audiences import SampleAudiences
from sample_authoring import SampleAuthoring
from sample_incident import SampleBounces, SampleIncident
from sample_planning import SamplePlanning
from sample_sign_off import SampleSignOff
from sample_text import (
    BODY,
    DOMAINS,
    LAYOUT,
    LOGO,
    PEOPLE,
    PREHEADER,
    SUBJECT,
    TRANSLATIONS,
)
from sample_translating import SampleLater, SampleMemory, SampleTranslating

from composer.errors import Blocked, NotFound, RenderError
from composer.findings import Finding, Severity, finding
from composer.model.acceptance import Acceptance, Point, warnings_by_kind
from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Purpose,
    TestSettings,
    TransportKind,
    TransportSettings,
)
from composer.model.check_summary import CheckSummary, KindRow, KindTable, Variant
from composer.model.dialogue import Dialogue, Speaker, Spoken, WireKind
from composer.model.ending import SendGlance
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.message import Catalogue, CatalogueEntry, Layout, Message, MessageFile
from composer.model.overview import (
    ApprovalState,
    AudiencePage,
    CampaignContent,
    CampaignSummary,
    ImportResult,
    OutsideWays,
    PersonHere,
    Preview,
    Progress,
    ReceiptState,
    StageMark,
    StageState,
    Status,
    TestSummary,
)
from composer.model.person import Person, Role
from composer.model.privacy import Kept
from composer.model.recipient import Recipient
from composer.model.rendered import Attachment, RenderedMessage, message_digest
from composer.model.stages import Stage
from composer.model.states import Counts
from composer.model.translation import UnitState
from composer.model.writing import MessageDraft

COLUMNS = (
    "email",
    "locale",
    "first_name",
    "last_name",
    "account",
    "tier",
    "effective_date",
    "manager_email",
)
ANA = Person(
    name="Ana Reyes",
    email="ana@example.com",
    public_key="a" * 64,
    roles=frozenset({Role.OWNER, Role.AUTHOR, Role.TRANSLATOR, Role.SENDER}),
)
BEN = Person(
    name="Ben Okafor",
    email="ben@example.com",
    public_key="b" * 64,
    roles=frozenset({Role.REVIEWER}),
)
CAMPAIGN = CampaignId("c0ffee0123456789")


def known_code() -> str:
    """Any code of the table, for findings whose words do not matter."""
    return "campaign.known"


def sample_finding(**where: str | int) -> Finding:
    return finding(known_code(), where=where, name="Index weighting update", id=CAMPAIGN)


def make_recipients(count: int) -> tuple[Recipient, ...]:
    rows = []
    for number in range(count):
        first, last, locale = PEOPLE[number % len(PEOPLE)]
        name = (
            f"person{number}"
            if number % 8
            else f"a.very.long.address.that.must.be.shortened.in.the.middle.{number}"
        )
        address = f"{name}@{DOMAINS[number % len(DOMAINS)]}"
        values = (
            address,
            locale,
            first,
            last,
            f"AC-{number:06}",
            ("gold", "silver", "")[number % 3],
            "1 November 2019",
            "desk@example.com",
        )
        rows.append(
            Recipient(
                id=RecipientId(hashlib.md5(address.encode()).hexdigest()),
                row=number + 2,
                address=address,
                locale=locale,
                fields=tuple(zip(COLUMNS, values, strict=True)),
                token="t" * 32,
                salt="s" * 32,
            )
        )
    return tuple(rows)


def _table_of(kinds: list[Variant]) -> KindTable:
    """Say which kinds show what, as a check would."""
    facts = sorted({fact for kind in kinds for fact in kind.facts})
    showing = {
        fact: tuple(at for at, kind in enumerate(kinds) if fact in kind.facts) for fact in facts
    }
    rows = [KindRow(fact=fact, people=131 * len(at), kinds=at) for fact, at in showing.items()]
    return KindTable(
        covered=41,
        reachable=41,
        rows=(*rows, KindRow(fact="longest company name", people=0, kinds=(3,))),
        never=(("tier is platinum", ""), ("no first name", "ja")),
    )


class SampleListing:
    """The list of campaigns, with nothing left to look up."""

    def __init__(self, workspace):
        self._workspace = workspace

    def lines(self):
        return self._workspace.campaigns()

    def with_stages(self, wanted, *, cancelled=bool):
        ids = set(wanted)
        return tuple(line for line in self.lines() if line.id in ids)


class SamplePrivacy:
    """How long personal data is kept: nothing is due."""

    def due(self):
        return ()

    def kept(self, campaign_id):
        return Kept(
            campaign_id=campaign_id, name="", people=0, ended_at=None, due_at=None, purge=None
        )


class SampleEditing:
    """Who has a campaign open; a test may say that somebody else does."""

    def __init__(self):
        self.other = ""

    def take(self, campaign_id, *, by):
        return self.other

    def leave(self, campaign_id):
        pass


class SampleProgram:
    """What another version of the program froze: `found`."""

    def __init__(self):
        self.found: tuple[Finding, ...] = ()

    def other_program_findings(self):
        return self.found


class SampleAccounts:
    """No account is kept here."""

    def saved(self):
        return ()


class SampleWorkspace(SampleSignOff):
    """The example campaign, with as many people as asked for."""

    def __init__(
        self, people: int = 2000, *, practice: bool = True, campaigns: bool = True
    ) -> None:
        super().__init__()
        self.path = Path("/sample")
        self.id = "sample"
        self.is_practice = practice
        self.mailbox = Path("/sample/mailbox")
        self.saved: list[MessageDraft] = []
        self.authoring = SampleAuthoring(self)
        self.translating = SampleTranslating(self)
        self.memory = SampleMemory()
        self.later = SampleLater()
        self.bounces = SampleBounces()
        self.incident = SampleIncident()
        self.audiences = SampleAudiences(self, COLUMNS)
        self.planning = SamplePlanning(self)
        self.listing = SampleListing(self)
        self.accounts = SampleAccounts()
        self.editing = SampleEditing()
        self.privacy = SamplePrivacy()
        self.program = SampleProgram()
        self.stopped_by = ""
        self.shown_ids: dict[str, set[RecipientId]] = {}
        self.extra_findings: tuple[Finding, ...] = ()
        self.accepted: dict[str, Acceptance] = {}
        self._lock = threading.RLock()
        self._recipients = make_recipients(people)
        self._has_campaign = campaigns
        self._name = "Index weighting update"
        self._draft = MessageDraft(subject=SUBJECT, preheader=PREHEADER, body=BODY)
        self.targets = {
            locale: {s: (t, UnitState.REVIEWED) for s, t in units.items()}
            for locale, units in TRANSLATIONS.items()
        }
        self._revision = 1
        self._check: CheckSummary | None = None
        self._proof = ""
        self._approvals: tuple[ApprovalState, ...] = ()
        self._tested = False
        self._counts = Counts(planned=people)
        self._progress = Progress(
            running=False,
            batch=0,
            batches=(10, 100, 1000, 890),
            rate_per_s=0.0,
            eta_s=None,
            started_at=None,
            ended_at=None,
        )

    # people
    def people(self):
        return (PersonHere(person=ANA, has_key=True), PersonHere(person=BEN, has_key=True))

    def resolve_person(self, email):
        return next((p for p in (ANA, BEN) if p.email == email), ANA)

    def seeds(self):
        return ("seed1@example.com", "seed2@example.com", "seed3@example.org")

    # campaigns
    def campaigns(self):
        if not self._has_campaign:
            return ()
        now = datetime.now(tz=UTC)
        return (
            CampaignSummary(
                id=CAMPAIGN,
                name=self._name,
                stage=self._stage(),
                people=len(self._recipients),
                changed_at=now - timedelta(minutes=12),
                running=self._progress.running,
                is_over=self._stage() is Stage.REPORT,
            ),
        )

    def import_folder(self, folder, *, by, campaign_id=None):
        if not (Path(folder) / "campaign.toml").exists():
            return ImportResult(id="", name="", findings=(sample_finding(file="campaign.toml"),))
        self._has_campaign = True
        return ImportResult(id=CAMPAIGN, name=self._name, findings=())

    def content(self, campaign_id):
        self._require(campaign_id)
        counts: dict[str, int] = {}
        for recipient in self._recipients:
            counts[recipient.locale] = counts.get(recipient.locale, 0) + 1
        campaign = Campaign(
            name=self._name,
            purpose=Purpose.SERVICE,
            sender=Mailbox(name="Example Exchange", address="notices@example.com"),
            locale="en",
            layout="notice",
            audience=AudienceSettings(
                file="audience.csv",
                expected=self.audiences.contract.get("expected", 2000),
                tolerance=self.audiences.contract.get("tolerance", Decimal("0.02")),
                rule=self.audiences.contract.get("rule", "customers with status = active"),
                agreed=self.audiences.contract.get("agreed", ""),
                ids=("account",),
                contacts=("manager_email",),
                personal=("first_name", "account"),
            ),
            transport=TransportSettings(kind=TransportKind.PRACTICE),
            pace=replace(self.planning.pace, planned=self.planning.planned),
            test=TestSettings(seeds=self.seeds(), every_batches=10),
        )
        return CampaignContent(
            id=campaign_id,
            revision=self._revision,
            campaign=campaign,
            message=self._message(),
            columns=COLUMNS,
            audience=len(self._recipients),
            locale_counts=tuple(sorted(counts.items())),
            settings_source="",
            frozen=bool(self._proof) or bool(self.editing.other),
            open_with=self.editing.other,
        )

    def rename(self, campaign_id, name, *, by):
        self._name = name

    def save_message(self, campaign_id, draft, *, by):
        if self._proof:
            raise Blocked((sample_finding(part="body"),))
        with self._lock:
            self.saved.append(draft)
            self._draft = draft
            self.authoring.kept = None
            self._revision += 1
            self._check = None
        return self.template_findings(campaign_id, draft)

    def outside_ways(self, campaign_id):
        return OutsideWays(
            links=4, domain="example.com", may_ask=not self.is_practice, has_filter=False
        )

    def look_online(self, campaign_id, *, progress=None, cancelled=None):
        if progress:
            progress(4, 4)
        return (finding("link.answering", count=3, total=4),)

    def template_findings(self, campaign_id, draft=None):
        found = []
        for part in ("subject", "preheader", "body"):
            try:
                jinja2.Environment().parse(getattr(draft or self._draft, part))
            except jinja2.TemplateSyntaxError as error:
                found.append(
                    replace(sample_finding(part=part, line=error.lineno), severity=Severity.BLOCK)
                )
        return tuple(found)

    # translation
    def sources(self):
        lines = [self._draft.subject, self._draft.preheader]
        for token in MarkdownIt("commonmark").enable("table").parse(self._draft.body):
            if token.type == "inline" and not token.content.startswith("{%"):
                lines.append(token.content)
        kinds = ["subject", "preheader"] + ["paragraph"] * (len(lines) - 2)
        seen: dict[str, str] = {}
        for line, kind in zip(lines, kinds, strict=True):
            seen.setdefault(line, kind)
        return seen

    def keep_target(self, locale, source, target, state):
        with self._lock:
            self.targets.setdefault(locale, {})[source] = (target, state)
            self._revision += 1
            self._check = None

    # audience
    def audience_page(self, campaign_id, *, offset, limit, search=""):
        wanted = search.casefold()
        rows = [
            r
            for r in self._recipients
            if not wanted
            or wanted in r.address.casefold()
            or any(wanted in v.casefold() for _, v in r.fields)
        ]
        return AudiencePage(
            columns=COLUMNS, rows=tuple(rows[offset : offset + limit]), total=len(rows)
        )

    def audience_before(self, campaign_id, row):
        return sum(recipient.row < row for recipient in self._recipients)

    def audience_decisions(self, campaign_id):
        return ()

    # preview
    def preview(self, campaign_id, address, *, draft=None, in_source=False):
        self._require(campaign_id)
        recipient = next(
            (r for r in self._recipients if address is None or r.address == address), None
        )
        if recipient is None:
            raise NotFound("Nobody in the audience has this address.")
        if in_source:
            recipient = replace(recipient, locale="en")
        return self._render(recipient, draft or self._draft)

    def wire_dialogue(self, campaign_id, preview):
        said = Spoken(speaker=Speaker.US, content=preview.wire, is_message=True)
        return Dialogue(kind=WireKind.FILE, place="out/ada.eml", spoken=(said,))

    def _render(self, recipient, draft):
        done = {s: t for s, (t, _r) in self.targets.get(recipient.locale, {}).items() if t}
        fields = dict(recipient.fields)
        env = jinja2.Environment(autoescape=False)
        try:
            subject = env.from_string(done.get(draft.subject, draft.subject)).render(fields)
            preheader = env.from_string(done.get(draft.preheader, draft.preheader)).render(fields)
            source = draft.body
            for text, target in sorted(done.items(), key=lambda pair: -len(pair[0])):
                source = source.replace(text, target)
            body = env.from_string(source).render(fields)
        except jinja2.TemplateError as error:
            raise RenderError(
                "The text cannot be rendered.", advice=str(error), part="body"
            ) from error
        inner = MarkdownIt("commonmark", {"html": False}).enable("table").render(body)
        html = (
            jinja2.Environment()
            .from_string(LAYOUT)
            .render(
                body=inner, lang=recipient.locale, dir="rtl" if recipient.locale == "ar" else "ltr"
            )
        )
        headers = (
            ("From", "Example Exchange <notices@example.com>"),
            ("To", recipient.address),
            ("Subject", subject),
            ("Message-ID", f"<{recipient.id[:24]}@example.com>"),
            ("Content-Language", recipient.locale),
            ("List-Unsubscribe", f"<https://example.com/u/{recipient.token}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("X-Preheader", preheader),
        )
        attachments = (
            Attachment(
                name="logo.svg", content_type="image/svg+xml", content_id="logo", content=LOGO
            ),
        )
        digest = message_digest(
            envelope_sender="notices@example.com",
            envelope_recipient=recipient.address,
            headers=headers,
            text=body,
            html=html,
            attachments=[(a.name, a.content_type, a.content_id, a.sha256) for a in attachments],
        )
        rendered = RenderedMessage(
            recipient_id=recipient.id,
            locale=recipient.locale,
            envelope_sender="notices@example.com",
            envelope_recipient=recipient.address,
            headers=headers,
            text_utf8=body.encode(),
            html_utf8=html.encode(),
            attachments=attachments,
            boundary_seed="0",
            branches=(),
            digest=digest,
        )
        eml = "\r\n".join(f"{n}: {v}" for n, v in headers).encode() + b"\r\n\r\n" + html.encode()
        return Preview(
            recipient=recipient,
            rendered=rendered,
            eml=eml,
            wire=eml,
            wire_sha256=hashlib.sha256(eml).hexdigest(),
            wire_form="eml",
        )

    def check(self, campaign_id, *, sample=None, progress=None, cancelled=None):
        total = len(self._recipients)
        for done in range(0, total, 100):
            if cancelled and cancelled():
                break
            if progress:
                progress(done, total)
        if progress:
            progress(total, total)
        variants = []
        for recipient in self._recipients[:12]:
            preview = self._render(recipient, self._draft)
            tier, name = (dict(recipient.fields)[column] for column in ("tier", "first_name"))
            facts = (f"tier is {tier}" if tier else "no tier", *([] if name else ["no first name"]))
            variants.append(
                Variant(
                    recipient_id=recipient.id,
                    address=recipient.address,
                    row=recipient.row,
                    locale=recipient.locale,
                    facts=facts,
                    people=131,
                    digest=preview.rendered.digest,
                )
            )
        self._check = CheckSummary(
            messages=total,
            seconds=2.4,
            findings=self.extra_findings,
            variants=tuple(variants),
            coverage=1.0,
            eta_total_s=240,
            eta_per_domain=(("example.com", 120),),
            root=Digest("d" * 64),
            sampled=False,
            kinds=_table_of(variants),
        )
        return self._check

    def last_check(self, campaign_id):
        return self._check and replace(self._check, points=self._points())

    def _points(self):
        return tuple(
            Point(key=kind[0].code, findings=kind, accepted=self.accepted.get(kind[0].code))
            for kind in warnings_by_kind(self._check.findings)
        )

    def accept_warning(self, campaign_id, key, reason, *, by):
        self.accepted[key] = Acceptance(
            reason=reason, name=by.name, person=by.public_key, at=datetime.now(tz=UTC)
        )

    def withdraw_acceptance(self, campaign_id, key, *, by):
        self.accepted.pop(key, None)

    def seal(self, campaign_id, *, by, progress=None, cancelled=None):
        self._proof = "9f3a" * 16
        self._sealed_at = datetime.now(tz=UTC)
        return Digest(self._proof), len(self._recipients)

    def unseal(self, campaign_id, *, by):
        self._proof = ""
        self._approvals = ()

    # test and sign-off
    def run_test(self, campaign_id, *, by, again=False, wait_s=60.0):
        self._tested = True
        return self.test_state(campaign_id)

    def test_state(self, campaign_id):
        if not self._tested:
            return TestSummary(sent=0, receipts=(), passed=False, findings=())
        receipts = tuple(
            ReceiptState(
                seed=seed,
                recipient=self._recipients[n].address,
                recipient_id=self._recipients[n].id,
                slot=n,
                state="equal",
                differences=(),
            )
            for n, seed in enumerate(self.seeds())
        )
        return TestSummary(sent=3, receipts=receipts, passed=True, findings=())

    def review_material(self, campaign_id, *, by):
        return ()

    def record_shown(self, campaign_id, recipient_id, *, by):
        self.shown_ids.setdefault(by.email, set()).add(recipient_id)

    def shown(self, campaign_id, *, by):
        return frozenset(self.shown_ids.get(by.email, set()))

    def approval_findings(self, campaign_id, *, by):
        return ()

    def approve(self, campaign_id, *, by, comment=""):
        now = datetime.now(tz=UTC)
        self._approvals = (
            ApprovalState(
                name=by.name,
                email=by.email,
                decision="approval",
                at=now,
                expires_at=now + timedelta(hours=72),
                counts=True,
            ),
        )
        return Digest("e" * 64), 0

    # sending
    def start_sending(self, campaign_id, *, by, rate=None, at_plan=False):
        self._progress = replace(
            self._progress,
            running=True,
            batch=1,
            rate_per_s=48.0,
            eta_s=120,
            started_at=datetime.now(tz=UTC),
        )

    def advance(self, done: int) -> None:
        """Let the played send get on: so many are handed over now."""
        total = len(self._recipients)
        self._counts = Counts(accepted=done, planned=total - done)
        if done >= total:
            self._progress = replace(self._progress, running=False, ended_at=datetime.now(tz=UTC))

    def stop(self, campaign_id, *, by):
        self.stopped_by = by.name if by else "somebody"
        self._progress = replace(self._progress, running=False)
        return self._counts

    def glances(self):
        if self._progress.started_at is None and not self._progress.running:
            return ()
        counts = self._counts
        return (
            SendGlance(
                campaign_id=CAMPAIGN,
                name=self._name,
                running=self._progress.running,
                counts=counts,
                is_over=not self._progress.running and not counts.planned + counts.held,
                is_stopped=bool(self.stopped_by),
                stopped_by=self.stopped_by,
            ),
        )

    def send_log(self, campaign_id, *, limit=200):
        return ()

    def _stage(self):
        if self._counts.accepted == len(self._recipients):
            return Stage.REPORT
        if self._approvals:
            return Stage.SEND
        if self._proof:
            return Stage.SIGN_OFF if self._tested else Stage.TEST
        return Stage.WRITE

    def status(self, campaign_id):
        self._require(campaign_id)
        now = self._stage()
        languages = sum(
            all(u.state == "reviewed" for u in self.translating.units(campaign_id, loc))
            for loc in self.targets
        )
        facts = {
            Stage.WRITE: f"revision {self._revision}",
            Stage.TRANSLATE: f"{languages + 1} of {len(self.targets) + 1} languages",
            Stage.AUDIENCE: f"{len(self._recipients):,} people",
            Stage.PREVIEW: "12 kinds" if self._check else "not checked",
            Stage.TEST: "3 of 3 arrived" if self._tested else "",
            Stage.SIGN_OFF: "0 of 1 approvals",
        }
        marks = {
            Stage.WRITE: StageMark.OPEN,
            Stage.TRANSLATE: StageMark.LOOK if languages < len(self.targets) else StageMark.DONE,
            Stage.AUDIENCE: StageMark.DONE,
            Stage.PREVIEW: StageMark.DONE if self._proof else StageMark.OPEN,
            Stage.TEST: StageMark.DONE
            if self._tested
            else (StageMark.OPEN if self._proof else StageMark.LOCKED),
        }
        states = tuple(
            StageState(
                stage=s,
                mark=marks.get(s, StageMark.LOCKED),
                fact=facts.get(s, ""),
                findings=self.extra_findings if s is Stage.PREVIEW else (),
            )
            for s in Stage
        )
        return Status(
            id=campaign_id,
            name=self._name,
            stage=now,
            stages=states,
            blocked_by=(),
            proof=self._proof,
            sealed_at=getattr(self, "_sealed_at", None),
            sealed_by="Ana Reyes" if self._proof else "",
            approvals=self._approvals,
            approvals_needed=1,
            counts=self._counts,
            audience=len(self._recipients),
            seeds=(),
            progress=self._progress,
            stopped_by=self.stopped_by,
            held_because="",
            mailbox=self.mailbox,
        )

    def _message(self):
        catalogues = tuple(
            Catalogue(
                locale=loc,
                entries=tuple(CatalogueEntry(source=s, target=t) for s, (t, _s) in units.items()),
            )
            for loc, units in tuple(self.targets.items())
        )
        return Message(
            locale="en",
            subject=self._draft.subject,
            preheader=self._draft.preheader,
            body=self._draft.body,
            text_override=None,
            layout=Layout(name="notice", html=LAYOUT),
            catalogues=catalogues,
            files=(MessageFile(path="files/logo.svg", content=LOGO),),
        )

    def _require(self, campaign_id):
        if campaign_id != CAMPAIGN or not self._has_campaign:
            raise NotFound("There is no such campaign.")
