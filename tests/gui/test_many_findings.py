"""A kind of finding with very many people is one line with the true number."""

from __future__ import annotations

from composer.findings import FindingCount, finding
from composer.gui.finding_groups import group_findings

SHOWN = [
    finding("content.empty_field", where={"recipient": f"u{n}@example.org", "column": "name"},
            field="name")
    for n in range(200)
]  # fmt: skip


def test_those_that_are_only_counted_are_counted() -> None:
    count = FindingCount(
        code="content.empty_field", column="name", locale="", count=740_001, digest="0" * 64
    )
    (group,) = group_findings(SHOWN, [count])
    assert "740,000" in group.text
    (alone,) = group_findings(SHOWN)
    assert "199" in alone.text
