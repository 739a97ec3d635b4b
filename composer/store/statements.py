"""Signed envelopes as they were made: owners' lists, what waits for the other owner, approvals.

They are only added to.

What an envelope is worth is decided by `signoff/` from its signature, every time it is read: this
module keeps bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, insert, select, update

from composer.store.database import Database
from composer.store.tables import statement, workspace


class StatementKind(Enum):
    """What an envelope is about; those about one proof have it as their subject."""

    ROSTER = "roster"
    POLICY = "policy"
    SEEDS = "seeds"
    APPROVAL = "approval"
    RECEIPTS = "receipts"
    CLOCK = "clock"
    PROPOSAL = "proposal"
    CLEARANCE = "clearance"
    SHOWN = "shown"
    REMOVAL = "removal"


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
            _add(connection, key, envelope, at)
        return sha256

    def add_together(
        self,
        envelopes: Iterable[tuple[StatementKind | str, bytes]],
        *,
        subject: str,
        at: datetime,
        workspace_id: str | None = None,
    ) -> None:
        """Keep several envelopes about one subject, in order: all of them or none.

        `workspace_id` gives the workspace, in the same step, the id that the envelopes are about.
        """
        with self._database.write() as connection:
            if workspace_id is not None:
                connection.execute(update(workspace).values(id=workspace_id))
            for kind, envelope in envelopes:
                sha256 = hashlib.sha256(envelope).hexdigest()
                key = {"kind": StatementKind(kind).value, "subject": subject, "sha256": sha256}
                _add(connection, key, envelope, at)

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


def _add(connection: Connection, key: dict[str, str], envelope: bytes, at: datetime) -> None:
    known = connection.execute(select(statement.c.number).filter_by(**key)).first()
    if known is None:
        connection.execute(insert(statement).values(**key, envelope=envelope, at=at))
