"""Recipients as bytes come back as they were."""

from __future__ import annotations

import pickle

from composer.model.packed_people import Rows, pack_people
from tests.unit.checks.made_campaigns import made_recipient

PEOPLE = [
    made_recipient(n, first_name=name) for n, name in enumerate(("Åsa", "", "a,b\n", "🙂"), 2)
]


def test_what_is_packed_is_what_comes_out() -> None:
    packed = pickle.loads(pickle.dumps(pack_people(PEOPLE)))
    assert packed.people() == PEOPLE
    assert len(packed) == len(PEOPLE)
    assert pack_people([]).people() == []


def test_rows_are_read_anew_each_time() -> None:
    rows = Rows(lambda: iter(PEOPLE))
    for _ in range(2):
        portions = list(rows.packed(3))
        assert [len(portion) for portion in portions] == [3, 1]
        assert [one for portion in portions for one in portion.people()] == PEOPLE
