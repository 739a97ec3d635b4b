"""The copies to seeds during a send: read back and compared as the test was.

A copy that arrived otherwise than predicted holds the campaign: what seeds found out in seconds,
nobody else has to. Copies that have not arrived yet hold nothing; they are shown as missing.
"""

from __future__ import annotations

from composer.findings import Finding, finding
from composer.proofs.evidence import Verdict
from composer.proofs.permit import FIRST_COPY_SLOT, nonce_hash
from composer.stages.dispatching import Way, open_ledger
from composer.stages.receipts import Incoming, record_receipts
from composer.stages.seed_test import mailboxes_of
from composer.store.test_sends import TestSend
from composer.transports.mailboxes import collect

CLOCK_SLACK_S = 60


def read_copies(way: Way, *, wait_s: float) -> list[Finding]:
    """Read what arrived of this send's copies; hold the campaign where one differs."""
    lines = _unread_copies(way)
    if not lines:
        return []
    since_s = min(line.sent_at.timestamp() for line in lines if line.sent_at) - CLOCK_SLACK_S
    boxes = mailboxes_of(way.desk, way.content, since_s=since_s)
    if not boxes:
        return []
    wanted = {line.nonce_hash for line in lines}
    arrived = collect(boxes, wanted=wanted, key=nonce_hash, wait_s=wait_s)
    incoming = [Incoming(content=item.content, how="watch") for item in arrived]
    receipts = record_receipts(way.desk, lines, incoming)
    different = [receipt for receipt in receipts if receipt.verdict is Verdict.DIFFERENT]
    if not different:
        return []
    with open_ledger(way.desk, way.content) as ledger:
        ledger.set_hold("send.copy_differs", by="", count=len(different))
    return [finding("send.held"), finding("send.copy_differs", count=len(different))]


def _unread_copies(way: Way) -> list[TestSend]:
    proof = way.stored.digest
    read = {receipt.test_send_id for receipt in way.desk.tests.receipts(proof)}
    return [
        line
        for line in way.desk.tests.all(proof)
        if line.slot >= FIRST_COPY_SLOT and line.sent_at is not None and line.id not in read
    ]
