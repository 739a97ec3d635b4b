"""Campaigns put away: which lie in the archive, and deleting one of which nothing went out.

What a deletion takes with it goes in one transaction with the campaign itself; tables and contents
that nothing names any more follow, and are swept up later if that is cut off. The log stays.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Select, Table, delete, func, insert, select

from composer.store.bounce_tables import bounce
from composer.store.check_tables import drop_check_tables, tables_of
from composer.store.database import Database
from composer.store.files import FileStore
from composer.store.people_tables import drop_tables, forgotten_tables
from composer.store.privacy_tables import erasure_waiting
from composer.store.shelf_tables import campaign_shelf
from composer.store.tables import (
    acceptance,
    audience_change,
    audience_pending,
    campaign,
    check,
    proof,
    proof_sealing,
    revision,
    revision_file,
    shown,
    statement,
    test_send,
)
from composer.store.translation_tables import (
    translation_act,
    translation_comment,
    translation_export,
)

_OWN: tuple[Table, ...] = (
    acceptance, audience_change, audience_pending, bounce, campaign_shelf, check, erasure_waiting,
    translation_act, translation_comment, translation_export,
    revision_file, revision,
)  # fmt: skip
"""What has a campaign's id, in an order in which it can go."""


class ShelfStore:
    """The archive of one workspace."""

    def __init__(self, database: Database, files_dir: Path) -> None:
        self._database = database
        self._files = FileStore(files_dir)

    def archived(self) -> frozenset[str]:
        """Give the campaigns that lie in the archive."""
        newest = select(func.max(campaign_shelf.c.number)).group_by(campaign_shelf.c.campaign_id)
        query = select(campaign_shelf.c.campaign_id).where(
            campaign_shelf.c.number.in_(newest), campaign_shelf.c.archived
        )
        with self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def put(self, campaign_id: str, *, archived: bool, by: str, at: datetime) -> None:
        """Put a campaign into the archive, or take it out."""
        values = {"campaign_id": campaign_id, "archived": archived, "by": by, "at": at}
        with self._database.write() as connection:
            connection.execute(insert(campaign_shelf).values(**values))

    def is_tested(self, campaign_id: str) -> bool:
        """Whether any message of a test is on record."""
        query = select(test_send.c.id).where(test_send.c.proof.in_(_proofs(campaign_id))).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def is_signed(self, campaign_id: str) -> bool:
        """Whether anybody has signed anything about a frozen version of it."""
        about = statement.c.subject.in_(_proofs(campaign_id))
        with self._database.read() as connection:
            return connection.execute(select(statement.c.number).where(about)).first() is not None

    def delete(self, campaign_id: str) -> None:
        """Delete a campaign with everything that is its own."""
        with self._database.write() as connection:
            mine = revision_file.c.campaign_id == campaign_id
            contents = set(connection.execute(select(revision_file.c.sha256).where(mine)).scalars())
            _delete_rows(connection, campaign_id)
            kept = set(connection.execute(select(revision_file.c.sha256).distinct()).scalars())
            contents |= self._files.going()
            if contents:
                self._files.note_going(contents)
        self._drop_tables(campaign_id)
        if contents:
            self._files.remove_going(contents - kept)

    def _drop_tables(self, campaign_id: str) -> None:
        with self._database.read() as connection:
            people = forgotten_tables(connection, campaign_id)
            checks = tables_of(connection, campaign_id)
        for tables in people:
            with self._database.write(bulk=True) as connection:
                drop_tables(connection, tables)
        for run in checks:
            with self._database.write(bulk=True) as connection:
                drop_check_tables(connection, run)


def _delete_rows(connection: Connection, campaign_id: str) -> None:
    proofs = _proofs(campaign_id)
    connection.execute(delete(shown).where(shown.c.proof.in_(proofs)))
    connection.execute(delete(proof_sealing).where(proof_sealing.c.proof.in_(proofs)))
    connection.execute(delete(proof).where(proof.c.campaign_id == campaign_id))
    for table in _OWN:
        connection.execute(delete(table).where(table.c.campaign_id == campaign_id))
    connection.execute(delete(campaign).where(campaign.c.id == campaign_id))


def _proofs(campaign_id: str) -> Select[tuple[str]]:
    return select(proof.c.digest).where(proof.c.campaign_id == campaign_id)
