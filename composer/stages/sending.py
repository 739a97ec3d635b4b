"""The send: its preconditions recomputed, run in this process or a detached one, stopped.

Nothing here can skip the gate: a send begins with a `Release` that is built anew from stored bytes.
Anybody may stop; only a sender may resume.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from composer.checks.keeping import NothingKept
from composer.checks.preflight import run_preflight
from composer.delivery import stopping
from composer.delivery.leave import MISSED
from composer.delivery.means import ProgressReport
from composer.delivery.watch import NEEDS_REASON
from composer.errors import Blocked, ComposerError, LockHeld
from composer.findings import Finding, blocking, finding
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.overview import SendOutcome
from composer.model.person import Person, Role
from composer.model.states import Counts
from composer.proofs.manifest import read_manifest
from composer.stages import signing
from composer.stages.begun import (
    beginning,
    claim_sending,
    is_begun,
    require_begun_nowhere_else,
    require_same_key,
)
from composer.stages.checking import AudienceInUse, workers_for
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.dispatching import (
    Way,
    hand_over,
    open_ledger,
    require_original,
)
from composer.stages.ended import correction_findings, record_of, require_not_corrected
from composer.stages.followed import follow_findings, former_people
from composer.stages.log_words import for_log
from composer.stages.own_process import OwnCommand, start_own
from composer.stages.people import require_known_role
from composer.stages.progress import is_running
from composer.stages.resuming import held_by, require_cleared, require_reason
from composer.stages.sealing import ProofState, proof_state
from composer.stages.service_accounts import require_same_account
from composer.stages.standing import status, stopped_findings
from composer.stages.started_sender import StartedSender
from composer.stages.vouched import known_messages
from composer.stages.watching import LiveWatch, hold_for
from composer.store.files import private_opener
from composer.store.ledger import SqliteLedger
from composer.store.ledger_view import open_ledger_read_only
from composer.store.proofs import ProofRecord

COPIES_WAIT_S = 30.0
SENDER_LOG = "sender.log"
_KEPT_OF_TRIPWIRES = frozenset({"count", "all", "copy", "parts"})
Report = Callable[[Counts, float, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a run of the send is limited: a lower pace, a last batch, not before the plan."""

    rate: Decimal | None = None
    until: int | None = None
    at_plan: bool = False


def send(
    desk: Desk,
    campaign_id: CampaignId,
    wanted: Wanted,
    *,
    by: Person,
    progress: Report | None = None,
) -> SendOutcome:
    """Send in this process until everybody is final or unclear, a hold, or a stop.

    Raises:
        Blocked: the gate is shut, or the send is stopped or held; nothing was sent.
        LockHeld: another process sends this campaign.
    """
    require_known_role(desk, by, Role.SENDER)
    require_original(desk)
    content = load_content(desk, campaign_id)
    release = signing.release(desk, content)
    _require_unstopped(desk, campaign_id)
    require_cleared(desk, campaign_id, release.proof)
    _require_right_people(desk, content)
    require_begun_nowhere_else(desk, campaign_id)
    _require_true_audience(desk, campaign_id, release.manifest)
    stored = desk.proofs.proof(release.proof)
    way = Way(
        desk=desk,
        content=content,
        stored=stored,
        manifest=read_manifest(release.manifest),
        by=by,
        require_leave=lambda: require_leave(desk, content, stored),
        start_at=_planned_start(desk, content) if wanted.at_plan else None,
    )
    if not is_begun(desk, campaign_id, release.proof):
        _require_clean_messages(way)
    known = known_messages(desk.checks, binding=stored.binding, manifest=way.manifest)
    require_same_key(desk, content)
    claim_sending(desk, campaign_id)
    start = beginning(content, release.proof)
    desk.audit.append(person=by.public_key, action="send.start", details=start)

    def report(line: ProgressReport) -> None:
        if progress is not None:
            progress(line.counts, line.rate_per_s, line.eta_s)

    with LiveWatch(way) as watch:
        watched = replace(way, alarm=watch.alarm, known=known)
        finished = False
        try:
            outcome = hand_over(
                watched, release, rate=wanted.rate, until=wanted.until, report=report
            )
            finished = outcome.finished
        finally:  # whatever ended it, the log that says it began says that it ended
            desk.audit.append(
                person=by.public_key,
                action="send.end",
                details={"proof": release.proof, "finished": finished},
            )
        if watch.alarm() is None:
            watch.await_copies(COPIES_WAIT_S)
    findings = [*outcome.findings]
    cause = watch.alarm()  # its threads have ended, so that nothing is read after this look
    if cause is not None and cause.code not in {item.code for item in findings}:
        findings += hold_for(way, cause)
    findings += watch.findings
    _log_tripwires(desk, release.proof, findings, by=by)
    return SendOutcome(
        counts=outcome.counts,
        finished=outcome.finished,
        batch=outcome.batch,
        findings=tuple(dict.fromkeys(findings)),
    )


