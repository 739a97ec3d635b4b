import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.audience.sources.hostile import HOSTILE
from tests.unit.audience.sources.reading import everything, opened
from tests.unit.audience.sources.workbooks import (
    DAY,
    DURATION,
    MOMENT,
    TWO_DECIMALS,
    ZEROS,
    ods,
    ods_row,
    styled,
    table,
    xlsx,
)

PEOPLE = table(["email", "name"], ["a@b.com", "Ann"], ["b@c.com", "Bob"])
ROOT = Path(__file__).parents[4]


def codes(source):
    return [item.code for item in source.findings]


def test_a_workbook_is_read_by_what_it_is_not_by_its_name(tmp_path):
    source = opened(tmp_path / "people.csv", xlsx(PEOPLE))
    assert (source.found.kind.value, source.found.sheet) == ("xlsx", "Sheet1")
    assert source.found.sample == (("a@b.com", "Ann"), ("b@c.com", "Bob"))
    assert everything(source) == ([(2, ["a@b.com", "Ann"]), (3, ["b@c.com", "Bob"])], [], [])


def test_values_become_text_as_their_cells_show_them(tmp_path):
    cells = {
        "whole": 42,
        "tenth": 0.1 + 0.2,
        "small": 1e-7,
        "zeros": styled(123, ZEROS),
        "money": styled(12.5, TWO_DECIMALS),
        "exact": styled(12.125, TWO_DECIMALS),
        "day": styled(46024, DAY),
        "moment": styled(46024.25, MOMENT),
        "long": styled(1.5, DURATION),
        "truth": ' t="b"><v>1</v>',
        "formula": ' t="str"><f>X()</f><v>done</v>',
        "nothing": ' t="str"><f>X()</f><v></v>',
        "blank": None,
        "last": "end",
    }
    rows, _ragged, found = everything(
        opened(tmp_path / "a.xlsx", xlsx(table(list(cells), list(cells.values()))))
    )
    expected = {
        "whole": "42", "tenth": "0.3", "small": "0.0000001", "zeros": "00123", "money": "12.50",
        "exact": "12.125", "day": "2026-01-02", "moment": "2026-01-02T06:00:00", "long": "36:00:00",
        "truth": "TRUE", "formula": "done", "nothing": "", "blank": "", "last": "end",
    }  # fmt: skip
    assert dict(zip(cells, rows[0][1], strict=True)) == expected
    assert found == [("audience.shown_zeros", 2, "zeros")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (' t="e"><v>#N/A</v>', "audience.error_value"),
        (" t='e'><f>A1/0</f><v>#DIV/0!</v>", "audience.error_value"),
        ("><f>A1</f>", "audience.uncomputed"),
        ("><f>A1</f><v></v>", "audience.uncomputed"),
        ("><f>A1</f><v/>", "audience.uncomputed"),
        ("><v>12345678901234567890</v>", "audience.long_number"),
        ("><v>-1000000000000000</v>", "audience.long_number"),
        ("><v>1e999</v>", "audience.long_number"),
    ],
)
def test_a_cell_without_a_value_of_its_own_is_a_finding(tmp_path, cell, code):
    sheet = table(["email", "x", "y"], ["a@b.com", "X", "1"], ["b@c.com", "2", "3"])
    begin = sheet.index('<c r="B2"')
    end = sheet.index("</c>", begin)
    sheet = f'{sheet[:begin]}<c r="B2"{cell}{sheet[end:]}'
    rows, _ragged, found = everything(opened(tmp_path / "a.xlsx", xlsx(sheet)))
    assert found == [(code, 2, "x")]
    assert rows[1] == (3, ["b@c.com", "2", "3"])


