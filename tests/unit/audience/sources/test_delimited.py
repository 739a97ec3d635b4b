import codecs
import csv
import json
from pathlib import Path

import pytest

from tests.unit.audience.sources.reading import everything, opened, pasted

SPECTRUM = Path(__file__).parents[5] / "shared" / "corpora" / "csv-spectrum"
LETTERS = "email,name\na@b.com,José Müller\nc@d.com,Zoë\n"


def codes(source):
    return [item.code for item in source.findings]


@pytest.mark.skipif(not SPECTRUM.is_dir(), reason="the shared corpora are not here")
def test_csv_spectrum_is_read_cell_by_cell():
    from composer.audience.sources.source import SourceOptions, open_source

    for path in sorted((SPECTRUM / "csvs").iterdir()):
        wanted = json.loads((SPECTRUM / "json" / f"{path.stem}.json").read_bytes())
        if isinstance(wanted, dict):  # location_coordinates: it speaks of another row
            wanted = [wanted | {"Contact Phone Number": "2095257564"}]
        source = open_source(path, options=SourceOptions())
        rows, ragged, _findings = everything(source)
        found = [dict(zip(source.columns, cells, strict=True)) for _number, cells in rows]
        assert found == wanted, path.name
        assert not ragged


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "^"])
@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_quotes_and_line_ends_are_found(tmp_path, delimiter, quote, end):
    table = [["name", "email"], [f"A{delimiter} {end}B", "a@b.com"], [" x ", ""]]
    lines = [
        delimiter.join(quote + cell.replace(quote, quote * 2) + quote for cell in row)
        for row in table
    ]
    source = opened(tmp_path / "a.csv", end.join(lines))
    assert source.columns == ("name", "email")
    assert everything(source) == ([(2, table[1]), (3, table[2])], [], [])


@pytest.mark.parametrize(
    ("content", "columns", "rows"),
    [
        ("a,b\n", ("a", "b"), []),
        ("a\nx\ny\n", ("a",), [["x"], ["y"]]),
        ("a;b\n1,5;2\n", ("a", "b"), [["1,5", "2"]]),
        ("a,b\n x , y\n", ("a", "b"), [[" x ", " y"]]),
        ('a,b\nx"y,5"" z\n', ("a", "b"), [['x"y', '5"" z']]),
        ('a,b\n"x\n""y""\n",\n', ("a", "b"), [['x\n"y"\n', ""]]),
        ("sep=;\na;b\n1;2\n", ("a", "b"), [["1", "2"]]),
        ("SEP=|\r\na|b\r\n1|,;\r\n", ("a", "b"), [["1", ",;"]]),
        ('a,b\n"say \\"hi\\", \\\\ \\n",2\n', ("a", "b"), [['say "hi", \\ \\n', "2"]]),
        ('a,b\n"c:\\dir\\",2\n', ("a", "b"), [["c:\\dir\\", "2"]]),
        ("a,b\nO'Neil,'tis\n", ("a", "b"), [["O'Neil", "'tis"]]),
        ("a,b\n12:30,x:y\n", ("a", "b"), [["12:30", "x:y"]]),
        ("\n\na,b\n1,2\n", ("a", "b"), [["1", "2"]]),
        ('a,b\n1,"{""k"": [1, ""x""]}"\n', ("a", "b"), [["1", '{"k": [1, "x"]}']]),
    ],
)
def test_cells_are_kept_as_written(tmp_path, content, columns, rows):
    source = opened(tmp_path / "a.csv", content)
    assert source.columns == columns
    assert [cells for _number, cells in everything(source)[0]] == rows


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_a_byte_order_mark_and_strict_utf_8_are_certain(tmp_path, encoding, mark):
    source = opened(tmp_path / "a.csv", mark + LETTERS.encode(encoding))
    assert source.found.encoding_is_certain
    assert not source.findings
    assert [cells[1] for _number, cells in everything(source)[0]] == ["José Müller", "Zoë"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "utf-16-le", "utf-16-be", "cp932"])
def test_any_other_encoding_is_shown_and_blocks_until_it_is_stated(tmp_path, encoding):
    names = {"cp1251": "Дмитрий Иванов", "cp932": "山田太郎さん"}.get(encoding, "José Müller")
    text = "email,name\n" + "".join(f"p{at}@b.com,{names} {at}\n" for at in range(30))
    path = tmp_path / "a.csv"
    source = opened(path, text.encode(encoding))
    assert codes(source) == ["audience.encoding_guess"]
    assert source.findings[0].blocks
    assert not source.found.encoding_is_certain
    assert encoding in source.found.encodings
    assert source.found.sample
    stated = opened(path, text.encode(encoding), encoding=encoding)
    assert not stated.findings
    assert everything(stated)[0][0] == (2, ["p0@b.com", f"{names} 0"])


