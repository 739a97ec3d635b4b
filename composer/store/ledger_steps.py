"""One step of a recipient in the record: checked, journalled, and what it changes in the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from composer.errors import LedgerError
from composer.i18n import _
from composer.model.identifiers import RecipientId
from composer.model.moves import NEW_GENERATION, Kind, Move, Mover, require_allowed
from composer.model.states import RecipientState
from composer.store.ledger_chain import JournalWriter, canonical
from composer.store.ledger_query import rows_of
from composer.store.ledger_rows import Row, RowsInHand, Was

_STATES = {state.value: state for state in RecipientState}
_PLAIN = {mover: canonical({"by": mover.value}) for mover in Mover}
"""What is told of a move of which nothing else is worth keeping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What moves did: the rows, and how many of the audience each state lost and gained.

    Each row stands with the journal entry and the state that it had before.
    """

    rows: list[tuple[Row, Was]]
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


def rows_of_moves(
    connection: Connection, moves: Sequence[Move], *, in_hand: RowsInHand
) -> dict[str, Row]:
    """Give the rows of those who move, from the file where they are not in hand."""
    found: dict[str, Row] = {}
    missing = []
    for move in moves:
        row = in_hand.get(move.recipient_id)
        if row is None:
            missing.append(move.recipient_id)
        else:
            found[row.recipient_id] = row
    return found | rows_of(connection, missing) if missing else found


def stepped(
    rows: Mapping[str, Row],
    moves: Sequence[Move],
    *,
    writer: JournalWriter,
    last_batch: tuple[int, int],
) -> Changed:
    """Make moves in order, in the rows and in the journal.

    `last_batch` is (plan, batch): where somebody whose own plan is over is written to again.

    Raises:
        LedgerError: a move is not allowed, or names somebody unknown; the rows are spoilt.
    """
    changed: dict[str, tuple[Row, Was]] = {}
    lost: Counter[str] = Counter()
    gained: Counter[str] = Counter()
    for move in moves:
        row = rows.get(move.recipient_id)
        if row is None:
            raise LedgerError(_("The record of this send does not know that recipient."))
        if row.kind == Kind.AUDIENCE.value:
            lost[row.state] += 1
            gained[move.to.value] += 1
        changed.setdefault(move.recipient_id, (row, (row.seq, row.state)))
        _step(row, move, writer=writer, last_batch=last_batch)
    return Changed(rows=list(changed.values()), lost=lost, gained=gained)


def _step(row: Row, move: Move, *, writer: JournalWriter, last_batch: tuple[int, int]) -> None:
    here = _STATES[row.state]
    require_allowed(here, move.to, by=move.by)
    row.generation += (here, move.to) in NEW_GENERATION
    row.state = move.to.value
    told = writer.at, "move", row.recipient_id, row.state, row.generation, _content(move)
    row.seq = writer.append(told)
    row.changed_at = writer.at
    if move.to is not RecipientState.CLAIMED:  # a new try keeps the last one's answer until its own
        row.code, row.answer, row.provider_id = move.code, move.answer, move.provider_id
        row.reason, row.not_before = move.reason, move.not_before
    _count_tries(row, here, move, at=writer.at)
    if move.to is RecipientState.PLANNED and row.plan != last_batch[0]:
        row.plan, row.batch = last_batch


def _content(move: Move) -> str:
    """Write what is told of a move: who made it, and what of the rest there is."""
    found = {
        "not_before": move.not_before,
        "code": move.code,
        "answer": move.answer,
        "provider_id": move.provider_id,
        "reason": move.reason,
    }
    told: dict[str, object] = {name: value for name, value in found.items() if value}
    return canonical({"by": move.by.value, **told}) if told else _PLAIN[move.by]


def _count_tries(row: Row, here: RecipientState, move: Move, *, at: str) -> None:
    if move.to is RecipientState.DEFERRED:
        row.tries += 1
        row.first_tried_at = row.first_tried_at or datetime.fromisoformat(at).timestamp()
    elif here in _TRIED_ANEW:
        row.tries, row.first_tried_at = 0, 0.0


_TRIED_ANEW = frozenset({RecipientState.HELD, RecipientState.UNKNOWN, RecipientState.REFUSED})
