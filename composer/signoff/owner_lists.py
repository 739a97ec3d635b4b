"""What the owner's signed lists have in common: people, rules for sign-off, test mailboxes.

Each list is a chain of versions 1, 2, 3 …; every version is whole, names the digest of the one
before, and is signed by the owner, or by both where there are two: two envelopes over the very same
payload. A gap, a fork or an older chain than the pinned one is refused, so that a person who can
write the database but holds no key can neither add a reviewer nor bring back yesterday's list. The
newest version of the rules and of the test mailboxes counts under keys that are the owners' today:
a lost key signs no further one, and what it signed is signed anew when it is revoked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import NoReturn, Protocol, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.model.identifiers import Digest
from composer.model.person import Roster
from composer.proofs.canonical import digest_of
from composer.signoff.dsse import open_envelope, payload_of, public_hex
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
S_contra = TypeVar("S_contra", bound=ListStatement, contravariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What every signature of the owner needs: for which workspace, with which key, when."""

    workspace: str
    owner_key: Ed25519PrivateKey
    issued_at: datetime
    expires_at: datetime | None = None

    @property
    def public_key(self) -> str:
        """The key that everybody verifies it with."""
        return public_hex(self.owner_key.public_key())


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a chain is verified against: the workspace, the first owner's key, the highest version.

    `owners` are the keys that each of today's owners may sign with, `past` all that ever were an
    owner's; without them the first owner's key is the only one.
    """

    workspace: str
    owner_key: str
    pin: Pin = UNSEEN
    owners: tuple[tuple[str, ...], ...] = ()
    past: tuple[str, ...] = ()

    def under(self, roster: Roster) -> Trust:
        """Trust the owners that a verified roster names."""
        owners = tuple(owner.active_keys for owner in roster.owners)
        return replace(self, owners=owners, past=roster.owner_keys)


class Judge(Protocol[S_contra]):
    """Decides who may sign a version of a list, and whether enough of them did."""

    def may_sign(self, before: S_contra | None, now: S_contra) -> Iterable[str]:
        """Give the keys that may stand under a version."""

    def require_enough(self, before: S_contra | None, now: S_contra, signers: set[str]) -> None:
        """Require that those who signed are enough; raises SignatureRefused."""


def next_head(previous: SignedList | None, signing: Signing) -> ListHead:
    """Give the head of the version after `previous`, or of the first."""
    return ListHead(
        workspace=signing.workspace,
        version=previous.version + 1 if previous else 1,
        previous=previous.digest if previous else "",
        issued_at=signing.issued_at,
        expires_at=signing.expires_at,
    )


def chain_of(
    envelopes: Iterable[bytes], kind: StatementKind, read: Callable[[bytes], S], trust: Trust
) -> list[tuple[S, Digest]]:
    """Verify all versions of the rules or mailboxes in order, and give each with its digest.

    Raises:
        SignatureRefused: a gap, a fork, another signer or workspace, or older than the pinned one;
            the newest lacks a signature of today's owners.
    """
    judge = _OwnersJudge(trust)
    chain: list[tuple[S, Digest]] = judged_chain(envelopes, kind, read, trust=trust, judge=judge)
    judge.require_todays_owners()
    return chain


def versions_of(envelopes: Iterable[bytes]) -> tuple[tuple[bytes, ...], ...]:
    """Put together the one or two envelopes over each version, oldest version first."""
    return tuple(tuple(group) for _same, group in groupby(envelopes, key=_payload))


def judged_chain(
    envelopes: Iterable[bytes],
    kind: StatementKind,
    read: Callable[[bytes], S],
    *,
    trust: Trust,
    judge: Judge[S],
) -> list[tuple[S, Digest]]:
    """Verify all versions of a list in order, each as the judge demands; see `chain_of`."""
    chain: list[tuple[S, Digest]] = []
    previous = ""
    for version, group in enumerate(versions_of(envelopes), start=1):
        payload = _payload(group[0])
        statement = read(payload)
        head = statement.head
        if head.workspace != trust.workspace:
            refuse_list(_("A list was signed for another workspace."))
        if head.version != version or head.previous != previous:
            refuse_list(_("The versions of a list do not follow one another."))
        before = chain[-1][0] if chain else None
        allowed = tuple(judge.may_sign(before, statement))
        signed = [
            open_envelope(one, payload_type=kind.payload_type, public_keys=allowed).public_key
            for one in group
        ]
        if len(set(signed)) != len(signed):
            refuse_list(_("A version of a list is signed twice with one key."))
        judge.require_enough(before, statement, set(signed))
        previous = digest_of(payload)
        if version == trust.pin.version and previous != trust.pin.digest:
            refuse_list(_("A list differs from the version that was seen here."))
        chain.append((statement, Digest(previous)))
    require_not_lowered(Pin(version=len(chain), digest=previous), trust.pin)
    return chain


class _OwnersJudge:
    """Rules and test mailboxes: an owner's key of any time, and today's owners at the end."""

    def __init__(self, trust: Trust) -> None:
        self._owners = trust.owners or ((trust.owner_key,),)
        self._known = (
            trust.owner_key,
            *trust.past,
            *(key for keys in self._owners for key in keys),
        )
        self._newest: set[str] | None = None

    def may_sign(self, before: ListStatement | None, now: ListStatement) -> Iterable[str]:
        """Give every key that ever was an owner's: the newest version vouches for the older."""
        del before, now
        return self._known

    def require_enough(
        self, before: ListStatement | None, now: ListStatement, signers: set[str]
    ) -> None:
        """Remember who signed the newest."""
        del before, now
        self._newest = signers

    def require_todays_owners(self) -> None:
        """Require that each of today's owners signed the newest version, and nobody else."""
        if self._newest is None:
            return
        if not self._newest <= {key for keys in self._owners for key in keys}:
            refuse_list(_("A list is signed with a key that counts no longer."))
        if not all(self._newest & set(keys) for keys in self._owners):
            refuse_list(_("A list is not signed by both owners."))


def _payload(envelope: bytes) -> bytes:
    _written_type, payload = payload_of(envelope)
    return payload


def refuse_list(text: str) -> NoReturn:
    """Refuse a list, with what to do."""
    raise SignatureRefused(
        text, advice=_("Nothing was taken over. Ask the owner for the newest signed list.")
    )