def test_the_sample_of_a_guess_shows_rows_with_letters_to_look_at(tmp_path):
    rows = "".join(f"p{at}@b.com,plain\n" for at in range(500)) + "q@b.com,Müller\n"
    source = opened(tmp_path / "a.csv", ("email,name\n" + rows).encode("cp1252"))
    assert source.found.sample == (("q@b.com", "Müller"),)
    assert source.findings[0].place_of("row") == 502


def test_one_broken_row_among_utf_8_is_not_taken_for_another_encoding(tmp_path):
    content = LETTERS.encode() * 3 + "x@y.com,Größe\n".encode("cp1252")
    source = opened(tmp_path / "a.csv", content)
    assert codes(source)[0] == "audience.encoding_mixed"
    assert source.findings[0].blocks
    assert source.findings[0].place_of("row") == 10


@pytest.mark.parametrize(
    ("encoding", "code"),
    [
        ("utf-8", "audience.encoding_wrong"),
        ("ascii", "audience.encoding_wrong"),
        ("rot13", "audience.encoding_unusable"),
        ("idna", "audience.encoding_unusable"),
        ("no such", "audience.encoding_unusable"),
    ],
)
def test_a_stated_encoding_must_fit_and_be_one_of_texts(tmp_path, encoding, code):
    source = opened(tmp_path / "a.csv", LETTERS.encode("cp1252"), encoding=encoding)
    assert codes(source)[0] == code


def test_what_was_stated_for_one_file_does_not_spoil_the_next_that_is_utf_8(tmp_path):
    path = tmp_path / "a.csv"
    source = opened(path, "email,name\na@b.com,Ann\nc@d.com,Zoë\n", encoding="cp1252")
    assert codes(source) == ["audience.encoding_doubtful"]
    assert (source.findings[0].blocks, source.findings[0].place_of("row")) == (True, 3)
    assert not source.found.encoding_is_certain
    assert codes(opened(path, "email,name\na@b.com,Ann\n", encoding="cp1252")) == []
    assert codes(opened(path, LETTERS, encoding="utf-8")) == []


def test_letters_that_were_lost_before_are_told(tmp_path):
    assert codes(opened(tmp_path / "a.csv", "email,name\na@b.com,M\ufffdller\n")) == [
        "audience.lost_letters"
    ]


def test_rows_of_another_length_keep_their_cells_and_are_never_padded(tmp_path):
    source = opened(tmp_path / "a.csv", "a,b,c\n1,2,3\n4,5\n\n6,7,8,9\n,,\n7,8,9\n\n")
    rows, ragged, found = everything(source)
    assert rows == [(2, ["1", "2", "3"]), (7, ["7", "8", "9"])]
    assert ragged == [(3, ["4", "5"]), (5, ["6", "7", "8", "9"])]
    assert found == [
        ("audience.short_row", 3, None),
        ("audience.long_row", 5, None),
        ("audience.blank_rows", 4, None),
    ]


def test_a_row_with_a_blank_first_cell_is_an_ordinary_row(tmp_path):
    source = opened(tmp_path / "a.csv", "email,name\na@b.com,A\n,B\nc@d.com,C\n")
    assert everything(source)[0][1] == (3, ["", "B"])


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_text_behind_a_quotation_mark_costs_its_row_only(tmp_path, size):
    content = 'a,b\n1,2\n"x"y,2\n"p"q,3\n3,4\n'
    rows, _ragged, found = everything(opened(tmp_path / "a.csv", content), size)
    assert rows == [(2, ["1", "2"]), (5, ["3", "4"])]
    assert found == [("audience.bad_csv", 3, None), ("audience.bad_csv", 4, None)]


def test_a_file_that_is_wrongly_quoted_all_over_is_given_up_after_a_hundred_rows(tmp_path):
    content = "a,b\n" + '"x"y,2\n' * 150 + "3,4\n"
    rows, _ragged, found = everything(opened(tmp_path / "a.csv", content))
    assert rows == []
    assert [code for code, _row, _column in found] == ["audience.bad_csv"] * 100


@pytest.mark.parametrize("cell", ['"open\n5,6\n', "x" * (csv.field_size_limit() + 1)])
def test_after_an_open_quotation_mark_or_an_endless_cell_nothing_is_read(tmp_path, cell):
    rows, _ragged, found = everything(opened(tmp_path / "a.csv", f"a,b\n1,2\n3,{cell}\n7,8\n"))
    assert rows == [(2, ["1", "2"])]
    assert found == [("audience.bad_csv", 3, None)]


def test_a_nul_is_kept_for_whoever_judges_cells(tmp_path):
    assert everything(opened(tmp_path / "a.csv", "a,b\nx\0y,2\n"))[0] == [(2, ["x\0y", "2"])]


