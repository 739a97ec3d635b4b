"""A keychain in memory, a workspace with an owner and reviewers, and the moment of the tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from composer.model.person import Role
from composer.signoff.identities import create_identity, private_key_for
from composer.signoff.owner_lists import Signing, Trust
from composer.signoff.roster import sign_roster, verify_rosters

WORKSPACE = "w" * 32
NOW = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)


class MemoryKeychain:
    """A real keychain without a disk."""

    def __init__(self):
        self.entries = {}

    def get(self, name):
        return self.entries.get(name)

    def set(self, name, value):
        self.entries[name] = value

    def delete(self, name):
        self.entries.pop(name, None)


@dataclass
class Team:
    keychain: MemoryKeychain = field(default_factory=MemoryKeychain)
    people: dict = field(default_factory=dict)

    def add(self, name, *roles):
        person = create_identity(
            self.keychain, name=name, email=f"{name.lower()}@example.com", roles=roles
        )
        self.people[name] = person
        return person

    def key(self, name):
        return private_key_for(self.people[name], self.keychain)

    @property
    def owner_key(self):
        return self.people["Ann"].public_key

    @property
    def signing(self):
        return Signing(workspace=WORKSPACE, owner_key=self.key("Ann"), issued_at=NOW)

    @property
    def trust(self):
        return Trust(workspace=WORKSPACE, owner_key=self.owner_key)

    def roster(self):
        envelope = sign_roster(self.people.values(), previous=None, signing=self.signing)
        return verify_rosters([envelope], trust=self.trust)


@pytest.fixture
def team():
    made = Team()
    made.add("Ann", Role.OWNER, Role.AUTHOR, Role.SENDER)
    made.add("Ben", Role.REVIEWER)
    made.add("Chen", Role.REVIEWER)
    made.add("Dora", Role.TRANSLATOR, Role.REVIEWER)
    made.add("Emil", Role.AUTHOR)
    return made


@pytest.fixture
def keychain():
    return MemoryKeychain()


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def workspace():
    return WORKSPACE
