"""Who translated and reviewed which unit, what was said about it, and which files went out.

States are in the catalogues; here is who brought them about. A person is named by public key.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, RowMapping, delete, func, insert, literal, select, update

from composer.store.database import Database
from composer.store.translation_tables import (
    translation_act,
    translation_comment,
    translation_export,
)


class ActKind(Enum):
    """What somebody did with a translation."""

    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRecord:
    """One act about one translation; both texts as digests. `declared`: by taking a file over."""

    source: str
    target: str
    kind: ActKind
    by: str
    at: datetime
    declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRecord:
    """What somebody said about a unit; `number` names it."""

    number: int
    source: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRecord:
    """A file that went out: `record` is JSON that whoever wrote it understands."""

    id: str
    campaign_id: str
    locale: str
    format: str
    record: str
    by: str
    at: datetime


def text_digest(text: str) -> str:
    """Digest a source or a translation, as acts and comments are kept under.

    >>> text_digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def carry_over(connection: Connection, campaign_id: str, other: str) -> None:
    """Give another campaign, made of this one's files, what was done and said here.

    In the transaction that makes it: one that is cut off in between would have translations that
    nobody reviewed.
    """
    for table in (translation_act, translation_comment):
        kept = [item for item in table.c if item.name not in {"number", "campaign_id"}]
        known = select(literal(other), *kept).where(table.c.campaign_id == campaign_id)
        connection.execute(
            insert(table).from_select(
                ["campaign_id", *(item.name for item in kept)], known.order_by(table.c.number)
            )
        )


class TranslationStore:
    """Acts, comments and exports of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_acts(self, campaign_id: str, locale: str, acts: Iterable[ActRecord]) -> None:
        """Write acts down, in this order."""
        rows = [
            {
                "campaign_id": campaign_id,
                "locale": locale,
                "source": act.source,
                "target": act.target,
                "kind": act.kind.value,
                "declared": act.declared,
                "by": act.by,
                "at": act.at,
            }
            for act in acts
        ]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert(translation_act), rows)

    def acts(self, campaign_id: str, locale: str) -> tuple[ActRecord, ...]:
        """Give all acts of a language, the oldest first."""
        query = (
            select(translation_act)
            .where(translation_act.c.campaign_id == campaign_id, translation_act.c.locale == locale)
            .order_by(translation_act.c.number)
        )
        with self._database.read() as connection:
            return tuple(_act(row) for row in connection.execute(query).mappings())

    def newest_act(self, campaign_id: str) -> int:
        """Give the number of the newest act of a campaign; 0 where there is none."""
        query = select(func.max(translation_act.c.number)).where(
            translation_act.c.campaign_id == campaign_id
        )
        with self._database.read() as connection:
            return int(connection.execute(query).scalar() or 0)

    def add_comment(
        self, campaign_id: str, locale: str, *, source: str, text: str, by: str, at: datetime
    ) -> CommentRecord:
        """Keep what somebody said about a unit."""
        with self._database.write() as connection:
            added = connection.execute(
                insert(translation_comment).values(
                    campaign_id=campaign_id,
                    locale=locale,
                    source=source,
                    text=text,
                    by=by,
                    at=at,
                )
            )
            [number] = added.inserted_primary_key or (0,)
        return CommentRecord(number=int(number), source=source, text=text, by=by, at=at)

    def remove_comment(self, number: int) -> None:
        """Take a comment out."""
        with self._database.write() as connection:
            connection.execute(
                delete(translation_comment).where(translation_comment.c.number == number)
            )

    def commented(self, campaign_id: str) -> frozenset[str]:
        """Give the digests of the units about which something was said in any language."""
        table = translation_comment
        query = select(table.c.source).where(table.c.campaign_id == campaign_id).distinct()
        with self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def move_comments(self, campaign_id: str, moves: Mapping[str, str]) -> None:
        """Let what was said about units be about others, in every language: former to new."""
        table = translation_comment
        with self._database.write() as connection:
            for former, source in moves.items():
                connection.execute(
                    update(table)
                    .where(table.c.campaign_id == campaign_id, table.c.source == former)
                    .values(source=source)
                )

    def comments(self, campaign_id: str, locale: str) -> tuple[CommentRecord, ...]:
        """Give all comments of a language, the oldest first."""
        table = translation_comment
        query = (
            select(table)
            .where(table.c.campaign_id == campaign_id, table.c.locale == locale)
            .order_by(table.c.number)
        )
        with self._database.read() as connection:
            return tuple(
                CommentRecord(
                    number=row["number"],
                    source=row["source"],
                    text=row["text"],
                    by=row["by"],
                    at=row["at"],
                )
                for row in connection.execute(query).mappings()
            )

    def add_export(self, export: ExportRecord) -> None:
        """Keep what a file that went out held."""
        with self._database.write() as connection:
            connection.execute(
                insert(translation_export).values(
                    id=export.id,
                    campaign_id=export.campaign_id,
                    locale=export.locale,
                    format=export.format,
                    record=export.record,
                    by=export.by,
                    at=export.at,
                )
            )

    def export(self, export_id: str) -> ExportRecord | None:
        """Give a file that went out by its id, or None."""
        query = select(translation_export).where(translation_export.c.id == export_id)
        with self._database.read() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else ExportRecord(**row)


def new_export_id() -> str:
    """Make an id that no file has."""
    return secrets.token_hex(8)


def _act(row: RowMapping) -> ActRecord:
    return ActRecord(
        source=row["source"],
        target=row["target"],
        kind=ActKind(row["kind"]),
        by=row["by"],
        at=row["at"],
        declared=row["declared"],
    )
