"""What this computer remembers of a workspace outside its files: the owner's key, highest versions.

Kept in the keychain, so that somebody who can write the workspace's database but holds no key
cannot put in another owner, or bring back an older roster, policy or seed list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.proofs.canonical import JsonObject, canonical_bytes, is_digest, read_canonical

if TYPE_CHECKING:
    from composer.keychain import Keychain


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The highest version of a list that was seen here, and its digest; 0 and "" before any."""

    version: int = 0
    digest: str = ""


UNSEEN = Pin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What is pinned of one workspace."""

    owner_key: str
    roster: Pin = UNSEEN
    policy: Pin = UNSEEN
    seeds: Pin = UNSEEN


def pin_owner(keychain: Keychain, workspace_id: str, owner_key: str) -> Pins:
    """Pin the owner's key on first sight; later it must be the same.

    Raises:
        SignatureRefused: another owner's key is pinned for this workspace.
    """
    pinned = read_pins(keychain, workspace_id)
    if pinned is None:
        pinned = Pins(owner_key=owner_key)
        _store(keychain, workspace_id, pinned)
    if pinned.owner_key != owner_key:
        raise SignatureRefused(
            _("This workspace names another owner than the one this computer knows."),
            advice=_("Do not use it. Ask the owner in person which key is theirs."),
        )
    return pinned


def read_pins(keychain: Keychain, workspace_id: str) -> Pins | None:
    """Give what is pinned, or None where this workspace was never seen.

    Raises:
        SignatureRefused: the entry exists and cannot be read.
    """
    stored = keychain.get(entry_name(workspace_id))
    if stored is None:
        return None
    content = read_canonical(stored.encode("utf-8"))
    owner_key = content.get("owner_key")
    if not isinstance(owner_key, str) or not is_digest(owner_key):
        _refuse()
    return Pins(
        owner_key=owner_key,
        roster=_pin(content, "roster"),
        policy=_pin(content, "policy"),
        seeds=_pin(content, "seeds"),
    )


def raise_pins(
    keychain: Keychain,
    workspace_id: str,
    *,
    roster: Pin | None = None,
    policy: Pin | None = None,
    seeds: Pin | None = None,
) -> Pins:
    """Remember newer versions after they were verified; a pin never goes down.

    Raises:
        SignatureRefused: a version is lower than the pinned one, or forks it; no owner is pinned.
    """
    pinned = read_pins(keychain, workspace_id)
    if pinned is None:
        _refuse()
    raised = replace(
        pinned,
        roster=_higher(pinned.roster, roster),
        policy=_higher(pinned.policy, policy),
        seeds=_higher(pinned.seeds, seeds),
    )
    if raised != pinned:
        _store(keychain, workspace_id, raised)
    return raised


def entry_name(workspace_id: str) -> str:
    """Name the keychain's entry of a workspace.

    >>> entry_name("w1")
    'pins:w1'
    """
    return f"pins:{workspace_id}"


def require_not_lowered(newest: Pin, pinned: Pin) -> None:
    """Require that a list is the pinned one or a newer one.

    Raises:
        SignatureRefused: it is older, or another one of the same version.
    """
    forked = newest.version == pinned.version and newest.digest != pinned.digest
    if newest.version < pinned.version or (forked and pinned.version):
        raise SignatureRefused(
            _("The owner's list in this workspace is older than, or differs from, the one seen."),
            advice=_("Somebody put back or replaced files. Ask the owner for the newest list."),
        )


def _higher(pinned: Pin, newer: Pin | None) -> Pin:
    if newer is None:
        return pinned
    require_not_lowered(newer, pinned)
    return newer


def _store(keychain: Keychain, workspace_id: str, pins: Pins) -> None:
    content: JsonObject = {
        "owner_key": pins.owner_key,
        "roster": [pins.roster.version, pins.roster.digest],
        "policy": [pins.policy.version, pins.policy.digest],
        "seeds": [pins.seeds.version, pins.seeds.digest],
    }
    keychain.set(entry_name(workspace_id), canonical_bytes(content).decode("utf-8"))


def _pin(content: JsonObject, key: str) -> Pin:
    match content.get(key):
        case [int(version), str(digest)]:
            return Pin(version=version, digest=digest)
        case _:
            return _refuse()


def _refuse() -> NoReturn:
    raise SignatureRefused(
        _("What this computer remembers of the workspace's owner cannot be read."),
        advice=_("Ask the owner for their key, and admit the workspace anew."),
    )
