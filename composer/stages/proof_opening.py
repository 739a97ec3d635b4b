"""A reviewer's own desk: opening a `.proof` without the workspace, and signing what was shown.

Everything about the team comes from the file and is checked (`signoff.proof_checking`); the key,
what is pinned of the owner, and what this person saw and signed before are this computer's own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from composer.errors import Blocked, FileRefused
from composer.findings import Finding, finding
from composer.model.clock import utc_now
from composer.model.identifiers import Digest
from composer.model.person import Person
from composer.proofs.canonical import digest_of
from composer.proofs.manifest import Manifest, read_manifest
from composer.signoff.age_files import decrypt_with
from composer.signoff.approval_file import (
    ApprovalFile,
    read_approval_file,
    write_approval_file,
)
from composer.signoff.approvals import (
    comment_digest,
    find_approval_findings,
    find_reviewer_findings,
    sign_decision,
)
from composer.signoff.dsse import payload_of
from composer.signoff.eligibility import WAIVED_ALONE, find_rule_findings
from composer.signoff.identities import require_one_person_per_account
from composer.signoff.pins import Pin, Pins, pin_owner, raise_pins, read_pins
from composer.signoff.proof_checking import CheckedProof, ShownKind, check_proof
from composer.signoff.proof_file import LARGEST_FILE, read_proof_file
from composer.signoff.statements import DecisionStatement, StatementKind
from composer.signoff.words import owner_words, same_words
from composer.stages.own_keys import OwnKey
from composer.store.own_reviews import OwnDecision, OwnReview, OwnReviews

OVERHEAD = 1024 * 1024  # what encryption adds
STILL_TO_SEE = "signoff.not_shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedProof:
    """A proof file in front of one person. `person` has the roles that the owner gave them.

    `newer_at`: a file of this campaign that was made later had another version in it.
    `before` is the version that the person approved last or, where they never did, the one that the
    team approved last; `before_is_own` tells which.
    """

    checked: CheckedProof
    person: Person
    required: tuple[ShownKind, ...]
    newer_at: datetime | None
    before: Manifest | None
    before_is_own: bool

    @property
    def proof(self) -> str:
        """The version's fingerprint."""
        return self.checked.manifest.digest


