"""The stand-in of the workspace for the later stages: test, sign-off, a played send, the record."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sample_workspace import ANA, BEN, CAMPAIGN, SampleWorkspace

from composer.errors import Blocked, ComposerError, Unreachable
from composer.findings import finding
from composer.model.overview import (
    ApprovalState,
    AudienceCounts,
    LedgerLine,
    PersonHere,
    ReceiptState,
    ReviewedKind,
    StageMark,
    StageState,
    TestSummary,
)
from composer.model.person import Person, Role
from composer.model.policy import Policy
from composer.model.received import Attestation
from composer.model.resuming import ResumeNeeds
from composer.model.sent_copy import ReceivedCopy
from composer.model.stages import Stage
from composer.model.states import Counts, RecipientState
from composer.rendering.mime import build_eml
from composer.transports.maildir import deliver, make_maildir

CHEN = Person(
    name="Chen Wei",
    email="chen@example.com",
    public_key="c" * 64,
    roles=frozenset({Role.REVIEWER}),
    locales=("ja",),
)
TRACE = b"Received: from composer by practice; Fri, 1 Nov 2019 06:14:41 +0000\r\nDate: Fri, 1 Nov 2019 06:14:40 +0000\r\n"
NOON = datetime(2019, 11, 1, 6, 14, 40, tzinfo=UTC)


@dataclass
class PlayedSender:
    """The sender's process: whether it begins to send, has ended, and what it then said."""

    begins: bool = True
    has_ended: bool = False
    said: ComposerError | None = None

    def refusal(self) -> ComposerError:
        assert self.said is not None, "it begins, in this test"
        return self.said


class PlayedMailboxes:
    """Test mailboxes: one server opens, another does not."""

    def __init__(self) -> None:
        self.added: list[tuple[str, str]] = []

    def try_out(self, mailbox, *, password=""):
        if mailbox.imap.host != "imap.example.com":
            raise Unreachable("The test mailbox could not be reached.")
        return 3

    def add(self, mailbox, *, by, password=""):
        self.added.append((mailbox.address, password))
        return True