def _log_tripwires(desk: Desk, proof: str, found: Iterable[Finding], *, by: Person) -> None:
    """Write into the log what stopped a send by itself; numbers and parts, nobody's address."""
    for item in found:
        if item.code in NEEDS_REASON:
            seen = {name: value for name, value in item.values if name in _KEPT_OF_TRIPWIRES}
            details = {"proof": proof, "code": item.code, **seen}
            desk.audit.append(person=by.public_key, action="send.tripwire", details=details)


def _planned_start(desk: Desk, content: Content) -> datetime:
    """Give the planned time, which must be ahead: nothing makes up for one that was missed.

    Raises:
        Blocked: `send.no_plan` or `send.start_missed`.
    """
    planned = content.campaign.pace.planned
    if planned is None:
        raise Blocked([finding("send.no_plan")])
    if desk.now() > planned.at + MISSED:
        raise Blocked([finding("send.start_missed")])
    return planned.at


def start_sending(
    desk: Desk, campaign_id: CampaignId, wanted: Wanted, *, by: Person
) -> StartedSender:
    """Start `composer send` as a process of its own, after asking the gate.

    Raises:
        Blocked: the gate is shut, or the send is stopped or held.
        LockHeld: it is running already.
    """
    require_known_role(desk, by, Role.SENDER)
    require_original(desk)
    content = load_content(desk, campaign_id)
    release = signing.release(desk, content)
    _require_unstopped(desk, campaign_id)
    require_cleared(desk, campaign_id, release.proof)
    _require_right_people(desk, content)
    require_begun_nowhere_else(desk, campaign_id)
    folder = desk.send_folder(campaign_id)
    if is_running(folder):
        raise LockHeld(_("This campaign is being sent already."))
    require_same_account(desk, content, read_manifest(release.manifest))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if wanted.at_plan:
        _planned_start(desk, content)
    words = ["send", campaign_id, *(["--at-plan"] if wanted.at_plan else [])]
    words += ["--rate", f"{wanted.rate}/s"] if wanted.rate else []
    with open(folder / SENDER_LOG, "ab", opener=private_opener) as log:
        begins_at = log.tell()
        command = OwnCommand(
            words=words, by=by, output=log, errors=subprocess.STDOUT, outlives=True
        )
        process = start_own(desk, command)
    # Only so that no ended process stays behind as a zombie of this one; nothing waits for it.
    threading.Thread(target=process.wait, name="sender", daemon=True).start()
    return StartedSender(process=process, log=folder / SENDER_LOG, begins_at=begins_at)


def stop(desk: Desk, campaign_id: CampaignId, *, by: Person | None) -> Counts:
    """Ask for a stop; nothing crosses the brink once the file is there.

    It is there, whatever becomes of the rest: a stop never looks as if it had failed because a full
    disk takes no line of the log, or because the record cannot be read. Then nothing is counted.
    """
    name = by.public_key if by else ""
    stopping.request_stop(desk.send_folder(campaign_id), by=name)
    with suppress(ComposerError, OSError):
        desk.audit.append(person=name, action="send.stop", details={"campaign": campaign_id})
    with suppress(ComposerError, OSError):
        with record_of(desk, campaign_id) as view:
            counts = view.counts(stopped=True) if view is not None else Counts()
        return counts if counts.total else status(desk, campaign_id).counts
    return Counts()


