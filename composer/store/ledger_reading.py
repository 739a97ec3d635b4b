"""What the record of a send is asked while it is open: batches, pace, and who is where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from composer.findings import Finding
from composer.model.identifiers import RecipientId
from composer.model.states import RecipientState
from composer.store import ledger_query as query
from composer.store.ledger_chain import find_chain_findings
from composer.store.ledger_file import ledger_errors
from composer.store.ledger_times import ends_since


class LedgerReading:
    """Answers from the record's own connection; `_plan` is the number of the current proof."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._plan = 0

    def current_batch(self) -> int:
        """Tell the first batch that still holds somebody to write to; 0 when none does."""
        with self._read() as connection:
            return query.current_batch(connection, plan=self._plan)

    def batch_sizes(self) -> tuple[int, ...]:
        """Give the number of people in each batch of the current proof."""
        with self._read() as connection:
            return query.batch_sizes(connection, plan=self._plan)

    def passed_hold(self) -> int:
        """Tell the last batch of this proof after which a person was already waited for."""
        return self._batch_fact("passed")

    def copied_batch(self) -> int:
        """Tell the last batch of this proof of which copies went to seeds."""
        return self._batch_fact("copied")

    def next_run(self) -> int:
        """Tell how many runs of seeds there were; a number that no run had yet."""
        with self._read() as connection:
            return int(query.fact(connection, "runs") or "0")

    def ends_since(self, since_s: float) -> tuple[float, ...]:
        """Give when each message left since then (seconds since 1970), in order; for the pace."""
        with self._read() as connection:
            return tuple(ends_since(connection, since_s))

    def speed(self) -> float:
        """Tell which share of the pace was used last, more than 0 and at most 1."""
        with self._read() as connection:
            return float(query.fact(connection, "speed") or "1")

    def left(self) -> dict[tuple[int, int], int]:
        """Count who is still to be written to, by batch and lane."""
        with self._read() as connection:
            return query.left_by_batch(connection, plan=self._plan)

    def next_due_s(self, now_s: float) -> float | None:
        """Tell in how many seconds the first deferred recipient may be tried; None without any."""
        with self._read() as connection:
            return query.next_due_s(connection, now_s=now_s)

    def state_of(self, recipient_id: RecipientId) -> RecipientState | None:
        """Tell a recipient's state, or None for somebody whom no proof covered."""
        with self._read() as connection:
            row = query.row_of(connection, recipient_id)
        return RecipientState(row.state) if row else None

    def find_chain_findings(self) -> list[Finding]:
        """Verify the whole chain and the rows against it."""
        with self._read() as connection:
            return find_chain_findings(connection)

    def _batch_fact(self, name: str) -> int:
        with self._read() as connection:
            plan, _colon, batch = (query.fact(connection, name) or "0:0").partition(":")
        return int(batch) if int(plan) == self._plan else 0

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with ledger_errors(), self._engine.begin() as connection:
            yield connection
