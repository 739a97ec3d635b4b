"""Going on after a stop: what it asks of people, and a reviewer's signature for a difference.

After one's own pause nothing is asked. After a tripwire whoever resumes says why; where a test
mailbox received another message, or another address, than was approved, a reviewer signs for that
very stop, too. What the record's journal tells counts, not the hold that stands: a stop by hand
hides no tripwire. A new version needs no such signature, because people approve it as a whole.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from composer.delivery.watch import NEEDS_REASON, NEEDS_REVIEWER
from composer.errors import Blocked
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.resuming import ResumeNeeds
from composer.proofs.manifest import read_manifest
from composer.signoff.approvals import About
from composer.signoff.clearances import (
    Clearance,
    Difference,
    cleared,
    find_clearance_findings,
    sign_clearance,
)
from composer.signoff.counting import asked_of
from composer.signoff.identities import private_key_for
from composer.stages.authorship import authors
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.ended import record_of
from composer.stages.people import load_roster, require_may_sign
from composer.stages.policies import load_policy
from composer.store.statements import StatementKind
from composer.transports.handover import without_addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDifference:
    """An entry of the record that a reviewer signs for, and the number of the copy it is about."""

    difference: Difference
    copy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the record tells: codes since somebody last went on, and differences of one proof.

    `copies` are the numbers of the copies that any of the proof's holds is about.
    """

    codes: frozenset[str]
    differences: tuple[ToldDifference, ...]
    copies: frozenset[int]


def held_by(desk: Desk, campaign_id: CampaignId, proof: str) -> Held:
    """Read from the record what has held a campaign under a proof."""
    codes: set[str] = set()
    differences: list[ToldDifference] = []
    copies: set[int] = set()
    under = ""
    with record_of(desk, campaign_id) as view:
        for entry in view.turns() if view is not None else ():
            content = json.loads(entry.content)
            if entry.kind == "proof":
                under = content["proof"]
            elif entry.kind == "lift":
                codes.clear()
            else:
                codes.add(content["code"])
                if under == proof and "copy" in content["values"]:
                    copies.add(content["values"]["copy"])
                if content["code"] in NEEDS_REVIEWER and under == proof:
                    told = Difference(entry=entry.seq, hash=entry.hash, code=content["code"])
                    copy = content["values"].get("copy", 0)
                    differences.append(ToldDifference(difference=told, copy=copy))
    return Held(codes=frozenset(codes), differences=tuple(differences), copies=frozenset(copies))


def resume_needs(desk: Desk, campaign_id: CampaignId, proof: str) -> ResumeNeeds:
    """Say what going on under a proof asks for."""
    held = held_by(desk, campaign_id, proof)
    open_ones = uncleared_of(desk, campaign_id, proof, held)
    return ResumeNeeds(reason=bool(held.codes & NEEDS_REASON), uncleared=len(open_ones))


def uncleared_of(
    desk: Desk, campaign_id: CampaignId, proof: str, held: Held
) -> tuple[ToldDifference, ...]:
    """Give what held a campaign under a proof and no reviewer has signed for, oldest first."""
    done = _cleared(desk, campaign_id, proof, held)
    return tuple(told for told in held.differences if told.difference not in done)


def require_cleared(desk: Desk, campaign_id: CampaignId, proof: str) -> None:
    """Require that a reviewer signed for each difference; asked by whoever sends, and resumes.

    Raises:
        Blocked: `send.clearance_needed`.
    """
    uncleared = resume_needs(desk, campaign_id, proof).uncleared
    if uncleared:
        raise Blocked([finding("send.clearance_needed")])


def require_reason(desk: Desk, campaign_id: CampaignId, *, reason: str) -> None:
    """Require a reason where going on asks for one.

    Raises:
        Blocked: `send.reason_needed`.
    """
    if held_by(desk, campaign_id, "").codes & NEEDS_REASON and not reason:
        raise Blocked([finding("send.reason_needed")])


def clearance_findings(desk: Desk, campaign_id: CampaignId, *, by: Person) -> tuple[Finding, ...]:
    """Say why a person may not sign that sending may go on; empty means they may."""
    stored = desk.proofs.latest(campaign_id)
    if stored is None or not resume_needs(desk, campaign_id, stored.digest).uncleared:
        return (finding("send.nothing_to_clear"),)
    roster = load_roster(desk)
    known = roster.person_of(by.public_key) if roster is not None else None
    if roster is None or known is None:
        return (finding("signoff.not_in_roster", name=by.name),)
    return tuple(
        find_clearance_findings(
            known,
            roster=roster,
            makers=authors(desk, campaign_id),
            alone=_alone(desk, stored.manifest),
        )
    )


def clear_difference(
    desk: Desk, campaign_id: CampaignId, *, by: Person, words: str, copy: int = 0
) -> str:
    """Sign that sending may go on though what arrived differs; give the statement's digest.

    It is signed for one copy only: the one that was shown, or (0) the newest that waits for it.
    It does not resume: a sender does.

    Raises:
        Blocked: nothing differs, no words say why, or the person may not sign it.
    """
    said = " ".join(without_addresses(words).split())
    problems = list(clearance_findings(desk, campaign_id, by=by))
    if not said:
        problems.append(finding("send.reason_needed"))
    if problems:
        raise Blocked(problems)
    require_may_sign(desk, by, load_content(desk, campaign_id).campaign.transport)
    stored = desk.proofs.latest(campaign_id)
    assert stored is not None, "what differs is of a stored proof"
    proof = stored.digest
    open_ones = uncleared_of(desk, campaign_id, proof, held_by(desk, campaign_id, proof))
    seen = copy or open_ones[-1].copy
    shown = [told.difference for told in open_ones if told.copy == seen]
    if not shown:
        raise Blocked([finding("send.nothing_to_clear")])
    now = desk.highest_now()
    digests = []
    for difference in shown:
        clearance = Clearance(
            about=_about(desk, campaign_id, proof), difference=difference, words=said, issued_at=now
        )
        envelope = sign_clearance(clearance, private_key=private_key_for(by, desk.keychain))
        desk.statements.add(StatementKind.CLEARANCE, proof, envelope, now)
        digests.append(hashlib.sha256(envelope).hexdigest())
        desk.audit.append(
            person=by.public_key,
            action="send.clear",
            details={"proof": proof, "statement": digests[-1], "reason": said.replace("@", "(at)")},
        )
    return digests[-1]


def _cleared(desk: Desk, campaign_id: CampaignId, proof: str, held: Held) -> frozenset[Difference]:
    roster = load_roster(desk)
    if roster is None or not held.differences:
        return frozenset()
    return cleared(
        desk.statements.envelopes(StatementKind.CLEARANCE, proof),
        about=_about(desk, campaign_id, proof),
        roster=roster,
        makers=authors(desk, campaign_id),
        alone=_alone(desk, desk.proofs.proof(proof).manifest),
    )


def _about(desk: Desk, campaign_id: CampaignId, proof: str) -> About:
    return About(proof=proof, campaign=campaign_id, workspace=desk.folder.id)


def _alone(desk: Desk, manifest: bytes) -> str:
    roster = load_roster(desk)
    if roster is None:
        return ""
    return asked_of(read_manifest(manifest), load_policy(desk), roster).alone
