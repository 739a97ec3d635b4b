"""Changing the owners' lists: people, rules, test mailboxes; and when they must be signed again.

A change counts at once where one owner is enough. With two owners it lies as a proposal until the
other one signs it, too. Everything is verified before it is kept, and kept in one step, so that a
failure leaves the lists as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from composer.errors import Blocked, SignatureRefused
from composer.findings import Finding, finding
from composer.model.person import Person, Role, Roster
from composer.signoff.dsse import public_hex, sign
from composer.signoff.owner_changes import (
    LIST_KINDS,
    Part,
    counts_under,
    missing_owners,
    newest_head,
    pin_of,
    read_headed,
    read_proposal,
    signed_again,
    write_proposal,
)
from composer.signoff.owner_lists import Signing, chain_of
from composer.signoff.pins import pin_owner, raise_pins
from composer.signoff.roster import read_roster, verify_rosters
from composer.signoff.statements import StatementKind
from composer.stages.desk import Desk
from composer.stages.list_lock import one_at_a_time
from composer.stages.trust import (
    list_trust,
    owner_signing,
    pinned_trust,
    verified_roster,
    workspace_trust,
)

WARNED_BEFORE = timedelta(days=30)

Envelopes = dict[StatementKind, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the log says about a change."""

    by: Person
    action: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change that waits for `missing`; `digest` names it."""

    digest: str
    lists: tuple[str, ...]
    missing: tuple[Person, ...]
    people: tuple[Person, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """Where one of the owners' lists stands: its version, and until when it counts."""

    kind: str
    version: int
    expires_at: datetime | None


def stored_lists(desk: Desk) -> Envelopes:
    """Give the envelopes of all lists of the owners as they are kept."""
    return {kind: desk.statements.envelopes(kind.value, desk.folder.id) for kind in LIST_KINDS}


def keep_list(desk: Desk, kind: str, envelope: bytes, *, act: Act) -> bool:
    """Keep the next version of the rules or the test mailboxes; False while it waits."""
    return put_change(desk, [Part(kind=StatementKind(kind), envelopes=(envelope,))], act=act)


def keep_people(desk: Desk, envelope: bytes, *, signing: Signing, act: Act) -> bool:
    """Keep the next list of people; rules and mailboxes are signed again where it asks for that.

    Gives False while it waits for the other owner.
    """
    people = Part(kind=StatementKind.ROSTER, envelopes=(envelope,))
    owners = _owners_after([people])
    parts = [people]
    for kind in (StatementKind.POLICY, StatementKind.SEEDS):
        envelopes = stored_lists(desk)[kind]
        trust = list_trust(desk, kind.value)
        if envelopes and not counts_under(envelopes, kind, trust=trust, owners=owners):
            parts.append(signed_again(envelopes, kind, signing))
    return put_change(desk, parts, act=act)


def put_change(desk: Desk, parts: Sequence[Part], *, act: Act) -> bool:
    """Keep a change whole, or as a proposal while an owner's signature is missing.

    Raises:
        SignatureRefused: it does not follow from what is kept; nothing was changed.
    """
    before = verified_roster(desk)
    if before is not None and _missing(parts, before):
        desk.statements.add("proposal", desk.folder.id, write_proposal(parts), desk.now())
        _log(desk, act, action="lists.proposed")
        return False
    now = _extended(stored_lists(desk), parts)
    _require_verified(desk, now)
    envelopes = [(part.kind.value, envelope) for part in parts for envelope in part.envelopes]
    desk.statements.add_together(envelopes, subject=desk.folder.id, at=desk.now())
    _remember(desk, now)
    _log(desk, act)
    return True


def proposals(desk: Desk) -> tuple[Proposal, ...]:
    """List the changes that still wait and still follow from what counts now, oldest first."""
    before = verified_roster(desk)
    if before is None:
        return ()
    found = []
    for stored in desk.statements.all("proposal", desk.folder.id):
        parts = _fitting(desk, stored.envelope)
        missing = _missing(parts, before) if parts else ()
        if missing:
            found.append(
                Proposal(
                    digest=stored.sha256,
                    lists=tuple(part.kind.value for part in parts),
                    missing=missing,
                    people=_people_of(parts),
                    at=stored.at,
                )
            )
    return tuple(found)


@one_at_a_time
def cosign(desk: Desk, digest: str, *, by: Person) -> bool:
    """Put the other owner's signature under a change that waits; True when it counts now.

    Raises:
        Blocked: nothing of this name waits for this person.
    """
    waiting = {item.digest: item for item in proposals(desk)}
    item = waiting.get(digest)
    if item is None or by.public_key not in {owner.public_key for owner in item.missing}:
        raise Blocked([finding("people.nothing_to_sign", name=by.name)])
    before = verified_roster(desk)
    signing = owner_signing(desk, _as_in(item.people, by))
    stored = next(
        one for one in desk.statements.all("proposal", desk.folder.id) if one.sha256 == digest
    )
    owners = _owners_after(read_proposal(stored.envelope)) or (before.owners if before else ())
    parts = [
        _signed_too(part, signing, before=before, owners=owners)
        for part in read_proposal(stored.envelope)
    ]
    act = Act(by=by, action="lists.cosigned", details={"proposal": digest})
    return put_change(desk, parts, act=act)


