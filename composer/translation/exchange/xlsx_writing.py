"""Workbooks for people without a tool: one row for each text, everything but the answer locked.

The names of the columns are English in every language of the window: the file goes to people who
have another.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from composer.errors import Blocked
from composer.findings import finding
from composer.i18n import _
from composer.model.translation import UnitState
from composer.translation.exchange.model import ExchangeFile, ExchangeUnit
from composer.translation.exchange.refusing import start_of
from composer.translation.exchange.remarks import remark_lines
from composer.translation.locales import direction

LONGEST_CELL = 32_767
_SHEET, _HELP = "Translation", "Instructions"
_NOT_A_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same bytes for the same content
STATE_WORDS = {
    UnitState.NEW: "New",
    UnitState.DRAFT: "Draft",
    UnitState.NEEDS_WORK: "Needs work",
    UnitState.REVIEWED: "Reviewed",
}
_WIDTHS = {"No": 6, "Where": 18, "Source": 60, "Translation": 60, "State": 13, "Comments": 40}


def write_xlsx(file: ExchangeFile) -> bytes:
    """Write a workbook.

    Raises:
        Blocked: a text is longer than a cell can be.
    """
    for unit in file.units:
        if max(len(unit.source), len(unit.target)) > LONGEST_CELL:
            part = start_of(unit.source)
            where: dict[str, str | int] = {"locale": file.locale, "part": part}
            raise Blocked([finding("exchange.too_long_cell", where=where, part=part)])
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        book.set_properties({"created": _NOT_A_DATE, "title": file.campaign_name})
        _write_units(book, book.add_worksheet(_SHEET), file)
        _write_help(book, book.add_worksheet(_HELP), file)
    return content.getvalue()


def _write_units(book: Workbook, sheet: Worksheet, file: ExchangeFile) -> None:
    layout = {"text_wrap": True, "valign": "top"}
    head = book.add_format({**layout, "bold": True, "bg_color": "#E8EDF3", "bottom": 1})
    locked = book.add_format({**layout, "font_color": "#555555"})
    reading_order = 2 if direction(file.locale) == "rtl" else 1
    open_text = book.add_format({**layout, "reading_order": reading_order, "locked": False})
    names = [*_WIDTHS, "Source before"]
    for at, name in enumerate(names):
        sheet.set_column(at, at, _WIDTHS.get(name, 40), locked)
        sheet.write_string(0, at, name, head)
    for row, unit in enumerate(file.units, start=1):
        _write_unit(sheet, row, unit, (locked, open_text))
    last = max(len(file.units), 1)
    state = names.index("State")
    words = [STATE_WORDS[item] for item in STATE_WORDS]
    sheet.data_validation(1, state, last, state, {"validate": "list", "source": words})
    sheet.autofilter(0, 0, last, len(names) - 1)
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_rows": True, "format_columns": True, "autofilter": True})


def _write_unit(
    sheet: Worksheet, row: int, unit: ExchangeUnit, formats: tuple[Format, Format]
) -> None:
    locked, open_text = formats
    place = ": ".join(part for part in (unit.kind.replace("_", " "), unit.context) if part)
    remarks = "\n".join(remark_lines(unit.notes, unit.comments))
    cells = (
        (unit.id.removeprefix("u"), locked),
        (place[:LONGEST_CELL], locked),
        (unit.source, locked),
        (unit.target, open_text),
        (STATE_WORDS[unit.state or UnitState.NEW], open_text),
        (remarks[:LONGEST_CELL], open_text),
        (unit.previous[:LONGEST_CELL], locked),
    )
    for at, (text, form) in enumerate(cells):
        if text:
            sheet.write_string(row, at, text, form)
        else:
            sheet.write_blank(row, at, None, form)


def _write_help(book: Workbook, sheet: Worksheet, file: ExchangeFile) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24, wrapped)
    sheet.set_column(1, 1, 90, wrapped)
    rows = (
        ("Campaign", file.campaign_name),
        ("Source language", file.source_locale),
        ("Language", file.locale),
        ("Export", str(file.stamp or "")),
        ("", _("Write into the columns Translation, State and Comments; leave the others.")),
        ("", _("What stands in curly brackets, such as {{ name }}, is filled in for each reader.")),
        (
            "",
            _("Keep it exactly as it is; you may move it. Keep links and the signs * and _, too."),
        ),
    )
    for row, (name, text) in enumerate(rows):
        sheet.write_string(row, 0, name, wrapped)
        sheet.write_string(row, 1, text, wrapped)
    sheet.protect()
