"""When messages left, as the journal tells it: what a later run needs to keep the pace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from composer.model.states import RecipientState
from composer.store.ledger_tables import journal

LONGEST_ANSWER_S = 900.0
"""For so long at most somebody stays at the brink while a process runs."""


def ends_since(connection: Connection, since_s: float) -> Iterator[float]:
    """Give a time (seconds since 1970) for each message, test mailboxes' too, that left since then.

    It is the moment of the outcome, for the end left before it: a pace that counts from then is
    never too fast. After a crash it is the moment of the restart.
    """
    first = connection.execute(
        select(func.min(journal.c.seq)).where(journal.c.at >= _written(since_s - LONGEST_ANSWER_S))
    ).scalar()
    moves = (
        select(journal.c.recipient_id, journal.c.state, journal.c.at)
        .where(journal.c.seq >= (first or 0), journal.c.kind == "move")
        .order_by(journal.c.seq)
        .execution_options(yield_per=2000)
    )
    at_brink: set[str] = set()
    for recipient_id, state, at in connection.execute(moves) if first is not None else ():
        if state == RecipientState.BRINK.value:
            at_brink.add(recipient_id)
        elif recipient_id in at_brink:
            at_brink.remove(recipient_id)
            ended_s = datetime.fromisoformat(at).timestamp()
            if ended_s > since_s:
                yield ended_s


def _written(seconds: float) -> str:
    """Write a moment as the journal does."""
    moment = datetime.fromtimestamp(max(0.0, seconds), UTC)
    return moment.isoformat(timespec="milliseconds")
