"""Sign-off: who may decide, signing what they say, and what still keeps the release shut.

Authors may not approve. What counts is decided in `signoff/`; here it is given what is recorded.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from composer.errors import Blocked, SignatureRefused
from composer.findings import Finding, blocking, finding
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.overview import ApprovalState
from composer.model.person import Person, Roster
from composer.proofs.evidence import find_test_findings
from composer.proofs.manifest import Manifest, read_manifest
from composer.signoff.approvals import (
    About,
    Decision,
    Standing,
    comment_digest,
    find_approval_findings,
    find_reviewer_findings,
    find_revocation_findings,
    revocable,
    sign_decision,
    verify_decisions,
)
from composer.signoff.counting import asked_of
from composer.signoff.dsse import public_hex
from composer.signoff.eligibility import WAIVED_ALONE, find_rule_findings
from composer.signoff.identities import private_key_for
from composer.signoff.release import (
    Release,
    ReleaseInputs,
    build_release,
    counted_approvals,
    find_decision_findings,
    find_release_findings,
)
from composer.signoff.statements import DecisionStatement, StatementKind
from composer.stages.authorship import makers
from composer.stages.clock import clock_findings
from composer.stages.comments import keep_comment
from composer.stages.content import Content, load_content
from composer.stages.decisions_kept import find_kept_findings
from composer.stages.desk import Desk
from composer.stages.log_words import for_log
from composer.stages.owner_changes import list_findings
from composer.stages.people import (
    is_second_person,
    load_roster,
    require_may_sign,
    require_roster,
)
from composer.stages.policies import load_policy
from composer.stages.required_checks import check_findings, rules_of
from composer.stages.reviewing import current_proof, required_kinds, signed_as_shown
from composer.stages.sealing import ProofState, proof_state
from composer.stages.suppressed import suppressed_people, sync_findings
from composer.stages.suppressions_kept import list_kept_findings
from composer.stages.testing import test_evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deciding:
    """What a decision is made from: the campaign, its current proof, and who works here."""

    content: Content
    proof: Manifest
    roster: Roster
    decisions: tuple[Decision, ...]


def approval_findings(desk: Desk, campaign_id: CampaignId, *, by: Person) -> tuple[Finding, ...]:
    """Say why a person may not approve now; empty means they may."""
    try:
        deciding = _deciding(desk, campaign_id)
    except Blocked as blocked:
        return blocked.findings
    return tuple(_approval_findings(desk, deciding, by))


def approve(desk: Desk, campaign_id: CampaignId, *, by: Person, comment: str) -> tuple[str, int]:
    """Sign an approval of the current proof; give its digest and how many are still needed.

    Raises:
        Blocked: the person may not approve this.
    """
    deciding = _deciding(desk, campaign_id)
    transport = deciding.content.campaign.transport
    if is_second_person(desk, by, transport):
        require_may_sign(desk, by, transport)
    problems = _approval_findings(desk, deciding, by)
    if problems:
        raise Blocked(problems)
    digest = _decide(desk, deciding, StatementKind.APPROVAL, by=by, comment=comment)
    needed = rules_of(desk, deciding.content).reviewers
    inputs = release_inputs(desk, deciding.content, proof_state(desk, deciding.content))
    return digest, max(0, needed - len(counted_approvals(inputs)))


def reject(desk: Desk, campaign_id: CampaignId, *, by: Person, comment: str) -> str:
    """Sign a rejection of the current proof; it stands until taken back.

    Raises:
        Blocked: the person is no reviewer here.
    """
    deciding = _deciding(desk, campaign_id)
    problems = find_reviewer_findings(by, roster=deciding.roster, proof_current=True)
    if problems:
        raise Blocked(problems)
    return _decide(desk, deciding, StatementKind.REJECTION, by=by, comment=comment)


def revoke(desk: Desk, campaign_id: CampaignId, *, by: Person) -> str:
    """Take one's own approval or rejection of the current proof back.

    Raises:
        Blocked: there is nothing to take back.
    """
    deciding = _deciding(desk, campaign_id)
    problems = find_revocation_findings(by, decisions=deciding.decisions)
    if problems:
        raise Blocked(problems)
    return _decide(desk, deciding, StatementKind.REVOCATION, by=by, comment="")


def approval_states(desk: Desk, content: Content, proof: ProofState) -> tuple[ApprovalState, ...]:
    """List what was said about the current proof, and whether it counts."""
    roster = load_roster(desk)
    if roster is None or proof.stored is None or not proof.is_current:
        return ()
    try:
        decisions = _decisions(desk, content.record.id, proof.stored.digest, roster)
        counted = {item.digest for item in counted_approvals(release_inputs(desk, content, proof))}
    except SignatureRefused:
        return ()
    return tuple(
        ApprovalState(
            name=decision.person.name,
            email=decision.person.email,
            decision=decision.kind.value,
            at=decision.statement.issued_at,
            expires_at=decision.statement.expires_at,
            counts=decision.digest in counted,
        )
        for decision in decisions
        if decision.standing is not Standing.REVOKED
        and decision.kind is not StatementKind.REVOCATION
    )


def approvals_needed(desk: Desk, content: Content) -> int:
    """Tell how many approvals the campaign needs under the stricter of both policies."""
    return rules_of(desk, content).reviewers


def release_findings(desk: Desk, content: Content, proof: ProofState) -> list[Finding]:
    """Say what keeps the release from being built; a broken signature is one of them."""
    if load_roster(desk) is None:
        return [finding("send.not_sealed")]
    clock = clock_findings(desk)
    try:
        found = find_release_findings(release_inputs(desk, content, proof))
    except SignatureRefused:
        return [finding("signoff.signature_broken")]
    kept = find_kept_findings(desk, proof.stored.digest) if proof.stored else ()
    rules = check_findings(desk, content) if proof.is_current else ()
    return [
        *clock,
        *list_kept_findings(desk),
        *blocking(list_findings(desk)),
        *found,
        *kept,
        *rules,
        *blocking(sync_findings(desk, content.campaign)),
    ]


def decision_findings(desk: Desk, content: Content, proof: ProofState) -> list[Finding]:
    """Say what people's decisions lack now, from their stored bytes: also while a send runs.

    A decision that was taken out meanwhile is missed by the log.
    """
    if proof.stored is None:
        return [finding("send.not_sealed")]
    clock = clock_findings(desk)
    try:
        manifest = read_manifest(proof.stored.manifest)
        found = find_decision_findings(manifest, release_inputs(desk, content, proof))
    except SignatureRefused:
        return [finding("signoff.signature_broken")]
    kept = find_kept_findings(desk, proof.stored.digest)
    listed = list_kept_findings(desk, anew=True)
    return [*clock, *listed, *blocking(list_findings(desk)), *kept, *found]


def release(desk: Desk, content: Content) -> Release:
    """Build the release from what is stored, everything verified again.

    Raises:
        Blocked: with every finding that stands in the way.
    """
    proof = proof_state(desk, content)
    if proof.stored is not None:  # who is left out is what is looked at next, and nothing newer
        suppressed_people(desk, content, proof=proof.stored.digest)
    problems = [
        *list_kept_findings(desk, anew=True),
        *release_findings(desk, content, proof),
    ]
    if problems:
        raise Blocked(dict.fromkeys(problems))
    return build_release(release_inputs(desk, content, proof))


def release_inputs(desk: Desk, content: Content, proof: ProofState) -> ReleaseInputs:
    """Gather everything that a release is built from."""
    stored = proof.stored
    envelopes = desk.statements.envelopes("approval", stored.digest) if stored else ()
    made_by = makers(desk, content.record.id)
    return ReleaseInputs(
        workspace=desk.folder.id,
        campaign_id=content.record.id,
        proof=stored.digest if stored else None,
        manifest=stored.manifest if stored else None,
        current=proof.now,
        evidence=test_evidence(desk, stored.digest) if stored else None,
        decisions=envelopes,
        roster=require_roster(desk),
        policy=load_policy(desk),
        authors=made_by.authors,
        translators=made_by.translators,
        now=desk.highest_now(),
    )


def _deciding(desk: Desk, campaign_id: CampaignId) -> _Deciding:
    content = load_content(desk, campaign_id)
    proof = current_proof(desk, content)
    roster = require_roster(desk)
    return _Deciding(
        content=content,
        proof=proof,
        roster=roster,
        decisions=_decisions(desk, campaign_id, proof.digest, roster),
    )


def _decisions(
    desk: Desk, campaign_id: CampaignId, proof: str, roster: Roster
) -> tuple[Decision, ...]:
    about = About(proof=proof, campaign=campaign_id, workspace=desk.folder.id)
    envelopes = desk.statements.envelopes("approval", proof)
    return verify_decisions(envelopes, about=about, roster=roster, now=desk.highest_now())


def _approval_findings(desk: Desk, deciding: _Deciding, by: Person) -> list[Finding]:
    if is_second_person(desk, by, deciding.content.campaign.transport):
        return [finding("signoff.second_person_here", name=by.name)]
    required = [
        (kind.recipient_id, kind.digest) for kind in required_kinds(desk, deciding.content, by)
    ]
    clock = clock_findings(desk)
    made_by = makers(desk, deciding.content.record.id)
    asked = asked_of(deciding.proof, load_policy(desk), deciding.roster)
    found = find_approval_findings(
        by,
        roster=deciding.roster,
        authors=made_by.authors,
        shown=tuple(_seen(desk, deciding, by).items()),
        required_variants=required,
        proof_current=True,
        decisions=deciding.decisions,
    )
    evidence = test_evidence(desk, deciding.proof.digest)
    tested = not find_test_findings(evidence, manifest=deciding.proof)
    waived = WAIVED_ALONE if asked.alone else frozenset[str]()
    return [
        *clock,
        *find_rule_findings(by, asked=asked, makers=made_by, tested=tested),
        *(item for item in found if item.code not in waived),
    ]


def _seen(desk: Desk, deciding: _Deciding, by: Person) -> dict[RecipientId, Digest]:
    return signed_as_shown(desk, deciding.content.record.id, deciding.proof.digest, by=by)


def _decide(
    desk: Desk, deciding: _Deciding, kind: StatementKind, *, by: Person, comment: str
) -> str:
    require_may_sign(desk, by, deciding.content.campaign.transport)
    private_key = private_key_for(deciding.roster.person_of(by.public_key) or by, desk.keychain)
    sealed = set(deciding.proof.variants)
    seen = _seen(desk, deciding, by).items()
    hours = rules_of(desk, deciding.content).expires_hours
    now = desk.highest_now()
    statement = DecisionStatement(
        kind=kind,
        proof=deciding.proof.digest,
        campaign=deciding.content.record.id,
        workspace=desk.folder.id,
        person=public_hex(private_key.public_key()),
        roster_version=deciding.roster.version,
        shown=tuple((str(who), str(digest)) for who, digest in seen if (who, digest) in sealed),
        comment_sha256=comment_digest(comment),
        issued_at=now,
        expires_at=now + timedelta(hours=hours),
        revokes=revocable(by, deciding.decisions) if kind is StatementKind.REVOCATION else (),
    )
    envelope = sign_decision(statement, private_key=private_key)
    keep_comment(desk, comment)
    desk.statements.add("approval", deciding.proof.digest, envelope, now)
    digest = hashlib.sha256(envelope).hexdigest()
    desk.audit.append(
        person=by.public_key,
        action=f"signoff.{kind.value}",
        details={
            "proof": deciding.proof.digest,
            "statement": digest,
            "comment": for_log(comment),
        },
    )
    return digest
