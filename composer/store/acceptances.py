"""Warnings that somebody accepted, each with reason and name, and those taken back.

An acceptance is found by the digest of exactly what it was about, so that it says nothing about
another text. Lines are only ever added; the newest line of a digest counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from composer.store.database import Database
from composer.store.tables import acceptance


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceRecord:
    """Who accepted what, why, and when; `by` is a public key."""

    key: str
    code: str
    reason: str
    by: str
    at: datetime


class AcceptanceStore:
    """The accepted warnings of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, campaign_id: str, record: AcceptanceRecord) -> None:
        """Write down that a warning was accepted."""
        self._add(campaign_id, record, stands=True)

    def take_back(self, campaign_id: str, record: AcceptanceRecord) -> None:
        """Write down that it is accepted no longer."""
        self._add(campaign_id, record, stands=False)

    def standing(self, campaign_id: str) -> dict[str, AcceptanceRecord]:
        """Give what is accepted now, by the digest of what it is about."""
        query = (
            select(acceptance)
            .where(acceptance.c.campaign_id == campaign_id)
            .order_by(acceptance.c.number)
        )
        with self._database.read() as connection:
            newest = {row.key: row for row in connection.execute(query)}
        return {
            key: AcceptanceRecord(key=key, code=row.code, reason=row.reason, by=row.by, at=row.at)
            for key, row in newest.items()
            if row.stands
        }

    def _add(self, campaign_id: str, record: AcceptanceRecord, *, stands: bool) -> None:
        with self._database.write() as connection:
            connection.execute(
                insert(acceptance).values(
                    campaign_id=campaign_id,
                    key=record.key,
                    code=record.code,
                    stands=stands,
                    reason=record.reason,
                    by=record.by,
                    at=record.at,
                )
            )
