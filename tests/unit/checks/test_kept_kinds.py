"""Kinds collected before a check was cut off are as good as those collected now."""

from __future__ import annotations

import json

import pytest

from composer.checks.everybody import CheckContext, check_chunk, set_up_check
from composer.checks.kept_kinds import kinds_from_record, kinds_record
from composer.checks.sizes import SizeTally, sizes_from_record, sizes_of, sizes_record
from composer.checks.variants_kinds import choose_kinds
from composer.checks.variants_shapes import ShapeStore
from composer.wire.audience_index import index_audience
from tests.unit.checks.made_campaigns import made_context, made_recipient

PEOPLE = [made_recipient(n, first_name="" if n % 3 else f"Name{n}") for n in range(1, 40)]


def test_what_is_read_back_chooses_the_same_kinds() -> None:
    index = index_audience(PEOPLE, ids=("account",), contacts=())
    state = set_up_check(CheckContext(rendering=made_context(), index=index))
    parts = [check_chunk(state, PEOPLE[at : at + 7]).kinds for at in range(0, len(PEOPLE), 7)]
    whole, first, second = ShapeStore(), ShapeStore(), ShapeStore()
    for part in parts:
        whole.add(part)
    for part in parts[:3]:
        first.add(part)
    second.add(kinds_from_record(json.loads(json.dumps(kinds_record(first)))))
    for part in parts[3:]:
        second.add(part)
    assert choose_kinds(second) == choose_kinds(whole)
    assert kinds_record(second) == kinds_record(whole)
    with pytest.raises(ValueError, match="kinds"):
        kinds_from_record({})


def test_sizes_are_added_up_and_only_the_much_larger_is_told() -> None:
    usual = [(10_000 + n, n, f"user{n}@example.org") for n in range(200)]
    tally, again = SizeTally(), SizeTally()
    tally.add(sizes_of([*usual, (29_000, 500, "twice@example.org")]))
    assert list(tally.outliers()) == []
    tally.add(sizes_of([(90_000, 501, "large@example.org")]))
    again.add(sizes_from_record(json.loads(json.dumps(sizes_record(tally.seen)))))
    for one in (tally, again):
        assert [item.place_of("row") for item in one.outliers()] == [501]
    with pytest.raises(ValueError, match="sizes"):
        sizes_from_record([])
