"""What is odd about the addresses of a list is told once for the list, and keeps nobody out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.findings import blocking
from tests.unit.stages.test_audiences import Lists

ODD = """email,locale,name,status
j.doe@gmail.com,,John,admitted
jdoe+news@googlemail.com,,Jon,admitted
ann@gmial.com,,Ann,left
info@exchange.org,,Office,left
noreply@exchange.org,,Machine,left
eve@mailinator.com,,Eve,left
bob@gmаil.com,,Bob,left
"""


@pytest.fixture
def lists(tmp_path: Path, home: Path) -> Iterator[Lists]:
    made = Lists(tmp_path)
    yield made
    made.workspace.close()


def test_oddities_warn_with_rows_and_numbers_before_and_after_the_list_is_used(
    lists: Lists,
) -> None:
    pending = lists.read(ODD)
    found = {item.code: dict(item.values) for item in pending.findings}
    assert found["audience.alike"] == {"first": 2, "row": 3, "columns": "name"}
    assert found["audience.typo_domain"]["meant"] == "gmail.com"
    assert found["audience.role_addresses"]["count"] == 2
    assert found["audience.disposable_domain"]["count"] == 1
    assert found["audience.lookalike_domain"]["meant"] == "gmail.com"
    assert not [item for item in blocking(pending.findings) if "alike" in item.code]
    lists.use(ODD)
    assert len(lists.people) == 7
    used = {item.code for item in lists.workspace.audience_findings(lists.campaign)}
    assert {"audience.typo_domain", "audience.role_addresses"} <= used


def test_an_ordinary_list_has_none(lists: Lists) -> None:
    pending = lists.read("email,locale,name,status\nann@firm.org,,A,x\nbob@firm.org,,B,y\n")
    assert not {item.code for item in pending.findings} & {
        "audience.alike", "audience.role_addresses", "audience.typo_domain",
    }  # fmt: skip