class SendingWorkspace(SampleWorkspace):
    """Plays every situation of the later stages; `at` puts it into one of them."""

    def __init__(self, mailbox: Path, people: int = 2000, **more: bool) -> None:
        super().__init__(people, **more)
        self.receipts: tuple[ReceiptState, ...] = ()
        self.waits_for = None  # an event: a test waits for it
        self.pasted: list[str] = []
        self.test_mailboxes = PlayedMailboxes()
        self.copies: tuple[ReceiptState, ...] = ()
        self.started: list[str] = []
        self.resumed: list[str] = []
        self.settled: list[tuple[str, bool, str]] = []
        self.taken_files: list[Path] = []
        self.comments: list[str] = []
        self.mailbox = mailbox
        self.hold = ()
        self.begun = False
        self.held_text = ""
        self.needs = ResumeNeeds()
        self.copy = None
        self.cleared: list[tuple[str, str]] = []
        self.sender = PlayedSender()

    # putting it into a situation
    def at(self, situation: str) -> SendingWorkspace:
        steps = (
            "frozen",
            "sent_test",
            "tested",
            "approved",
            "running",
            "first_look",
            "go_on",
            "stopped",
            "held",
            "differs",
            "unclear",
            "done",
        )
        order = steps.index(situation)
        if situation == "new":
            return self
        self.check(CAMPAIGN)
        self.seal(CAMPAIGN, by=ANA)
        self._sealed_at = NOON - timedelta(days=2)
        if order >= steps.index("sent_test"):
            self.receipts = self._receipts("missing")
        if order >= steps.index("tested"):
            self.receipts = self._receipts("equal")
        if order >= steps.index("approved"):
            self._give(BEN, "approval")
        if order >= steps.index("running"):
            self._begin()
        play = {
            "running": lambda: self.play(accepted=1204, refused=3, unknown=1, brink=2),
            "first_look": self.wait_for_a_look,
            "go_on": lambda: self.play(accepted=340, refused=1, brink=2),
            "stopped": self._play_stop,
            "held": self._play_hold,
            "differs": self._play_difference,
            "unclear": lambda: self._play_end(unknown=3),
            "done": lambda: self._play_end(unknown=0),
        }
        play.get(situation, lambda: None)()
        return self

    def play(self, *, accepted: int, refused: int = 0, unknown: int = 0, brink: int = 0) -> None:
        rest = len(self._recipients) - accepted - refused - unknown - brink
        self._counts = Counts(
            accepted=accepted, refused=refused, unknown=unknown, brink=brink, planned=rest
        )
        self._progress = replace(
            self._progress, running=True, batch=3, rate_per_s=48.2, eta_s=round(rest / 48)
        )

    def wait_for_a_look(self) -> None:
        total = len(self._recipients)
        self._counts = Counts(accepted=10, held=total - 10)
        self._progress = replace(self._progress, running=False, batch=2, rate_per_s=0.0, eta_s=None)
        reason = finding("send.batch_hold", batch=1)
        self.hold = (finding("send.held"), reason)
        self.held_text = reason.text
        self.copies = (replace(self._receipts("equal")[0], slot=1_000_000),)
        make_maildir(self.mailbox)
        predicted = self.preview(CAMPAIGN, self._recipients[0].address)
        received = TRACE + build_eml(predicted.rendered)
        deliver(self.mailbox, received)

    def finish(self) -> None:
        self._play_end(unknown=0)

    def _play_stop(self) -> None:
        self._counts = Counts(accepted=1204, refused=3, held=793)
        self._progress = replace(self._progress, running=False)
        self.stopped_by = ANA.public_key
        self.hold = (finding("send.stopped"),)

    def _play_hold(self) -> None:
        self._counts = Counts(accepted=310, unknown=1, held=1689)
        self._progress = replace(self._progress, running=False)
        reason = finding("send.refused_alike", count=20, answer="550 5.7.1 Not allowed")
        self.hold = (finding("send.held"), reason)
        self.held_text = reason.text

    def _play_difference(self) -> None:
        """A test mailbox received a copy with another subject; a reviewer has not signed yet."""
        self._play_hold()
        reason = finding("send.copy_differs", count=1)
        self.hold, self.held_text = (finding("send.held"), reason), reason.text
        self.needs = ResumeNeeds(reason=True, uncleared=1)
        predicted = self.preview(CAMPAIGN, self._recipients[0].address).rendered
        eml = TRACE + build_eml(predicted)
        self.copies = (replace(self._receipts("different")[0], slot=1_000_000),)
        self.copy = ReceivedCopy(
            number=1,
            seed=self.seeds()[0],
            predicted=predicted,
            received=eml.replace(b"Subject: ", b"Subject: [EXTERNAL] ", 1),
        )

    def _play_end(self, *, unknown: int) -> None:
        total = len(self._recipients)
        self._counts = Counts(accepted=total - 4 - unknown, refused=4, unknown=unknown)
        self._progress = replace(
            self._progress, running=False, ended_at=NOON + timedelta(minutes=4)
        )
        self.hold = ()

    def _begin(self) -> None:
        self.begun = True
        self._progress = replace(
            self._progress,
            running=True,
            batch=1,
            batches=(10, 100, 1000, 890),
            rate_per_s=48.2,
            eta_s=40,
            started_at=NOON,
        )
        self.copies = tuple(
            replace(receipt, slot=1_000_000 + n)
            for n, receipt in enumerate(self._receipts("equal")[:2])
        )

    def _receipts(self, state: str):
        kinds = self._check.variants if self._check else ()
        seeds = self.seeds()
        found = []
        for n, kind in enumerate(kinds):
            found.append(
                ReceiptState(
                    seed=seeds[n % len(seeds)],
                    recipient=kind.address,
                    recipient_id=kind.recipient_id,
                    slot=n,
                    state=state,
                    differences=(),
                )
            )
        return tuple(found)

    def differ(self) -> None:
        """One message of the test comes back rewritten."""
        first, *rest = self._receipts("equal")
        differences = (
            (
                "subject",
                "Index weighting update: what changes on 1 November 2019",
                "[EXTERNAL] Index weighting update: what changes on 1 November 2019",
            ),
            (
                "html",
                "<p>Dear Ada,</p>",
                '<p style="color:red">This message comes from outside.</p><p>Dear Ada,</p>',
            ),
        )
        self.receipts = (replace(first, state="different", differences=differences), *rest)

    # people
    def people(self):
        return (*super().people(), PersonHere(person=CHEN, has_key=False))

    def policy(self):
        return Policy(version=1, previous="", reviewers=1, expires_hours=72, digest="p" * 64)

    # test
    def run_test(
        self, campaign_id, *, by, again=False, wait_s=30, progress=None, cancelled=lambda: False
    ):
        if self.waits_for is not None:
            self.receipts = self._receipts("missing")
            while not (cancelled() or self.waits_for.wait(0.01)):
                progress(12, 24)
            if cancelled():
                return self.test_state(campaign_id)
        self.receipts = self._receipts("equal")
        return self.test_state(campaign_id)

    def take_receipts(self, campaign_id, files, *, by):
        self.taken_files += files
        self.receipts = self._receipts("equal")
        return self.test_state(campaign_id)

    def take_pasted_receipt(self, campaign_id, text, *, by):
        self.pasted.append(text)
        self.receipts = self._receipts("equal")
        return self.test_state(campaign_id)

    def attest(self, campaign_id, *, seed, text, by):
        said = Attestation(name=by.name, words=text, at=NOON)
        self.receipts = tuple(
            replace(line, state="attested", attestations=(said,))
            if line.seed == seed and line.state == "missing"
            else line
            for line in self.receipts
        )
        return self.test_state(campaign_id)

    def test_state(self, campaign_id):
        equal = [receipt.state for receipt in self.receipts].count("equal")
        passed = bool(self.receipts) and equal == len(self.receipts)
        findings = []
        for receipt in self.receipts:
            if receipt.state == "missing" and receipt.slot < 3:
                findings.append(
                    finding(
                        "test.receipt_missing", where={"recipient": receipt.seed}, seed=receipt.seed
                    )
                )
            if receipt.state == "different":
                findings.append(
                    finding(
                        "test.receipt_different",
                        where={"recipient": receipt.seed},
                        seed=receipt.seed,
                        parts="subject, html",
                    )
                )
        return TestSummary(
            sent=len(self.receipts), receipts=self.receipts, passed=passed, findings=tuple(findings)
        )

    # sign-off
    def review_material(self, campaign_id, *, by):
        if not self._proof:
            raise Blocked([finding("send.not_sealed")])
        kinds = [
            kind for kind in self._check.variants if not by.locales or kind.locale in by.locales
        ]
        return tuple(
            ReviewedKind(variant=kind, preview=self.preview(campaign_id, kind.address))
            for kind in kinds
        )

    def approval_findings(self, campaign_id, *, by):
        if not self._proof:
            return (finding("send.not_sealed"),)
        if by.email == ANA.email:
            return (finding("signoff.author", name=by.name, others="Ben Okafor, Chen Wei"),)
        if any(line.email == by.email for line in self._approvals):
            return (finding("signoff.already_approved", name=by.name),)
        kinds = self.review_material(campaign_id, by=by)
        seen = len(self.shown(campaign_id, by=by))
        if seen < len(kinds):
            return (finding("signoff.not_shown", name=by.name, seen=seen, count=len(kinds)),)
        return ()

    def approve(self, campaign_id, *, by, comment=""):
        found = self.approval_findings(campaign_id, by=by)
        if found:
            raise Blocked(found)
        self._give(by, "approval")
        return "e" * 64, 0

    def reject(self, campaign_id, *, by, comment=""):
        self.comments.append(comment)
        self._give(by, "rejection")
        return "f" * 64

    def revoke(self, campaign_id, *, by):
        self._approvals = ()
        return "d" * 64

    def _give(self, person, decision):
        at = NOON - timedelta(hours=20)
        self._approvals = (
            ApprovalState(
                name=person.name,
                email=person.email,
                decision=decision,
                at=at,
                expires_at=at + timedelta(hours=72),
                counts=decision == "approval",
            ),
        )

    # send
    def start_sending(self, campaign_id, *, by, rate=None, at_plan=False):
        if not by.has(Role.SENDER):
            raise Blocked([finding("people.role_needed", name=by.name, role="sender")])
        self.started.append(by.email)
        self.waited_for_plan = at_plan
        self.hold, self.held_text, self.stopped_by = (), "", ""
        if self.sender.begins:
            self._begin()
        return self.sender

    def resume(self, campaign_id, *, by, reason=""):
        self.resumed.append(reason)

    def stop(self, campaign_id, *, by):
        self._play_stop()
        self.stopped_by = by.public_key if by else ""
        return self._counts

    def settle(self, campaign_id, *addresses, sent, evidence, by):
        self.settled += [(address, sent, evidence) for address in addresses]
        counts, several = self._counts, len(addresses)
        self._counts = replace(
            counts, unknown=counts.unknown - several, accepted=counts.accepted + several
        )

    def received_copy(self, campaign_id):
        return self.copy

    def clearance_findings(self, campaign_id, *, by):
        if by.email == ANA.email:
            return (finding("signoff.author", name=by.name, others="Ben Okafor"),)
        return ()

    def clear_difference(self, campaign_id, *, by, words, copy=0):
        assert copy == self.copy.number  # the one that the page shows
        self.cleared.append((by.email, words))
        self.needs = ResumeNeeds(reason=True)
        return "c" * 64

    def received_at_seeds(self, campaign_id):
        return self.copies

    def ledger_lines(self, campaign_id, states, *, offset, limit):
        rows = [line for line in self._lines() if line.state in states]
        return tuple(rows[offset : offset + limit]), len(rows)

    def _lines(self):
        people = iter(enumerate(self._recipients))
        for state in (
            "unknown",
            "refused",
            "accepted",
            "brink",
            "claimed",
            "deferred",
            "planned",
            "held",
            "suppressed",
            "cancelled",
        ):
            for _n in range(getattr(self._counts, state)):
                n, person = next(people)
                detail = {
                    "refused": "550 5.1.1 User unknown",
                    "unknown": "time-out after the last byte",
                }.get(state, "")
                at = (
                    NOON + timedelta(seconds=n / 48)
                    if state in {"accepted", "refused", "unknown", "brink"}
                    else None
                )
                yield LedgerLine(
                    recipient_id=person.id,
                    address=person.address,
                    row=person.row,
                    state=RecipientState(state),
                    at=at,
                    detail=detail,
                )

    # what happened
    def report(self, campaign_id, wanted, file, *, by=None):
        if wanted == "html":
            Path(file).write_text("<!DOCTYPE html><p>report</p>")
            return
        known = {line.recipient_id: line for line in self._lines()}
        with Path(file).open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(
                [
                    "row",
                    "recipient",
                    "address",
                    "locale",
                    "state",
                    "at",
                    "batch",
                    "answer",
                    "digest",
                    "came_back",
                    "proof",
                ]
            )
            for n, person in enumerate(self._recipients):
                line = known[person.id]
                batch = 1 if n < 10 else 2 if n < 110 else 3 if n < 1110 else 4
                writer.writerow(
                    [
                        person.row,
                        person.id,
                        person.address,
                        person.locale,
                        line.state.value,
                        line.at.isoformat() if line.at else "",
                        batch,
                        line.detail,
                        "",
                        "",
                        "",
                    ]
                )

    def evidence(self, campaign_id, file, *, by=None):
        Path(file).write_bytes(b"evidence")

    def audience_counts(self, campaign_id):
        locales: dict[str, int] = {}
        domains: dict[str, int] = {}
        for person in self._recipients:
            locales[person.locale] = locales.get(person.locale, 0) + 1
            domain = person.address.rpartition("@")[2]
            domains[domain] = domains.get(domain, 0) + 1
        return AudienceCounts(
            total=len(self._recipients),
            locales=tuple(locales.items()),
            domains=tuple(domains.items()),
        )

    # where it stands
    def _passed(self):
        return self.test_state(CAMPAIGN).passed

    def _approved(self):
        return any(line.counts for line in self._approvals)

    def _finished(self):
        counts = self._counts
        return self.begun and not (
            counts.planned or counts.claimed or counts.brink or counts.deferred or counts.held
        )

    def _gates(self):
        test = () if self._proof else (finding("send.not_sealed"),)
        sign = (
            ()
            if self._passed()
            else (self.test_state(CAMPAIGN).findings or (finding("send.not_tested"),))
        )
        send = () if self._approved() else (finding("send.not_approved", have=0, needed=1),)
        report = self.hold or (
            ()
            if self._finished()
            else (finding("send.in_progress" if self.begun else "send.not_begun"),)
        )
        return {Stage.TEST: test, Stage.SIGN_OFF: sign, Stage.SEND: send, Stage.REPORT: report}

    def status(self, campaign_id):
        status = super().status(campaign_id)
        findings, stages, current = (), [], Stage.PREVIEW
        for state in status.stages:
            own = self._gates().get(state.stage, ())
            findings = tuple(dict.fromkeys((*findings, *own)))
            if state.stage not in self._gates():
                stages.append(state)
                continue
            mark = StageMark.LOCKED if findings else StageMark.DONE
            if not findings:
                current = state.stage
            stages.append(
                StageState(stage=state.stage, mark=mark, fact=state.fact, findings=findings)
            )
        marks = (
            {Stage.SEND: StageMark.RUNNING}
            if status.progress.running
            else {current: StageMark.OPEN}
        )
        stages = [replace(s, mark=marks.get(s.stage, s.mark)) for s in stages]
        return replace(
            status,
            stage=current,
            stages=tuple(stages),
            approvals=self._approvals,
            stopped_by=self.stopped_by,
            held_because=self.held_text,
            needs=self.needs,
            changed=self.changed_now,
            sealed_by=ANA.public_key if self._proof else "",
        )
