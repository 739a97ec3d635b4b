"""Workbooks as people send them back: columns moved and renamed, formulas, merged cells."""

import io
import re
import zipfile
from datetime import date as day

from xlsxwriter import Workbook

from tests.unit.translation.exchange.sample import (
    DEAR,
    DRAFT,
    FEES,
    NEEDS_WORK,
    REVIEWED,
    TERMS,
    WELCOME,
    Refused,
    Sample,
)

HEAD = ("No", "Where", "Source", "Translation", "State", "Comments")


def book(rows, *, change=None, sheets=()):
    """Write rows as a workbook; `change` may do more to the sheet and the book."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as made:
        for name, cells in sheets:
            _fill(made.add_worksheet(name), cells)
        sheet = made.add_worksheet("Sheet1")
        _fill(sheet, rows)
        if change is not None:
            change(sheet, made)
    return content.getvalue()


def _fill(sheet, rows):
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, column, cell)


def formula(sheet, _book):
    sheet.write_formula(1, 3, '="Geb"&"ühren"', None, "Gebühren")


def error(sheet, _book):
    sheet.write_formula(1, 3, "=NA()", None, "#N/A")


def merged(sheet, made):
    sheet.merge_range(1, 3, 2, 3, "Gebühren", made.add_format())


def rich(sheet, made):
    bold = made.add_format({"bold": True})
    sheet.write_rich_string(1, 3, "Geb", bold, "ühren")


def hidden(sheet, _book):
    sheet.autofilter(0, 0, 2, 5)
    sheet.set_row(2, None, None, {"hidden": True})


def numbers(sheet, _book):
    sheet.write_number(1, 3, 2019)


def date(sheet, made):
    sheet.write_datetime(1, 3, day(2026, 6, 1), made.add_format({"num_format": "dd.mm.yyyy"}))


def share(sheet, made):
    sheet.write_number(1, 3, 1, made.add_format({"num_format": "0%"}))


def decimal(sheet, _made):
    sheet.write_number(1, 3, 12.5)


def hidden_sheet(rows):
    """Make a change that adds a sheet nobody sees."""

    def change(_sheet, made):
        added = made.add_worksheet("old")
        _fill(added, rows)
        added.hide()

    return change


def without_places(content):
    """Write the cells as programs do that leave out where they are, with texts in the cells."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        shared = re.findall(r"<si>(.*?)</si>", old.read("xl/sharedStrings.xml").decode(), re.DOTALL)
        for item in old.infolist():
            text = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                page = re.sub(r' r="[A-Z]*\d+"', "", text.decode())
                page = re.sub(
                    r'<c([^>]*) t="s"><v>(\d+)</v></c>',
                    lambda cell: f'<c{cell[1]} t="inlineStr"><is>{shared[int(cell[2])]}</is></c>',
                    page,
                )
                text = page.encode()
            new.writestr(item.filename, text)
    return made.getvalue()


