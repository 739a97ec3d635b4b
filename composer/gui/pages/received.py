"""One message as it arrived beside what was predicted, for the first stop of a send.

Best is a copy that the sending process read in a test mailbox: it is kept beside the record. Where
there is none, a practice workspace's own mailbox is looked into; elsewhere a person opens the first
message in the mail program, and only the prediction is shown. The comparison is the one of
`proofs/receipts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from composer.errors import GuardRefused
from composer.model.identifiers import CampaignId
from composer.model.rendered import RenderedMessage
from composer.model.states import RecipientState
from composer.proofs.receipts import Difference, compare_receipt, received_bytes, without_trace
from composer.transports.maildir import read_maildir
from composer.wire.decode import decode_eml

if TYPE_CHECKING:
    from composer.workspace import Workspace

CLOCK_SLACK_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A prediction, what arrived (None: not to be seen from here), and how they differ.

    `copy` is the number of a copy in a test mailbox, 0 for a message to somebody else.
    """

    address: str
    predicted: RenderedMessage
    arrived: RenderedMessage | None
    differences: tuple[Difference, ...]
    copy: int = 0


def read_beside(
    workspace: Workspace, campaign: CampaignId, *, began_at: datetime | None
) -> Beside | None:
    """Take a copy in a test mailbox, else the first person's; None when there is nobody yet."""
    copy = workspace.received_copy(campaign)
    if copy is not None:
        beside = _beside(copy.seed, copy.predicted, copy.received)
        return replace(beside, copy=copy.number)
    lines, _total = workspace.ledger_lines(
        campaign, frozenset({RecipientState.ACCEPTED}), offset=0, limit=1
    )
    if not lines:
        return None
    predicted = workspace.preview(campaign, lines[0].address).rendered
    received = b""
    if workspace.is_practice:
        since_s = began_at.timestamp() - CLOCK_SLACK_S if began_at else 0.0
        received = _find(workspace.mailbox, predicted, since_s=since_s)
    return _beside(lines[0].address, predicted, received)


def _beside(address: str, predicted: RenderedMessage, received: bytes) -> Beside:
    if not received:
        return Beside(address=address, predicted=predicted, arrived=None, differences=())
    differences = tuple(compare_receipt(predicted=predicted, received=received))
    try:
        found = decode_eml(without_trace(predicted=predicted, received=received_bytes(received)))
    except GuardRefused:  # the comparison says why; such a message is not shown
        return Beside(address=address, predicted=predicted, arrived=None, differences=differences)
    arrived = replace(
        predicted,
        headers=found.headers,
        text_utf8=found.text.encode(),
        html_utf8=found.html.encode(),
        attachments=found.attachments,
    )
    return Beside(address=address, predicted=predicted, arrived=arrived, differences=differences)


def _find(mailbox: Path, message: RenderedMessage, *, since_s: float) -> bytes:
    """Find a message by its Message-ID, which is this recipient's alone."""
    wanted = (message.header("Message-ID") or "").encode()
    if not wanted:
        return b""
    every = read_maildir(mailbox, since_s=since_s, known=set())
    return next((content for content in every if wanted in content), b"")
