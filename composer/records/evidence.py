"""The evidence of a campaign: one file that anybody can verify offline, without an address in it.

It holds the manifest, every signed statement, the receipts, everybody's state and digests by random
id, the whole journal and its signed heads. Nothing here judges: `verify.py` does, from this alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from composer.model.moves import JournalEntry

FORMAT = "composer evidence 1"
HEAD_TYPE = "application/vnd.composer.ledger-head.v1+json"
"""The payload type under which a sender signs the end of the journal."""


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
    """One recipient: random id, the digests of their message, and the state they ended in."""

    recipient: str
    digest: str
    wire_sha256: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All parts of an evidence file; envelopes and manifest are the stored bytes as text."""

    workspace: str
    owner_key: str
    proof: str
    manifest: str
    rosters: tuple[str, ...]
    policies: tuple[str, ...]
    seeds: tuple[str, ...]
    decisions: tuple[str, ...]
    witnessed: tuple[str, ...]
    receipts: tuple[EvidenceReceipt, ...]
    messages: tuple[EvidenceMessage, ...]
    journal: tuple[JournalEntry, ...]
    heads: tuple[tuple[int, str, str, str], ...]


def write_evidence(evidence: Evidence) -> bytes:
    """Write an evidence file: one JSON object, a line for each message and journal entry."""
    head = {
        "format": FORMAT,
        "workspace": evidence.workspace,
        "owner_key": evidence.owner_key,
        "proof": evidence.proof,
        "manifest": evidence.manifest,
        "rosters": evidence.rosters,
        "policies": evidence.policies,
        "seeds": evidence.seeds,
        "decisions": evidence.decisions,
        "witnessed": evidence.witnessed,
        "receipts": [asdict(receipt) for receipt in evidence.receipts],
        "heads": [list(head) for head in evidence.heads],
    }
    lines = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
    lines.append(_list("messages", (asdict(message) for message in evidence.messages)))
    lines.append(_list("journal", (asdict(entry) for entry in evidence.journal)))
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8")


def _list(name: str, records: Iterable[dict[str, object]]) -> str:
    return f"{_json(name)}: [\n" + ",\n".join(_json(record) for record in records) + "\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
