"""Whose signed lists are believed: the pinned owner's, and never an older version."""

from __future__ import annotations

from composer.errors import KeychainError
from composer.model.person import Person
from composer.signoff.identities import private_key_for, require_one_person_per_account
from composer.signoff.owner_lists import Signing, Trust
from composer.signoff.pins import Pins, read_pins
from composer.signoff.roster import claimed_owner
from composer.stages.desk import Desk


def owner_signing(desk: Desk, owner: Person) -> Signing:
    """Sign as the owner; from then on nobody else signs from this account (practice apart)."""
    require_one_person_per_account(
        desk.keychain, desk.folder.id, owner, practice_like=desk.folder.is_practice
    )
    return Signing(
        workspace=desk.folder.id,
        owner_key=private_key_for(owner, desk.keychain),
        issued_at=desk.now(),
    )


def workspace_trust(desk: Desk, first_roster: bytes) -> Trust:
    """Trust the pinned owner; where this computer never saw the workspace, the one it names.

    Whoever acts has a keychain, and with it the pin; only reading works without.
    """
    pins = pins_here(desk)
    owner = pins.owner_key if pins else claimed_owner(first_roster)
    return Trust(workspace=desk.folder.id, owner_key=owner)


def pinned_trust(trust: Trust, kind: str, desk: Desk) -> Trust:
    """Trust the owner, and no version of the list older than the pinned one."""
    pins = pins_here(desk)
    if pins is None:
        return trust
    pin = {"roster": pins.roster, "policy": pins.policy, "seeds": pins.seeds}[kind]
    return Trust(workspace=trust.workspace, owner_key=trust.owner_key, pin=pin)


def list_trust(desk: Desk, kind: str) -> Trust:
    """Give what a list of the owner is verified against."""
    rosters = desk.statements.envelopes("roster", desk.folder.id)
    if not rosters:
        return Trust(workspace=desk.folder.id, owner_key="")
    return pinned_trust(workspace_trust(desk, rosters[0]), kind, desk)


def pins_here(desk: Desk) -> Pins | None:
    """Give what is pinned of the workspace here; None without a keychain or at first sight."""
    try:
        return read_pins(desk.keychain, desk.folder.id)
    except KeychainError:
        return None