ONE = [HEAD, (1, "heading", "Fees", "Gebühren", "Reviewed", None)]
TWO = [*ONE, (2, "subject", "Welcome", "Willkommen", "Draft", "looks fine")]
READ = (
    Sample("as it went out", "de.xlsx", book(TWO), {FEES: ("Gebühren", REVIEWED), WELCOME: ("Willkommen", DRAFT)}),
    Sample("columns moved", "de.xlsx", book([("Status", "Translation (de)", "Source (en)"), ("needs work", "Geb", "Fees")]), {FEES: ("Geb", NEEDS_WORK)}),
    Sample("columns renamed", "agency.xlsx", book([("ID", "Original text", "Target"), ("1", "Fees", "Gebühren")]), {FEES: ("Gebühren", DRAFT)}),
    Sample("columns named by languages", "agency.xlsx", book([("en", "de"), ("Fees", "Gebühren"), ("Dear {{ first_name }},", "Hallo {{ first_name }},")]), {FEES: ("Gebühren", DRAFT), DEAR: ("Hallo {{ first_name }},", DRAFT)}),
    Sample("a title above", "agency.xlsx", book([("Job 4711",), (), HEAD, ONE[1]]), {FEES: ("Gebühren", REVIEWED)}),
    Sample("other sheets before", "agency.xlsx", book(ONE, sheets=[("Summary", [("Words", 12)]), ("Terms", [("a", "b")])]), {FEES: ("Gebühren", REVIEWED)}),
    Sample("rich text", "agency.xlsx", book(ONE, change=rich), {FEES: ("Gebühren", REVIEWED)}),
    Sample("hidden rows", "agency.xlsx", book(TWO, change=hidden), {FEES: ("Gebühren", REVIEWED), WELCOME: ("Willkommen", DRAFT)}),
    Sample("a number", "agency.xlsx", book(ONE, change=numbers), {FEES: ("2019", REVIEWED)}),
    Sample("lines in a cell", "agency.xlsx", book([HEAD, (1, "", TERMS, "Eins\nZwei", "", "")]), {TERMS: ("Eins\nZwei", DRAFT)}),
    Sample("cells that say no place", "agency.xlsx", without_places(book([HEAD, (1, "a", "Fees", "Gebühren", "Reviewed", "b")])), {FEES: ("Gebühren", REVIEWED)}),
    Sample("a formula among cells that say no place", "agency.xlsx", without_places(book([HEAD, (1, "a", "Fees", "x", "Reviewed", "b")], change=formula)), {}, {FEES: ("exchange.formula", 2)}),
    Sample("columns named by tags of regions", "agency.xlsx", book([("key", "en-US", "de-DE"), ("1", "Fees", "Gebühren")]), {FEES: ("Gebühren", DRAFT)}),
    Sample("columns named by languages in words", "agency.xlsx", book([("ID", "English", "German"), ("1", "Fees", "Gebühren")]), {FEES: ("Gebühren", DRAFT)}),
    Sample("Weblate", "de.xlsx", book([("location", "source", "target", "id", "fuzzy", "context"), ("", "Fees", "Gebühren", "", "True", ""), ("", "Welcome", "Willkommen", "", "", "")]), {FEES: ("Gebühren", NEEDS_WORK), WELCOME: ("Willkommen", DRAFT)}),
    Sample("an old copy that nobody sees", "agency.xlsx", book(ONE, change=hidden_sheet([HEAD, (1, "", "Fees", "Kosten", "", "")])), {FEES: ("Gebühren", REVIEWED)}),
    Sample("two copies that differ", "agency.xlsx", book(ONE, sheets=[("copy", [HEAD, (1, "", "Fees", "Kosten", "", "")])]), {}, {FEES: ("exchange.duplicate", 2)}),
    Sample("a date", "agency.xlsx", book(ONE, change=date), {}, {FEES: ("exchange.figure", 2)}),
    Sample("a share", "agency.xlsx", book(ONE, change=share), {}, {FEES: ("exchange.figure", 2)}),
    Sample("a number with a point or a comma", "agency.xlsx", book(ONE, change=decimal), {}, {FEES: ("exchange.figure", 2)}),
    Sample("a formula", "agency.xlsx", book(ONE, change=formula), {}, {FEES: ("exchange.formula", 2)}),
    Sample("an error", "agency.xlsx", book(ONE, change=error), {}, {FEES: ("exchange.error_value", 2)}),
    Sample("a state that nobody has set", "agency.xlsx", book([HEAD, (1, "", "Fees", "Gebühren", "New", "")]), {FEES: ("Gebühren", DRAFT)}),
    Sample("a state of nobody's", "agency.xlsx", book([HEAD, (1, "", "Fees", "Gebühren", "ok!", "")]), {FEES: ("Gebühren", DRAFT)}),
)  # fmt: skip

REFUSED = (
    Refused("no such columns", "agency.xlsx", book([("a", "b"), ("c", "d")]), "exchange.no_columns", None),
    Refused("no rows", "agency.xlsx", book([HEAD]), "exchange.no_units", None),
)  # fmt: skip

MERGED = book([*ONE, (2, "subject", "Welcome", None, None, None)], change=merged)
