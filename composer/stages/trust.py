"""Whose signed lists are believed: the pinned owner's, and never an older version.

Also: who may sign from this account, and how an owner signs. A pin is read before its list: whoever
changes a list keeps it first and then raises the pin, so that no reader takes one for put back.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from composer.errors import Blocked, KeychainError
from composer.findings import finding
from composer.model.person import Person, Roster
from composer.signoff.accounts import remember_signer
from composer.signoff.identities import private_key_for, require_one_person_per_account
from composer.signoff.owner_lists import Signing, Trust
from composer.signoff.pins import Pins, read_pins
from composer.signoff.roster import claimed_owner, verify_rosters
from composer.stages.desk import Desk

LIST_LIFE = timedelta(days=365)
"""How long an owner's list counts before it must be signed again."""


def verified_roster(desk: Desk) -> Roster | None:
    """Verify and give the newest roster; None in a workspace without people."""
    envelopes = desk.statements.envelopes("roster", desk.folder.id)
    if not envelopes:
        return None
    trust = pinned_trust(workspace_trust(desk, envelopes[0]), "roster", desk)
    return verify_rosters(desk.statements.envelopes("roster", desk.folder.id), trust=trust)


def owner_signing(desk: Desk, owner: Person) -> Signing:
    """Sign as the owner; from then on nobody else signs from this account (practice apart)."""
    if not desk.folder.is_practice:
        require_known_owner(desk)
    require_one_person(desk, owner, practice_like=desk.folder.is_practice)
    now = desk.highest_now()
    return Signing(
        workspace=desk.folder.id,
        owner_key=private_key_for(owner, desk.keychain),
        issued_at=now,
        expires_at=now + LIST_LIFE,
    )


def require_known_owner(desk: Desk) -> None:
    """Require that the owner's words were compared on this computer before anything is signed.

    Raises:
        Blocked: `people.owner_not_compared`.
        KeychainError: the password store cannot be opened, so nobody can tell.
    """
    if not desk.statements.envelopes("roster", desk.folder.id):
        return
    if read_pins(desk.keychain, desk.folder.id) is None:
        raise Blocked([finding("people.owner_not_compared")])


def require_one_person(desk: Desk, person: Person, *, practice_like: bool) -> None:
    """Require that this account and its keychain sign as nobody else; the refusal is recorded.

    Raises:
        Blocked: `signoff.second_person_here`.
    """
    try:
        require_one_person_per_account(
            desk.keychain, desk.folder.id, person, practice_like=practice_like
        )
        if not practice_like:
            _require_account_of(desk, person)
    except Blocked:
        desk.audit.append(
            person=person.public_key, action="signoff.second_person_refused", details={}
        )
        raise


def _require_account_of(desk: Desk, person: Person) -> None:
    if remember_signer(desk.folder.id, person.public_key) != person.public_key:
        raise Blocked([finding("signoff.second_person_here", name=person.name)])


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
    return replace(trust, pin=pin)


def list_trust(desk: Desk, kind: str) -> Trust:
    """Give what the rules or the test mailboxes are verified against: today's owners."""
    rosters = desk.statements.envelopes("roster", desk.folder.id)
    roster = verified_roster(desk)
    if roster is None:
        return Trust(workspace=desk.folder.id, owner_key="")
    return pinned_trust(workspace_trust(desk, rosters[0]).under(roster), kind, desk)


def pins_here(desk: Desk) -> Pins | None:
    """Give what is pinned of the workspace here; None without a keychain or at first sight.

    A store that is locked or gone later on, in the night of a send, takes back nothing it has said.
    """
    with suppress(KeychainError):
        desk.known_pins = read_pins(desk.keychain, desk.folder.id) or desk.known_pins
    return desk.known_pins
