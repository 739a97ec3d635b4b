"""A person's signing key on this computer, and the rule that one account signs as one person.

Private keys stand in the keychain under `signing:<public key>` and nowhere else. Outside practice
workspaces a second person's key may not sign from the same keychain: two signatures from one
account would be one person's, whatever the roster says. Several computers of one person are that
person: what is bound is whom the roster calls the key's, never the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import Blocked, KeychainError
from composer.findings import finding
from composer.i18n import _
from composer.model.person import Person, Role
from composer.signoff.dsse import public_hex

if TYPE_CHECKING:
    from composer.keychain import Keychain


def create_identity(
    keychain: Keychain,
    *,
    name: str,
    email: str,
    roles: Iterable[Role],
    locales: Iterable[str] = (),
) -> Person:
    """Make a key, keep its private half in the keychain, and give the person it stands for."""
    return Person(
        name=name,
        email=email,
        public_key=make_key(keychain),
        roles=frozenset(roles),
        locales=tuple(locales),
    )


def private_key_for(person: Person, keychain: Keychain) -> Ed25519PrivateKey:
    """Give the person's private key of this computer; a revoked one signs nothing.

    Raises:
        KeychainError: there is none, or the entry is not this person's key.
    """
    for public_key in person.active_keys:
        stored = keychain.get(key_entry(public_key))
        if stored is not None:
            return _sound(stored, public_key)
    raise KeychainError(
        _("This person's signing key is not on this computer."),
        advice=_("Sign where the key was made, or choose the person whose key is here."),
    )


def private_key_of(public_key: str, keychain: Keychain) -> Ed25519PrivateKey:
    """Give the private half of a key that was made here; raises KeychainError."""
    stored = keychain.get(key_entry(public_key))
    if stored is None:
        raise KeychainError(_("This signing key is not on this computer."))
    return _sound(stored, public_key)


def has_key(person: Person, keychain: Keychain) -> bool:
    """Whether a private key with which the person may sign is on this computer."""
    return key_here(person, keychain) is not None


def key_here(person: Person, keychain: Keychain) -> str | None:
    """Give the public half of the person's key on this computer; None where none is here."""
    return next((key for key in person.active_keys if keychain.get(key_entry(key))), None)


def make_key(keychain: Keychain) -> str:
    """Make a key, keep its private half in the keychain, and give the public one."""
    private_key = Ed25519PrivateKey.generate()
    public_key = public_hex(private_key.public_key())
    keychain.set(key_entry(public_key), private_key.private_bytes_raw().hex())
    return public_key


def require_one_person_per_account(
    keychain: Keychain, workspace_id: str, person: Person, *, practice_like: bool
) -> None:
    """Require that this keychain signs as nobody else; the first signature binds it.

    Call it before every signature. In practice workspaces anybody may sign from one keychain, and
    nothing is bound.

    Raises:
        Blocked: `signoff.second_person_here`; record it.
    """
    if practice_like:
        return
    bound = keychain.get(signer_entry(workspace_id))
    if bound is None:
        keychain.set(signer_entry(workspace_id), person.public_key)
    elif bound != person.public_key:
        raise Blocked([finding("signoff.second_person_here", name=person.name)])


def signs_as_another(keychain: Keychain, workspace_id: str, person: Person) -> bool:
    """Whether this keychain has signed as somebody else; nothing is bound by asking."""
    return keychain.get(signer_entry(workspace_id)) not in {None, person.public_key}


def key_entry(public_key: str) -> str:
    """Name the keychain's entry of a private key.

    >>> key_entry("ab12")
    'signing:ab12'
    """
    return f"signing:{public_key}"


def signer_entry(workspace_id: str) -> str:
    """Name the keychain's entry that says who signs from here.

    >>> signer_entry("w1")
    'signer:w1'
    """
    return f"signer:{workspace_id}"


def _sound(stored: str, public_key: str) -> Ed25519PrivateKey:
    private_key = _parsed(stored)
    if private_key is None or public_hex(private_key.public_key()) != public_key:
        raise KeychainError(
            _("The signing key in this computer's password store is damaged."),
            advice=_("Ask the owner to admit you with a new key."),
        )
    return private_key


def _parsed(stored: str) -> Ed25519PrivateKey | None:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(stored))
    except ValueError:
        return None
