"""Accepted warnings: the newest word about each counts, and none is lost."""

from __future__ import annotations

from datetime import UTC, datetime

from composer.store.acceptances import AcceptanceRecord, AcceptanceStore
from composer.store.database import Database

AT = datetime(2026, 1, 2, tzinfo=UTC)


def record(key: str, reason: str = "Meant so.") -> AcceptanceRecord:
    return AcceptanceRecord(key=key, code="content.http_link", reason=reason, by="ana", at=AT)


def test_what_is_accepted_stands_until_it_is_taken_back(
    database: Database, campaign_id: str
) -> None:
    store = AcceptanceStore(database)
    store.accept(campaign_id, record("a"))
    store.accept(campaign_id, record("b"))
    assert store.standing(campaign_id) == {"a": record("a"), "b": record("b")}
    store.take_back(campaign_id, record("a", ""))
    assert list(store.standing(campaign_id)) == ["b"]
    store.accept(campaign_id, record("a", "After all."))
    assert store.standing(campaign_id)["a"].reason == "After all."
    assert store.standing("another") == {}
