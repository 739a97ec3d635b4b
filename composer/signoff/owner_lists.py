"""What the owner's signed lists have in common: people, rules for sign-off, test mailboxes.

Each list is a chain of versions 1, 2, 3 …; every version is whole, names the digest of the one
before, and is signed by the pinned owner's key. A gap, a fork or an older chain than the pinned one
is refused, so that a person who can write the database but holds no key can neither add a reviewer
nor bring back yesterday's list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn, Protocol, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.model.identifiers import Digest
from composer.proofs.canonical import digest_of
from composer.signoff.dsse import open_envelope
from composer.signoff.pins import UNSEEN, Pin, require_not_lowered
from composer.signoff.statements import ListHead, StatementKind


class ListStatement(Protocol):
    """A statement about a list."""

    @property
    def head(self) -> ListHead:
        """Where it stands in its chain."""


class SignedList(Protocol):
    """A verified list."""

    @property
    def version(self) -> int:
        """From 1 on."""

    @property
    def digest(self) -> str:
        """Of its payload."""


S = TypeVar("S", bound=ListStatement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What every signature of the owner needs: for which workspace, with which key, when."""

    workspace: str
    owner_key: Ed25519PrivateKey
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a chain is verified against: the workspace, the pinned owner, the highest version."""

    workspace: str
    owner_key: str
    pin: Pin = UNSEEN


def next_head(previous: SignedList | None, signing: Signing) -> ListHead:
    """Give the head of the version after `previous`, or of the first."""
    return ListHead(
        workspace=signing.workspace,
        version=previous.version + 1 if previous else 1,
        previous=previous.digest if previous else "",
        issued_at=signing.issued_at,
    )


def chain_of(
    envelopes: Iterable[bytes], kind: StatementKind, read: Callable[[bytes], S], trust: Trust
) -> list[tuple[S, Digest]]:
    """Verify all versions of a list in order, and give each with its digest.

    Raises:
        SignatureRefused: a gap, a fork, another signer or workspace, or older than the pinned one.
    """
    chain: list[tuple[S, Digest]] = []
    previous = ""
    for version, envelope in enumerate(envelopes, start=1):
        verified = open_envelope(
            envelope, payload_type=kind.payload_type, public_keys=(trust.owner_key,)
        )
        statement = read(verified.payload)
        head = statement.head
        if head.workspace != trust.workspace:
            refuse_list(_("A list was signed for another workspace."))
        if head.version != version or head.previous != previous:
            refuse_list(_("The versions of a list do not follow one another."))
        previous = digest_of(verified.payload)
        if version == trust.pin.version and previous != trust.pin.digest:
            refuse_list(_("A list differs from the version that was seen here."))
        chain.append((statement, Digest(previous)))
    require_not_lowered(Pin(version=len(chain), digest=previous), trust.pin)
    return chain


def refuse_list(text: str) -> NoReturn:
    """Refuse a list, with what to do."""
    raise SignatureRefused(
        text, advice=_("Nothing was taken over. Ask the owner for the newest signed list.")
    )
