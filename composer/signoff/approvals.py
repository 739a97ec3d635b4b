"""Approvals, rejections and revocations: what a person says about one proof, signed.

A decision counts only for the proof, campaign and workspace that it names, and only as the kind it
was signed as. A rejection stands until the person takes it back; an approval until it expires or is
taken back. What counts towards a release is decided in `release`; here is what was said, and who
may say it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.findings import Finding, finding
from composer.i18n import _
from composer.model.identifiers import Digest
from composer.model.person import Person, Role, Roster
from composer.proofs.canonical import digest_of
from composer.signoff.dsse import open_envelope, payload_of, public_hex, sign
from composer.signoff.statement_reading import read_decision
from composer.signoff.statements import (
    DECISION_KINDS,
    DecisionStatement,
    StatementKind,
    write_decision,
)

CLOCK_TOLERANCE = timedelta(minutes=10)
_KIND_OF_TYPE = {kind.payload_type: kind for kind in DECISION_KINDS}


class Standing(Enum):
    """Whether what somebody said still stands."""

    IN_FORCE = "in_force"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    KEY_REVOKED = "key_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a decision must name to be looked at."""

    proof: str
    campaign: str
    workspace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verified statement of a person of the roster; `digest` names it for revocations.

    `person` is one and the same whichever of their keys signed.
    """

    person: Person
    statement: DecisionStatement
    digest: Digest
    standing: Standing
    envelope: bytes

    @property
    def kind(self) -> StatementKind:
        """Approval, rejection or revocation."""
        return self.statement.kind


def sign_decision(statement: DecisionStatement, *, private_key: Ed25519PrivateKey) -> bytes:
    """Sign a decision with the key of the person it names.

    Raises:
        SignatureRefused: the key is somebody else's, or it is no decision.
    """
    if statement.kind not in DECISION_KINDS:
        raise SignatureRefused(_("Only a decision can be signed as a decision."))
    if public_hex(private_key.public_key()) != statement.person:
        raise SignatureRefused(
            _("A decision can be signed only with the key of the person it names."),
            advice=_("Choose the person whose key is on this computer."),
        )
    return sign(statement.kind.payload_type, write_decision(statement), private_key)


def verify_decisions(
    envelopes: Iterable[bytes], *, about: About, roster: Roster, now: datetime
) -> tuple[Decision, ...]:
    """Verify everything that was said about a proof, in order, and tell what still stands.

    Statements about something else, and of people who are not in the roster, are passed over: they
    count for nothing.

    Raises:
        SignatureRefused: an envelope is no decision, is not signed by the person it names, or was
            made under a newer roster than this one.
    """
    said: list[tuple[Person, DecisionStatement, Digest, bytes]] = []
    for envelope in envelopes:
        statement, digest = _open(envelope)
        here = (statement.proof, statement.campaign, statement.workspace)
        person = roster.person_of(statement.person)
        if person is None or here != (about.proof, about.campaign, about.workspace):
            continue
        if statement.roster_version > roster.version:
            raise SignatureRefused(
                _("A decision was made under a newer list of people than the one here."),
                advice=_("Take in the owner's newest list of people first."),
            )
        said.append((person, statement, digest, envelope))
    revoked = _taken_back(((who, statement, digest) for who, statement, digest, _e in said), roster)
    return tuple(
        Decision(
            person=person,
            statement=statement,
            digest=digest,
            standing=Standing.REVOKED
            if (person.public_key, digest) in revoked
            else _standing(statement, key_revoked_at=roster.revoked_at(statement.person), now=now),
            envelope=envelope,
        )
        for person, statement, digest, envelope in said
    )


def in_force(decisions: Iterable[Decision], kind: StatementKind) -> tuple[Decision, ...]:
    """Keep the decisions of one kind that still stand."""
    return tuple(
        decision
        for decision in decisions
        if decision.kind is kind and decision.standing is Standing.IN_FORCE
    )


def revocable(person: Person, decisions: Iterable[Decision]) -> tuple[Digest, ...]:
    """Name the person's own approvals and rejections that a revocation would take back."""
    return tuple(
        decision.digest
        for decision in decisions
        if decision.person.public_key == person.public_key
        and decision.kind is not StatementKind.REVOCATION
        and decision.standing is not Standing.REVOKED
    )


