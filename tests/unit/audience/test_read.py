import importlib.util
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.audience.read import find_contract_findings
from composer.model.campaign import AudienceSettings
from tests.unit.audience.reading import a_desk, read_list

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
SETTINGS = AudienceSettings(file="audience.csv")


@pytest.fixture(scope="module", autouse=True)
def desk():
    with a_desk() as opened:
        read.desk = opened
        yield opened


def read(content, settings=SETTINGS, file="audience.csv"):
    content = content.encode() if isinstance(content, str) else content
    return read_list(read.desk, content, settings=settings, file=file)


def places(content, settings=SETTINGS):
    return [
        (item.code, item.place_of("row"), item.place_of("column"))
        for item in read(content, settings).findings
    ]


def test_rows_keep_every_cell_as_written_and_are_numbered_like_a_spreadsheet():
    audience = read('email,locale,name\na@b.com,de," O\'Neil, ""Jo""\nX "\n\nc@d.com,,\n')
    assert audience.columns == ("email", "locale", "name")
    assert [(row.row, row.address, row.locale) for row in audience.rows] == [
        (2, "a@b.com", "de"), (4, "c@d.com", ""),
    ]  # fmt: skip
    assert audience.rows[0].fields == (
        ("email", "a@b.com"), ("locale", "de"), ("name", ' O\'Neil, "Jo"\nX '),
    )  # fmt: skip
    assert audience.count == 2
    assert [item.code for item in audience.findings] == ["audience.blank_rows"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_line_ends_and_a_byte_order_mark_are_recognised(delimiter, end):
    content = end.join(
        delimiter.join(row) for row in (["name", "email", "locale"], ["A", "a@b.com", "zh_TW"])
    )
    audience = read(b"\xef\xbb\xbf" + content.encode())
    assert not audience.findings
    assert audience.rows[0].fields[0] == ("name", "A")


def test_a_comma_in_a_header_name_does_not_mislead_the_delimiter():
    audience = read('"last, first, middle";email;locale\nx;a@b.com;de\n')
    assert audience.columns[1] == "email"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("email,locale\nhello,de\n", ("address.no_at", 2, "email")),
        ("email,locale\na@b.com;c@d.com,de\n", ("address.two", 2, "email")),
        ('email,locale\n"a@b.com,c@d.com",de\n', ("address.two", 2, "email")),
        ("email,locale\n,de\n", ("address.empty", 2, "email")),
        ("email,locale\na@b.com ,de\n", ("address.space", 2, "email")),
        ("email,locale,x\na@b.com,de\n", ("audience.short_row", 2, None)),
        ("email,locale\na@b.com,de,x\n", ("audience.long_row", 2, None)),
        ("email,locale\na@b.com,german\n", ("audience.bad_locale", 2, "locale")),
        ("email,locale\na@b.com,\nA@B.com,\n", ("audience.duplicate", 3, "email")),
        ("email,locale\na@b\u00fc.de,\na@xn--b-eha.de,\n", ("audience.duplicate", 3, "email")),
        ("email,locale\n\u00e4nn@b.com,\n\u00c4NN@B.com,\n", ("audience.duplicate", 3, "email")),
        ("email,locale\na\u0308nn@b.com,\n\u00e4nn@b.com,\n", ("audience.duplicate", 3, "email")),
        ("email,locale,x\na@b.com,,a\x00b\n", ("audience.control", 2, "x")),
        ("email,locale,x\na@b.com,,a\u0085b\n", ("audience.control", 2, "x")),
        ("email,locale,\na@b.com,,\n", ("audience.header_empty", 1, "3")),
        ("email,locale,x,x\na@b.com,,,\n", ("audience.header_duplicate", 1, "x")),
        (
            "email,locale,first name\na@b.com,,\n",
            ("audience.header_not_identifier", 1, "first name"),
        ),
        ("email,locale,token\na@b.com,,\n", ("audience.header_reserved", 1, "token")),
        ("email,x\na@b.com,\n", ("audience.no_locale_column", 1, "locale")),
        ("mail,locale\na@b.com,\n", ("audience.email_elsewhere", 1, "mail")),
        ('email,locale\na@b.com,"de\n', ("audience.bad_csv", 2, None)),
        ('email,locale\n"a"@b.com,de\n', ("audience.bad_csv", 2, None)),
        ('"email,locale\na@b.com,de\n', ("audience.no_header", None, None)),
        ("email,locale\na@b.com," + "x" * 200_000 + "\n", ("audience.bad_csv", 2, None)),
        ("", ("audience.no_header", None, None)),
        (" \n\n", ("audience.no_header", None, None)),
        ("email,locale\n", ("audience.nobody", None, None)),
        (b"email,locale\na@b.com,\nb@c.com,\xfc\n", ("audience.encoding_guess", 3, None)),
        ("email,locale\n".encode("utf-16"), ("audience.nobody", None, None)),
        (b"PK\x03\x04rest", ("audience.damaged", None, None)),
    ],
)
def test_each_problem_is_a_finding_with_its_place_and_advice(content, expected):
    assert expected in places(content)
    for item in read(content).findings:
        assert item.text
        assert item.advice
        assert item.place_of("file") == "audience.csv"


