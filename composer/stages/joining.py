"""Somebody on another computer: a request to join, and the owner's answer to it.

The private key is made where it will sign and never leaves that place; what travels is its public
half, in a file whose words two people compare. Whoever works here already gets a further computer
by the same way: it is the address that says whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from composer import paths
from composer.audience.addresses import find_address_findings
from composer.errors import Blocked, FileRefused, SignatureRefused, UsageError
from composer.findings import blocking, finding
from composer.i18n import _
from composer.keychain import Keychain
from composer.model.clock import utc_now
from composer.model.person import DeviceKey, Person, Role, Roster
from composer.model.recipient import address_key
from composer.signoff.identities import key_entry, make_key, private_key_of
from composer.signoff.join_request import LARGEST_REQUEST, JoinRequest, read_request, write_request
from composer.signoff.roster import sign_roster
from composer.signoff.words import same_words
from composer.stages.desk import Desk
from composer.stages.list_lock import one_at_a_time
from composer.stages.own_keys import OwnIdentity, own_keychain, own_keys, remember_identity
from composer.stages.owner_changes import Act, keep_people
from composer.stages.people import require_role, require_roster
from composer.stages.trust import owner_signing
from composer.store.files import write_atomically

OWN_REQUEST = "request.join"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What the owner decides about a request: the roles, the languages, the words as compared."""

    roles: frozenset[Role]
    locales: tuple[str, ...] = ()
    words: str


def ask_to_join(
    keychain: Keychain, file: Path, *, name: str, email: str, device: str
) -> JoinRequest:
    """Make a key here and write the request about it; without the file there is no key either.

    Raises:
        Blocked: no mail could reach this address.
        UsageError: a name that cannot be seen.
    """
    name, email, device = name.strip(), email.strip(), device.strip()
    if not name or not device or not (name + device).isprintable():
        raise UsageError(_("A person and their computer need a name, on one line."))
    problems = blocking(find_address_findings(email))
    if problems:
        raise Blocked(problems)
    public_key = make_key(keychain)
    try:
        content = write_request(
            name=name,
            email=email,
            device=device,
            key=private_key_of(public_key, keychain),
            issued_at=utc_now(),
        )
        write_atomically(file, content)
    except BaseException:
        keychain.delete(key_entry(public_key))
        raise
    return read_request(content)


def ask_without_workspace(file: Path, *, name: str, email: str, device: str) -> JoinRequest:
    """Make a key for somebody who has no workspace; it stands beside the own data folder."""
    request = ask_to_join(own_keychain(), file, name=name, email=email, device=device)
    remember_identity(
        OwnIdentity(name=request.name, email=request.email, public_key=request.public_key)
    )
    write_atomically(_own_request_file(), read_small_file(file, most=LARGEST_REQUEST))
    return request


def read_own_request() -> JoinRequest | None:
    """Give the last request made here without a workspace, if its key can still be used."""
    try:
        request = read_request_file(_own_request_file())
    except (FileRefused, SignatureRefused):
        return None
    return request if any(key.public_key == request.public_key for key in own_keys()) else None


def save_own_request(file: Path, *, name: str, email: str, device: str) -> JoinRequest:
    """Write the last request again while it says the same of a person; else make another."""
    former = read_own_request()
    if former is None or (former.name, former.email) != (name.strip(), email.strip()):
        return ask_without_workspace(file, name=name, email=email, device=device)
    write_atomically(file, read_small_file(_own_request_file(), most=LARGEST_REQUEST))
    return former


def read_request_file(file: Path) -> JoinRequest:
    """Read a request to join.

    Raises:
        FileRefused: it cannot be read.
        SignatureRefused: it is no request.
    """
    return read_request(read_small_file(file, most=LARGEST_REQUEST))


@one_at_a_time
def admit(desk: Desk, request: JoinRequest, admission: Admission, *, by: Person) -> bool:
    """Put whoever asked into the signed list; False while it waits for the other owner.

    Raises:
        Blocked: the words differ, the key is known, no role was given, or `by` is no owner.
    """
    require_role(by, Role.OWNER)
    if not same_words(admission.words, request.words):
        raise Blocked([finding("people.words_differ")])
    before = require_roster(desk)
    people = _with_request(before, request, admission)
    signing = owner_signing(desk, by)
    envelope = sign_roster(people, previous=before, signing=signing)
    act = Act(by=by, action="people.admit", details={"key": request.public_key})
    return keep_people(desk, envelope, signing=signing, act=act)


