"""The copies of a send as they arrived, kept beside its record so that a person can look at them.

What is kept are messages to the team's own mailboxes: the newest that was right, and the newest of
a proof that were not, with every one that a reviewer has yet to sign for. They are for looking at;
what counts is the comparison, made when they were read. A copy that arrives again replaces nothing:
the first stays what is shown, others are kept beside it under numbers of their own.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from composer.delivery.watch import copy_number
from composer.model.identifiers import CampaignId
from composer.model.rendered import RenderedMessage
from composer.model.sent_copy import ReceivedCopy
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.proofs.receipts import nonce_of
from composer.stages.desk import Desk
from composer.stages.receipts import hidden, predicted_message
from composer.stages.resuming import held_by, uncleared_of
from composer.store.files import write_atomically
from composer.store.test_sends import TestSend
from composer.wire.decoded import DecodedMessage

FOLDER = "received"
MOST_DIFFERENT = 5
MOST_ARRIVALS = 5
_EQUAL, _DIFFERENT = "equal", "different"


def keep_received(
    desk: Desk, campaign_id: CampaignId, line: TestSend, content: bytes, *, differs: bool
) -> None:
    """Keep a received copy; a disk that refuses it stops nothing."""
    folder = desk.send_folder(campaign_id) / FOLDER
    earlier = _kept(folder, _DIFFERENT if differs else _EQUAL)
    if differs:
        earlier = _done_with(desk, campaign_id, line, earlier)
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        free = _free(folder, f"{line.slot}.{_DIFFERENT if differs else _EQUAL}", content)
        if free is not None:
            write_atomically(free, content)
        for path in earlier:
            if _slot(path) != line.slot:
                for arrival in folder.glob(f"{path.stem}*.eml"):
                    arrival.unlink(missing_ok=True)


def received_copy(desk: Desk, campaign_id: CampaignId) -> ReceivedCopy | None:
    """Give the copy that a person should look at, or None.

    It is the newest that a reviewer has yet to sign for, and then no other; else the newest that
    differs, else the newest.
    """
    stored = desk.proofs.latest(campaign_id)
    if stored is None:
        return None
    folder = desk.send_folder(campaign_id) / FOLDER
    paths = [*_kept(folder, _EQUAL), *_kept(folder, _DIFFERENT)]
    held = held_by(desk, campaign_id, stored.digest)
    open_ones = uncleared_of(desk, campaign_id, stored.digest, held)
    if open_ones:
        different = _kept(folder, _DIFFERENT)
        paths = [path for path in different if copy_number(_slot(path)) == open_ones[-1].copy]
    lines = {line.slot: line for line in desk.tests.all(stored.digest)}
    for path in reversed(paths):
        line = lines.get(_slot(path))
        if line is None or line.slot < FIRST_COPY_SLOT:
            continue
        with suppress(OSError):
            received = path.read_bytes()
            predicted = hidden(predicted_message(line), nonce_of(received) or "")
            return ReceivedCopy(
                number=copy_number(line.slot),
                seed=line.seed,
                predicted=_as_rendered(line, predicted),
                received=received,
            )
    return None


def _done_with(
    desk: Desk, campaign_id: CampaignId, line: TestSend, earlier: list[Path]
) -> list[Path]:
    """Give the oldest copies of the proof that are too many and wait for nobody's signature."""
    slots = {one.slot for one in desk.tests.all(line.proof)} - {line.slot}
    kept = [path for path in earlier if _slot(path) in slots]
    too_many = len(kept) + 1 - MOST_DIFFERENT
    if too_many <= 0:
        return []
    held = held_by(desk, campaign_id, line.proof)
    waiting = {told.copy for told in uncleared_of(desk, campaign_id, line.proof, held)}
    done = held.copies - waiting
    return [path for path in kept if copy_number(_slot(path)) in done][:too_many]


def _free(folder: Path, name: str, content: bytes) -> Path | None:
    """Give a place that nothing is kept in; None when this is kept, or too many are."""
    for more in range(MOST_ARRIVALS):
        path = folder / (f"{name}.{more + 1}.eml" if more else f"{name}.eml")
        if not path.exists():
            return path
        if path.read_bytes() == content:
            return None
    return None


def _kept(folder: Path, kind: str) -> list[Path]:
    """Give the first arrival of each copy, in the copies' order."""
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