def test_hidden_rows_and_merged_cells_and_links_are_told(tmp_path):
    sheet = PEOPLE.replace('<row r="3"', '<row r="3" hidden="1"')
    sheet = '<cols><col min="2" max="2" hidden="1"/></cols>' + sheet
    sheet += '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    content = xlsx(sheet, extra=[("xl/externalLinks/externalLink1.xml", "<x/>")])
    assert everything(opened(tmp_path / "a.xlsx", content))[2] == [
        ("audience.external_links", None, None),
        ("audience.hidden_rows", None, None),
        ("audience.hidden_columns", None, None),
        ("audience.merged_cells", None, None),
    ]


def test_the_only_sheet_with_rows_is_taken_and_otherwise_somebody_says_which(tmp_path):
    path = tmp_path / "a.xlsx"
    names = ["Empty", "People", "Old"]
    content = xlsx(table(), PEOPLE, PEOPLE, names=names, states=["visible", "visible", "hidden"])
    assert opened(path, content).found.sheet == "People"
    content = xlsx(table(), PEOPLE, PEOPLE, names=names)
    several = opened(path, content)
    assert codes(several) == ["audience.choose_sheet"]
    assert several.found.sheets == ("Empty", "People", "Old")
    assert everything(opened(path, content, sheet="Old"))[0][0] == (2, ["a@b.com", "Ann"])
    assert codes(opened(path, content, sheet="Odl")) == ["audience.no_sheet"]
    assert codes(opened(path, xlsx(table()))) == ["audience.no_header"]


def test_a_table_may_begin_anywhere_and_nothing_beside_it_is_lost(tmp_path):
    filler = [f'<row r="{at}"><c r="C{at}"><v>1</v></c></row>' for at in range(4, 200)]
    sheet = (
        '<sheetData><row r="3"><c r="C3" t="inlineStr"><is><t>email</t></is></c></row>'
        + "".join(filler)
        + '<row r="200"><c r="A200"><v>9</v></c><c r="C200"><v>1</v></c><c r="E200"><v>7</v></c></row>'
        "</sheetData>"
    )
    rows, ragged, found = everything(opened(tmp_path / "a.xlsx", xlsx(sheet)))
    assert rows[0] == (4, ["1"])
    assert rows[-1] == (199, ["1"])
    assert ragged == [(200, ["1", "", "7"])]
    assert found == [
        ("audience.long_row", 200, None),
        ("audience.outside_table", 200, "email"),
    ]


def test_an_opendocument_spreadsheet_is_read_too(tmp_path):
    sheet = ods_row("email", "name") + ods_row("a@b.com", "Ann") + ods_row("b@c.com", "#N/A")
    source = opened(tmp_path / "a.ods", ods(sheet))
    assert source.found.kind.value == "ods"
    rows, _ragged, found = everything(source)
    assert rows[0] == (2, ["a@b.com", "Ann"])
    assert found == [("audience.error_value", 3, "name")]
    protected = ods(sheet, extra=[("META-INF/manifest.xml", "<manifest:encryption-data/>")])
    assert codes(opened(tmp_path / "b.ods", protected)) == ["audience.encrypted"]


def test_a_workbook_that_changes_between_looking_and_reading_is_noticed(tmp_path):
    source = opened(tmp_path / "a.xlsx", xlsx(PEOPLE))
    (tmp_path / "a.xlsx").write_bytes(xlsx(table(["email"])) + b"\0")
    assert everything(source)[2] == [("audience.file_changed", None, None)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_or_harmless(tmp_path, name):
    make, code = HOSTILE[name]
    found = everything(opened(tmp_path / "a.xlsx", make()))[2]
    assert [item[0] for item in found][:1] == ([code] if code else [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx"]


def test_hostile_files_take_little_memory_and_time(tmp_path):
    for at, (make, _code) in enumerate(HOSTILE.values()):
        (tmp_path / f"{at}.xlsx").write_bytes(make())
    command = [sys.executable, "-m", "tests.unit.audience.sources.measure", str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    measured = json.loads(answer.stdout)
    assert len(measured["seconds"]) == len(HOSTILE)
    assert max(measured["cpu_seconds"]) < 5
    assert measured["most_bytes"] < 256 * 1024 * 1024
