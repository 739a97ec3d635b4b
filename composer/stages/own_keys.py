"""A person's own keys on this computer: in the workspace that is open here, or in none.

Whoever reviews for a team whose workspace is elsewhere joins it with a key of their own. It stands
in the password store, or in a file beside the own data folder; who they are stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer import paths
from composer.errors import KeychainError, SignatureRefused
from composer.keychain import Keychain, open_keychain
from composer.model.person import Person
from composer.model.recipient import address_key
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.dsse import public_hex
from composer.signoff.identities import has_key, private_key_for
from composer.signoff.statement_reading import Fields, refuse_statement
from composer.store.files import write_atomically

IDENTITIES = "identities.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnIdentity:
    """Who somebody said they were when they made a key here."""

    name: str
    email: str
    public_key: str

    @property
    def person(self) -> Person:
        """The person without any role: roles come from a team's list alone."""
        return Person(
            name=self.name, email=self.email, public_key=self.public_key, roles=frozenset()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """A key that can be used here; `keychain` also holds what is pinned of its teams.

    `practice_of` is the practice workspace whose key it is; such a key protects nothing, so it
    counts for nothing outside. "" for any other key.
    """

    email: str
    public_key: str
    private_key: Ed25519PrivateKey
    keychain: Keychain
    practice_of: str = ""

    def may_open(self, workspace: str) -> bool:
        """Whether it counts for what belongs to this workspace."""
        return self.practice_of in {"", workspace}


def own_keychain(folder: Path | None = None) -> Keychain:
    """Open the place for the keys of whoever has no workspace; it may ask a person."""
    return open_keychain(
        keys_dir=(folder or paths.own_folder()) / "keys", workspace_id="", practice=False
    )


def own_identities(folder: Path | None = None) -> tuple[OwnIdentity, ...]:
    """List who made keys here without a workspace.

    Raises:
        SignatureRefused: the list is damaged.
    """
    try:
        written = ((folder or paths.own_folder()) / IDENTITIES).read_bytes()
    except FileNotFoundError:
        return ()
    found = []
    for item in Fields(read_canonical(written)).items("identities"):
        if not isinstance(item, dict):
            refuse_statement()
        fields = Fields(item)
        found.append(
            OwnIdentity(
                name=fields.text("name"),
                email=fields.text("email"),
                public_key=fields.digest("public_key"),
            )
        )
    return tuple(found)


def remember_identity(identity: OwnIdentity, folder: Path | None = None) -> None:
    """Note whose key was made here; the key itself stands in `own_keychain`."""
    place = folder or paths.own_folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = [item for item in own_identities(place) if item.public_key != identity.public_key]
    content = canonical_bytes(
        {
            "identities": [
                {"name": item.name, "email": item.email, "public_key": item.public_key}
                for item in (*known, identity)
            ]
        }
    )
    write_atomically(place / IDENTITIES, content)


def keys_of(
    people: Iterable[Person], keychain: Keychain, *, practice_of: str = ""
) -> tuple[OwnKey, ...]:
    """Give the keys of these people that a keychain holds."""
    found = []
    for person in people:
        try:
            if not has_key(person, keychain):
                continue
            key = private_key_for(person, keychain)
        except KeychainError:
            continue
        found.append(
            OwnKey(
                email=person.email,
                public_key=public_hex(key.public_key()),
                private_key=key,
                keychain=keychain,
                practice_of=practice_of,
            )
        )
    return tuple(found)


def own_keys(folder: Path | None = None) -> tuple[OwnKey, ...]:
    """Give the keys that were made here without a workspace."""
    try:
        people = tuple(identity.person for identity in own_identities(folder))
    except SignatureRefused:
        people = ()
    return keys_of(people, own_keychain(folder)) if people else ()


def keys_for(workspace_keys: Iterable[OwnKey], *, email: str | None = None) -> tuple[OwnKey, ...]:
    """Give the keys that open a file here, those of no workspace first; of one address if named."""
    wanted = address_key(email) if email else None
    return tuple(
        key
        for key in (*own_keys(), *workspace_keys)
        if wanted is None or address_key(key.email) == wanted
    )
