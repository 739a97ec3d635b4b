"""People with signing keys, their roles, and the workspace's signed rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What somebody may do in a workspace."""

    OWNER = "owner"
    AUTHOR = "author"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    SENDER = "sender"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the roster. `public_key` is the raw Ed25519 key as 64 hex digits."""

    name: str
    email: str
    public_key: str
    roles: frozenset[Role]
    locales: tuple[str, ...] = ()

    def has(self, role: Role) -> bool:
        """Whether the person holds a role."""
        return role in self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everybody in the workspace, as the owner signed it; versions are chained by digest."""

    version: int
    previous: str
    people: tuple[Person, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedList:
    """The mailboxes that may receive tests, as the owner signed them."""

    version: int
    previous: str
    addresses: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The workspace's rules for sign-off, as the owner signed them."""

    version: int
    previous: str
    reviewers: int
    expires_hours: int
    digest: str
