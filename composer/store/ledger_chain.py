"""The journal's hash chain: how an entry is hashed, appended and verified.

Each hash covers the entry before it, so nothing can be changed, dropped or put in between without
a break (single flipped bits in a database's main file go unseen by its own check). The rows are
verified as a view of the journal: each row's state is what its last entry says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, func, insert, or_, select

from composer.findings import Finding, finding
from composer.model.moves import JournalEntry
from composer.model.rendered import framed
from composer.store.ledger_file import ChainHead
from composer.store.ledger_tables import journal, recipients

EMPTY_HEAD = hashlib.sha256(b"composer journal 1\n").hexdigest()


def entry_hash(entry: JournalEntry, *, before: str) -> str:
    """Hash an entry together with the hash of the one before it."""
    parts = (
        before,
        str(entry.seq),
        entry.at,
        entry.kind,
        entry.recipient_id,
        entry.state,
        str(entry.generation),
        entry.content,
    )
    return hashlib.sha256(b"".join(framed(part) for part in parts)).hexdigest()


class JournalWriter:
    """Collects the entries of one transaction; `head` moves on only when the caller commits.

    Whoever adds very many writes them in between, so that memory stays flat.
    """

    def __init__(self, head: ChainHead, *, at: str) -> None:
        self.head = head
        self.at = at
        self.entries: list[dict[str, object]] = []

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
        bare = JournalEntry(
            seq=self.head.length + 1,
            at=self.at,
            kind=kind,
            recipient_id=recipient_id,
            state=state,
            generation=generation,
            content=canonical(content) if content else "",
            hash="",
        )
        digest = entry_hash(bare, before=self.head.head)
        self.entries.append(
            {
                "seq": bare.seq,
                "at": bare.at,
                "kind": kind,
                "recipient_id": recipient_id,
                "state": state,
                "generation": generation,
                "content": bare.content,
                "hash": digest,
            }
        )
        self.head = ChainHead(length=bare.seq, head=digest)
        return bare.seq

    def write(self, connection: Connection) -> None:
        """Put what was collected into the journal."""
        if self.entries:
            connection.execute(insert(journal), self.entries)
            self.entries = []


def canonical(content: dict[str, object]) -> str:
    """Write an entry's content in one way only."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


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