@one_at_a_time
def sign_again(desk: Desk, *, by: Person) -> bool:
    """Sign all lists anew, so that they count for another year; False while that waits."""
    signing = owner_signing(desk, by)
    parts = [
        signed_again(envelopes, kind, signing)
        for kind, envelopes in stored_lists(desk).items()
        if envelopes
    ]
    return put_change(desk, parts, act=Act(by=by, action="lists.signed_again", details={}))


def list_states(desk: Desk) -> tuple[ListState, ...]:
    """Tell where each list stands that was ever signed."""
    heads = {kind: newest_head(envelopes) for kind, envelopes in stored_lists(desk).items()}
    return tuple(
        ListState(kind=kind.value, version=found[0].version, expires_at=found[0].expires_at)
        for kind, found in heads.items()
        if found is not None
    )


def list_findings(desk: Desk) -> list[Finding]:
    """Find lists that must be signed again: blocking once they expired, a note 30 days before."""
    now = desk.highest_now()
    found = []
    for state in list_states(desk):
        if state.expires_at is None:
            continue
        if now >= state.expires_at:
            found.append(finding(f"lists.expired_{state.kind}"))
        elif now >= state.expires_at - WARNED_BEFORE:
            date = state.expires_at.date().isoformat()
            found.append(finding("lists.expire_soon", date=date))
    return list(dict.fromkeys(found))


def _missing(parts: Sequence[Part], before: Roster) -> tuple[Person, ...]:
    owners = _owners_after(parts) or before.owners
    missing = {
        owner.public_key: owner
        for part in parts
        for owner in missing_owners(part, before=before, owners=owners)
    }
    return tuple(missing.values())


def _owners_after(parts: Sequence[Part]) -> tuple[Person, ...]:
    return tuple(person for person in _people_of(parts) if person.has(Role.OWNER))


def _people_of(parts: Sequence[Part]) -> tuple[Person, ...]:
    """Give whom a change would list; nobody where it leaves the list of people as it is."""
    for part in parts:
        if part.kind is StatementKind.ROSTER:
            return read_roster(part.payload).people
    return ()


def _as_in(people: Sequence[Person], person: Person) -> Person:
    return next((item for item in people if item.public_key == person.public_key), person)


def _fitting(desk: Desk, content: bytes) -> tuple[Part, ...]:
    """Read a proposal; empty where it follows from older lists than today's."""
    lists = stored_lists(desk)
    try:
        parts = read_proposal(content)
        for part in parts:
            newest = newest_head(lists[part.kind])
            version, digest = (newest[0].version, newest[1]) if newest else (0, "")
            head = read_headed(part.payload).head
            if (head.version, head.previous) != (version + 1, digest):
                return ()
    except SignatureRefused:
        return ()
    return parts


def _signed_too(
    part: Part, signing: Signing, *, before: Roster | None, owners: Sequence[Person]
) -> Part:
    key = public_hex(signing.owner_key.public_key())
    if before is None:
        return part
    lacking = missing_owners(part, before=before, owners=owners)
    if not any(key in owner.active_keys for owner in lacking):
        return part
    envelope = sign(part.kind.payload_type, part.payload, signing.owner_key)
    return replace(part, envelopes=(*part.envelopes, envelope))


def _extended(lists: Envelopes, parts: Sequence[Part]) -> Envelopes:
    more = {part.kind: part.envelopes for part in parts}
    return {kind: (*envelopes, *more.get(kind, ())) for kind, envelopes in lists.items()}


def _require_verified(desk: Desk, lists: Envelopes) -> None:
    """Require that the lists verify as they will be read from now on."""
    rosters = lists[StatementKind.ROSTER]
    first = workspace_trust(desk, rosters[0])
    roster = verify_rosters(rosters, trust=pinned_trust(first, "roster", desk))
    for kind in (StatementKind.POLICY, StatementKind.SEEDS):
        trust = pinned_trust(first.under(roster), kind.value, desk)
        chain_of(lists[kind], kind, read_headed, trust)


def _remember(desk: Desk, lists: Envelopes) -> None:
    first = workspace_trust(desk, lists[StatementKind.ROSTER][0])
    pin_owner(desk.keychain, desk.folder.id, first.owner_key)
    raise_pins(
        desk.keychain,
        desk.folder.id,
        roster=pin_of(lists[StatementKind.ROSTER]),
        policy=pin_of(lists[StatementKind.POLICY]),
        seeds=pin_of(lists[StatementKind.SEEDS]),
    )


def _log(desk: Desk, act: Act, *, action: str = "") -> None:
    desk.audit.append(
        person=act.by.public_key, action=action or act.action, details={**act.details}
    )
