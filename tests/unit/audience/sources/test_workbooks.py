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
    MAIN,
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


@pytest.mark.parametrize(
    ("code", "value", "shown", "told"),
    [
        ("000\\-00\\-0000", 12345678, "012-34-5678", "audience.shown_zeros"),
        ("00000\\-0000", 12345678, "01234-5678", "audience.shown_zeros"),
        ("&quot;D-&quot;00000", 1234, "D-01234", "audience.shown_zeros"),
        ("[$-407]00000", 1234, "01234", "audience.shown_zeros"),
        ("00000_);[Red]\\-00000", 1234, "01234", "audience.shown_zeros"),
        ("00000", 123456, "123456", ""),
        ("0.00_);\\(0.00\\)", 12.5, "12.50", ""),
        ("#,##0", 1234567, "1234567", ""),
        ("0%", 0.5, "0.5", "audience.shown_otherwise"),
        ("#,##0.00\\ &quot;€&quot;", 12.5, "12.5", "audience.shown_otherwise"),
        ("[&lt;=9999999]###\\-####;###", 5551234, "5551234", "audience.shown_otherwise"),
        ("&quot;0&quot;0000", 12345, "12345", "audience.shown_otherwise"),
        (";;;", 7, "7", "audience.shown_otherwise"),
    ],
)
def test_a_number_is_taken_as_it_is_shown_or_that_it_is_not_is_told(
    tmp_path, code, value, shown, told
):
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    sheet = table(["email", "x"], ["a@b.com", styled(value, 1)])
    content = xlsx(sheet, extra=[("xl/styles.xml", styles)])
    rows, _ragged, found = everything(opened(tmp_path / "a.xlsx", content))
    assert rows == [(2, ["a@b.com", shown])]
    assert found == ([(told, 2, "x")] if told else [])


def test_a_row_that_stands_there_twice_is_not_lost_without_a_word(tmp_path):
    twice = PEOPLE.replace('<row r="3"', '<row r="2"').replace('r="A3"', 'r="A2"')
    assert twice != PEOPLE
    found = everything(opened(tmp_path / "a.xlsx", xlsx(twice)))[2]
    assert found == [("audience.damaged", None, None)]


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


FAILED_FORMULA = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)


def ods_number(value, shown, kind="float"):
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        (ods_number(123, "00123"), "00123", "audience.shown_zeros"),
        (ods_number(12345678, "012-34-5678"), "012-34-5678", "audience.shown_zeros"),
        (ods_number(12.5, "12.50"), "12.50", ""),
        (ods_number(1234567, "1,234,567"), "1234567", ""),
        (ods_number(-5, "-5"), "-5", ""),
        (ods_number(12.5, "12,50"), "12.5", "audience.shown_otherwise"),
        (ods_number(0.5, "50%", "percentage"), "0.5", "audience.shown_otherwise"),
        (ods_number(12.5, "12.50 €", "currency"), "12.5", "audience.shown_otherwise"),
        (
            FAILED_FORMULA,
            "#DIV/0!",
            "audience.error_value",
        ),
        ('<table:table-cell table:formula="of:=[.A1]"/>', "", "audience.uncomputed"),
    ],
)
def test_an_opendocument_number_is_taken_as_shown_or_that_it_is_not_is_told(
    tmp_path, cell, text, told
):
    people = ods_row("a@b.com", "1") + ods_row("")
    row = ods_row("b@c.com").replace("</table:table-row>", f"{cell}</table:table-row>")
    rows, _ragged, found = everything(
        opened(tmp_path / "a.ods", ods(ods_row("email", "x") + people + row))
    )
    assert rows[-1] == (4, ["b@c.com", text])
    assert (told, 4, "x") in found if told else [one[0] for one in found] == ["audience.blank_rows"]
    assert len(found) == (2 if told else 1)


def test_hidden_and_merged_parts_of_an_opendocument_table_are_told(tmp_path):
    row = ods_row("a@b.com", "Ann")
    filtered = row.replace("<table:table-row>", '<table:table-row table:visibility="filter">')
    merged = row.replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="2"', 1)
    column = '<table:table-column table:visibility="collapse"/>'
    other = filtered * 3  # of another sheet
    content = ods(column + ods_row("email", "name") + filtered + merged, other)
    assert everything(opened(tmp_path / "a.ods", content, sheet="Sheet1"))[2] == [
        ("audience.hidden_rows", None, None),
        ("audience.hidden_columns", None, None),
        ("audience.merged_cells", None, None),
    ]


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