class ProofDesk:
    """One opened file, and what its reader does with it. Blocking; safe from several threads."""

    def __init__(
        self, opened: OpenedProof, *, key: OwnKey, reviews: OwnReviews, now: Callable[[], datetime]
    ) -> None:
        self.opened = opened
        self._key = key
        self._reviews = reviews
        self._now = now
        self._writing = threading.Lock()

    @property
    def review(self) -> OwnReview:
        """What is remembered of this campaign now."""
        contents = self.opened.checked.contents
        return self._reviews.get(
            workspace=contents.workspace, campaign=contents.campaign, person=self._key.public_key
        )

    @property
    def is_practice(self) -> bool:
        """Whether the key is a practice workspace's, so that nothing of this matters."""
        return bool(self._key.practice_of)

    @property
    def owner_known(self) -> bool:
        """Whether the owner's key is known on this computer."""
        return self._pins() is not None

    def trust_owner(self, written: str) -> None:
        """Believe the owner from now on: somebody compared the words with them.

        Raises:
            Blocked: what was written down are not this owner's words.
        """
        checked = self.opened.checked
        if not same_words(written, owner_words(checked.owner_key)):
            raise Blocked([finding("proof_file.owner_differs")])
        self.take_owner()

    def take_owner(self) -> None:
        """Pin the owner and their lists, once somebody has said that the words are theirs."""
        checked, workspace = self.opened.checked, self.opened.checked.contents.workspace
        pin_owner(self._key.keychain, workspace, checked.owner_key)
        _raise_pins(self._key, checked)

    def record_shown(self, digests: Sequence[str]) -> None:
        """Remember that messages were displayed to this person."""
        with self._writing:
            self._reviews.keep(self.review.with_seen(digests))

    def keep_verdict(self, digest: str, *, is_right: bool) -> None:
        """Remember a tick, or take it away."""
        with self._writing:
            self._reviews.keep(self.review.with_verdict(digest, is_right=is_right))

    def standing_findings(self) -> tuple[Finding, ...]:
        """Say why this person may not approve, whatever they look at; empty means they may."""
        found = self.approval_findings()
        return tuple(item for item in found if item.code != STILL_TO_SEE)

    def approval_findings(self) -> tuple[Finding, ...]:
        """Say why this person may not approve now; empty means they may."""
        cannot = self._cannot_sign()
        if cannot:
            return cannot
        opened, seen = self.opened, self.review.seen
        checked = opened.checked
        required = [(kind.variant.recipient_id, kind.variant.digest) for kind in opened.required]
        found = find_approval_findings(
            opened.person,
            roster=checked.roster,
            authors=checked.contents.authors,
            shown=[pair for pair in required if pair[1] in seen],
            required_variants=required,
            proof_current=True,
            decisions=checked.decisions,
        )
        asked = checked.asked
        by_rules = find_rule_findings(
            opened.person, asked=asked, makers=checked.makers, tested=checked.contents.test.passed
        )
        waived = WAIVED_ALONE if asked.alone else frozenset[str]()
        return (*by_rules, *(item for item in found if item.code not in waived))

    def approve(self, *, comment: str = "") -> bytes:
        """Sign an approval; give the file that goes back.

        Raises:
            Blocked: this person may not approve it, or has not seen all of it.
        """
        problems = self.approval_findings()
        if problems:
            raise Blocked(problems)
        return self._decide(StatementKind.APPROVAL, comment)

    def reject(self, *, comment: str) -> bytes:
        """Sign that something is wrong; give the file that goes back.

        Raises:
            Blocked: this person is no reviewer there.
        """
        cannot = self._cannot_sign()
        if cannot:
            raise Blocked(cannot)
        opened = self.opened
        problems = find_reviewer_findings(
            opened.person, roster=opened.checked.roster, proof_current=True
        )
        if problems:
            raise Blocked(problems)
        return self._decide(StatementKind.REJECTION, comment)

    def take_back(self) -> bytes:
        """Take back what was signed here about this version; give the file that goes back.

        Raises:
            Blocked: nothing was, or it was taken back already.
        """
        if not self.own_decisions:
            raise Blocked([finding("signoff.nothing_to_revoke", name=self.opened.person.name)])
        return self._decide(StatementKind.REVOCATION, "")

    @property
    def own_decisions(self) -> tuple[ApprovalFile, ...]:
        """What was signed here about this version since anything was taken back."""
        said = [
            read_approval_file(write_approval_file(item.envelope, item.comment))
            for item in self.review.decisions
            if item.proof == self.opened.proof
        ]
        taken_back = {digest for item in said for digest in item.statement.revokes}
        return tuple(
            item
            for item in said
            if item.statement.kind is not StatementKind.REVOCATION
            and statement_digest(item.envelope) not in taken_back
        )

    def _decide(self, kind: StatementKind, comment: str) -> bytes:
        checked, review = self.opened.checked, self.review
        require_one_person_per_account(
            self._key.keychain,
            checked.contents.workspace,
            self.opened.person,
            practice_like=self.is_practice,
        )
        now = max(self._now(), checked.contents.made_at)
        statement = DecisionStatement(
            kind=kind,
            proof=checked.manifest.digest,
            campaign=checked.contents.campaign,
            workspace=checked.contents.workspace,
            person=self._key.public_key,
            roster_version=checked.roster.version,
            shown=tuple(
                (str(shown.variant.recipient_id), str(shown.variant.digest))
                for shown in self.opened.required
                if shown.variant.digest in review.seen
            ),
            comment_sha256=comment_digest(comment),
            issued_at=now,
            expires_at=now + checked.asked.expires,
            revokes=self._revoked() if kind is StatementKind.REVOCATION else (),
        )
        envelope = sign_decision(statement, private_key=self._key.private_key)
        approved = checked.manifest.bytes if kind is StatementKind.APPROVAL else b""
        decision = OwnDecision(proof=checked.manifest.digest, envelope=envelope, comment=comment)
        with self._writing:
            self._reviews.keep(self.review.with_decision(decision, approved=approved))
        return write_approval_file(envelope, comment)

    def _cannot_sign(self) -> tuple[Finding, ...]:
        """Say why nothing at all may be signed here; empty means it may."""
        if not self.owner_known:
            return (finding("proof_file.owner_unknown"),)
        if self.opened.checked.roster.revoked_at(self._key.public_key) is not None:
            return (finding("proof_file.revoked_key"),)
        return ()

    def _revoked(self) -> tuple[Digest, ...]:
        return tuple(statement_digest(item.envelope) for item in self.own_decisions)

    def _pins(self) -> Pins | None:
        return read_pins(self._key.keychain, self.opened.checked.contents.workspace)


