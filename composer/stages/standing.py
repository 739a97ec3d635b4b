"""Where a campaign stands: everything that is recorded, gathered for `flow.py`, and the answer."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from composer import flow
from composer.checks.content import find_unwritten
from composer.delivery.stopping import stop_request
from composer.findings import Finding, blocking, finding
from composer.i18n import _, grouped, ngettext, place
from composer.model.check_summary import CheckSummary
from composer.model.identifiers import CampaignId
from composer.model.moves import Hold
from composer.model.overview import ApprovalState, StageState, Status, TestSummary
from composer.model.resuming import NOTHING_NEEDED, ResumeNeeds
from composer.model.stages import Stage
from composer.model.states import Counts
from composer.stages.accepting import with_points
from composer.stages.audience_findings import audience_findings
from composer.stages.checking import (
    known_writing_findings,
    stored_check,
    translation_findings_in_force,
)
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.ended import ended_of
from composer.stages.listing import remember_stage
from composer.stages.looking import RememberedKeychain
from composer.stages.people import load_roster
from composer.stages.progress import read_progress
from composer.stages.resuming import resume_needs
from composer.stages.sealing import ProofState, proof_state
from composer.stages.signing import approval_states, approvals_needed, release_findings
from composer.stages.suppressed import suppressed_people
from composer.stages.testing import test_state
from composer.stages.translation_reviews import reader_findings
from composer.stages.what_changed import what_changed
from composer.store.ledger_view import LedgerView, open_ledger_read_only


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFacts:
    """What the record of the send says, or that there is none."""

    counts: Counts
    begun: bool
    hold: Hold | None
    seeds: tuple[tuple[str, int], ...]


def status(desk: Desk, campaign_id: CampaignId) -> Status:
    """Gather everything recorded about a campaign and say where it stands."""
    with desk.asking_once(RememberedKeychain):
        return _status(desk, campaign_id)


def _status(desk: Desk, campaign_id: CampaignId) -> Status:
    content = load_content(desk, campaign_id)
    proof = proof_state(desk, content)
    ledger = _ledger_facts(desk, content)
    progress = read_progress(desk.send_folder(campaign_id))
    approvals = approval_states(desk, content, proof)
    recorded = _recorded(desk, content, proof, ledger, running=progress.running)
    stopped_by = stop_request(desk.send_folder(campaign_id))
    is_ended = ledger.hold is not None and ledger.hold.is_end
    # Lifted under another version, a difference of this one may still want its signature.
    broken_off = ledger.begun and not progress.running and not recorded.finished
    rests = ledger.hold is not None or broken_off
    stage = flow.current_stage(recorded)
    remember_stage(desk, content, stage)
    return Status(
        id=campaign_id,
        name=content.campaign.name,
        stage=stage,
        stages=_stage_states(desk, content, recorded, approvals),
        blocked_by=tuple(flow.next_findings(recorded)),
        proof=proof.stored.digest if proof.stored and proof.is_current else "",
        sealed_at=proof.stored.at if proof.stored else None,
        sealed_by=_name_of(desk, proof.stored.by) if proof.stored else "",
        approvals=approvals,
        approvals_needed=approvals_needed(desk, content),
        counts=ledger.counts,
        audience=ledger.counts.total,
        seeds=ledger.seeds,
        progress=progress,
        stopped_by=_name_of(desk, stopped_by.by) if stopped_by and not is_ended else "",
        held_because=_why_held(ledger.hold),
        mailbox=desk.folder.mailbox_dir if desk.folder.is_practice else None,
        changed=what_changed(desk, content, proof),
        ended=ended_of(desk, ledger.hold, ledger.counts),
        needs=_needs(desk, campaign_id, proof) if rests else NOTHING_NEEDED,
    )


def _needs(desk: Desk, campaign_id: CampaignId, proof: ProofState) -> ResumeNeeds:
    stored = proof.stored if proof.is_current else None
    return resume_needs(desk, campaign_id, stored.digest if stored is not None else "")


def stopped_findings(desk: Desk, campaign_id: CampaignId, hold: Hold | None) -> list[Finding]:
    """Say why a begun send does not go on by itself: a stop, or a hold with its reason."""
    if hold is not None and hold.is_end:
        return [finding(hold.code, where={}, **dict(hold.values))]
    if hold is not None and hold.code != "send.stopped":
        reason = finding(hold.code, where={}, **dict(hold.values))
        return [finding("send.held"), *([reason] if reason.code != "send.held" else [])]
    if hold is not None or stop_request(desk.send_folder(campaign_id)) is not None:
        return [finding("send.stopped")]
    return []


def _name_of(desk: Desk, key: str) -> str:
    """Give the name behind a public key; a key that the roster does not know stays as it is."""
    roster = load_roster(desk)
    people = roster.people if roster is not None else ()
    return next((person.name for person in people if person.public_key == key), key)


def _recorded(
    desk: Desk, content: Content, proof: ProofState, ledger: LedgerFacts, *, running: bool
) -> flow.Recorded:
    return flow.Recorded(
        writing=known_writing_findings(desk, content),
        translation=(
            *translation_findings_in_force(desk, content),
            *reader_findings(desk, content),
        ),
        audience=audience_findings(desk, content),
        check=_check(desk, content),
        sealed=proof.is_current,
        proof_changed=proof.stored is not None and not proof.is_current,
        test=test_state(desk, content),
        release=tuple(release_findings(desk, content, proof)),
        counts=ledger.counts,
        begun=ledger.begun,
        running=running,
        stopped=tuple(stopped_findings(desk, content.record.id, ledger.hold)),
    )


def _check(desk: Desk, content: Content) -> CheckSummary | None:
    summary = stored_check(desk, content)
    return with_points(desk, content, summary) if summary is not None else None


def _ledger_facts(desk: Desk, content: Content) -> LedgerFacts:
    """Read the record; rows that the audience gained since the last proof count as planned."""
    audience = desk.recipients.count(content.record.id)
    path = desk.send_folder(content.record.id) / "ledger.db"
    if not path.exists():
        counts = _counts_ahead(desk, content, audience)
        return LedgerFacts(counts=counts, begun=False, hold=None, seeds=())
    with ExitStack() as stack:
        view = stack.enter_context(open_ledger_read_only(path))
        return _facts_of(desk, content, view, audience)


def _facts_of(desk: Desk, content: Content, view: LedgerView, audience: int) -> LedgerFacts:
    stopped = stop_request(desk.send_folder(content.record.id)) is not None
    counts = view.counts(stopped=stopped)
    seeds = view.seed_counts()
    begun = counts.total > 0
    return LedgerFacts(
        counts=counts if begun else _counts_ahead(desk, content, audience),
        begun=begun,
        hold=view.hold,
        seeds=tuple(
            (name, number)
            for name, number in (
                ("accepted", seeds.accepted),
                ("refused", seeds.refused),
                ("unknown", seeds.unknown),
            )
        ),
    )


def _counts_ahead(desk: Desk, content: Content, audience: int) -> Counts:
    """Count before anybody was planned: who is on the do-not-write list will get nothing."""
    suppressed = len(suppressed_people(desk, content))
    return Counts(planned=audience - suppressed, suppressed=suppressed)


def _why_held(hold: Hold | None) -> str:
    if hold is None or hold.is_end or hold.code == "send.stopped":
        return ""
    return finding(hold.code, where={}, **dict(hold.values)).text


def _stage_states(
    desk: Desk,
    content: Content,
    recorded: flow.Recorded,
    approvals: tuple[ApprovalState, ...],
) -> tuple[StageState, ...]:
    facts = _facts(desk, content, recorded, approvals)
    return tuple(
        StageState(
            stage=stage,
            mark=flow.mark_of(stage, recorded),
            fact=facts[stage],
            findings=_findings_of(stage, recorded),
        )
        for stage in Stage
    )


def _findings_of(stage: Stage, recorded: flow.Recorded) -> tuple[Finding, ...]:
    own: dict[Stage, tuple[Finding, ...]] = {
        Stage.WRITE: recorded.writing,
        Stage.TRANSLATE: recorded.translation,
        Stage.AUDIENCE: recorded.audience,
        Stage.PREVIEW: recorded.check.findings if recorded.check else (),
    }
    locked = tuple(flow.opening_findings(stage, recorded))
    return tuple(dict.fromkeys((*own.get(stage, ()), *locked)))


def _facts(
    desk: Desk,
    content: Content,
    recorded: flow.Recorded,
    approvals: tuple[ApprovalState, ...],
) -> dict[Stage, str]:
    people = recorded.counts.total
    languages = len(content.message.catalogues) + 1
    counting = sum(1 for line in approvals if line.counts)
    equal = sum(1 for receipt in recorded.test.receipts if receipt.state == "equal")
    needed = approvals_needed(desk, content)
    done = recorded.counts.accepted
    return {
        Stage.WRITE: _written(content, recorded.writing),
        Stage.TRANSLATE: _problems(
            recorded.translation,
            ngettext("{n} language", "{n} languages", languages).format(n=languages),
        ),
        Stage.AUDIENCE: ngettext("{n} person", "{n} people", people).format(n=grouped(people)),
        Stage.PREVIEW: _checked(recorded.check),
        Stage.TEST: _tested(recorded.test, equal),
        Stage.SIGN_OFF: place(_("{done} of {needed} signed"), done=counting, needed=needed),
        Stage.SEND: place(_("{done} of {total}"), done=grouped(done), total=grouped(people)),
        Stage.REPORT: _("Ready") if recorded.finished else _("After sending"),
    }


def _problems(findings: tuple[Finding, ...], fine: str) -> str:
    count = len(blocking(findings))
    if not count:
        return fine
    return ngettext("{n} to fix", "{n} to fix", count).format(n=count)


def _written(content: Content, findings: tuple[Finding, ...]) -> str:
    if len(find_unwritten(content.message)) > 1:
        return _("Nothing is written yet")
    return _problems(findings, _("Text is complete"))


def _checked(check: CheckSummary | None) -> str:
    if check is None:
        return _("Not checked yet")
    if blocking(check.findings):
        return _problems(check.findings, "")
    count = len(check.variants)
    return ngettext("{n} kind checked", "{n} kinds checked", count).format(n=count)


def _tested(test: TestSummary, equal: int) -> str:
    if not test.receipts:
        return _("Not sent yet")
    return place(_("{done} of {total} arrived"), done=equal, total=len(test.receipts))
