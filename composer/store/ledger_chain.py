"""The journal's hash chain: how an entry is hashed, appended and verified.

Each hash covers the entry before it, so nothing can be changed, dropped or put in between without
a break (single flipped bits in a database's main file go unseen by its own check). The rows are
verified as a view of the journal: each row's state is what its last entry says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sqlalchemy import Connection, func, or_, select

from composer.findings import Finding, finding
from composer.model.moves import JournalEntry
from composer.model.rendered import framed
from composer.store.ledger_file import ChainHead
from composer.store.ledger_rows import insert_many
from composer.store.ledger_tables import journal, recipients

EMPTY_HEAD = hashlib.sha256(b"composer journal 1\n").hexdigest()


def entry_hash(entry: JournalEntry, *, before: str) -> str:
    """Hash an entry together with the hash of the one before it."""
    told = entry.at, entry.kind, entry.recipient_id, entry.state, entry.generation, entry.content
    return _hash(before, entry.seq, told)


_Told = tuple[str, str, str, str, int, str]
"""When, what kind, about whom, in which state and generation, and the content."""


def _hash(before: str, seq: int, told: _Told) -> str:
    at, kind, recipient_id, state, generation, content = told
    pieces = (
        framed(before),
        framed(str(seq)),
        _framed_word(at),
        _framed_word(kind),
        framed(recipient_id),
        _framed_word(state),
        _framed_word(str(generation)),
        framed(content) if len(content) > _SHORT else _framed_word(content),
    )
    return hashlib.sha256(b"".join(pieces)).hexdigest()


_SHORT = 16
_framed_word = lru_cache(maxsize=256)(framed)


class JournalWriter:
    """Collects the entries of one transaction; `head` moves on only when the caller commits.

    Whoever adds very many writes them in between, so that memory stays flat.
    """

    def __init__(self, head: ChainHead, *, at: str) -> None:
        self.at = at
        self._length = head.length
        self._hash = head.head
        self._entries: list[tuple[object, ...]] = []

    @property
    def head(self) -> ChainHead:
        """The end of the journal with what was collected."""
        return ChainHead(length=self._length, head=self._hash)

    def add(
        self,
        kind: str,
        *,
        recipient_id: str = "",
        state: str = "",
        generation: int = 0,
        content: dict[str, object] | None = None,
    ) -> int:
        """Append an entry and give its number."""
        written = canonical(content) if content else ""
        return self.append((self.at, kind, recipient_id, state, generation, written))

    def append(self, told: _Told) -> int:
        """Append an entry whose content is written already, and give its number."""
        self._length += 1
        self._hash = _hash(self._hash, self._length, told)
        self._entries.append((self._length, *told, self._hash))
        return self._length

    def write(self, connection: Connection) -> None:
        """Put what was collected into the journal."""
        insert_many(connection, journal.name, self._entries)
        self._entries = []


def canonical(content: dict[str, object]) -> str:
    """Write an entry's content in one way only."""
    return _CANONICAL.encode(content)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_journal(connection: Connection) -> Iterator[JournalEntry]:
    """Give the entries in order, streaming."""
    found = connection.execute(
        select(journal).order_by(journal.c.seq).execution_options(yield_per=2000)
    )
    for row in found:
        yield JournalEntry(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping


def chain_break(entries: Iterable[JournalEntry]) -> int:
    """Give the number of the first entry that does not follow from those before it, or 0."""
    before, length = EMPTY_HEAD, 0
    for entry in entries:
        if entry.seq != length + 1 or entry.hash != entry_hash(entry, before=before):
            return length + 1
        before, length = entry.hash, entry.seq
    return 0


def find_chain_findings(connection: Connection) -> list[Finding]:
    """Verify every entry's hash and that the rows say what the journal says."""
    broken = chain_break(read_journal(connection))
    if broken:
        return [finding("send.chain_broken", entry=broken)]
    wrong = _rows_that_differ(connection)
    return [finding("send.rows_differ", count=wrong)] if wrong else []


def _rows_that_differ(connection: Connection) -> int:
    mismatched = (
        select(func.count())
        .select_from(recipients.outerjoin(journal, journal.c.seq == recipients.c.seq))
        .where(
            or_(
                journal.c.seq.is_(None),
                journal.c.recipient_id != recipients.c.recipient_id,
                journal.c.state != recipients.c.state,
                journal.c.generation != recipients.c.generation,
            )
        )
    )
    last = (
        select(journal.c.recipient_id, func.max(journal.c.seq).label("seq"))
        .where(journal.c.recipient_id != "")
        .group_by(journal.c.recipient_id)
        .subquery()
    )
    behind = (
        select(func.count())
        .select_from(last.outerjoin(recipients, recipients.c.recipient_id == last.c.recipient_id))
        .where(or_(recipients.c.seq.is_(None), recipients.c.seq != last.c.seq))
    )
    keys = (
        select(func.count())
        .select_from(journal.join(recipients, recipients.c.recipient_id == journal.c.recipient_id))
        .where(
            journal.c.kind == "planned",
            journal.c.content != '{"key":"' + recipients.c.key_digest + '"}',
        )
    )
    return sum(connection.execute(query).scalar_one() for query in (mismatched, behind, keys))
