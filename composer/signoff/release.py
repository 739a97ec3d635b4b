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

from composer.errors import Blocked, SignatureRefused
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId, Digest
from composer.model.person import Policy, Role, Roster
from composer.proofs.evidence import TestEvidence, find_test_findings
from composer.proofs.manifest import Manifest, read_manifest
from composer.signoff.approvals import (
    About,
    Decision,
    Standing,
    in_force,
    verify_decisions,
)
from composer.signoff.statements import StatementKind

_BUILDER = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseInputs:
    """Everything a release is built from.

    `proof` and `manifest` are the digest and bytes as stored, None before a proof is frozen;
    `current` is the manifest made from the campaign as it is now; `decisions` are envelopes in the
    order they were stored; `authors` are public keys of everybody who changed sealed content since
    the last approved proof, and of whoever sealed it.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Leave to send one proof of one campaign until `expires_at`; made by `build_release` alone."""

    campaign_id: CampaignId
    proof: Digest
    manifest: bytes
    approvals: tuple[Decision, ...]
    expires_at: datetime
    roster_version: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """What the sealed and the present policy ask together: the stricter of both."""

    reviewers: int
    expires: timedelta
    variants: frozenset[tuple[str, str]]


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
    rules = _rules(manifest, inputs.policy)
    counted = _counted(_decisions(inputs, manifest), rules, inputs)
    return Release(
        campaign_id=manifest.campaign_id,
        proof=manifest.digest,
        manifest=manifest.bytes,
        approvals=counted,
        expires_at=_expiry(counted, rules),
        roster_version=inputs.roster.version,
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
        *_find_decision_findings(manifest, inputs),
    ]


def counted_approvals(inputs: ReleaseInputs) -> tuple[Decision, ...]:
    """Give the approvals that count towards the release, one for each person.

    Raises:
        SignatureRefused: a stored decision carries a signature that does not verify.
    """
    manifest = _stored_manifest(inputs)
    if manifest is None or not _is_current(manifest, inputs):
        return ()
    return _counted(_decisions(inputs, manifest), _rules(manifest, inputs.policy), inputs)


def approvals_needed(manifest: Manifest, policy: Policy) -> int:
    """Tell how many approvals a proof needs."""
    return _rules(manifest, policy).reviewers


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
    return same and manifest.text("policy", "digest") == inputs.policy.digest


def _rules(manifest: Manifest, policy: Policy) -> _Rules:
    hours = min(manifest.number("policy", "expires_hours"), policy.expires_hours)
    return _Rules(
        reviewers=max(manifest.number("policy", "reviewers"), policy.reviewers, 1),
        expires=timedelta(hours=hours),
        variants=frozenset(manifest.variants),
    )


def _decisions(inputs: ReleaseInputs, manifest: Manifest) -> tuple[Decision, ...]:
    about = About(proof=manifest.digest, campaign=inputs.campaign_id, workspace=inputs.workspace)
    return verify_decisions(inputs.decisions, about=about, roster=inputs.roster, now=inputs.now)


def _find_decision_findings(manifest: Manifest, inputs: ReleaseInputs) -> list[Finding]:
    decisions = _decisions(inputs, manifest)
    rules = _rules(manifest, inputs.policy)
    findings = [
        finding("send.rejected", name=decision.person.name)
        for decision in in_force(decisions, StatementKind.REJECTION)
    ]
    counted = _counted(decisions, rules, inputs)
    if len(counted) < rules.reviewers:
        return [*findings, *_find_too_few(decisions, len(counted), rules, inputs)]
    unseen = rules.variants - _seen(counted)
    if unseen or not rules.variants:
        findings.append(finding("send.not_all_shown", count=len(unseen)))
    return findings


def _find_too_few(
    decisions: Sequence[Decision], have: int, rules: _Rules, inputs: ReleaseInputs
) -> list[Finding]:
    approvals = [item for item in decisions if item.kind is StatementKind.APPROVAL]
    expired = any(
        item.standing is Standing.EXPIRED
        or (item.standing is Standing.IN_FORCE and _expires_at(item, rules) <= inputs.now)
        for item in approvals
    )
    findings = [
        finding("send.author_approved", name=item.person.name)
        for item in in_force(approvals, StatementKind.APPROVAL)
        if item.person.public_key in inputs.authors
    ]
    if expired:
        return [*findings, finding("send.expired", missing=rules.reviewers - have)]
    return [*findings, finding("send.not_approved", have=have, needed=rules.reviewers)]


def _counted(
    decisions: Iterable[Decision], rules: _Rules, inputs: ReleaseInputs
) -> tuple[Decision, ...]:
    """Keep one approval for each distinct public key of a distinct person who may approve."""
    by_key: dict[str, Decision] = {}
    for item in in_force(decisions, StatementKind.APPROVAL):
        key = item.person.public_key
        eligible = item.person.has(Role.REVIEWER) and key not in inputs.authors
        shown = set(item.statement.shown)
        if not eligible or not shown or not shown <= rules.variants:
            continue
        if _expires_at(item, rules) <= inputs.now:
            continue
        if key not in by_key or _expires_at(by_key[key], rules) < _expires_at(item, rules):
            by_key[key] = item
    return tuple(by_key.values())


def _expires_at(decision: Decision, rules: _Rules) -> datetime:
    """Give the end that is nearest: the person's own, or the policy's counted from the signing."""
    statement = decision.statement
    return min(statement.expires_at, statement.issued_at + rules.expires)


def _seen(approvals: Iterable[Decision]) -> set[tuple[str, str]]:
    return {variant for approval in approvals for variant in approval.statement.shown}


def _expiry(counted: Sequence[Decision], rules: _Rules) -> datetime:
    """Give the first moment at which those that have not expired are too few, or saw too little."""
    left = sorted(counted, key=lambda approval: _expires_at(approval, rules))
    while len(left) > rules.reviewers and rules.variants <= _seen(left[1:]):
        left = left[1:]
    return _expires_at(left[0], rules)
