"""Nobody can take a decision away: the log says what was made, and each must still be there.

Guards rule 3 against whoever can write the database and has no key: a signature cannot be forged,
but a rejection, or the word that a message arrived differently, could be deleted; and what a signed
receipt stands for (which mailbox, which kind of message) could be written anew. The log is chained,
and its head is remembered outside the workspace (`require_original` compares it before a send).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

import orjson

from composer.findings import Finding, finding
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.stages.desk import Desk
from composer.stages.testing import RUN_SLOTS
from composer.store.audit import AuditEntry
from composer.store.test_sends import TestSend
from composer.store.wire_kept import wire_sha256

SIGNED = ("signoff.", "test.receipts")
SENT = "test.send"
KEPT_AS = ("approval", "receipts")


def find_kept_findings(desk: Desk, proof: str) -> tuple[Finding, ...]:
    """Find what was taken out of, or changed in, the record of decisions and tests of a proof.

    Somebody may sign between a look at the decisions and one at the log: then it is looked again.
    """
    return _find_kept(desk, proof) and _find_kept(desk, proof)


def _find_kept(desk: Desk, proof: str) -> tuple[Finding, ...]:
    envelopes = [one for kind in KEPT_AS for one in desk.statements.envelopes(kind, proof)]
    kept = {hashlib.sha256(envelope).hexdigest() for envelope in envelopes}
    kept |= {digest_of_sent(run) for run in _runs(desk.tests.all(proof))}
    return desk.kept(
        ("decisions kept", proof, frozenset(kept), desk.audit.head()),
        lambda: tuple(desk.audit.verify()) or _missing(desk, proof, kept),
    )


def digest_of_sent(run: Iterable[TestSend]) -> str:
    """Name what one run of a test sent: to which mailbox, of which kind, and what was predicted."""
    lines = [
        [
            line.id,
            line.slot,
            line.seed,
            line.recipient_id,
            line.nonce_hash,
            line.digest,
            wire_sha256(line.wire),
        ]
        for line in sorted(run, key=lambda line: (line.slot, line.id))
    ]
    return hashlib.sha256(orjson.dumps(lines)).hexdigest()


def _runs(sends: Iterable[TestSend]) -> list[list[TestSend]]:
    """Group what tests sent, copies during the send apart."""
    runs: dict[int, list[TestSend]] = {}
    for line in sends:
        if line.slot < FIRST_COPY_SLOT:
            runs.setdefault(line.slot // RUN_SLOTS, []).append(line)
    return list(runs.values())


def _missing(desk: Desk, proof: str, kept: Collection[str]) -> tuple[Finding, ...]:
    for entry in desk.audit.entries():
        name = _named(entry, proof)
        if name is not None and name not in kept:
            return (finding("audit.broken", number=entry.number),)
    return ()


def _named(entry: AuditEntry, proof: str) -> str | None:
    """Give what the log says must be there; None for what says nothing of the kind."""
    if not entry.action.startswith((*SIGNED, SENT)):
        return None
    details = orjson.loads(entry.details)
    if details.get("proof") != proof:
        return None
    named: str | None = details.get("sent" if entry.action == SENT else "statement")
    return named