def resume(desk: Desk, campaign_id: CampaignId, *, by: Person, reason: str) -> None:
    """Lift a stop or a hold; a person's reason is recorded. It does not send.

    Raises:
        Blocked: not a sender, the workspace is a copy, the approvals no longer stand, or a reason
            or a reviewer's signature is missing.
            Also a stop that somebody asked for in the meantime: it stays, and nothing is sent.
        LockHeld: the sending process has not ended yet.
    """
    folder = desk.send_folder(campaign_id)
    mark = stopping.stop_mark(folder)
    require_known_role(desk, by, Role.SENDER)
    require_original(desk)
    content = load_content(desk, campaign_id)
    require_not_corrected(desk, campaign_id)
    said = " ".join(for_log(reason).split())
    if (folder / "ledger.db").exists():
        proof = proof_state(desk, content)
        stored = proof.stored if proof.is_current else None
        require_reason(desk, campaign_id, reason=said)
        if stored is not None:
            require_leave(desk, content, stored)
            require_cleared(desk, campaign_id, stored.digest)
            require_same_account(desk, content, read_manifest(stored.manifest))
        known = held_by(desk, campaign_id, "").codes
        with open_ledger(desk, content) as ledger:
            _require_told(desk, ledger, known)
            stopping.resume(ledger, folder=folder, by=by.public_key, reason=said, mark=mark)
    else:
        stopping.lift_stop(folder, mark=mark)
    details = {"campaign": campaign_id} | ({"reason": said} if said else {})
    desk.audit.append(person=by.public_key, action="send.resume", details=details)
    if stopping.is_stopped(folder):
        raise Blocked([finding("send.stopped")])


def _require_told(desk: Desk, ledger: SqliteLedger, known: frozenset[str]) -> None:
    """Require that no hold is lifted which only this opening of the record has found.

    A record that was put back or copied shows the earlier stop; whoever resumes must know better.

    Raises:
        Blocked: with what was found; resuming again, with a reason, is a decision about it.
    """
    if ledger.hold is not None and ledger.hold.code not in known:
        raise Blocked(stopped_findings(desk, ledger.campaign_id, ledger.hold))


def require_leave(desk: Desk, content: Content, stored: ProofRecord) -> None:
    """Require that people's decisions on a proof, and the clock, still let it go on.

    They are verified from their stored bytes: an approval that somebody took back while the send
    runs holds it before the next batch. So does a log that was cut back meanwhile.

    Raises:
        Blocked: with everything that stands in the way.
    """
    require_original(desk)
    problems = signing.decision_findings(desk, content, ProofState(stored=stored, now=None))
    if problems:
        raise Blocked(problems)


def _require_unstopped(desk: Desk, campaign_id: CampaignId) -> None:
    path = desk.send_folder(campaign_id) / "ledger.db"
    hold = None
    if path.exists():
        with open_ledger_read_only(path) as view:
            hold = view.hold
    found = stopped_findings(desk, campaign_id, hold)
    if found:
        raise Blocked(found)


def _require_right_people(desk: Desk, content: Content) -> None:
    """Require that nobody is written to who may have it from, or gets it by, a linked campaign.

    Raises:
        Blocked: this campaign corrects another one for other people, or another corrects this one.
    """
    require_not_corrected(desk, content.record.id)
    found = blocking([*correction_findings(desk, content), *follow_findings(desk, content)])
    if found:
        raise Blocked(found)


def _require_true_audience(desk: Desk, campaign_id: CampaignId, manifest: bytes) -> None:
    """Recompute the audience's root from its rows: a changed database is noticed here."""
    if desk.recipients.root(campaign_id) != read_manifest(manifest).text("audience", "root"):
        raise Blocked([finding("send.proof_changed")])


def _require_clean_messages(way: Way) -> None:
    """Check everybody once more, in the sending process, before anybody is written to.

    The stored result of the check is a row that whoever writes the database could change.

    Raises:
        Blocked: a message is not clean, or the messages are not those of the proof.
    """
    context = way.content.context()
    people = AudienceInUse(way.desk, way.content.record.id)
    result = run_preflight(
        context,
        people,
        workers=workers_for(way.desk.recipients.count(way.content.record.id)),
        keeper=NothingKept(),
        former=former_people(way.desk, way.content),
    )
    problems = blocking(result.findings)
    if problems:
        raise Blocked(problems)
    if not result.complete or result.root != way.manifest.text("messages", "root"):
        raise Blocked([finding("send.digest_differs")])
