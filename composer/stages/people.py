"""People, seeds and policy: what the owner signs, and who acts here.

The first person added owns the workspace; their key is pinned in the password store at once, so
that nobody who can write the database alone can put in another owner.
"""

from __future__ import annotations

import os

from composer.audience.addresses import find_address_findings
from composer.errors import Blocked, KeychainError, NotFound, UsageError
from composer.findings import blocking, finding
from composer.i18n import _, place
from composer.model.campaign import TransportSettings
from composer.model.overview import PersonHere
from composer.model.person import Person, Policy, Role, Roster, SeedList
from composer.model.recipient import address_key
from composer.signoff.identities import (
    create_identity,
    has_key,
    private_key_for,
    require_one_person_per_account,
)
from composer.signoff.pins import Pin, Pins, pin_owner, raise_pins, read_pins
from composer.signoff.roster import (
    Signing,
    Trust,
    claimed_owner,
    sign_policy,
    sign_roster,
    sign_seeds,
    verify_policies,
    verify_rosters,
    verify_seeds,
)
from composer.stages.desk import Desk

WRITERS = (Role.TRANSLATOR, Role.AUTHOR, Role.OWNER)
"""Who may write translations, and the words that the team has for them."""
MOST_REVIEWERS = 100
LONGEST_HOURS = 24 * 366
"""The same limits as a campaign's own policy has."""


def load_roster(desk: Desk) -> Roster | None:
    """Verify and give the newest roster; None in a workspace without people."""
    envelopes = desk.statements.envelopes("roster", desk.folder.id)
    if not envelopes:
        return None
    trust = _trust(desk, envelopes[0])
    return verify_rosters(envelopes, trust=_pinned(trust, "roster", desk))


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


def load_policy(desk: Desk) -> Policy:
    """Verify and give the newest policy; the default before the owner signed one."""
    return verify_policies(
        desk.statements.envelopes("policy", desk.folder.id), trust=_list_trust(desk, "policy")
    )


def load_seeds(desk: Desk) -> SeedList:
    """Verify and give the newest list of test mailboxes."""
    return verify_seeds(
        desk.statements.envelopes("seeds", desk.folder.id), trust=_list_trust(desk, "seeds")
    )


