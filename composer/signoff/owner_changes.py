"""Changes of the owners' lists on their way: what each needs, and what waits for a signature.

A change may touch several lists at once, since a new owner, or an owner's new key, must also stand
under the rules and the test mailboxes. It counts as a whole or not at all. Where a signature of the
other owner is missing, it is a proposal: the same envelopes, bound together in one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from composer.errors import SignatureRefused
from composer.model.person import Person, Roster
from composer.proofs.canonical import JsonObject, canonical_bytes, digest_of, read_canonical
from composer.signoff.dsse import open_envelope, payload_of, sign
from composer.signoff.owner_lists import Signing, Trust, chain_of
from composer.signoff.pins import Pin
from composer.signoff.roster import read_roster
from composer.signoff.roster_rules import owners_missing
from composer.signoff.statement_reading import Fields, read_head, refuse_statement, text_of
from composer.signoff.statements import ListHead, StatementKind, write_moment

LIST_KINDS = (StatementKind.ROSTER, StatementKind.POLICY, StatementKind.SEEDS)
_KINDS = {kind.value: kind for kind in LIST_KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One list's next version, with the envelopes over it."""

    kind: StatementKind
    envelopes: tuple[bytes, ...]

    @property
    def payload(self) -> bytes:
        """What all of them sign."""
        return payload_of(self.envelopes[0])[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headed:
    """A list read only as far as its head: enough to see where it stands and when it ends."""

    head: ListHead


def read_headed(payload: bytes) -> Headed:
    """Read the head of any of the owners' lists; raises SignatureRefused."""
    content = read_canonical(payload)
    kind = _KINDS.get(str(content.get("type")))
    if kind is None:
        refuse_statement()
    return Headed(head=read_head(Fields(content), kind))


def newest_head(envelopes: Sequence[bytes]) -> tuple[ListHead, str] | None:
    """Give the head and digest of the newest version, unverified; None without any."""
    if not envelopes:
        return None
    payload = payload_of(envelopes[-1])[1]
    return read_headed(payload).head, digest_of(payload)


def signed_again(envelopes: Sequence[bytes], kind: StatementKind, signing: Signing) -> Part:
    """Sign what a list says now once more, as its next version."""
    payload = payload_of(envelopes[-1])[1]
    content: JsonObject = read_canonical(payload)
    content["version"] = read_headed(payload).head.version + 1
    content["previous"] = digest_of(payload)
    content["issued_at"] = write_moment(signing.issued_at)
    content.pop("expires_at", None)
    if signing.expires_at is not None:
        content["expires_at"] = write_moment(signing.expires_at)
    envelope = sign(kind.payload_type, canonical_bytes(content), signing.owner_key)
    return Part(kind=kind, envelopes=(envelope,))


def counts_under(
    envelopes: Sequence[bytes], kind: StatementKind, *, trust: Trust, owners: Iterable[Person]
) -> bool:
    """Tell whether a list's newest version is signed as these owners must have signed it."""
    keys = tuple(owner.active_keys for owner in owners)
    try:
        chain_of(envelopes, kind, read_headed, replace(trust, owners=keys))
    except SignatureRefused:
        return False
    return True


def missing_owners(part: Part, *, before: Roster, owners: Sequence[Person]) -> tuple[Person, ...]:
    """Give the owners whose signature a part still needs.

    `owners` are those who will be owners once the whole change counts.

    Raises:
        SignatureRefused: a signature is of nobody who may sign this.
    """
    if part.kind is StatementKind.ROSTER:
        now = read_roster(part.payload)
        keys = [key for owner in (*before.owners, *owners) for key in owner.active_keys]
        signers = _signers(part, (*keys, before.recovery))
        return () if before.recovery in signers else owners_missing(before, now, signers)
    signers = _signers(part, [key for owner in owners for key in owner.active_keys])
    return tuple(owner for owner in owners if not signers & set(owner.active_keys))


def write_proposal(parts: Iterable[Part]) -> bytes:
    """Bind the parts of a change that waits into one record."""
    return canonical_bytes(
        {
            "type": "proposal",
            "parts": [
                {
                    "kind": part.kind.value,
                    "envelopes": [envelope.decode("utf-8") for envelope in part.envelopes],
                }
                for part in parts
            ],
        }
    )


def read_proposal(content: bytes) -> tuple[Part, ...]:
    """Read a change that waits; nothing of it is verified yet.

    Raises:
        SignatureRefused: it is none.
    """
    fields = Fields(content)
    if fields.text("type") != "proposal":
        refuse_statement()
    parts = []
    for item in fields.items("parts"):
        if not isinstance(item, dict):
            refuse_statement()
        inner = Fields(item)
        kind = _KINDS.get(inner.text("kind"))
        envelopes = tuple(text_of(one).encode("utf-8") for one in inner.items("envelopes"))
        inner.require_read()
        if kind is None or not envelopes or len({payload_of(one)[1] for one in envelopes}) != 1:
            refuse_statement()
        parts.append(Part(kind=kind, envelopes=envelopes))
    fields.require_read()
    if not parts or len({part.kind for part in parts}) != len(parts):
        refuse_statement()
    return tuple(parts)


def pin_of(envelopes: Sequence[bytes]) -> Pin:
    """Give what is remembered of a verified list."""
    found = newest_head(envelopes)
    return Pin(version=found[0].version, digest=found[1]) if found else Pin()


def _signers(part: Part, keys: Iterable[str]) -> set[str]:
    known = [key for key in keys if key]
    return {
        open_envelope(one, payload_type=part.kind.payload_type, public_keys=known).public_key
        for one in part.envelopes
    }
