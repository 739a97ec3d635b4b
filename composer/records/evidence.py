"""The evidence of a campaign: one file that anybody can verify offline.

It holds every proof that was sent from, every signed statement, what arrived of the tests, the
whole journal with its signed heads, everybody's state by random id, and the log of who did what.
Nothing here judges: `verify.py` does, from this alone.

Addresses: none, unless they are wanted. The journal names each person by a random id and by a keyed
digest of the address, made before the send with a key of this campaign alone. With *hashed* that
key is kept in the password store at home, so that whoever holds it can answer "did X get it?" as
long as the file exists; with *clear* it stands in the file, beside the addresses.

One content is one sequence of bytes: there is no time of writing in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import Enum

from composer.model.moves import JournalEntry
from composer.records.log_lines import LogLine
from composer.signoff.statements import StatementKind

FORMAT = "composer evidence 3"
FORMER_FORMAT = "composer evidence 2"
"""Without what reviewers signed for differences during the send.

Such a file is still read; it is valid only where the log tells of no such signature.
"""
HEAD_TYPE = "application/vnd.composer.ledger-head.v1+json"
"""The payload type under which a sender signs the end of the journal."""
SEAL_TYPE = "application/vnd.composer.evidence.v1+json"
"""The payload type under which whoever writes the file signs for it as a whole."""
SEAL_MARK = b'\n"seal": '


class Addresses(Enum):
    """What an evidence file says about addresses."""

    NONE = "none"
    HASHED = "hashed"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReceipt:
    """What arrived of one test message; the mailbox is named by its place in the seed list."""

    slot: int
    seed: int
    recipient: str
    nonce_hash: str
    state: str
    received_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceMessage:
    """One recipient's message in a proof: random id and the digests, in the proof's order."""

    recipient: str
    digest: str
    wire_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceProof:
    """One proof that was sent from; envelopes and manifest are the stored bytes as text."""

    proof: str
    manifest: str
    decisions: tuple[str, ...]
    witnessed: tuple[str, ...]
    clearances: tuple[str, ...] = ()
    receipts: tuple[EvidenceReceipt, ...]
    messages: tuple[EvidenceMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePerson:
    """The state that somebody of the audience ended in; `address` only where it is wanted."""

    recipient: str
    state: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """The end of the journal as a sender signed it."""

    length: int
    head: str
    occasion: str
    envelope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All parts of an evidence file.

    `format` is the one in which it is written; `key` makes the journal's digests of addresses and
    is in the file only beside the addresses.
    """

    addresses: Addresses
    sealed_by: str
    campaign: str
    workspace: str
    owner_key: str
    key: str
    rosters: tuple[str, ...]
    policies: tuple[str, ...]
    seeds: tuple[str, ...]
    proofs: tuple[EvidenceProof, ...]
    heads: tuple[SignedHead, ...]
    people: tuple[EvidencePerson, ...]
    log: tuple[LogLine, ...]
    journal: tuple[JournalEntry, ...]
    format: str = FORMAT

    @property
    def holds_clearances(self) -> bool:
        """Whether the file says who signed that sending may go on after a difference."""
        return self.format != FORMER_FORMAT


def write_evidence(evidence: Evidence, *, seal: Callable[[bytes], bytes] | None = None) -> bytes:
    """Write an evidence file: one JSON object, a line for each message and entry.

    `seal` signs a payload of `SEAL_TYPE`; what it gives stands last, for all bytes before it.
    """
    body = evidence_body(evidence)
    envelope = seal(seal_payload(evidence, body)).decode("utf-8") if seal else ""
    return body + SEAL_MARK + _json(envelope).encode("utf-8") + b"\n}\n"


def evidence_body(evidence: Evidence) -> bytes:
    """Write all but the seal."""
    lines = [f"{_json(name)}: {_json(value)}" for name, value in evidence_head(evidence).items()]
    proofs = (_proof(proof, clearances=evidence.holds_clearances) for proof in evidence.proofs)
    lines.append(_list("proofs", proofs, write=str))
    lines.append(_list("heads", map(asdict, evidence.heads)))
    lines.append(_list("people", map(_person, evidence.people)))
    lines.append(_list("log", (line.record() for line in evidence.log)))
    lines.append(_list("journal", map(asdict, evidence.journal)))
    return ("{\n" + ",\n".join(lines) + ",").encode("utf-8")


def seal_payload(evidence: Evidence, body: bytes) -> bytes:
    """Give what is signed for a file as a whole."""
    return json.dumps(
        {
            "type": "evidence",
            "workspace": evidence.workspace,
            "campaign": evidence.campaign,
            "person": evidence.sealed_by,
            "sha256": hashlib.sha256(body).hexdigest(),
        },
        sort_keys=True,
        separators=(",", ":"),
    ).encode("utf-8")


ABOUT = {
    Addresses.NONE: (
        "No address of a recipient is in this file. People are named by random ids, and by keyed "
        "digests whose key does not leave the workspace."
    ),
    Addresses.HASHED: (
        "No address of a recipient is in this file. Whoever keeps its key at home can ask the file "
        "about one address; nobody else can."
    ),
    Addresses.CLEAR: (
        "THIS FILE HOLDS THE ADDRESSES OF ALL RECIPIENTS IN CLEAR. Keep it as you keep the list of "
        "recipients."
    ),
}
"""The file's first page; in English wherever it was written, so that any program can compare it."""


def evidence_head(evidence: Evidence) -> dict[str, object]:
    """Give what stands first in the file, in its order."""
    return {
        "format": evidence.format,
        "about": ABOUT[evidence.addresses],
        "addresses": evidence.addresses.value,
        "verify": "composer verify FILE --owner KEY (take the key from the owner, not from here)",
        "sealed_by": evidence.sealed_by,
        "campaign": evidence.campaign,
        "workspace": evidence.workspace,
        "owner_key": evidence.owner_key,
        "key": evidence.key,
        StatementKind.ROSTER.value: evidence.rosters,
        StatementKind.POLICY.value: evidence.policies,
        StatementKind.SEEDS.value: evidence.seeds,
    }


def _proof(proof: EvidenceProof, *, clearances: bool) -> str:
    parts = {
        "proof": proof.proof,
        "manifest": proof.manifest,
        "decisions": proof.decisions,
        "witnessed": proof.witnessed,
        **({"clearances": proof.clearances} if clearances else {}),
        "receipts": [asdict(receipt) for receipt in proof.receipts],
    }
    lines = [f"{_json(name)}: {_json(value)}" for name, value in parts.items()]
    lines.append(_list("messages", map(asdict, proof.messages)))
    return "{\n" + ",\n".join(lines) + "\n}"


def _person(person: EvidencePerson) -> dict[str, str]:
    record = {"recipient": person.recipient, "state": person.state}
    return {**record, "address": person.address} if person.address else record


def _list(
    name: str,
    records: Iterable[object],
    *,
    write: Callable[[object], str] | None = None,
) -> str:
    lines: Iterator[str] = map(write or _json, records)
    return f"{_json(name)}: [\n" + ",\n".join(lines) + "\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