def test_a_formula_that_failed_is_found_in_text_too(tmp_path):
    found = everything(opened(tmp_path / "a.csv", "email,x\na@b.com,#N/A\nb@b.com,#1\n"))[2]
    assert found == [("audience.error_value", 2, "x")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ("audience.no_header", None, None)),
        (" \n\n", ("audience.no_header", None, None)),
        ("a,,c\n", ("audience.header_empty", 1, "2")),
        ("a,a\n", ("audience.header_duplicate", 1, "a")),
        ("a,x\x01\n", ("audience.header_control", 1, "x\x01")),
        ("a,first name\n", ("audience.header_not_identifier", 1, "first name")),
        ("a,token\n", ("audience.header_reserved", 1, "token")),
        ("a@b.com,Ann\nc@d.com,Bob\n", ("audience.no_header_row", 1, None)),
        (",".join(f"c{at}" for at in range(1001)), ("audience.too_many_columns", 1, None)),
    ],
)
def test_a_header_that_cannot_be_used_is_a_finding(tmp_path, content, expected):
    assert everything(opened(tmp_path / "a.csv", content))[2] == [expected]


def test_only_the_columns_that_are_stated_are_renamed(tmp_path):
    content = "Email Address;first name\na@b.com;Ann\n"
    pairs = (("Email Address", "email"), ("first name", "first_name"))
    assert opened(tmp_path / "a.csv", content, columns=pairs).columns == ("email", "first_name")
    lacking = opened(tmp_path / "a.csv", content, columns=(("Email Adress", "email"),))
    found = next(item for item in lacking.findings if item.code == "audience.no_renamed_column")
    assert "Email Address" in found.advice
    twice = opened(tmp_path / "a.csv", content, columns=(("first name", "Email Address"),))
    assert "audience.header_duplicate" in codes(twice)


def test_the_wanted_column_speaks_for_a_delimiter(tmp_path):
    content = '"last, first, middle";email;locale\nx;a@b.com;de\n'
    assert opened(tmp_path / "a.csv", content, email="email").columns[1] == "email"
    content = "last, first;email\nDoe, Ann;a@b.com\n"  # both fit every row
    assert opened(tmp_path / "a.csv", content, email="email").columns == ("last, first", "email")
    stated = opened(tmp_path / "a.csv", "a;b,c;d\n1;2,3;4\n", delimiter=";")
    assert stated.columns == ("a", "b,c", "d")


def test_a_file_that_changes_meanwhile_is_noticed(tmp_path):
    path = tmp_path / "a.csv"
    source = opened(path, "a,b\n" + "1,2\n" * 5000)
    batches = source.batches(size=10)
    next(batches)
    with path.open("ab") as file:
        file.write(b"3,4\n")
    codes_found = [item.code for batch in batches for item in batch.findings]
    assert codes_found == ["audience.file_changed"]
    other = opened(path, "a,b\n1,2\n")
    path.unlink()
    assert everything(other)[2] == [("audience.file_changed", None, None)]


def test_a_file_is_closed_with_its_generator(tmp_path):
    batches = opened(tmp_path / "a.csv", "a,b\n" + "1,2\n" * 5000).batches(size=10)
    assert 0 < next(batches).share < 1
    batches.close()  # an open file would fail this test


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_what_is_no_ordinary_file_is_a_finding(tmp_path, name):
    from composer.audience.sources.source import SourceOptions, open_source

    assert codes(open_source(tmp_path / name, options=SourceOptions())) == ["audience.unreadable"]


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (b"%PDF-1.7", "audience.not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "audience.old_excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "audience.encrypted",
        ),
        (b"\x1f\x8b\x08", "audience.packed"),
        (b"\xef\xbb\xbf <!DOCTYPE html><table>", "audience.markup"),
        (b"<?xml version='1.0'?><Workbook/>", "audience.markup"),
    ],
)
def test_the_content_decides_what_a_file_is_whatever_its_name(tmp_path, start, code):
    assert codes(opened(tmp_path / "people.csv", start + b"x" * 100))[:1] == [code]


def test_pasted_cells_have_tabs_or_are_one_address_a_line():
    assert pasted("email\tname\na@b.com\tAnn\n").columns == ("email", "name")
    alone = pasted("a@b.com\r\nb@c.com\r\n")
    assert alone.columns == ("email",)
    assert everything(alone)[0] == [(1, ["a@b.com"]), (2, ["b@c.com"])]
    assert everything(pasted(""))[2] == [("audience.no_header", None, None)]


def test_half_a_character_that_was_pasted_is_told_and_kept_visible():
    source = pasted("email\tname\na@b.com\tZo\ud800\n")
    assert codes(source) == ["audience.lost_letters"]
    assert everything(source)[0] == [(2, ["a@b.com", "Zo\ufffd"])]
    assert codes(pasted("a@b.com\udfff\n"))[0] == "audience.lost_letters"
