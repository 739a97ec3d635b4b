"""A kind of finding with very many people is one line with the true number."""

from __future__ import annotations

from composer.findings import FindingCount, finding
from composer.gui import finding_groups
from composer.gui.finding_groups import KEPT, gather_ahead, group_findings
from composer.model.stages import Stage

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


def test_what_was_gathered_before_it_is_shown_is_not_gathered_again(monkeypatch) -> None:
    findings, other = tuple(SHOWN), tuple(SHOWN[:100])
    gather_ahead([findings])
    known = group_findings(findings)
    gather_ahead([findings])
    with monkeypatch.context() as changed:
        changed.setattr(finding_groups, "gather", None)
        assert group_findings(findings) is known
    assert "199" in known[0].text
    assert "99" in group_findings(other)[0].text


def test_of_what_was_gathered_only_the_newest_is_kept() -> None:
    lists = [tuple(SHOWN[: n + 1]) for n in range(KEPT + 3)]
    gather_ahead(lists)
    assert len(finding_groups._gathered) == KEPT
    assert group_findings(lists[-1]) is group_findings(lists[-1])
    assert group_findings(lists[0]) is not group_findings(lists[0])


def test_the_window_has_the_stages_findings_gathered_where_they_are_read(
    qtbot, window, workspace
) -> None:
    workspace.extra_findings = tuple(SHOWN)
    window.session.reload()
    qtbot.waitUntil(lambda: bool(found_for_preview(window)))
    findings = found_for_preview(window)
    assert group_findings(findings) is group_findings(findings)


def found_for_preview(window):
    stages = window.session.status.stages
    return next(state.findings for state in stages if state.stage is Stage.PREVIEW)
