"""Reading the record of a send while somebody else may be writing it: counts, lines, evidence.

Nothing here can change the file. A damaged record can still be read and exported.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Row, select

from composer.errors import NotFound
from composer.findings import Finding
from composer.i18n import _
from composer.model.identifiers import RecipientId
from composer.model.moves import LEFT_TO_CORRECTION, Hold, JournalEntry, Kind, LedgerRow
from composer.model.states import Counts, RecipientState
from composer.store import ledger_query as query
from composer.store.ledger_chain import find_chain_findings, read_journal
from composer.store.ledger_file import ChainHead, ledger_engine, ledger_errors
from composer.store.ledger_tables import journal, signed_heads


class LedgerView:
    """A record opened for reading only; `close` it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = ledger_engine(path, writes=False)

    def counts(self, *, stopped: bool = False) -> Counts:
        """Count the audience by state; while stopped or on hold, who waits counts as held."""
        with self._read() as connection:
            on_hold = stopped or self._hold(connection) is not None
            return query.counts_of(query.tally(connection, kind=Kind.AUDIENCE), on_hold=on_hold)

    def seed_counts(self) -> Counts:
        """Count all messages to test mailboxes by state."""
        with self._read() as connection:
            return query.counts_of(query.tally(connection, kind=Kind.SEED))

    @property
    def hold(self) -> Hold | None:
        """Why nobody more is written to, or None."""
        with self._read() as connection:
            return self._hold(connection)

    def open_people(self) -> tuple[RecipientId, ...]:
        """Give everybody who was not handed over and may be still: whom an end would take out."""
        with self._read() as connection:
            return query.open_of_audience(connection)

    def left_to_correction(self) -> tuple[RecipientId, ...]:
        """Give everybody whom the end of this send left to a campaign that corrects it."""
        with self._read() as connection:
            return query.cancelled_of_audience(connection, LEFT_TO_CORRECTION)

    @property
    def proof(self) -> str:
        """The digest of the proof that was sent last; empty before the first."""
        with self._read() as connection:
            return query.fact(connection, "proof") or ""

    @property
    def proofs(self) -> dict[int, str]:
        """The digests of the proofs that were sent under, by the number of their plan."""
        turned = [json.loads(entry.content) for entry in self.turns() if entry.kind == "proof"]
        return {int(content["plan"]): str(content["proof"]) for content in turned}

    def taken_over_at(self, proof: str) -> int:
        """Tell the journal's entry that took over this proof's people, 0 if the newest is other."""
        with self._read() as connection:
            newest = connection.execute(
                select(journal.c.seq, journal.c.content)
                .where(journal.c.kind == "proof")
                .order_by(journal.c.seq.desc())
                .limit(1)
            ).first()
        return newest.seq if newest and json.loads(newest.content).get("proof") == proof else 0

    def hash_at(self, length: int) -> str:
        """Give the chain's head as it was after so many entries; "" when there are fewer."""
        with self._read() as connection:
            found = connection.execute(select(journal.c.hash).where(journal.c.seq == length))
            return found.scalar() or ""

    @property
    def current_batch(self) -> int:
        """The first batch that still holds somebody to write to; 0 when none does."""
        with self._read() as connection:
            plan = int(query.fact(connection, "plan") or "0")
            return query.current_batch(connection, plan=plan)

    @property
    def batch_sizes(self) -> tuple[int, ...]:
        """The number of people in each batch of the current proof."""
        with self._read() as connection:
            plan = int(query.fact(connection, "plan") or "0")
            return query.batch_sizes(connection, plan=plan)

    @property
    def head(self) -> ChainHead:
        """The end of the journal."""
        with self._read() as connection:
            return query.chain_head(connection)

    def rows(self, kind: Kind = Kind.AUDIENCE) -> Iterator[LedgerRow]:
        """Give every recipient's line, in the order of the plan."""
        with self._read() as connection:
            for row in query.all_rows(connection, kind=kind):
                yield _line(row)

    def row(self, recipient_id: RecipientId) -> LedgerRow | None:
        """Give one recipient's line, or None for somebody whom no proof covered."""
        with self._read() as connection:
            found = query.row_of(connection, recipient_id)
        return _line(found) if found else None

    def journal(self) -> Iterator[JournalEntry]:
        """Give the chain's entries in order."""
        with self._read() as connection:
            yield from read_journal(connection)

    def turns(self) -> tuple[JournalEntry, ...]:
        """Give the entries about the send as a whole: proofs, holds, and lifted holds."""
        with self._read() as connection:
            return query.turns(connection)

    def newest_entries(self, limit: int) -> tuple[JournalEntry, ...]:
        """Give the chain's last entries, the newest first."""
        newest = select(journal).order_by(journal.c.seq.desc()).limit(limit)
        with self._read() as connection:
            rows = connection.execute(newest).mappings()
            return tuple(JournalEntry(**row) for row in rows)

    def signed_heads(self) -> tuple[tuple[int, str, str, str], ...]:
        """Give the signed heads as (length, head, occasion, envelope)."""
        with self._read() as connection:
            rows = connection.execute(select(signed_heads).order_by(signed_heads.c.seq))
            return tuple((row.seq, row.head, row.occasion, row.envelope) for row in rows)

    def find_chain_findings(self) -> list[Finding]:
        """Verify the whole chain and the rows against it."""
        with self._read() as connection:
            return find_chain_findings(connection)

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _hold(self, connection: Connection) -> Hold | None:
        return query.hold_from(query.fact(connection, "hold") or "")

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with ledger_errors(), self._engine.connect() as connection, connection.begin():
            yield connection


def open_ledger_read_only(path: Path) -> LedgerView:
    """Open a record for reading.

    Raises:
        NotFound: nothing of this campaign was ever sent, not even a test.
    """
    if not path.exists():
        raise NotFound(_("Nothing of this campaign was sent yet."))
    return LedgerView(path)


def no_counts(audience: int) -> Counts:
    """Give the counts of a campaign that has no record yet.

    >>> no_counts(3).planned
    3
    """
    return Counts(planned=audience)


def _line(row: Row[tuple[object, ...]]) -> LedgerRow:
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    return LedgerRow(
        recipient_id=RecipientId(found["recipient_id"]),
        state=RecipientState(found["state"]),
        generation=found["generation"],
        plan=found["plan"],
        batch=found["batch"],
        at=found["changed_at"],
        code=found["code"],
        answer=found["answer"],
        provider_id=found["provider_id"],
        reason=found["reason"],
    )
