"""Decisions that come from another computer, and those that go to one.

What comes is taken over whole or not at all: it must be about the version that is frozen now, be
signed by a key of the owner's list, and say that its person was shown every kind of message that
they have to see. Each refusal names what is wrong. Whether it counts is decided at the release,
from the stored bytes, as for every decision.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from composer.errors import Blocked, NotFound
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Roster
from composer.proofs.evidence import find_test_findings
from composer.proofs.manifest import Manifest
from composer.signoff.approval_file import ApprovalFile, read_approval_file, write_approval_file
from composer.signoff.approvals import (
    CLOCK_TOLERANCE,
    About,
    Decision,
    Standing,
    find_approval_findings,
    find_reviewer_findings,
    find_revocation_findings,
    verify_decisions,
)
from composer.signoff.counting import asked_of
from composer.signoff.eligibility import WAIVED_ALONE, find_rule_findings
from composer.signoff.release import counted_approvals
from composer.signoff.statements import StatementKind
from composer.stages.authorship import makers
from composer.stages.comments import comment_of, keep_comment
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import require_roster
from composer.stages.policies import load_policy
from composer.stages.reviewing import current_proof, required_kinds
from composer.stages.sealing import proof_state
from composer.stages.signing import approvals_needed, release_inputs
from composer.stages.testing import test_evidence
from composer.store.files import write_atomically

ANSWERED_OTHERWISE = frozenset({"signoff.not_shown", "signoff.already_approved"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A decision that came from elsewhere: whose, about what, and what they wrote."""

    campaign_id: CampaignId
    campaign: str
    name: str
    decision: str
    comment: str
    still_needed: int


def export_approval(desk: Desk, campaign_id: CampaignId, out: Path, *, by: Person) -> str:
    """Write what a person last signed about the current proof; give which decision it is.

    Raises:
        Blocked: they have signed nothing about it.
    """
    content = load_content(desk, campaign_id)
    proof = current_proof(desk, content)
    own = [
        decision
        for decision in _decisions(desk, content, proof, require_roster(desk))
        if decision.person.public_key == by.public_key
    ]
    if not own:
        raise Blocked([finding("proof_file.not_decided")])
    newest = own[-1]
    comment = comment_of(desk, newest.statement.comment_sha256)
    write_atomically(out, write_approval_file(newest.envelope, comment))
    return newest.kind.value


def import_approval(desk: Desk, written: bytes, *, by: Person) -> TakenIn:
    """Take a decision in; `by` is who dropped it here.

    Raises:
        FileRefused: it is no such file, or was damaged.
        SignatureRefused: its signature does not verify, or its list of people is newer than ours.
        Blocked: it is about something else, or says too little.
    """
    came = read_approval_file(written)
    content = _content_of(desk, came)
    roster = require_roster(desk)
    decision = _verified(desk, came, roster)
    proof = _proof_of(desk, content, decision)
    known = _decisions(desk, content, proof, roster)
    problems = _find_problems(desk, content, proof, decision=decision, known=known, roster=roster)
    if problems:
        raise Blocked(problems)
    keep_comment(desk, came.comment)
    desk.statements.add("approval", proof.digest, came.envelope, desk.now())
    desk.audit.append(
        person=by.public_key,
        action="signoff.taken_in",
        details={
            "campaign": content.record.id,
            "proof": proof.digest,
            "statement": hashlib.sha256(came.envelope).hexdigest(),
            "decision": decision.kind.value,
            "signed_by": decision.person.public_key,
        },
    )
    counted = counted_approvals(release_inputs(desk, content, proof_state(desk, content)))
    return TakenIn(
        campaign_id=content.record.id,
        campaign=content.campaign.name,
        name=decision.person.name,
        decision=decision.kind.value,
        comment=came.comment,
        still_needed=max(0, approvals_needed(desk, content) - len(counted)),
    )


def _content_of(desk: Desk, came: ApprovalFile) -> Content:
    if came.statement.workspace != desk.folder.id:
        raise Blocked([finding("approval_file.other_workspace")])
    try:
        return load_content(desk, CampaignId(came.statement.campaign))
    except NotFound:
        raise Blocked([finding("approval_file.other_campaign")]) from None