def open_proof(
    content: bytes,
    *,
    keys: Sequence[OwnKey],
    reviews: OwnReviews,
    now: Callable[[], datetime] = utc_now,
) -> ProofDesk:
    """Open a file with the keys of this computer; everything in it is checked.

    Raises:
        Blocked: there is no key here.
        FileRefused: it is damaged, was made for others, or shows another content than it names.
        SignatureRefused: the owner's lists do not verify.
    """
    if not keys:
        raise Blocked([finding("proof_file.no_key")])
    contents = read_proof_file(decrypt_with([key.private_key for key in keys], content))
    usable = (key for key in keys if key.may_open(contents.workspace))
    key = next((key for key in usable if key.public_key in contents.asked), None)
    if key is None:
        raise FileRefused([finding("proof_file.not_for_you")])
    pins = read_pins(key.keychain, contents.workspace)
    checked = check_proof(contents, pins=pins, reader=key.public_key, now=now())
    if pins is not None:
        _raise_pins(key, checked)
    person = checked.person_of(key.public_key)
    review = reviews.get(
        workspace=contents.workspace, campaign=contents.campaign, person=key.public_key
    )
    newer_at = _newer_at(review, checked)
    if newer_at is None:
        review = replace(
            review,
            name=checked.manifest.text("campaign", "name"),
            newest_proof=checked.manifest.digest,
            newest_at=contents.made_at,
        )
        reviews.keep(review)
    opened = OpenedProof(
        checked=checked,
        person=person,
        required=checked.required_of(person),
        newer_at=newer_at,
        before=read_manifest(review.approved) if review.approved else checked.former,
        before_is_own=bool(review.approved),
    )
    return ProofDesk(opened, key=key, reviews=reviews, now=now)


def statement_digest(envelope: bytes) -> Digest:
    """Name a decision as revocations do: by its signed bytes."""
    return digest_of(payload_of(envelope)[1])


def read_limited(file: Path) -> bytes:
    """Read a file that somebody sent, unless it is larger than any proof file may be."""
    with file.open("rb") as stream:
        content = stream.read(LARGEST_FILE + OVERHEAD + 1)
    if len(content) > LARGEST_FILE + OVERHEAD:
        raise FileRefused([finding("proof_file.unreadable")])
    return content


def _newer_at(review: OwnReview, checked: CheckedProof) -> datetime | None:
    """Give when the file with the newest version was made, where that is not this one."""
    newest_at = review.newest_at
    is_older = (
        newest_at is not None
        and review.newest_proof != checked.manifest.digest
        and newest_at > checked.contents.made_at
    )
    return newest_at if is_older else None


def _raise_pins(key: OwnKey, checked: CheckedProof) -> None:
    roster = checked.roster
    raise_pins(
        key.keychain,
        checked.contents.workspace,
        roster=Pin(version=roster.version, digest=roster.digest),
        policy=Pin(version=checked.policy.version, digest=checked.policy.digest),
    )
