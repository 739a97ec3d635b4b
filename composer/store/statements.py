"""Signed envelopes as they were made: rosters, policies, seed lists and approvals; only added to.

What an envelope is worth is decided by `signoff/` from its signature, every time it is read: this
module keeps bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import insert, select

from composer.store.database import Database
from composer.store.tables import statement


class StatementKind(Enum):
    """What an envelope is about; approvals and receipts have a proof as subject."""

    ROSTER = "roster"
    POLICY = "policy"
    SEEDS = "seeds"
    APPROVAL = "approval"
    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStatement:
    """One envelope, numbered in the order of arrival."""

    number: int
    kind: StatementKind
    subject: str
    sha256: str
    envelope: bytes
    at: datetime


class StatementStore:
    """The envelopes of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: StatementKind | str, subject: str, envelope: bytes, at: datetime) -> str:
        """Keep an envelope and give its SHA-256; the same one again changes nothing.

        Raises:
            ValueError: there is no such kind.
        """
        kind = StatementKind(kind)
        sha256 = hashlib.sha256(envelope).hexdigest()
        key = {"kind": kind.value, "subject": subject, "sha256": sha256}
        with self._database.write() as connection:
            known = connection.execute(select(statement.c.number).filter_by(**key)).first()
            if known is None:
                connection.execute(insert(statement).values(**key, envelope=envelope, at=at))
        return sha256

    def all(
        self, kind: StatementKind | str, subject: str | None = None
    ) -> tuple[StoredStatement, ...]:
        """Give the envelopes of a kind, about one subject when it is named, oldest first."""
        query = select(statement).where(statement.c.kind == StatementKind(kind).value)
        if subject is not None:
            query = query.where(statement.c.subject == subject)
        with self._database.read() as connection:
            return tuple(
                StoredStatement(
                    number=row.number,
                    kind=StatementKind(row.kind),
                    subject=row.subject,
                    sha256=row.sha256,
                    envelope=bytes(row.envelope),
                    at=row.at,
                )
                for row in connection.execute(query.order_by(statement.c.number))
            )

    def envelopes(self, kind: StatementKind | str, subject: str) -> tuple[bytes, ...]:
        """Give the bare envelopes of a kind about one subject, oldest first."""
        return tuple(stored.envelope for stored in self.all(kind, subject))
