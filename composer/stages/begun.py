"""Whether a send has really begun: a sender signed so, after the proof's people were taken over.

Also with which key the record names addresses, and in which workspace it lies: with another key, or
in another workspace, everybody would be new to it.

Guards rule 3 against whoever can write the record and has no sender's key. Before the first message
everybody is checked once more, and not again when a send goes on: what says that it goes on must
not be a row that anybody could write. The record's chain is verified when it is opened to be
written; here one of its entries is found under a signature.
"""

from __future__ import annotations

import hashlib
import json

from composer.errors import Blocked, SignatureRefused
from composer.findings import finding
from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.records.evidence import HEAD_TYPE
from composer.signoff.dsse import open_envelope
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.people import require_roster
from composer.store.ledger_view import LedgerView, open_ledger_read_only
from composer.store.sending_workspaces import SendingWorkspaces

SIGNED_WHILE_SENDING = frozenset({"batch", "stop", "end"})
"""A test and a decision are signed, too, and say nothing about the check."""


def is_begun(desk: Desk, campaign_id: CampaignId, proof: str) -> bool:
    """Whether a sender's process has checked everybody and begun to write to them."""
    path = desk.send_folder(campaign_id) / "ledger.db"
    if not path.exists():
        return False
    with open_ledger_read_only(path) as view:
        return view.proof == proof and _is_signed(desk, view, since=view.taken_over_at(proof))


def beginning(content: Content, proof: str) -> dict[str, object]:
    """Say what the log keeps of the start of a send."""
    key = f"composer ledger key 1\n{content.record.ledger_key}"
    digest = hashlib.sha256(key.encode("utf-8")).hexdigest()
    return {"proof": proof, "campaign": content.record.id, "key": digest}


def require_same_key(desk: Desk, content: Content) -> None:
    """Require that the key by which the record knows addresses is that of every earlier start.

    Guards rule 4: the row that holds it could be changed, and a corrected list would then be sent
    to everybody once more.

    Raises:
        Blocked: `audit.broken`.
    """
    named = beginning(content, "")
    for entry in desk.audit.entries():
        if entry.action == "send.start":
            before = json.loads(entry.details)
            if before.get("campaign") == named["campaign"] and before["key"] != named["key"]:
                raise Blocked([finding("audit.broken", number=entry.number)])


def require_begun_nowhere_else(desk: Desk, campaign_id: CampaignId) -> None:
    """Require that no other workspace on this computer has begun to send a campaign.

    Guards rule 4: a folder that is taken in keeps its id. Practice does not count, for nothing of
    it leaves this computer.

    Raises:
        Blocked: `send.elsewhere`.
    """
    if not desk.folder.is_practice:
        _require_own(desk, SendingWorkspaces().of(campaign_id))


def claim_sending(desk: Desk, campaign_id: CampaignId) -> None:
    """Note outside of the workspace that this one begins to send a campaign, and no other may.

    Raises:
        Blocked: `send.elsewhere`: another workspace was first.
    """
    if not desk.folder.is_practice:
        _require_own(desk, SendingWorkspaces().claim(campaign_id, desk.folder.id))


def _require_own(desk: Desk, workspace_id: str) -> None:
    if workspace_id not in {"", desk.folder.id}:
        known = desk.folder.registry.active(workspace_id)
        path = known.place.path if known is not None else workspace_id
        raise Blocked([finding("send.elsewhere", path=path)])


def _is_signed(desk: Desk, view: LedgerView, *, since: int) -> bool:
    senders = [person for person in require_roster(desk).people if person.has(Role.SENDER)]
    keys = [key for person in senders for key in person.active_keys]
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
