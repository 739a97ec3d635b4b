"""What came back after a send, as it is kept: each report once, however often it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import RowMapping, insert, select

from composer.model.bounce import BounceKind, KeptBounce
from composer.model.identifiers import RecipientId
from composer.store.bounce_tables import bounce
from composer.store.database import Database


class BounceStore:
    """The bounces and complaints of one database's campaigns."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock

    def add(self, campaign_id: str, found: Iterable[KeptBounce], *, by: str) -> int:
        """Keep what is not kept yet, and give how many that were."""
        wanted = list(found)
        with self._database.write() as connection:
            query = select(
                bounce.c.recipient_id, bounce.c.kind, bounce.c.mark
            ).filter_by(campaign_id=campaign_id)  # fmt: skip
            known = {tuple(row) for row in connection.execute(query)}
            rows = []
            for item in wanted:
                key = (item.recipient_id, item.kind.value, item.mark)
                if key in known:
                    continue
                known.add(key)
                rows.append(self._row(campaign_id, item, by))
            if rows:
                connection.execute(insert(bounce), rows)
        return len(rows)

    def all(self, campaign_id: str) -> tuple[KeptBounce, ...]:
        """Give everything that came back of a campaign, the oldest reading first."""
        query = select(bounce).filter_by(campaign_id=campaign_id).order_by(bounce.c.number)
        with self._database.read() as connection:
            return tuple(_kept(row) for row in connection.execute(query).mappings())

    def _row(self, campaign_id: str, item: KeptBounce, by: str) -> dict[str, object]:
        return {
            "campaign_id": campaign_id,
            "recipient_id": item.recipient_id,
            "kind": item.kind.value,
            "status": item.status,
            "answer": item.answer,
            "at": item.at,
            "source": item.source,
            "mark": item.mark,
            "by": by,
            "added_at": self._clock(),
        }


def _kept(row: RowMapping) -> KeptBounce:
    return KeptBounce(
        recipient_id=RecipientId(row["recipient_id"]),
        kind=BounceKind(row["kind"]),
        status=row["status"],
        answer=row["answer"],
        at=row["at"],
        source=row["source"],
        mark=row["mark"],
    )
