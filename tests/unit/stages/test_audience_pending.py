"""A new list is compared with an earlier campaign only while that one still has its people."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from composer.model.identifiers import CampaignId
from composer.model.privacy import Purge
from composer.stages import audience_pending

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PURGE = Purge(campaign_id="b" * 16, people=2, by="", begun_at=NOW, done_at=NOW)


@pytest.mark.parametrize("purge", [None, PURGE])
def test_a_list_is_not_compared_with_people_who_were_removed(
    purge: Purge | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    source: Any = SimpleNamespace(source="people.csv", source_columns=("email",))
    listing = SimpleNamespace(change=SimpleNamespace(at=NOW), tables="the earlier people")
    desk: Any = SimpleNamespace(
        campaigns=SimpleNamespace(all=lambda: [SimpleNamespace(id="b" * 16, name="Earlier")]),
        privacy=SimpleNamespace(purge_of=lambda _id: purge),
        recipients=SimpleNamespace(facts=lambda _id: source, listing=lambda _id: listing),
    )
    record: Any = SimpleNamespace(file="people.csv", source_columns=("email",))
    new: Any = "the new people"
    monkeypatch.setattr(audience_pending, "compare", lambda _desk, _new, old, *, of: (old, of))
    found = audience_pending._earlier(desk, CampaignId("a" * 16), record, new)
    assert found == (None if purge else ("the earlier people", "Earlier"))