def find_approval_findings(
    person: Person,
    *,
    roster: Roster,
    authors: Collection[str],
    shown: Collection[tuple[str, str]],
    required_variants: Collection[tuple[str, str]],
    proof_current: bool,
    decisions: Sequence[Decision] = (),
) -> list[Finding]:
    """Find what keeps a person from approving now; empty means they may.

    `authors` are public keys of everybody who changed sealed content or sealed it; `shown` and
    `required_variants` hold (recipient id, message digest).
    """
    findings = find_reviewer_findings(person, roster=roster, proof_current=proof_current)
    if person.public_key in authors:
        findings.append(_author_finding(person, roster, authors))
    required = set(required_variants)
    seen = required & set(shown)
    if not required or seen != required:
        findings.append(
            finding("signoff.not_shown", name=person.name, seen=len(seen), count=len(required))
        )
    findings += [
        finding("signoff.already_rejected", name=decision.person.name)
        for decision in in_force(decisions, StatementKind.REJECTION)
    ]
    approvals = in_force(decisions, StatementKind.APPROVAL)
    if any(decision.person.public_key == person.public_key for decision in approvals):
        findings.append(finding("signoff.already_approved", name=person.name))
    return findings


def find_reviewer_findings(person: Person, *, roster: Roster, proof_current: bool) -> list[Finding]:
    """Find what keeps a person from deciding anything about the proof, a rejection included."""
    listed = roster.person_of(person.public_key)
    findings: list[Finding] = []
    if not proof_current:
        findings.append(finding("signoff.proof_changed"))
    if listed is None:
        findings.append(finding("signoff.not_in_roster", name=person.name))
    elif not listed.is_active:
        findings.append(finding("people.left", name=person.name))
    elif not listed.has(Role.REVIEWER):
        findings.append(finding("signoff.not_reviewer", name=person.name))
    return findings


def find_revocation_findings(person: Person, *, decisions: Sequence[Decision]) -> list[Finding]:
    """Find what keeps a person from taking back what they said."""
    if revocable(person, decisions):
        return []
    return [finding("signoff.nothing_to_revoke", name=person.name)]


def possible_reviewers(roster: Roster, authors: Collection[str]) -> tuple[Person, ...]:
    """Give everybody who may approve something that these authors wrote."""
    return tuple(
        person
        for person in roster.people
        if person.has(Role.REVIEWER) and person.public_key not in authors
    )


def comment_digest(comment: str) -> str:
    """Give what a statement holds of a comment."""
    return hashlib.sha256(comment.encode("utf-8")).hexdigest()


def _open(envelope: bytes) -> tuple[DecisionStatement, Digest]:
    written_type, payload = payload_of(envelope)
    kind = _KIND_OF_TYPE.get(written_type)
    if kind is None:
        raise SignatureRefused(
            _("A record among the decisions is not a decision."),
            advice=_("Somebody changed the workspace's files. Nothing leaves until it is cleared."),
        )
    claimed = read_decision(payload, kind=kind)
    verified = open_envelope(
        envelope, payload_type=kind.payload_type, public_keys=(claimed.person,)
    )
    return claimed, digest_of(verified.payload)


def _taken_back(
    said: Iterable[tuple[Person, DecisionStatement, Digest]], roster: Roster
) -> frozenset[tuple[str, str]]:
    """Give (person's key, digest of the statement) of everything that people took back.

    With a key that was lost since, an approval given before stays taken back: nobody's word counts
    again because their computer was lost. A rejection does not, for a thief may have taken it back.
    """
    known = tuple(said)
    approved_at = {
        digest: statement.issued_at
        for _person, statement, digest in known
        if statement.kind is StatementKind.APPROVAL
    }
    found: set[tuple[str, str]] = set()
    for person, statement, _digest in known:
        lost_at = roster.revoked_at(statement.person)
        for digest in statement.revokes:
            at = approved_at.get(Digest(digest))
            is_safe = at is not None and lost_at is not None and at <= statement.issued_at < lost_at
            if lost_at is None or is_safe:
                found.add((person.public_key, digest))
    return frozenset(found)


def _standing(
    statement: DecisionStatement, *, key_revoked_at: datetime | None, now: datetime
) -> Standing:
    """Tell what still stands; of a revoked key nothing does but a rejection made before.

    What somebody saw to be wrong is not right because their computer was lost afterwards.
    """
    if key_revoked_at is not None and (
        statement.kind is not StatementKind.REJECTION or statement.issued_at >= key_revoked_at
    ):
        return Standing.KEY_REVOKED
    if statement.kind is not StatementKind.APPROVAL:
        return Standing.IN_FORCE
    if statement.issued_at > now + CLOCK_TOLERANCE:
        return Standing.NOT_YET
    return Standing.IN_FORCE if now < statement.expires_at else Standing.EXPIRED


def _author_finding(person: Person, roster: Roster, authors: Collection[str]) -> Finding:
    others = ", ".join(other.name for other in possible_reviewers(roster, authors))
    if not others:
        return finding("signoff.no_reviewer", name=person.name)
    return finding("signoff.author", name=person.name, others=others)