def test_every_column_that_the_settings_name_must_exist():
    settings = AudienceSettings(
        file="a.csv", locale="language", ids=("account",), contacts=("manager",), personal=("name",)
    )
    assert [place[2] for place in places("email,acount\n", settings)] == [
        "account", "manager", "name", "language",
    ]  # fmt: skip
    found = read("email,acount,x\n", settings).findings[0]
    assert "acount" in found.advice
    assert "x" not in found.advice.split(":")[-1]


def test_a_row_with_a_problem_is_not_among_the_people_but_is_counted():
    audience = read("email,locale\nbad,\na@b.com,\nshort\nA@b.com,\n")
    assert [row.row for row in audience.rows] == [3]
    assert audience.count == 4


def test_nobody_is_read_out_of_a_file_whose_letters_are_a_guess():
    audience = read("email,locale,name\na@b.com,,Jürgen\nb@c.com,,Groß\n".encode("cp1252"))
    assert [item.code for item in audience.findings if item.blocks] == ["audience.encoding_guess"]
    assert (audience.rows, audience.count) == ((), 0)


def test_reserved_domains_warn_once_for_each_domain():
    found = read("email,locale\na@x.test,\nb@x.test,\nc@localhost,\n").findings
    assert [(item.code, item.blocks) for item in found] == [("audience.special_domain", False)] * 2
    assert "2" in found[0].text


def test_an_empty_word_in_the_locale_column_is_no_wish():
    assert [row.locale for row in read("email,locale\na@b.com,n/a\nc@d.com,\n").rows] == ["", ""]


def test_trailing_blank_rows_are_no_matter():
    assert read("email,locale\na@b.com,\n,\n\n,\n").findings == ()


def test_the_contract_compares_with_what_was_promised():
    def codes(count, expected, tolerance="0"):
        settings = AudienceSettings(file="a", expected=expected, tolerance=Decimal(tolerance))
        return [item.code for item in find_contract_findings(settings, count)]

    assert codes(300, 300) == codes(306, 300, "0.02") == codes(294, 300, "0.02") == []
    assert codes(301, 300) == codes(307, 300, "0.02") == ["audience.wrong_count"]
    assert codes(5, None) == ["audience.not_promised"]
    found = find_contract_findings(AudienceSettings(file="a", expected=300), 46120)[0]
    assert found.text == "You expected about 300 people. This file has 46,120."


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_are_findings(content):
    read(b"email,locale\n" + content)
    read(content)


def test_csv_spectrum_is_read_exactly():
    folder = CORPORA / "csv-spectrum"
    if not folder.exists():
        pytest.skip("../shared/corpora/csv-spectrum is not here")
    for path in sorted((folder / "csvs").glob("*.csv")):
        expected = json.loads((folder / "json" / f"{path.stem}.json").read_text())
        if not isinstance(expected, list):  # location_coordinates.json describes another file
            continue
        content = path.read_bytes().decode()
        end = "\r\n" if "\r\n" in content else "\n"
        first, _, rest = content.partition(end)
        count = len(expected)
        # our own column goes in front of each record, so that the rest of the file stays as it is
        lines = _records(rest, count)
        joined = end.join(f"a{at}@b.com,{line}" for at, line in enumerate(lines))
        audience = read(f"email,{first}{end}{joined}{end}")
        assert not [item for item in audience.findings if item.blocks], path.name
        rows = [dict(row.fields[1:]) for row in audience.rows]
        assert [
            {key: value.replace("\r\n", "\n") for key, value in row.items()} for row in rows
        ] == [
            {key: value.replace("\r\n", "\n") for key, value in row.items()} for row in expected
        ], path.name


def _records(text, count):
    """Cut a file into records where quotation marks are even."""
    records, current = [], ""
    for line in text.splitlines(keepends=True):
        current += line
        if current.count('"') % 2 == 0:
            records.append(current.rstrip("\r\n"))
            current = ""
    return records[:count]


def test_naughty_strings_in_cells_are_kept_or_are_findings():
    path = CORPORA / "naughty-strings" / "blns.json"
    if not path.exists():
        pytest.skip("../shared/corpora/naughty-strings is not here")
    strings = json.loads(path.read_text())
    lines = [
        f'a{at}@b.com,,"{text.replace(chr(34), chr(34) * 2)}"' for at, text in enumerate(strings)
    ]
    audience = read("email,locale,x\n" + "\n".join(lines))
    kept = {row.row: row.fields[2][1] for row in audience.rows}
    found = {item.place_of("row") for item in audience.findings}
    for at, text in enumerate(strings):
        assert kept.get(at + 2) == text or at + 2 in found


def test_hostile_files_are_findings(tmp_path):
    maker = CORPORA / "hostile-files" / "make.py"
    if not maker.exists():
        pytest.skip("../shared/corpora/hostile-files is not here")
    shutil.copy(maker, tmp_path)
    spec = importlib.util.spec_from_file_location("make_hostile", tmp_path / "make.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    files = [path for path in tmp_path.iterdir() if path.name != "make.py" and path.is_file()]
    assert len(files) > 20
    for path in files:
        audience = read(path.read_bytes(), file=path.name)
        is_refused = any(item.blocks for item in audience.findings)
        assert is_refused is (path.name != "plain.xlsx"), path.name


def test_a_column_of_addresses_under_another_name_is_told_with_the_line_to_write():
    found = read("Email Address,locale\na@b.com,de\n").findings
    item = next(item for item in found if item.code == "audience.email_elsewhere")
    assert 'columns = { "Email Address" = "email" }' in item.advice