@one_at_a_time
def revoke_keys(desk: Desk, email: str, *, key: str | None, reason: str, by: Person) -> bool:
    """Take away what a person's keys count for: one key, or all; False while it waits.

    `key` is how the key begins, or the name of its computer.

    Raises:
        Blocked: not an owner, the very key that signs this, or the last owner.
        UsageError: nobody or no key is meant by this, or no reason was given.
    """
    require_role(by, Role.OWNER)
    if not reason.strip():
        raise UsageError(_("Say why, in a few words: it stands in the signed list."))
    before = require_roster(desk)
    person = _person_called(before, email)
    lost = _keys_called(person, key)
    signing = owner_signing(desk, by)
    changed = _without(person, lost, at=signing.issued_at, reason=reason.strip())
    people = [changed if item is person else item for item in before.people]
    if not any(item.has(Role.OWNER) for item in people):
        raise Blocked([finding("people.last_owner", name=person.name)])
    if signing.public_key in lost:
        raise Blocked([finding("people.own_key", name=by.name)])
    envelope = sign_roster(people, previous=before, signing=signing)
    act = Act(by=by, action="people.revoke", details={"keys": sorted(lost)})
    return keep_people(desk, envelope, signing=signing, act=act)


def read_small_file(file: Path, *, most: int) -> bytes:
    """Read a file from outside that must not be larger than `most`.

    Raises:
        FileRefused: it is, or it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(most + 1)
    except OSError:
        content = b""
    if not content or len(content) > most:
        raise FileRefused([finding("people.file_unreadable", where={"file": str(file)})])
    return content


def _own_request_file() -> Path:
    return paths.own_folder() / OWN_REQUEST


def _with_request(before: Roster, request: JoinRequest, admission: Admission) -> list[Person]:
    if before.person_of(request.public_key) is not None:
        raise Blocked([finding("people.key_known")])
    problems = blocking(find_address_findings(request.email))
    if problems:
        raise Blocked(problems)
    key = DeviceKey(public_key=request.public_key, device=request.device)
    known = _find_person(before, request.email)
    if known is None:
        if not admission.roles:
            raise Blocked([finding("people.roles_needed", name=request.name)])
        person = Person(
            name=request.name,
            email=request.email,
            public_key=request.public_key,
            roles=admission.roles,
            locales=admission.locales,
            keys=(key,),
        )
        return [*before.people, person]
    if not known.is_active and not admission.roles:
        raise Blocked([finding("people.roles_needed", name=known.name)])
    kept = {Role.OWNER} if known.has(Role.OWNER) else set()
    changed = replace(
        known,
        keys=(*known.device_keys, key),
        roles=frozenset(admission.roles | kept) if admission.roles else known.roles,
        locales=admission.locales or known.locales,
    )
    return [changed if item is known else item for item in before.people]


def _find_person(roster: Roster, email: str) -> Person | None:
    wanted = address_key(email)
    return next((item for item in roster.people if address_key(item.email) == wanted), None)


def _person_called(roster: Roster, email: str) -> Person:
    person = _find_person(roster, email)
    if person is None:
        raise UsageError(
            _("Nobody here has this address."), advice=_("See who works here: composer people list")
        )
    return person


def _keys_called(person: Person, wanted: str | None) -> frozenset[str]:
    active = [key for key in person.device_keys if key.revoked_at is None]
    found = [
        key.public_key
        for key in active
        if wanted is None or key.device == wanted or (wanted and key.public_key.startswith(wanted))
    ]
    if not found or (wanted is not None and len(found) > 1):
        raise UsageError(
            _("No key that counts, or more than one, is called this."),
            advice=_("See the keys: composer people list"),
        )
    return frozenset(found)


def _without(person: Person, lost: frozenset[str], *, at: datetime, reason: str) -> Person:
    keys: Sequence[DeviceKey] = tuple(
        replace(key, revoked_at=at, reason=reason) if key.public_key in lost else key
        for key in person.device_keys
    )
    return replace(person, keys=tuple(keys))