def people_here(desk: Desk) -> tuple[PersonHere, ...]:
    """List the people, and whose key is on this computer."""
    roster = load_roster(desk)
    if roster is None:
        return ()
    return tuple(
        PersonHere(person=person, has_key=_has_key(desk, person)) for person in roster.people
    )


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
        Blocked: `people.role_needed`.
    """
    if not any(person.has(role) for role in roles):
        wanted = " / ".join(role.value for role in roles)
        raise Blocked([finding("people.role_needed", name=person.name, role=wanted)])


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
    envelope = sign_roster(
        [*(before.people if before else ()), person],
        previous=before,
        signing=_signing(desk, owner),
    )
    if before is None:
        pin_owner(desk.keychain, desk.folder.id, person.public_key)
    desk.statements.add("roster", desk.folder.id, envelope, desk.now())
    _raise_pin(desk, "roster")
    desk.audit.append(
        person=owner.public_key, action="people.add", details={"version": _version(before) + 1}
    )
    return person


def add_seed(desk: Desk, address: str, *, by: Person) -> None:
    """Put a test mailbox into the owner's signed list.

    Raises:
        Blocked: not the owner, a bad address, or one that is listed already.
    """
    require_role(by, Role.OWNER)
    problems = blocking(find_address_findings(address))
    if problems:
        raise Blocked(problems)
    before = load_seeds(desk)
    if address_key(address) in {address_key(seed) for seed in before.addresses}:
        raise Blocked([finding("seeds.known", where={"recipient": address})])
    envelope = sign_seeds(
        [*before.addresses, address], previous=_or_none(before), signing=_signing(desk, by)
    )
    desk.statements.add("seeds", desk.folder.id, envelope, desk.now())
    _raise_pin(desk, "seeds")
    desk.audit.append(
        person=by.public_key, action="seeds.add", details={"version": before.version + 1}
    )


def set_policy(desk: Desk, *, reviewers: int, expires_hours: int, by: Person) -> None:
    """Sign new rules for sign-off."""
    require_role(by, Role.OWNER)
    if reviewers > MOST_REVIEWERS or expires_hours > LONGEST_HOURS:
        raise UsageError(
            place(
                _("At most {reviewers} reviewers, and at most {hours} hours."),
                reviewers=MOST_REVIEWERS,
                hours=LONGEST_HOURS,
            )
        )
    before = load_policy(desk)
    envelope = sign_policy(
        reviewers=reviewers,
        expires_hours=expires_hours,
        previous=before if before.version else None,
        signing=_signing(desk, by),
    )
    desk.statements.add("policy", desk.folder.id, envelope, desk.now())
    _raise_pin(desk, "policy")
    desk.audit.append(
        person=by.public_key, action="policy.set", details={"version": before.version + 1}
    )


def require_may_sign(desk: Desk, person: Person, transport: TransportSettings) -> None:
    """Require that this account signs as nobody else; the refusal is recorded.

    A passphrase set explicitly together with a loopback-only transport counts as practice (cli.md).
    """
    practice_like = desk.folder.is_practice or (
        bool(os.environ.get("COMPOSER_PASSPHRASE")) and transport.stays_on_this_computer
    )
    try:
        require_one_person_per_account(
            desk.keychain, desk.folder.id, person, practice_like=practice_like
        )
    except Blocked:
        desk.audit.append(
            person=person.public_key, action="signoff.second_person_refused", details={}
        )
        raise


def owner_key(desk: Desk) -> str:
    """Give the pinned owner's public key.

    Raises:
        NotFound: the workspace has no people yet.
    """
    require_roster(desk)
    return _trust(desk, desk.statements.envelopes("roster", desk.folder.id)[0]).owner_key


def _signing(desk: Desk, owner: Person) -> Signing:
    """Sign as the owner; from then on nobody else signs from this account (practice apart)."""
    require_one_person_per_account(
        desk.keychain, desk.folder.id, owner, practice_like=desk.folder.is_practice
    )
    return Signing(
        workspace=desk.folder.id,
        owner_key=private_key_for(owner, desk.keychain),
        issued_at=desk.now(),
    )


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


def _has_key(desk: Desk, person: Person) -> bool:
    try:
        return has_key(person, desk.keychain)
    except KeychainError:
        return False


def _pins(desk: Desk) -> Pins | None:
    try:
        return read_pins(desk.keychain, desk.folder.id)
    except KeychainError:
        return None


def _trust(desk: Desk, first_roster: bytes) -> Trust:
    """Trust the pinned owner; where this computer never saw the workspace, the one it names.

    Whoever acts has a keychain, and with it the pin; only reading works without.
    """
    pins = _pins(desk)
    owner = pins.owner_key if pins else claimed_owner(first_roster)
    return Trust(workspace=desk.folder.id, owner_key=owner)


def _pinned(trust: Trust, kind: str, desk: Desk) -> Trust:
    pins = _pins(desk)
    if pins is None:
        return trust
    pin = {"roster": pins.roster, "policy": pins.policy, "seeds": pins.seeds}[kind]
    return Trust(workspace=trust.workspace, owner_key=trust.owner_key, pin=pin)


def _list_trust(desk: Desk, kind: str) -> Trust:
    rosters = desk.statements.envelopes("roster", desk.folder.id)
    if not rosters:
        return Trust(workspace=desk.folder.id, owner_key="")
    return _pinned(_trust(desk, rosters[0]), kind, desk)


def _raise_pin(desk: Desk, kind: str) -> None:
    match kind:
        case "roster":
            roster = require_roster(desk)
            pin = Pin(version=roster.version, digest=roster.digest)
            raise_pins(desk.keychain, desk.folder.id, roster=pin)
        case "policy":
            policy = load_policy(desk)
            pin = Pin(version=policy.version, digest=policy.digest)
            raise_pins(desk.keychain, desk.folder.id, policy=pin)
        case _:
            seeds = load_seeds(desk)
            pin = Pin(version=seeds.version, digest=seeds.digest)
            raise_pins(desk.keychain, desk.folder.id, seeds=pin)


def _or_none(seeds: SeedList) -> SeedList | None:
    return seeds if seeds.version else None


def _version(roster: Roster | None) -> int:
    return roster.version if roster else 0
