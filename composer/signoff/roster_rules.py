"""Which change of the list of people counts, and who must have signed it.

Every owner of the version before signs, and every owner of the new one: a second owner agrees to
become one, and from then on nothing changes without both. One change needs neither: where an
owner's key is lost, the recovery key alone may put in a new key for that owner, and do nothing
else. So the whole chain follows from the first owner's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from composer.i18n import _
from composer.model.person import DeviceKey, Person, Role
from composer.model.recipient import address_key
from composer.signoff.owner_lists import refuse_list
from composer.signoff.statements import ListHead

MOST_OWNERS = 2


class Listed(Protocol):
    """A list of people, signed or about to be."""

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, also who left."""

    @property
    def recovery(self) -> str:
        """The recovery key's public half, or ""."""


class ListedStatement(Listed, Protocol):
    """A list of people in its chain."""

    @property
    def head(self) -> ListHead:
        """Where it stands."""


class RosterJudge:
    """Follows a chain of rosters from the first owner's key, and gathers all owners' keys."""

    def __init__(self, first_owner_key: str) -> None:
        self._first = first_owner_key
        self.owner_keys: dict[str, None] = {}

    def may_sign(self, before: ListedStatement | None, now: ListedStatement) -> Iterable[str]:
        """Give the keys that may stand under a version."""
        return keys_allowed(before, now, first=self._first)

    def require_enough(
        self, before: ListedStatement | None, now: ListedStatement, signers: set[str]
    ) -> None:
        """Require what makes a version count; raises SignatureRefused."""
        if before is None:
            if [owner.public_key for owner in _owners(now.people)] != [self._first]:
                refuse_list(
                    _("The first list of people must name exactly one owner, who signs it.")
                )
        else:
            require_continued(before, now)
            if before.recovery and before.recovery in signers:
                require_recovery(before, now)
            else:
                missing = owners_missing(before, now, signers)
                if missing:
                    refuse_list(_("A change of the list of people is not signed by both owners."))
        for owner in _owners(now.people):
            self.owner_keys.update(dict.fromkeys(owner.active_keys))


def keys_allowed(before: Listed | None, now: Listed, *, first: str) -> tuple[str, ...]:
    """Give the keys that may stand under a version: owners' before and after, and the recovery."""
    if before is None:
        return (first,)
    keys = [key for owner in _owners(before.people) for key in owner.active_keys]
    keys += [key for owner in _owners(now.people) for key in owner.active_keys]
    return (*keys, *((before.recovery,) if before.recovery else ()))


def owners_missing(before: Listed, now: Listed, signers: set[str]) -> tuple[Person, ...]:
    """Give the owners, of before and of now, none of whose keys stands under a version."""
    keys: dict[str, set[str]] = {}
    owners: dict[str, Person] = {}
    for owner in (*_owners(before.people), *_owners(now.people)):
        owners[owner.public_key] = owner
        keys.setdefault(owner.public_key, set()).update(owner.active_keys)
    before_keys = {owner.public_key: set(owner.active_keys) for owner in _owners(before.people)}
    return tuple(
        owner for name, owner in owners.items() if not signers & before_keys.get(name, keys[name])
    )


def require_sound_people(listed: Listed) -> None:
    """Require a list in which everybody is one person with keys of their own.

    Raises:
        SignatureRefused: one key or address twice, a person without name or role, no owner, three.
    """
    people = listed.people
    keys = [key.public_key for person in people for key in person.device_keys]
    if listed.recovery:
        keys.append(listed.recovery)
    if len(set(keys)) != len(keys):
        refuse_list(_("Two people in the list of people have the same key."))
    if len({address_key(person.email) for person in people}) != len(people):
        refuse_list(_("Two people in the list of people have the same address."))
    if not all(person.name.strip() and person.roles for person in people):
        refuse_list(_("Everybody in the list of people needs a name and a role."))
    if not 1 <= len(_owners(people)) <= MOST_OWNERS:
        refuse_list(_("The list of people must name one owner, or two."))


def require_continued(before: Listed, now: Listed) -> None:
    """Require that nobody and no key was dropped, given to somebody else or brought back.

    Raises:
        SignatureRefused: one was.
    """
    after = {person.public_key: person for person in now.people}
    if not all(_continues(person, after.get(person.public_key)) for person in before.people):
        refuse_list(_("A newer list of people leaves out somebody, or a key, of the older one."))


def require_recovery(before: Listed, now: Listed) -> None:
    """Require that nothing happened but this: one owner has one new key in place of the others.

    Raises:
        SignatureRefused: something else changed.
    """
    changed = [pair for pair in zip(before.people, now.people, strict=False) if pair[0] != pair[1]]
    same_size = len(before.people) == len(now.people) and before.recovery == now.recovery
    if not same_size or len(changed) != 1 or not _is_rekeyed(*changed[0]):
        refuse_list(_("The recovery key may put in a new key for an owner, and nothing else."))


def _is_rekeyed(before: Person, now: Person) -> bool:
    *old, new = now.device_keys
    same = replace(now, keys=()) == replace(before, keys=())
    is_one_more = len(old) == len(before.device_keys)
    return (
        same
        and is_one_more
        and before.has(Role.OWNER)
        and all(key.revoked_at is not None for key in old)
        and new.revoked_at is None
    )


def _continues(before: Person, now: Person | None) -> bool:
    if now is None:
        return False
    kept = now.device_keys[: len(before.device_keys)]
    return _keys_continue(before.device_keys, kept)


def _keys_continue(before: Sequence[DeviceKey], now: Sequence[DeviceKey]) -> bool:
    return len(before) == len(now) and all(
        old.public_key == new.public_key and (old.revoked_at is None or old == new)
        for old, new in zip(before, now, strict=True)
    )


def _owners(people: Iterable[Person]) -> list[Person]:
    return [person for person in people if person.has(Role.OWNER)]
