"""Workbooks as people send them back: columns moved and renamed, formulas, merged cells."""

import io

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
