"""People with signing keys, and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Role(Enum):
    """What somebody may do in a workspace."""

    OWNER = "owner"
    AUTHOR = "author"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    SENDER = "sender"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceKey:
    """One key of a person: the raw Ed25519 key as 64 hex digits, and the computer it is on.

    A lost one is not forgotten: `revoked_at` says from when on it signs nothing any more.
    """

    public_key: str
    device: str = ""
    revoked_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the roster, with a key for each computer they sign from.

    `public_key` is the key of their first admission. It names the person for good, in the log, as
    an author and among the approvals, whichever of their keys signs, and also when it is revoked.
    Without `keys` it is the only one.
    """

    name: str
    email: str
    public_key: str
    roles: frozenset[Role]
    locales: tuple[str, ...] = ()
    keys: tuple[DeviceKey, ...] = ()

    def has(self, role: Role) -> bool:
        """Whether the person holds a role; somebody who left holds none."""
        return role in self.roles and self.is_active

    @property
    def device_keys(self) -> tuple[DeviceKey, ...]:
        """All keys, revoked ones included, in the order of admission."""
        return self.keys or (DeviceKey(public_key=self.public_key),)

    @property
    def active_keys(self) -> tuple[str, ...]:
        """The keys that may sign."""
        return tuple(key.public_key for key in self.device_keys if key.revoked_at is None)

    @property
    def is_active(self) -> bool:
        """Whether the person has a key that may sign."""
        return bool(self.active_keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everybody in the workspace, as the owner signed it; versions are chained by digest.

    `people` holds those, too, who left: what they wrote stays theirs. `owner_keys` are all keys
    that ever were an owner's; `recovery` is the public key that may put in an owner's new key, or
    "".
    """

    version: int
    previous: str
    people: tuple[Person, ...]
    digest: str
    expires_at: datetime | None = None
    owner_keys: tuple[str, ...] = ()
    recovery: str = ""

    @property
    def owners(self) -> tuple[Person, ...]:
        """The one or two people whose signatures every change needs."""
        return tuple(person for person in self.people if person.has(Role.OWNER))

    @property
    def active_keys(self) -> tuple[str, ...]:
        """Every key that may sign something."""
        return tuple(key for person in self.people for key in person.active_keys)

    def person_of(self, public_key: str) -> Person | None:
        """Give whose key it is, revoked or not."""
        return next(
            (
                person
                for person in self.people
                for key in person.device_keys
                if key.public_key == public_key
            ),
            None,
        )

    def revoked_at(self, public_key: str) -> datetime | None:
        """Tell from when on a key signs nothing any more; None while it may sign."""
        return next(
            (
                key.revoked_at
                for person in self.people
                for key in person.device_keys
                if key.public_key == public_key
            ),
            None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedList:
    """The mailboxes that may receive tests, as the owner signed them."""

    version: int
    previous: str
    addresses: tuple[str, ...]
    digest: str
