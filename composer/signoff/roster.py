"""Who works here, as the owner signed it.

One key under two names, two people with one address, or a list without its owner is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from composer.i18n import _
from composer.model.person import Person, Role, Roster
from composer.model.recipient import address_key
from composer.proofs.canonical import JsonValue, canonical_bytes
from composer.signoff.dsse import payload_of, public_hex, sign
from composer.signoff.owner_lists import Signing, Trust, chain_of, next_head, refuse_list
from composer.signoff.statement_reading import Fields, read_head, refuse_statement
from composer.signoff.statements import ListHead, StatementKind, head_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterStatement:
    """The owner's word on who works here."""

    head: ListHead
    people: tuple[Person, ...]


def sign_roster(people: Iterable[Person], *, previous: Roster | None, signing: Signing) -> bytes:
    """Sign the next roster; `previous` is None for the first.

    Raises:
        SignatureRefused: the roster breaks a rule of `verify_rosters`.
    """
    statement = RosterStatement(head=next_head(previous, signing), people=tuple(people))
    _require_sound_people(statement, owner_key=public_hex(signing.owner_key.public_key()))
    payload = write_roster(statement)
    return sign(StatementKind.ROSTER.payload_type, payload, signing.owner_key)


def verify_rosters(envelopes: Iterable[bytes], *, trust: Trust) -> Roster:
    """Verify all rosters from version 1 on, in order, and give the newest.

    Raises:
        SignatureRefused: none, a gap, a fork, another signer, another workspace, one older than
            the pinned version, two people with one key or address, or the owner missing.
    """
    chain = chain_of(envelopes, StatementKind.ROSTER, read_roster, trust)
    for statement, _digest in chain:
        _require_sound_people(statement, owner_key=trust.owner_key)
    if not chain:
        refuse_list(_("This workspace has no signed list of people."))
    newest, digest = chain[-1]
    return Roster(
        version=newest.head.version,
        previous=newest.head.previous,
        people=newest.people,
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
        refuse_list(_("The list of people must name exactly one owner, the one who signs it."))
    return owners[0].public_key


def write_roster(statement: RosterStatement) -> bytes:
    """Write a roster's payload."""
    people: list[JsonValue] = [
        {
            "name": person.name,
            "email": person.email,
            "public_key": person.public_key,
            "roles": [*sorted(role.value for role in person.roles)],
            "locales": [*person.locales],
        }
        for person in statement.people
    ]
    return canonical_bytes({**head_fields(StatementKind.ROSTER, statement.head), "people": people})


def read_roster(payload: bytes) -> RosterStatement:
    """Read a roster's payload; raises SignatureRefused."""
    fields = Fields(payload)
    head = read_head(fields, StatementKind.ROSTER)
    people = tuple(_read_person(item) for item in fields.items("people"))
    fields.require_read()
    return RosterStatement(head=head, people=people)


def _read_person(item: JsonValue) -> Person:
    if not isinstance(item, dict):
        refuse_statement()
    fields = Fields(item)
    written = fields.texts("roles")
    known = {role.value: role for role in Role}
    if list(written) != sorted(set(written)) or not known.keys() >= set(written):
        refuse_statement()
    person = Person(
        name=fields.text("name"),
        email=fields.text("email"),
        public_key=fields.digest("public_key"),
        roles=frozenset(known[role] for role in written),
        locales=fields.texts("locales"),
    )
    fields.require_read()
    return person


def _require_sound_people(statement: RosterStatement, *, owner_key: str) -> None:
    people = statement.people
    if len({person.public_key for person in people}) != len(people):
        refuse_list(_("Two people in the list of people have the same key."))
    if len({address_key(person.email) for person in people}) != len(people):
        refuse_list(_("Two people in the list of people have the same address."))
    if not all(person.name.strip() and person.roles for person in people):
        refuse_list(_("Everybody in the list of people needs a name and a role."))
    owners = {person.public_key for person in people if person.has(Role.OWNER)}
    if owners != {owner_key}:
        refuse_list(_("The list of people must name exactly one owner, the one who signs it."))
