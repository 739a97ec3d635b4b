"""Workbooks with habits that the other samples do not have: languages, filters, other programs."""

import io
import zipfile

from tests.unit.translation.exchange.sample import (
    DEAR,
    DRAFT,
    FEES,
    REVIEWED,
    WELCOME,
    Refused,
    Sample,
)
from tests.unit.translation.exchange.xlsx_samples import HEAD, ONE, TWO, book

LANGUAGES = ("Key", "English", "German", "French")
STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip


def changed(content, *, edits=(), names=None, entry=""):
    """Rewrite a workbook as another program would: pieces of its parts, or the names of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            text = old.read(item)
            for before, after in edits:
                if entry in item.filename:
                    text = text.replace(before, after)
            new.writestr((names or {}).get(item.filename, item.filename), text)
    return made.getvalue()


def booleans(sheet, _book):
    sheet.write_boolean(1, 3, True)


def money(sheet, made):
    sheet.write_number(1, 3, 1200, made.add_format({"num_format": '#,##0 "€"'}))


def kept_as_text(sheet, made):
    sheet.write_string(1, 3, "0049", made.add_format({"num_format": "@"}))


def link(sheet, _book):
    sheet.write_url(1, 3, "https://example.com/terms", string="Gebühren")


def column_hidden(sheet, _book):
    sheet.set_column(0, 1, 10, None, {"hidden": True})


def tall(sheet, _book):
    for row in range(2, 3000):
        sheet.set_row(row, 15)


def many_empty(sheet, made):
    style = made.add_format({"bg_color": "yellow"})
    for row in range(2, 1500):
        sheet.write_blank(row, 3, None, style)


PHONETIC = changed(
    book([HEAD, (1, "", "Fees", "手数料", "", "")]),
    edits=[("<t>手数料</t>".encode(), '<t>手数料</t><rPh sb="0" eb="3"><t>テスウリョウ</t></rPh>'.encode())],
)  # fmt: skip
ABSOLUTE = changed(book(ONE), edits=[(b'Target="worksheets/', b'Target="/xl/worksheets/')])
READ = (
    Sample("absolute names of parts", "de.xlsx", ABSOLUTE, {FEES: ("Gebühren", REVIEWED)}),
    Sample("Excel's strict form", "de.xlsx", changed(book(ONE), edits=STRICT), {FEES: ("Gebühren", REVIEWED)}),
    Sample("how a word is read, beside it", "de.xlsx", PHONETIC, {FEES: ("手数料", DRAFT)}),
    Sample("thousands of rows that are empty", "de.xlsx", book(TWO, change=tall), {FEES: ("Gebühren", REVIEWED), WELCOME: ("Willkommen", DRAFT)}),
    Sample("thousands of cells with a colour alone", "de.xlsx", book(ONE, change=many_empty), {FEES: ("Gebühren", REVIEWED)}),
    Sample("columns that nobody sees", "de.xlsx", book(ONE, change=column_hidden), {FEES: ("Gebühren", REVIEWED)}),
    Sample("columns of an agency's own", "de.xlsx", book([("Job", *HEAD, "Words", "Rate"), ("x", *ONE[1], 2, 0.1)]), {FEES: ("Gebühren", REVIEWED)}),
    Sample("a link on a cell", "de.xlsx", book(ONE, change=link), {FEES: ("Gebühren", REVIEWED)}),
    Sample("digits kept as text", "de.xlsx", book(ONE, change=kept_as_text), {FEES: ("0049", REVIEWED)}),
    Sample("yes or no", "de.xlsx", book(ONE, change=booleans), {}, {FEES: ("exchange.figure", 2)}),
    Sample("money", "de.xlsx", book(ONE, change=money), {}, {FEES: ("exchange.figure", 2)}),
    Sample("a title in the head of a column", "de.xlsx", book([("Source\n(English)", "Translation\n(German)"), ("Fees", "Gebühren")]), {FEES: ("Gebühren", DRAFT)}),
    Sample("a source beside a language", "de.xlsx", book([("Source", "German"), ("Fees", "Gebühren")]), {FEES: ("Gebühren", DRAFT)}),
    Sample("only spaces for a translation", "de.xlsx", book([HEAD, (1, "", "Fees", "   ", "", "")]), {}),
    Sample("two columns that agree", "de.xlsx", book([("Source", "Translation", "Target"), ("Fees", "Gebühren", "Gebühren")]), {FEES: ("Gebühren", DRAFT)}),
    Sample("two columns that do not", "de.xlsx", book([("Source", "Translation", "Target"), ("Fees", "Gebühren", "Kosten")]), {}, {FEES: ("exchange.duplicate", 2)}),
    Sample("a second column that alone has one", "de.xlsx", book([("Source", "Translation", "Target"), ("Fees", "", "Kosten")]), {}, {FEES: ("exchange.duplicate", 2)}),
    Sample("the same row twice", "de.xlsx", book([*ONE, ONE[1]]), {FEES: ("Gebühren", REVIEWED)}),
    Sample("line ends of Windows in a cell", "de.xlsx", book([HEAD, (1, "", DEAR, "Guten Tag\r\n{{ first_name }},", "", "")]), {DEAR: ("Guten Tag\n{{ first_name }},", DRAFT)}),
)  # fmt: skip

REFUSED = (
    Refused("several languages, and nobody says which", "agency.xlsx", book([LANGUAGES, ("a", "Fees", "Gebühren", "Frais")]), "exchange.no_columns", None),
    Refused("the same language twice", "agency.xlsx", book([("en", "EN"), ("Fees", "Gebühren")]), "exchange.no_columns", None),
)  # fmt: skip
