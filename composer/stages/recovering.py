"""The recovery key: made while all is well, used when an owner's key is lost.

The file is on the disk before the list of people names the key, so no list ever names a key that
nobody has. Using it revokes the lost keys, puts in one made here, and signs the rules and test
mailboxes with it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import Blocked, UsageError
from composer.findings import finding
from composer.i18n import _, place
from composer.model.person import DeviceKey, Person, Role, Roster
from composer.model.recipient import address_key
from composer.signoff.identities import key_entry, make_key, private_key_of
from composer.signoff.owner_lists import Signing
from composer.signoff.pins import pin_owner
from composer.signoff.recovery_file import (
    LARGEST_RECOVERY_FILE,
    RecoveryKey,
    read_recovery,
    write_recovery,
)
from composer.signoff.roster import sign_roster
from composer.stages.desk import Desk
from composer.stages.joining import read_small_file
from composer.stages.list_lock import one_at_a_time
from composer.stages.owner_changes import Act, keep_people
from composer.stages.people import require_role, require_roster
from composer.stages.trust import LIST_LIFE, owner_signing, require_one_person, workspace_trust
from composer.store.files import write_atomically


@one_at_a_time
def make_recovery(desk: Desk, file: Path, *, by: Person) -> bool:
    """Make a recovery key in place of a former one; False while the other owner must sign, too.

    Raises:
        Blocked: `by` is no owner.
        UsageError: the file is there already.
    """
    require_role(by, Role.OWNER)
    if file.exists():
        raise UsageError(_("This file is there already. Choose another name."))
    before = require_roster(desk)
    rosters = desk.statements.envelopes("roster", desk.folder.id)
    signing = owner_signing(desk, by)
    key = RecoveryKey(
        workspace=desk.folder.id,
        owner_key=workspace_trust(desk, rosters[0]).owner_key,
        private_key=Ed25519PrivateKey.generate(),
    )
    write_atomically(file, write_recovery(key))
    file.chmod(0o600)
    envelope = sign_roster(before.people, previous=before, signing=signing, recovery=key.public_key)
    act = Act(by=by, action="people.recovery_key", details={"key": key.public_key})
    return keep_people(desk, envelope, signing=signing, act=act)


@one_at_a_time
def recover(desk: Desk, file: Path, *, email: str | None, device: str) -> tuple[Person, bool]:
    """Put in a new key, made here, for an owner whose keys are lost; False while that waits.

    `email` says which owner, where there are two.

    Raises:
        Blocked: the key belongs to another workspace, or is not the one that the list names.
        UsageError: it is not clear which owner is meant.
    """
    recovery = read_recovery(read_small_file(file, most=LARGEST_RECOVERY_FILE))
    before = require_roster(desk)
    if recovery.workspace != desk.folder.id or recovery.public_key != before.recovery:
        raise Blocked([finding("people.recovery_differs")])
    pin_owner(desk.keychain, desk.folder.id, recovery.owner_key)
    owner = _owner_meant(before, email)
    require_one_person(desk, owner, practice_like=desk.folder.is_practice)
    public_key = make_key(desk.keychain)
    try:
        return owner, _replace_keys(desk, recovery, owner, public_key, device)
    except BaseException:
        desk.keychain.delete(key_entry(public_key))
        raise


def _replace_keys(
    desk: Desk, recovery: RecoveryKey, owner: Person, public_key: str, device: str
) -> bool:
    before = require_roster(desk)
    now = desk.highest_now()
    signing = Signing(
        workspace=desk.folder.id,
        owner_key=private_key_of(public_key, desk.keychain),
        issued_at=now,
        expires_at=now + LIST_LIFE,
    )
    lost = tuple(
        key if key.revoked_at else replace(key, revoked_at=now, reason="recovery")
        for key in owner.device_keys
    )
    new = replace(owner, keys=(*lost, DeviceKey(public_key=public_key, device=device)))
    envelope = sign_roster(
        [new if person is owner else person for person in _same(before, owner)],
        previous=before,
        signing=replace(signing, owner_key=recovery.private_key),
    )
    act = Act(by=owner, action="people.recovered", details={"key": public_key})
    return keep_people(desk, envelope, signing=signing, act=act)


def _same(roster: Roster, owner: Person) -> list[Person]:
    return [owner if item.public_key == owner.public_key else item for item in roster.people]


def _owner_meant(roster: Roster, email: str | None) -> Person:
    meant = [
        owner
        for owner in roster.owners
        if email is None or address_key(owner.email) == address_key(email)
    ]
    if len(meant) != 1:
        raise UsageError(
            place(_("Say whose key is lost; there are {count} owners."), count=len(roster.owners)),
            advice=_("Add --as EMAIL."),
        )
    return meant[0]
