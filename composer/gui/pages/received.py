"""One message as it arrived beside what was predicted, for the first stop of a send.

In a practice workspace the mailbox is on this computer and the message is read from it; elsewhere a
person opens it in the mail program, and only the prediction is shown. The comparison is the one of
`proofs/receipts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from composer.errors import GuardRefused
from composer.model.identifiers import CampaignId
from composer.model.overview import Preview
from composer.model.rendered import RenderedMessage
from composer.model.states import RecipientState
from composer.proofs.receipts import Difference, compare_receipt, received_bytes
from composer.transports.maildir import read_maildir
from composer.wire.decode import decode_eml

if TYPE_CHECKING:
    from composer.workspace import Workspace

CLOCK_SLACK_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A prediction, what arrived (None: not to be seen from here), and how they differ."""

    predicted: Preview
    arrived: RenderedMessage | None
    differences: tuple[Difference, ...]


def read_beside(
    workspace: Workspace, campaign: CampaignId, *, began_at: datetime | None
) -> Beside | None:
    """Take the first person the message was handed over to; None when there is nobody yet."""
    lines, _total = workspace.ledger_lines(
        campaign, frozenset({RecipientState.ACCEPTED}), offset=0, limit=1
    )
    if not lines:
        return None
    predicted = workspace.preview(campaign, lines[0].address)
    received = b""
    if workspace.is_practice:
        since_s = began_at.timestamp() - CLOCK_SLACK_S if began_at else 0.0
        received = _find(workspace.mailbox, predicted.rendered, since_s=since_s)
    if not received:
        return Beside(predicted=predicted, arrived=None, differences=())
    differences = tuple(compare_receipt(predicted=predicted.rendered, received=received))
    try:
        found = decode_eml(received_bytes(received))
    except GuardRefused:  # the comparison says why; such a message is not shown
        return Beside(predicted=predicted, arrived=None, differences=differences)
    arrived = replace(
        predicted.rendered,
        headers=found.headers,
        text_utf8=found.text.encode(),
        html_utf8=found.html.encode(),
        attachments=found.attachments,
    )
    return Beside(predicted=predicted, arrived=arrived, differences=differences)


def _find(mailbox: Path, message: RenderedMessage, *, since_s: float) -> bytes:
    """Find a message by its Message-ID, which is this recipient's alone."""
    wanted = (message.header("Message-ID") or "").encode()
    if not wanted:
        return b""
    every = read_maildir(mailbox, since_s=since_s, known=set())
    return next((content for content in every if wanted in content), b"")
