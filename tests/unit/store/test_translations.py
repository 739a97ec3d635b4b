from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from composer.store.database import Database
from composer.store.tables import campaign
from composer.store.translations import (
    ActKind,
    ActRecord,
    ExportRecord,
    TranslationStore,
    new_export_id,
    text_digest,
)

AT = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(database: Database) -> TranslationStore:
    with database.write() as connection:
        for number in "12":
            connection.execute(
                insert(campaign).values(
                    id=number * 16, name="n", created_at=AT, message_seed="", ledger_key=""
                )
            )
    return TranslationStore(database)


def act(source: str, kind: ActKind, *, minutes: int = 0) -> ActRecord:
    return ActRecord(
        source=text_digest(source),
        target=text_digest("t"),
        kind=kind,
        by="anna",
        at=AT + timedelta(minutes=minutes),
        declared=kind is ActKind.REVIEWED,
    )


def test_acts_come_back_in_the_order_in_which_they_were_done(store: TranslationStore) -> None:
    first = [act("a", ActKind.TRANSLATED), act("b", ActKind.REVIEWED)]
    store.add_acts("1" * 16, "de", first)
    store.add_acts("1" * 16, "fr", [act("c", ActKind.SENT_BACK)])
    store.add_acts("2" * 16, "de", [act("d", ActKind.TRANSLATED)])
    store.add_acts("1" * 16, "de", [act("a", ActKind.REVIEWED, minutes=-5)])
    store.add_acts("1" * 16, "de", [])
    assert store.acts("1" * 16, "de") == (*first, act("a", ActKind.REVIEWED, minutes=-5))
    assert store.acts("1" * 16, "ja") == ()
    assert store.newest_act("1" * 16) == 5
    assert store.newest_act("3" * 16) == 0


def test_comments_are_kept_until_they_are_taken_out(store: TranslationStore) -> None:
    one = store.add_comment("1" * 16, "de", source="s", text="Too long?", by="anna", at=AT)
    two = store.add_comment("1" * 16, "de", source="s", text="No.", by="ben", at=AT)
    assert store.comments("1" * 16, "de") == (one, two)
    store.remove_comment(one.number)
    assert store.comments("1" * 16, "de") == (two,)


def test_comments_in_every_language_move_with_their_unit_and_no_others(
    store: TranslationStore,
) -> None:
    for locale, source in (("de", "s"), ("fr", "s"), ("de", "t")):
        store.add_comment("1" * 16, locale, source=source, text="?", by="anna", at=AT)
    assert store.commented("1" * 16) == {"s", "t"}
    store.move_comments("1" * 16, {"s": "new"})
    assert [one.source for one in store.comments("1" * 16, "de")] == ["new", "t"]
    assert [one.source for one in store.comments("1" * 16, "fr")] == ["new"]


def test_what_went_out_is_found_by_its_id(store: TranslationStore) -> None:
    export = ExportRecord(
        id=new_export_id(), campaign_id="1" * 16, locale="de", format="po", record="{}", by="anna", at=AT
    )  # fmt: skip
    store.add_export(export)
    assert store.export(export.id) == export
    assert store.export(new_export_id()) is None
