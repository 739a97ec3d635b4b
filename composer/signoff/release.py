"""The release: proof, receipts and enough approvals, verified together, in this one place.

`build_release` is the only way to a `Release`, and the dispatch takes nothing else for an audience.
It believes no stored word: the manifest is read from its bytes and compared with the one made from
the campaign as it is now, and every decision is verified from its envelope. No flag, role, setting
or deadline skips any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass
from datetime import datetime, timedelta
from math import ceil

from composer.errors import Blocked, SignatureRefused
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId, Digest
from composer.model.person import Roster
from composer.model.policy import Policy
from composer.proofs.effective_rules import rules_digest
from composer.proofs.evidence import TestEvidence, Verdict, find_test_findings
from composer.proofs.manifest import Manifest, read_manifest
from composer.proofs.permit import mailbox_key
from composer.signoff.approvals import (
    About,
    Decision,
    Standing,
    in_force,
    verify_decisions,
)
from composer.signoff.counting import (
    Count,
    Makers,
    asked_of,
    count_approvals,
    counts_at,
    expires_at,
    seen_by,
    stands_for,
)
from composer.signoff.statements import StatementKind

_BUILDER = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseInputs:
    """Everything a release is built from.

    `proof` and `manifest` are the digest and bytes as stored, None before a proof is frozen;
    `current` is the manifest made from the campaign as it is now; `decisions` are envelopes in the
    order they were stored; `authors` are public keys of everybody who changed sealed content since
    the last approved proof, and of whoever sealed it; `translators` are (language, public key) of
    everybody who did nothing but translate.
    """

    workspace: str
    campaign_id: CampaignId
    proof: Digest | None
    manifest: bytes | None
    current: Manifest | None
    evidence: TestEvidence | None
    decisions: tuple[bytes, ...]
    roster: Roster
    policy: Policy
    authors: frozenset[str]
    now: datetime
    translators: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Leave to send one proof of one campaign until `expires_at`; made by `build_release` alone.

    `not_independent` is the reason why nobody but its author approved it; "" is the rule.
    """

    campaign_id: CampaignId
    proof: Digest
    manifest: bytes
    approvals: tuple[Decision, ...]
    expires_at: datetime
    roster_version: int
    not_independent: str = ""
    builder: InitVar[object]

    def __post_init__(self, builder: object) -> None:
        if builder is not _BUILDER:
            raise TypeError("a release is made by build_release alone")

    def require_in_force(self, now: datetime) -> None:
        """Require that the approvals still count: at start, on resuming and before each batch.

        Raises:
            Blocked: `send.expired`.
        """
        if now >= self.expires_at:
            raise Blocked([finding("send.expired", missing=1)])


def build_release(inputs: ReleaseInputs) -> Release:
    """Verify everything and give the release.

    Raises:
        Blocked: with every finding that stands in the way.
        SignatureRefused: a stored decision carries a signature that does not verify.
    """
    findings = find_release_findings(inputs)
    manifest = _stored_manifest(inputs)
    if findings or manifest is None:
        raise Blocked(findings or [finding("send.not_sealed")])
    counted = _count(manifest, inputs, _decisions(inputs, manifest))
    return Release(
        campaign_id=manifest.campaign_id,
        proof=manifest.digest,
        manifest=manifest.bytes,
        approvals=counted.approvals,
        expires_at=_expiry(counted),
        roster_version=inputs.roster.version,
        not_independent=counted.asked.alone if _is_own(counted) else "",
        builder=_BUILDER,
    )


def find_release_findings(inputs: ReleaseInputs) -> list[Finding]:
    """Find what keeps the release from being built; empty means it can be.

    Raises:
        SignatureRefused: a stored decision carries a signature that does not verify.
    """
    if inputs.proof is None or inputs.manifest is None:
        return [finding("send.not_sealed")]
    manifest = _stored_manifest(inputs)
    if manifest is None:
        return [finding("send.proof_damaged")]
    if not _is_current(manifest, inputs):
        return [finding("send.proof_changed")]
    return [
        *find_test_findings(inputs.evidence, manifest=manifest),
        *_find_too_few_receipts(manifest, inputs),
        *find_decision_findings(manifest, inputs),
    ]


def find_decision_findings(manifest: Manifest, inputs: ReleaseInputs) -> list[Finding]:
    """Find what people's decisions lack; asked again before each batch, while a send runs.

    Also that the owner's rules are no longer those under which people decided.

    Raises:
        SignatureRefused: a stored decision carries a signature that does not verify.
    """
    decisions = _decisions(inputs, manifest)
    findings = [
        finding("send.rejected", name=decision.person.name)
        for decision in in_force(decisions, StatementKind.REJECTION)
    ]
    if not _has_rules_of(manifest, inputs.policy):
        findings.append(finding("send.proof_changed"))
    counted = _count(manifest, inputs, decisions)
    if not counted.is_enough:
        return [*findings, *_find_too_few(decisions, counted, inputs.now)]
    if counted.unseen or not counted.asked.variants:
        findings.append(finding("send.not_all_shown", count=len(counted.unseen)))
    until = counted.waits_until
    if until is not None and inputs.now < until:
        hours = ceil((until - inputs.now) / timedelta(hours=1))
        findings.append(finding("send.waiting", hours=hours, until=_written(until)))
    return findings


