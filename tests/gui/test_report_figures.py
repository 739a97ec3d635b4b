"""The figures of the Report page, counted from the rows of the report."""

from __future__ import annotations

from composer.gui.pages.report_figures import count_rows

HEADER = "row,recipient,address,locale,state,at,batch,answer,digest,came_back,proof\n"


def test_a_batch_ends_with_its_last_message_and_planned_rows_are_no_batch(tmp_path):
    file = tmp_path / "report.csv"
    rows = (
        "2,a,a@example.com,de,accepted,2026-11-22T06:00:00+00:00,1,250,x,,aa",
        "3,b,b@example.com,,accepted,2026-11-22T06:00:05+00:00,1,250,x,,aa",
        "4,c,c@example.org,de,held,2026-11-22T05:00:00+00:00,2,,x,,aa",
    )
    file.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    figures = count_rows(file, source="en")
    assert [(end.batch, end.people, end.at.second) for end in figures.batches] == [(1, 2, 5)]
    assert [(share.name, share.people, share.handed_over) for share in figures.locales] == [
        ("de", 2, 1),
        ("en", 1, 1),
    ]


def test_batches_of_two_frozen_versions_are_told_apart(tmp_path):
    file = tmp_path / "report.csv"
    rows = (
        "2,a,a@example.com,de,accepted,2026-11-22T07:00:00+00:00,1,250,x,,aa",
        "3,b,b@example.com,de,accepted,2026-11-22T06:00:00+00:00,1,250,x,,bb",
    )
    file.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    named = [(end.proof, end.people) for end in count_rows(file, source="en").batches]
    assert named == [("bb", 1), ("aa", 1)]
