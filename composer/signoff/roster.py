"""The owner's signed lists: who works here, the rules for sign-off, and the test mailboxes.

Each list is a chain of versions 1, 2, 3 …; every version is whole, names the digest of the one
before, and is signed by the pinned owner's key. A gap, a fork, an older chain than the pinned one,
or one key under two names is refused, so that a person who can write the database but holds no key
can neither add a reviewer nor bring back yesterday's list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.model.identifiers import Digest
from composer.model.person import Person, Policy, Role, Roster, SeedList
from composer.model.recipient import address_key
from composer.proofs.canonical import digest_of
from composer.signoff.dsse import open_envelope, payload_of, public_hex, sign
from composer.signoff.pins import UNSEEN, Pin, require_not_lowered
from composer.signoff.statement_reading import read_policy, read_roster, read_seeds
from composer.signoff.statements import (
    ListHead,
    OwnerStatement,
    PolicyStatement,
    RosterStatement,
    SeedsStatement,
    StatementKind,
    write_policy,
    write_roster,
    write_seeds,
)

DEFAULT_POLICY = Policy(version=0, previous="", reviewers=1, expires_hours=72, digest="")
NO_SEEDS = SeedList(version=0, previous="", addresses=(), digest="")

S = TypeVar("S", bound=OwnerStatement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What every signature of the owner needs: for which workspace, with which key, when."""

    workspace: str
    owner_key: Ed25519PrivateKey
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a chain is verified against: the workspace, the pinned owner, the highest version."""

    workspace: str
    owner_key: str
    pin: Pin = UNSEEN


def sign_roster(people: Iterable[Person], *, previous: Roster | None, signing: Signing) -> bytes:
    """Sign the next roster; `previous` is None for the first.

    Raises:
        SignatureRefused: the roster breaks a rule of `verify_rosters`.
    """
    statement = RosterStatement(head=_next_head(previous, signing), people=tuple(people))
    _require_sound_people(statement, owner_key=public_hex(signing.owner_key.public_key()))
    payload = write_roster(statement)
    return sign(StatementKind.ROSTER.payload_type, payload, signing.owner_key)


def sign_policy(
    *, reviewers: int, expires_hours: int, previous: Policy | None, signing: Signing
) -> bytes:
    """Sign the next policy; a version 0 (the default) counts as none before.

    Raises:
        SignatureRefused: fewer than one reviewer or hour.
    """
    statement = PolicyStatement(
        head=_next_head(previous, signing), reviewers=reviewers, expires_hours=expires_hours
    )
    if reviewers < 1 or expires_hours < 1:
        _refuse(_("A policy asks for at least one reviewer and one hour."))
    payload = write_policy(statement)
    return sign(StatementKind.POLICY.payload_type, payload, signing.owner_key)


def sign_seeds(addresses: Iterable[str], *, previous: SeedList | None, signing: Signing) -> bytes:
    """Sign the next list of test mailboxes; a version 0 (empty) counts as none before.

    Raises:
        SignatureRefused: an address stands in the list twice.
    """
    statement = SeedsStatement(head=_next_head(previous, signing), addresses=tuple(addresses))
    _require_sound_addresses(statement)
    payload = write_seeds(statement)
    return sign(StatementKind.SEEDS.payload_type, payload, signing.owner_key)


def verify_rosters(envelopes: Iterable[bytes], *, trust: Trust) -> Roster:
    """Verify all rosters from version 1 on, in order, and give the newest.

    Raises:
        SignatureRefused: none, a gap, a fork, another signer, another workspace, one older than
            the pinned version, two people with one key or address, or the owner missing.
    """
    chain = _chain(envelopes, StatementKind.ROSTER, read_roster, trust)
    for statement, _digest in chain:
        _require_sound_people(statement, owner_key=trust.owner_key)
    if not chain:
        _refuse(_("This workspace has no signed list of people."))
    newest, digest = chain[-1]
    return Roster(
        version=newest.head.version,
        previous=newest.head.previous,
        people=newest.people,
        digest=digest,
    )


def verify_policies(envelopes: Iterable[bytes], *, trust: Trust) -> Policy:
    """Verify all policies in order and give the newest; the default while there is none.

    Raises:
        SignatureRefused: as `verify_rosters`; also when the pinned one is gone.
    """
    chain = _chain(envelopes, StatementKind.POLICY, read_policy, trust)
    if not chain:
        return DEFAULT_POLICY
    newest, digest = chain[-1]
    return Policy(
        version=newest.head.version,
        previous=newest.head.previous,
        reviewers=newest.reviewers,
        expires_hours=newest.expires_hours,
        digest=digest,
    )


def verify_seeds(envelopes: Iterable[bytes], *, trust: Trust) -> SeedList:
    """Verify all seed lists in order and give the newest; an empty one while there is none.

    Raises:
        SignatureRefused: as `verify_rosters`; also when the pinned one is gone.
    """
    chain = _chain(envelopes, StatementKind.SEEDS, read_seeds, trust)
    for statement, _digest in chain:
        _require_sound_addresses(statement)
    if not chain:
        return NO_SEEDS
    newest, digest = chain[-1]
    return SeedList(
        version=newest.head.version,
        previous=newest.head.previous,
        addresses=newest.addresses,
        digest=digest,
    )


def claimed_owner(first_roster: bytes) -> str:
    """Tell whose key the first roster names as the owner's, unverified: for the first sight only.

    Raises:
        SignatureRefused: it is no roster, or does not name exactly one owner.
    """
    _written_type, payload = payload_of(first_roster)
    owners = [person for person in read_roster(payload).people if person.has(Role.OWNER)]
    if len(owners) != 1:
        _refuse(_("The list of people must name exactly one owner, the one who signs it."))
    return owners[0].public_key


def _next_head(previous: Roster | Policy | SeedList | None, signing: Signing) -> ListHead:
    return ListHead(
        workspace=signing.workspace,
        version=previous.version + 1 if previous else 1,
        previous=previous.digest if previous else "",
        issued_at=signing.issued_at,
    )


def _chain(
    envelopes: Iterable[bytes], kind: StatementKind, read: Callable[[bytes], S], trust: Trust
) -> list[tuple[S, Digest]]:
    chain: list[tuple[S, Digest]] = []
    previous = ""
    for version, envelope in enumerate(envelopes, start=1):
        verified = open_envelope(
            envelope, payload_type=kind.payload_type, public_keys=(trust.owner_key,)
        )
        statement = read(verified.payload)
        head = statement.head
        if head.workspace != trust.workspace:
            _refuse(_("A list was signed for another workspace."))
        if head.version != version or head.previous != previous:
            _refuse(_("The versions of a list do not follow one another."))
        previous = digest_of(verified.payload)
        if version == trust.pin.version and previous != trust.pin.digest:
            _refuse(_("A list differs from the version that was seen here."))
        chain.append((statement, Digest(previous)))
    require_not_lowered(Pin(version=len(chain), digest=previous), trust.pin)
    return chain


def _require_sound_people(statement: RosterStatement, *, owner_key: str) -> None:
    people = statement.people
    if len({person.public_key for person in people}) != len(people):
        _refuse(_("Two people in the list of people have the same key."))
    if len({address_key(person.email) for person in people}) != len(people):
        _refuse(_("Two people in the list of people have the same address."))
    if not all(person.name.strip() and person.roles for person in people):
        _refuse(_("Everybody in the list of people needs a name and a role."))
    owners = {person.public_key for person in people if person.has(Role.OWNER)}
    if owners != {owner_key}:
        _refuse(_("The list of people must name exactly one owner, the one who signs it."))


def _require_sound_addresses(statement: SeedsStatement) -> None:
    keys = {address_key(address) for address in statement.addresses}
    if len(keys) != len(statement.addresses):
        _refuse(_("A test mailbox stands in the list twice."))


def _refuse(text: str) -> NoReturn:
    raise SignatureRefused(
        text, advice=_("Nothing was taken over. Ask the owner for the newest signed list.")
    )