def counted_approvals(inputs: ReleaseInputs) -> tuple[Decision, ...]:
    """Give the approvals that count towards the release, one for each person.

    Raises:
        SignatureRefused: a stored decision carries a signature that does not verify.
    """
    counted = counted_for(inputs)
    return counted.approvals if counted is not None else ()


def counted_for(inputs: ReleaseInputs) -> Count | None:
    """Count the approvals of the stored proof; None while it is not the current one.

    Raises:
        SignatureRefused: a stored decision carries a signature that does not verify.
    """
    manifest = _stored_manifest(inputs)
    if manifest is None or not _is_current(manifest, inputs):
        return None
    return _count(manifest, inputs, _decisions(inputs, manifest))


def _stored_manifest(inputs: ReleaseInputs) -> Manifest | None:
    """Read the stored manifest; None when it is missing, or not the one that its digest names."""
    if inputs.proof is None or inputs.manifest is None:
        return None
    try:
        manifest = read_manifest(inputs.manifest)
        belongs = manifest.campaign_id == inputs.campaign_id
    except SignatureRefused:
        return None
    return manifest if belongs and manifest.digest == inputs.proof else None


def _is_current(manifest: Manifest, inputs: ReleaseInputs) -> bool:
    current = inputs.current
    same = current is not None and (current.digest, current.bytes) == (
        manifest.digest,
        manifest.bytes,
    )
    return same and _has_rules_of(manifest, inputs.policy)


def _has_rules_of(manifest: Manifest, policy: Policy) -> bool:
    return manifest.text("policy", "rules") == rules_digest(policy)


def _count(manifest: Manifest, inputs: ReleaseInputs, decisions: Iterable[Decision]) -> Count:
    return count_approvals(
        decisions,
        asked=asked_of(manifest, inputs.policy, inputs.roster),
        makers=Makers(authors=inputs.authors, translators=inputs.translators),
        now=inputs.now,
    )


def _decisions(inputs: ReleaseInputs, manifest: Manifest) -> tuple[Decision, ...]:
    about = About(proof=manifest.digest, campaign=inputs.campaign_id, workspace=inputs.workspace)
    return verify_decisions(inputs.decisions, about=about, roster=inputs.roster, now=inputs.now)


def _find_too_few_receipts(manifest: Manifest, inputs: ReleaseInputs) -> list[Finding]:
    """Find that fewer mailboxes than asked for hold an equal message."""
    needed = asked_of(manifest, inputs.policy, inputs.roster).receipts
    receipts = inputs.evidence.receipts if inputs.evidence is not None else ()
    equal = {mailbox_key(item.seed) for item in receipts if item.verdict is Verdict.EQUAL}
    tested = {mailbox_key(item.seed) for item in receipts}
    if len(equal) >= needed or len(equal) < len(tested) or not tested:
        return []  # enough, or what has not arrived is named already
    return [finding("send.too_few_receipts", have=len(equal), needed=needed)]


def _find_too_few(decisions: Sequence[Decision], counted: Count, now: datetime) -> list[Finding]:
    asked, have = counted.asked, len(counted.approvals)
    approvals = [item for item in decisions if item.kind is StatementKind.APPROVAL]
    standing = in_force(approvals, StatementKind.APPROVAL)
    expired = any(
        item.standing is Standing.EXPIRED
        or (item.standing is Standing.IN_FORCE and not counts_at(item, asked, now))
        for item in approvals
    )
    findings = [
        finding("send.author_approved", name=item.person.name)
        for item in standing
        if item.person.public_key in counted.makers.authors and not asked.alone
    ]
    findings += [
        finding("send.not_in_pool", name=item.person.name)
        for item in standing
        if stands_for(item.person, asked.approvers) is None
    ]
    if expired:
        return [*findings, finding("send.expired", missing=asked.reviewers - have)]
    return [*findings, finding("send.not_approved", have=have, needed=asked.reviewers)]


def _is_own(counted: Count) -> bool:
    """Whether somebody approved what they made, as only a team of one may."""
    return any(item.person.public_key in counted.makers.authors for item in counted.approvals)


def _expiry(counted: Count) -> datetime:
    """Give the first moment at which those that have not expired are too few, or saw too little."""
    asked, makers = counted.asked, counted.makers
    left = sorted(counted.approvals, key=lambda approval: expires_at(approval, asked))
    while len(left) > asked.reviewers and asked.variants <= seen_by(left[1:], asked, makers):
        left = left[1:]
    return expires_at(left[0], asked)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
