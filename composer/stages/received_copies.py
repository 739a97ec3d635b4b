"""The copies of a send as they arrived, kept beside its record so that a person can look at them.

What is kept are messages to the team's own mailboxes: the newest that was right, and the first that
were not. They are for looking at; what counts is the comparison, made when they were read.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from composer.model.identifiers import CampaignId
from composer.model.rendered import RenderedMessage
from composer.model.sent_copy import ReceivedCopy
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.proofs.receipts import nonce_of
from composer.stages.desk import Desk
from composer.stages.receipts import hidden, predicted_message
from composer.store.files import write_atomically
from composer.store.test_sends import TestSend
from composer.wire.decoded import DecodedMessage

FOLDER = "received"
MOST_DIFFERENT = 5
_EQUAL, _DIFFERENT = "equal", "different"


def keep_received(
    desk: Desk, campaign_id: CampaignId, line: TestSend, content: bytes, *, differs: bool
) -> None:
    """Keep a received copy; a disk that refuses it stops nothing."""
    folder = desk.send_folder(campaign_id) / FOLDER
    earlier = _kept(folder, _DIFFERENT if differs else _EQUAL)
    if differs and len(earlier) >= MOST_DIFFERENT:
        return
    name = f"{line.slot}.{_DIFFERENT if differs else _EQUAL}.eml"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        write_atomically(folder / name, content)
        for path in earlier if not differs else ():
            if path.name != name:
                path.unlink(missing_ok=True)


def received_copy(desk: Desk, campaign_id: CampaignId) -> ReceivedCopy | None:
    """Give the copy that a person should look at: one that differs, else the newest; None: none."""
    stored = desk.proofs.latest(campaign_id)
    folder = desk.send_folder(campaign_id) / FOLDER
    paths = [*_kept(folder, _EQUAL), *_kept(folder, _DIFFERENT)[::-1]]
    lines = {line.slot: line for line in desk.tests.all(stored.digest)} if stored else {}
    for path in reversed(paths):
        line = lines.get(_slot(path))
        if line is None or line.slot < FIRST_COPY_SLOT:
            continue
        with suppress(OSError):
            received = path.read_bytes()
            predicted = hidden(predicted_message(line), nonce_of(received) or "")
            return ReceivedCopy(
                seed=line.seed, predicted=_as_rendered(line, predicted), received=received
            )
    return None


def _kept(folder: Path, kind: str) -> list[Path]:
    return sorted(folder.glob(f"*.{kind}.eml"), key=_slot)


def _slot(path: Path) -> int:
    number = path.name.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _as_rendered(line: TestSend, message: DecodedMessage) -> RenderedMessage:
    return RenderedMessage(
        recipient_id=line.recipient_id,
        locale="",
        envelope_sender="",
        envelope_recipient=line.seed,
        headers=message.headers,
        text_utf8=message.text.encode(),
        html_utf8=message.html.encode(),
        attachments=message.attachments,
        boundary_seed="",
        branches=(),
        digest=line.digest,
    )
