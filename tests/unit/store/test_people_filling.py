"""Every row is stored in the same types, however its batch was written."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import select, text

from composer.store.campaigns import CampaignStore
from composer.store.database import Database
from composer.store.people_folding import fold_again
from composer.store.people_loading import PeopleLoading
from composer.store.people_making import PeopleBatch
from composer.store.people_plan import Plan, prepare

COUNT = 1300
CELLS = ["Zoë, \N{SNOWMAN}", "a line\nand \x85 another", ""]


@pytest.fixture
def plan(campaigns: CampaignStore, database: Database) -> Plan:
    campaign_id = campaigns.create(name="A", tree={"message.md": b"Hello"}, by="key").id
    return prepare(database, campaign_id, columns=("email",), email="email", known=None)


def batch(rows: range, *, without: frozenset[int], as_written: bool) -> PeopleBatch:
    keys = [None if row in without else f"p{row}@example.org" for row in rows]
    return PeopleBatch(
        rows=list(rows),
        keys=keys,
        addresses=[key.upper() if as_written and key else None for key in keys],
        locales=["" for _row in rows],
        cells=[orjson.dumps([str(row), *CELLS]) for row in rows],
        problems=[],
        left_out=[],
    )


@pytest.mark.parametrize("without", [frozenset[int](), frozenset({2, 700, 1301})])
@pytest.mark.parametrize("as_written", [False, True])
def test_rows_of_every_kind_of_batch_are_stored_alike(
    plan: Plan, database: Database, *, without: frozenset[int], as_written: bool
) -> None:
    with PeopleLoading(database, plan, many=False) as loading:
        for begin in range(2, COUNT + 2, 130):
            rows = range(begin, begin + 130)
            loading.add(batch(rows, without=without, as_written=as_written))
        written = loading.finish(lambda: False)
    assert written is not None
    assert written.listed == COUNT - len(without)
    assert written.root == fold_again(database, plan.tables, plan.columns).root
    people, pages = plan.tables.people, plan.tables.pages
    names = "typeof(cells), typeof(id), length(id), typeof(secrets), length(secrets)"
    query = f"SELECT address_key IS NULL, typeof(address), {names} FROM {people.name}"
    with database.read() as connection:
        kinds = set(map(tuple, connection.execute(text(query))))
        cells = connection.execute(select(people.c.cells).order_by(people.c.position)).scalars()
        stored = b"\n".join(cells)
        lines = connection.execute(select(pages.c.lines).order_by(pages.c.first)).scalars().all()
    listed = (0, "text" if as_written else "null", "blob", "blob", 16, "blob", 32)
    unlisted = (1, "null", "blob", "null", None, "null", None)
    assert kinds == ({listed, unlisted} if without else {listed})
    assert b"\n".join(lines) == stored
    assert [orjson.loads(line)[1:] for line in stored.split(b"\n")] == [CELLS] * COUNT
    assert [line.count(b"\n") + 1 for line in lines] == [1040, 260]
