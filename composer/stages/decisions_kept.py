"""Nobody can take a decision away: the log says which were made, and each must still be there.

Guards rule 3 against whoever can write the database and has no key: a signature cannot be forged,
but a rejection could be deleted. The log is chained, and its head is remembered outside the
workspace (`require_original` compares it before a send).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import orjson

from composer.findings import Finding, finding
from composer.stages.desk import Desk

SIGNED = "signoff."


def find_kept_findings(desk: Desk, proof: str) -> tuple[Finding, ...]:
    """Find what was taken out of, or changed in, the record of decisions about a proof."""
    envelopes = desk.statements.envelopes("approval", proof)
    kept = frozenset(hashlib.sha256(envelope).hexdigest() for envelope in envelopes)
    return desk.kept(
        ("decisions kept", proof, kept, desk.audit.head()),
        lambda: tuple(desk.audit.verify()) or _missing(desk, proof, kept),
    )


def _missing(desk: Desk, proof: str, kept: Collection[str]) -> tuple[Finding, ...]:
    for entry in desk.audit.entries():
        if not entry.action.startswith(SIGNED):
            continue
        details = orjson.loads(entry.details)
        if details.get("proof") == proof and details.get("statement") not in kept:
            return (finding("audit.broken", number=entry.number),)
    return ()
