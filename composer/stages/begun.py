"""Whether a send has really begun: a sender signed so, after the proof's people were taken over.

Guards rule 3 against whoever can write the record and has no sender's key. Before the first message
everybody is checked once more, and not again when a send goes on: what says that it goes on must
not be a row that anybody could write. The record's chain is verified when it is opened to be
written; here one of its entries is found under a signature.
"""

from __future__ import annotations

import json

from composer.errors import SignatureRefused
from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.records.evidence import HEAD_TYPE
from composer.signoff.dsse import open_envelope
from composer.stages.desk import Desk
from composer.stages.people import require_roster
from composer.store.ledger_view import LedgerView, open_ledger_read_only

SIGNED_WHILE_SENDING = frozenset({"batch", "stop", "end"})
"""A test and a decision are signed, too, and say nothing about the check."""


def is_begun(desk: Desk, campaign_id: CampaignId, proof: str) -> bool:
    """Whether a sender's process has checked everybody and begun to write to them."""
    path = desk.send_folder(campaign_id) / "ledger.db"
    if not path.exists():
        return False
    with open_ledger_read_only(path) as view:
        return view.proof == proof and _is_signed(desk, view, since=view.taken_over_at(proof))


def _is_signed(desk: Desk, view: LedgerView, *, since: int) -> bool:
    keys = [person.public_key for person in require_roster(desk).people if person.has(Role.SENDER)]
    return any(
        _names(envelope, keys, length=length, head=head, occasion=occasion)
        for length, head, occasion, envelope in reversed(view.signed_heads())
        if since
        and length >= since
        and occasion in SIGNED_WHILE_SENDING
        and head == view.hash_at(length)
    )


def _names(envelope: str, keys: list[str], *, length: int, head: str, occasion: str) -> bool:
    """Whether a sender signed that the record ended so."""
    try:
        signed = open_envelope(
            envelope.encode("utf-8"), payload_type=HEAD_TYPE, public_keys=keys
        ).payload
        content = json.loads(signed)
    except (SignatureRefused, ValueError):
        return False
    return isinstance(content, dict) and (
        content.get("length"),
        content.get("head"),
        content.get("occasion"),
    ) == (length, head, occasion)
