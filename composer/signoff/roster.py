"""Who works here, as the owner signed it.

One key under two names, two people with one address, or a list without its owner is refused, and
so is a version in which somebody or some key of the one before is missing, or has become another
person's: whoever left stays named, with the moment from which their keys count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from composer.i18n import _
from composer.model.person import DeviceKey, Person, Role, Roster
from composer.proofs.canonical import JsonObject, JsonValue, canonical_bytes
from composer.signoff.dsse import payload_of, public_hex, sign
from composer.signoff.owner_lists import Signing, Trust, judged_chain, next_head, refuse_list
from composer.signoff.roster_rules import (
    RosterJudge,
    keys_allowed,
    require_continued,
    require_sound_people,
)
from composer.signoff.statement_reading import Fields, read_head, read_moment, refuse_statement
from composer.signoff.statements import ListHead, StatementKind, head_fields, write_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterStatement:
    """The owner's word on who works here; `recovery` is a public key or ""."""

    head: ListHead
    people: tuple[Person, ...]
    recovery: str = ""


def sign_roster(
    people: Iterable[Person],
    *,
    previous: Roster | None,
    signing: Signing,
    recovery: str | None = None,
) -> bytes:
    """Sign the next roster; `previous` is None for the first, `recovery` stays when not given.

    Raises:
        SignatureRefused: the roster breaks a rule of `verify_rosters`.
    """
    kept = previous.recovery if previous else ""
    statement = RosterStatement(
        head=next_head(previous, signing),
        people=tuple(people),
        recovery=kept if recovery is None else recovery,
    )
    signer = public_hex(signing.owner_key.public_key())
    require_sound_people(statement)
    if previous is not None:
        require_continued(previous, statement)
    if signer not in keys_allowed(previous, statement, first=signer):
        refuse_list(_("The list of people is signed by somebody who is no owner."))
    if previous is None:
        RosterJudge(signer).require_enough(None, statement, {signer})
    payload = write_roster(statement)
    return sign(StatementKind.ROSTER.payload_type, payload, signing.owner_key)


def verify_rosters(envelopes: Iterable[bytes], *, trust: Trust) -> Roster:
    """Verify all rosters from version 1 on, in order, and give the newest.

    Raises:
        SignatureRefused: none, a gap, a fork, another signer, another workspace, one older than
            the pinned version, two people with one key or address, or an owner missing.
    """
    judge = RosterJudge(trust.owner_key)
    chain = judged_chain(envelopes, StatementKind.ROSTER, read_roster, trust=trust, judge=judge)
    if not chain:
        refuse_list(_("This workspace has no signed list of people."))
    newest, digest = chain[-1]
    return Roster(
        version=newest.head.version,
        previous=newest.head.previous,
        people=newest.people,
        digest=digest,
        expires_at=newest.head.expires_at,
        owner_keys=tuple(judge.owner_keys),
        recovery=newest.recovery,
    )


def claimed_owner(first_roster: bytes) -> str:
    """Tell whose key the first roster names as the owner's, unverified: for the first sight only.

    Raises:
        SignatureRefused: it is no roster, or does not name exactly one owner.
    """
    _written_type, payload = payload_of(first_roster)
    owners = [person for person in read_roster(payload).people if person.has(Role.OWNER)]
    if len(owners) != 1:
        refuse_list(_("The first list of people must name exactly one owner, who signs it."))
    return owners[0].public_key


def write_roster(statement: RosterStatement) -> bytes:
    """Write a roster's payload."""
    content: JsonObject = {"people": [_person_fields(person) for person in statement.people]}
    if statement.recovery:
        content["recovery"] = statement.recovery
    return canonical_bytes({**head_fields(StatementKind.ROSTER, statement.head), **content})


def read_roster(payload: bytes) -> RosterStatement:
    """Read a roster's payload; raises SignatureRefused."""
    fields = Fields(payload)
    head = read_head(fields, StatementKind.ROSTER)
    people = tuple(_read_person(item) for item in fields.items("people"))
    recovery = fields.digest("recovery") if fields.has("recovery") else ""
    fields.require_read()
    statement = RosterStatement(head=head, people=people, recovery=recovery)
    require_sound_people(statement)
    return statement


def _person_fields(person: Person) -> JsonObject:
    content: JsonObject = {
        "name": person.name,
        "email": person.email,
        "public_key": person.public_key,
        "roles": [*sorted(role.value for role in person.roles)],
        "locales": [*person.locales],
    }
    if person.keys:
        content["keys"] = [_key_fields(key) for key in person.keys]
    return content


def _key_fields(key: DeviceKey) -> JsonObject:
    revoked_at = "" if key.revoked_at is None else write_moment(key.revoked_at)
    return {
        "public_key": key.public_key,
        "device": key.device,
        "revoked_at": revoked_at,
        "reason": key.reason,
    }


def _read_person(item: JsonValue) -> Person:
    if not isinstance(item, dict):
        refuse_statement()
    fields = Fields(item)
    written = fields.texts("roles")
    known = {role.value: role for role in Role}
    if list(written) != sorted(set(written)) or not known.keys() >= set(written):
        refuse_statement()
    keys = fields.items("keys") if fields.has("keys") else None
    person = Person(
        name=fields.text("name"),
        email=fields.text("email"),
        public_key=fields.digest("public_key"),
        roles=frozenset(known[role] for role in written),
        locales=fields.texts("locales"),
        keys=tuple(_read_key(key) for key in keys or ()),
    )
    fields.require_read()
    if keys == [] or person.public_key != person.device_keys[0].public_key:
        refuse_statement()
    return person


def _read_key(item: JsonValue) -> DeviceKey:
    if not isinstance(item, dict):
        refuse_statement()
    fields = Fields(item)
    revoked = fields.text("revoked_at")
    key = DeviceKey(
        public_key=fields.digest("public_key"),
        device=fields.text("device"),
        revoked_at=read_moment(revoked) if revoked else None,
        reason=fields.text("reason"),
    )
    fields.require_read()
    return key
