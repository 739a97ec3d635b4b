"""People: whom the owner signs, and who acts here.

The first person added owns the workspace; their key is pinned in the password store at once, so
that nobody who can write the database alone can put in another owner.
"""

from __future__ import annotations

import os
from dataclasses import replace

from composer.audience.addresses import find_address_findings
from composer.errors import Blocked, KeychainError, NotFound, UsageError
from composer.findings import blocking, finding
from composer.i18n import _, place
from composer.model.campaign import TransportSettings
from composer.model.overview import PersonHere
from composer.model.person import Person, Role, Roster
from composer.model.recipient import address_key
from composer.signoff.identities import create_identity, key_here, signs_as_another
from composer.signoff.roster import sign_roster
from composer.stages.desk import Desk
from composer.stages.list_lock import one_at_a_time
from composer.stages.owner_changes import Act, keep_people
from composer.stages.trust import (
    owner_signing,
    require_known_owner,
    require_one_person,
    verified_roster,
    workspace_trust,
)

WRITERS = (Role.TRANSLATOR, Role.AUTHOR, Role.OWNER)
"""Who may write translations, and the words that the team has for them."""


def load_roster(desk: Desk) -> Roster | None:
    """Verify and give the newest roster; None in a workspace without people."""
    return verified_roster(desk)


def require_roster(desk: Desk) -> Roster:
    """Give the newest roster.

    Raises:
        NotFound: the workspace has no people yet.
    """
    roster = load_roster(desk)
    if roster is None:
        raise NotFound(
            _("Nobody works in this workspace yet."),
            advice=_("Add the owner first: composer people add NAME EMAIL --role owner,author"),
        )
    return roster


def people_here(desk: Desk) -> tuple[PersonHere, ...]:
    """List the people, and whose key is on this computer."""
    roster = load_roster(desk)
    if roster is None:
        return ()
    return tuple(_person_here(desk, person) for person in roster.people)


def resolve_person(desk: Desk, email: str | None) -> Person:
    """Find who acts: by address, else the only person with a key here.

    Raises:
        UsageError: nobody, or more than one person, could be meant.
    """
    lines = people_here(desk)
    if email is not None:
        wanted = address_key(email)
        for line in lines:
            if address_key(line.person.email) == wanted:
                return line.person
        raise UsageError(
            place(_("Nobody here has the address {email}."), email=email),
            advice=_("See who works here: composer people list"),
        )
    with_key = [line.person for line in lines if line.has_key]
    if len(with_key) == 1:
        return with_key[0]
    raise UsageError(
        _("Say who you are.") if with_key else _("No signing key is on this computer."),
        advice=_("Add --as EMAIL, or set COMPOSER_AS. People: composer people list"),
    )


def require_role(person: Person, *roles: Role) -> None:
    """Require one of the roles.

    Raises:
        Blocked: `people.role_needed`, or `people.left` for somebody whose keys are all revoked.
    """
    if not person.is_active:
        raise Blocked([finding("people.left", name=person.name)])
    if not any(person.has(role) for role in roles):
        wanted = " / ".join(role.value for role in roles)
        raise Blocked([finding("people.role_needed", name=person.name, role=wanted)])


def require_known_role(desk: Desk, by: Person, *roles: Role) -> None:
    """Require a role of the person as the owner lists them: a caller may say anything.

    Raises:
        Blocked: `people.role_needed`.
    """
    known = {person.public_key: person for person in require_roster(desk).people}
    require_role(known.get(by.public_key, replace(by, roles=frozenset())), *roles)


@one_at_a_time
def add_person(desk: Desk, wanted: Person, *, by: Person | None) -> Person:
    """Make a key for a person and put them into the owner's signed roster.

    `wanted.public_key` is ignored. The first person becomes the owner.
    """
    before = load_roster(desk)
    roles = wanted.roles if before else wanted.roles | {Role.OWNER}
    _require_usable(wanted, before)
    _require_new(wanted, before)
    if before is not None:
        require_role(_acting(by), Role.OWNER)
    person = create_identity(
        desk.keychain,
        name=wanted.name.strip(),
        email=wanted.email.strip(),
        roles=roles,
        locales=wanted.locales,
    )
    owner = person if before is None else _acting(by)
    signing = owner_signing(desk, owner)
    envelope = sign_roster(
        [*(before.people if before else ()), person], previous=before, signing=signing
    )
    act = Act(by=owner, action="people.add", details={"version": _version(before) + 1})
    keep_people(desk, envelope, signing=signing, act=act)
    return person


def require_may_sign(desk: Desk, person: Person, transport: TransportSettings) -> None:
    """Require that this account signs as nobody else, and knows the owner; a refusal is recorded.

    Raises:
        Blocked: `signoff.second_person_here`, `people.owner_not_compared`, `people.left`.
    """
    practice_like = counts_as_practice(desk, transport)
    listed = require_roster(desk).person_of(person.public_key)
    if listed is not None and not listed.is_active:
        raise Blocked([finding("people.left", name=listed.name)])
    if not practice_like:
        require_known_owner(desk)
    require_one_person(desk, person, practice_like=practice_like)


def counts_as_practice(desk: Desk, transport: TransportSettings) -> bool:
    """Whether several people may sign from one account.

    A passphrase set explicitly together with a loopback-only transport counts, too (cli.md).
    """
    return desk.folder.is_practice or (
        bool(os.environ.get("COMPOSER_PASSPHRASE")) and transport.stays_on_this_computer
    )


def is_second_person(desk: Desk, person: Person, transport: TransportSettings) -> bool:
    """Whether this account has signed as somebody else, and may not sign as this person.

    Whoever has no key here signs elsewhere, where another account is asked.
    """
    if counts_as_practice(desk, transport) or key_here(person, desk.keychain) is None:
        return False
    return signs_as_another(desk.keychain, desk.folder.id, person)


def owner_key(desk: Desk) -> str:
    """Give the pinned owner's public key.

    Raises:
        NotFound: the workspace has no people yet.
    """
    require_roster(desk)
    return workspace_trust(desk, desk.statements.envelopes("roster", desk.folder.id)[0]).owner_key


def _acting(by: Person | None) -> Person:
    if by is None:
        raise UsageError(_("Say who you are."), advice=_("Add --as EMAIL, or set COMPOSER_AS."))
    return by


def _require_new(wanted: Person, before: Roster | None) -> None:
    problems = blocking(find_address_findings(wanted.email.strip()))
    if problems:
        raise Blocked(problems)
    known = {address_key(person.email) for person in before.people} if before else set()
    if address_key(wanted.email.strip()) in known:
        raise Blocked([finding("people.known", where={"person": wanted.email})])


def _require_usable(wanted: Person, before: Roster | None) -> None:
    """Require what the signed list asks of everybody, before a key is made for nobody."""
    if not wanted.name.strip():
        raise UsageError(_("A person needs a name."))
    if not wanted.name.isprintable():
        raise UsageError(_("A name holds only what can be seen, on one line."))
    if not wanted.roles:
        raise UsageError(_("A person needs a role."))
    if before is not None and wanted.has(Role.OWNER):
        raise UsageError(_("A workspace has one owner, and has one already."))


def _person_here(desk: Desk, person: Person) -> PersonHere:
    try:
        key = key_here(person, desk.keychain)
    except KeychainError:
        key = None
    return PersonHere(person=person, has_key=key is not None, key_here=key or "")


def _version(roster: Roster | None) -> int:
    return roster.version if roster else 0