def _verified(desk: Desk, came: ApprovalFile, roster: Roster) -> Decision:
    """Verify the signature under a key of the list; raises SignatureRefused and Blocked."""
    statement = came.statement
    about = About(proof=statement.proof, campaign=statement.campaign, workspace=statement.workspace)
    found = verify_decisions([came.envelope], about=about, roster=roster, now=desk.highest_now())
    if not found:
        raise Blocked([finding("approval_file.not_in_roster")])
    return found[0]


def _proof_of(desk: Desk, content: Content, decision: Decision) -> Manifest:
    """Give the current proof, which must be the one that the decision is about."""
    state = proof_state(desk, content)
    if not state.is_current or state.now is None or state.now.digest != decision.statement.proof:
        raise Blocked(
            [
                finding(
                    "approval_file.other_proof",
                    name=decision.person.name,
                    campaign=content.campaign.name,
                )
            ]
        )
    return state.now


def _find_problems(
    desk: Desk,
    content: Content,
    proof: Manifest,
    *,
    decision: Decision,
    known: tuple[Decision, ...],
    roster: Roster,
) -> list[Finding]:
    name = decision.person.name
    if any(item.digest == decision.digest for item in known):
        return [finding("approval_file.known", name=name)]
    if decision.standing is Standing.KEY_REVOKED:
        return [finding("approval_file.revoked_key", name=name)]
    if decision.statement.issued_at > desk.highest_now() + CLOCK_TOLERANCE:
        return [finding("approval_file.from_the_future", name=name)]
    match decision.kind:
        case StatementKind.APPROVAL:
            return _find_approval_problems(
                desk, content, proof, decision=decision, known=known, roster=roster
            )
        case StatementKind.REVOCATION:
            return find_revocation_findings(decision.person, decisions=known)
        case _:
            return find_reviewer_findings(decision.person, roster=roster, proof_current=True)


def _find_approval_problems(
    desk: Desk,
    content: Content,
    proof: Manifest,
    *,
    decision: Decision,
    known: tuple[Decision, ...],
    roster: Roster,
) -> list[Finding]:
    person, statement = decision.person, decision.statement
    made_by = makers(desk, content.record.id)
    found = []
    if decision.standing is Standing.EXPIRED:
        found.append(finding("approval_file.expired", name=person.name))
    asked = asked_of(proof, load_policy(desk), roster)
    if statement.issued_at < _frozen_at(desk, content, proof) - CLOCK_TOLERANCE:
        found.append(finding("approval_file.before_the_freeze", name=person.name))
    if statement.expires_at - statement.issued_at > asked.expires:
        found.append(finding("approval_file.lasts_too_long", name=person.name))
    required = {
        (str(kind.recipient_id), str(kind.digest)) for kind in required_kinds(desk, content, person)
    }
    seen = required & set(statement.shown)
    if seen != required or not required or not set(statement.shown) <= set(proof.variants):
        found.append(
            finding(
                "approval_file.not_all_shown",
                name=person.name,
                seen=len(seen),
                count=len(required),
            )
        )
    found += [
        item
        for item in find_approval_findings(
            person,
            roster=roster,
            authors=made_by.authors,
            shown=statement.shown,
            required_variants=required,
            proof_current=True,
            decisions=known,
        )
        if item.code not in ANSWERED_OTHERWISE
    ]
    tested = not find_test_findings(test_evidence(desk, proof.digest), manifest=proof)
    found += find_rule_findings(person, asked=asked, makers=made_by, tested=tested)
    waived = WAIVED_ALONE if asked.alone else frozenset[str]()
    return [item for item in found if item.code not in waived]


def _frozen_at(desk: Desk, content: Content, proof: Manifest) -> datetime:
    """Tell when a version was first frozen: an older approval would have ended a waiting time."""
    sealings = desk.proofs.all(content.record.id)
    return min(item.at for item in sealings if item.digest == proof.digest)


def _decisions(
    desk: Desk, content: Content, proof: Manifest, roster: Roster
) -> tuple[Decision, ...]:
    about = About(proof=proof.digest, campaign=content.record.id, workspace=desk.folder.id)
    envelopes = desk.statements.envelopes("approval", proof.digest)
    return verify_decisions(envelopes, about=about, roster=roster, now=desk.highest_now())
