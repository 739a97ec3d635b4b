"""Who took somebody off the do-not-write list, signed: the only way in which an entry may go.

A row of the list could be deleted by anybody who can write the database, and the message would
reach somebody who must not get it. An entry counts as taken off only where a person signed its
number who may do that: the owner or a sender, and of people who were erased or are forbidden by law
only the owner. Numbers are never given twice, so that an old signature covers no newer entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.model.person import Role, Roster
from composer.proofs.canonical import JsonValue, canonical_bytes
from composer.signoff.dsse import open_envelope, public_hex, sign
from composer.signoff.statement_reading import Fields, read_moment, refuse_statement
from composer.signoff.statements import write_moment

REMOVAL_TYPE = "application/vnd.composer.removal.v1+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """These entries of a workspace's do-not-write list may be gone."""

    workspace: str
    numbers: frozenset[int]
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The numbers that may be gone: taken off by a sender or an owner, and by an owner."""

    by_anybody: frozenset[int] = frozenset()
    by_owner: frozenset[int] = frozenset()


def sign_removal(removal: Removal, *, private_key: Ed25519PrivateKey) -> bytes:
    """Sign that these entries are taken off."""
    numbers: list[JsonValue] = [*sorted(removal.numbers)]
    payload = canonical_bytes(
        {
            "type": "removal",
            "workspace": removal.workspace,
            "person": public_hex(private_key.public_key()),
            "numbers": numbers,
            "issued_at": write_moment(removal.issued_at),
        }
    )
    return sign(REMOVAL_TYPE, payload, private_key)


def read_removals(envelopes: Iterable[bytes], *, workspace: str, roster: Roster) -> Removed:
    """Give what was taken off by people who may; anything else counts for nothing.

    Somebody who left had the right before: a key that was revoked since still counts for what it
    signed until then.
    """
    keys = [key.public_key for person in roster.people for key in person.device_keys]
    by_anybody: set[int] = set()
    by_owner: set[int] = set()
    for envelope in envelopes:
        try:
            verified = open_envelope(envelope, payload_type=REMOVAL_TYPE, public_keys=keys)
            removal = _read(verified.payload, key=verified.public_key)
        except SignatureRefused:
            continue
        roles = _roles_at(verified.public_key, removal.issued_at, roster)
        if removal.workspace == workspace and roles & {Role.OWNER, Role.SENDER}:
            by_anybody |= removal.numbers
            by_owner |= removal.numbers if Role.OWNER in roles else frozenset()
    return Removed(by_anybody=frozenset(by_anybody), by_owner=frozenset(by_owner))


def _roles_at(key: str, at: datetime, roster: Roster) -> frozenset[Role]:
    """Give what the person of a key may do, as far as the key was theirs at that time."""
    person, revoked_at = roster.person_of(key), roster.revoked_at(key)
    if person is None or (revoked_at is not None and at >= revoked_at):
        return frozenset()
    return person.roles


def _read(payload: bytes, *, key: str) -> Removal:
    fields = Fields(payload)
    if fields.text("type") != "removal" or fields.digest("person") != key:
        refuse_statement()
    removal = Removal(
        workspace=fields.text("workspace"),
        numbers=fields.counts("numbers"),
        issued_at=read_moment(fields.text("issued_at")),
    )
    fields.require_read()
    return removal
