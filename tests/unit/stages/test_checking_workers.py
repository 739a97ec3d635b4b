"""How many workers check an audience."""

from __future__ import annotations

import pytest

from composer.stages import checking
from composer.stages.checking import workers_for


@pytest.mark.parametrize(
    ("cores", "people", "workers"),
    [(8, 40, 1), (8, 200, 1), (1, 201, 2), (4, 2_000, 4), (64, 1_000_000, 6), (None, 2_000, 2)],
)
def test_a_few_people_have_one_worker_and_many_one_for_each_core(
    cores: int | None, people: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking.os, "cpu_count", lambda: cores)
    assert workers_for(people) == workers
