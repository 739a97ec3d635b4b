"""One step of a recipient in the record: checked, journalled, and what it changes in the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from composer.errors import LedgerError
from composer.i18n import _
from composer.model.identifiers import RecipientId
from composer.model.moves import NEW_GENERATION, Kind, Move, Mover, require_allowed
from composer.model.states import RecipientState
from composer.store.ledger_chain import JournalWriter
from composer.store.ledger_tables import recipients

Row = dict[str, object]

_KEPT = (
    "plan", "batch", "state", "generation", "tries", "first_tried_at", "not_before", "code",
    "answer", "provider_id", "reason", "changed_at", "seq",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What moves did: the rows, and how many of the audience each state lost and gained."""

    rows: list[dict[str, object]]
    lost: Counter[str]
    gained: Counter[str]


def moves_after_crash(
    *, claimed: Sequence[RecipientId], brink: Sequence[RecipientId]
) -> list[Move]:
    """Give what a restart makes of those whom a process left behind when it ended.

    Nothing of a claimed message had left; of one at the brink nobody can know.
    """
    back = [Move(recipient_id=x, to=RecipientState.PLANNED, by=Mover.RESTART) for x in claimed]
    reason = "the sending process ended before the answer was recorded"
    lost = [
        Move(recipient_id=x, to=RecipientState.UNKNOWN, by=Mover.RESTART, reason=reason)
        for x in brink
    ]
    return back + lost


def cancelling(ids: Sequence[RecipientId], reason: str) -> list[Move]:
    """Give the steps by which a person takes people out for good."""
    return [
        Move(recipient_id=one, to=RecipientState.CANCELLED, by=Mover.PERSON, reason=reason)
        for one in ids
    ]


def stepped(
    rows: dict[str, Row],
    moves: Sequence[Move],
    *,
    writer: JournalWriter,
    last_batch: tuple[int, int],
) -> Changed:
    """Make moves in order and give the changed rows as parameters of the update.

    `last_batch` is (plan, batch): where somebody whose own plan is over is written to again.

    Raises:
        LedgerError: a move is not allowed, or names somebody unknown.
    """
    changed: dict[str, Row] = {}
    lost: Counter[str] = Counter()
    gained: Counter[str] = Counter()
    for move in moves:
        row = rows.get(move.recipient_id)
        if row is None:
            raise LedgerError(_("The record of this send does not know that recipient."))
        if row["kind"] == Kind.AUDIENCE.value:
            lost[str(row["state"])] += 1
            gained[move.to.value] += 1
        _step(row, move, writer=writer, last_batch=last_batch)
        changed[move.recipient_id] = row
    parameters = [
        {"b_recipient_id": recipient_id} | {f"b_{name}": row[name] for name in _KEPT}
        for recipient_id, row in changed.items()
    ]
    return Changed(rows=parameters, lost=lost, gained=gained)


def _step(row: Row, move: Move, *, writer: JournalWriter, last_batch: tuple[int, int]) -> None:
    here = RecipientState(str(row["state"]))
    require_allowed(here, move.to, by=move.by)
    generation = int(str(row["generation"])) + ((here, move.to) in NEW_GENERATION)
    content: dict[str, object] = {"by": move.by.value}
    for name in ("not_before", "code", "answer", "provider_id", "reason"):
        value = getattr(move, name)
        if value:
            content[name] = value
    seq = writer.add(
        "move",
        recipient_id=move.recipient_id,
        state=move.to.value,
        generation=generation,
        content=content,
    )
    row.update(state=move.to.value, generation=generation, seq=seq, changed_at=writer.at)
    if move.to is not RecipientState.CLAIMED:  # a new try keeps the last one's answer until its own
        row.update(
            code=move.code,
            answer=move.answer,
            provider_id=move.provider_id,
            reason=move.reason,
            not_before=move.not_before,
        )
    _count_tries(row, here, move, at=writer.at)
    if move.to is RecipientState.PLANNED and row["plan"] != last_batch[0]:
        row["plan"], row["batch"] = last_batch


def _count_tries(row: Row, here: RecipientState, move: Move, *, at: str) -> None:
    if move.to is RecipientState.DEFERRED:
        row["tries"] = int(str(row["tries"])) + 1
        row["first_tried_at"] = row["first_tried_at"] or datetime.fromisoformat(at).timestamp()
    elif here in (RecipientState.HELD, RecipientState.UNKNOWN, RecipientState.REFUSED):
        row["tries"], row["first_tried_at"] = 0, 0.0


def write_rows(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Write changed rows; the journal entries that made them are the caller's."""
    connection.execute(_UPDATE_ROW, rows)


_UPDATE_ROW = (
    update(recipients)
    .where(recipients.c.recipient_id == bindparam("b_recipient_id"))
    .values({name: bindparam(f"b_{name}") for name in _KEPT})
)
