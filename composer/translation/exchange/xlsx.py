"""Workbooks for people without a tool: one row for each text, everything but the answer locked.

Writing is done here; a workbook that comes back is hostile and is read elsewhere, in a process of
its own (`composer/stages/exchange_workbook.py`), which hands its cells over as text. Columns are
known by their names, in any order. The names are English in every language of the window: the file
goes to people who have another.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from composer.errors import Blocked
from composer.findings import Finding, finding
from composer.i18n import _
from composer.model.locale_tags import canonical
from composer.model.translation import UnitState
from composer.translation.exchange.model import (
    ExchangeFile,
    ExchangeFormat,
    ExchangeUnit,
    Place,
    Stamp,
    read_stamp,
)
from composer.translation.exchange.refusing import file_finding, refused, start_of
from composer.translation.exchange.remarks import read_remarks, remark_lines
from composer.translation.locales import direction

LONGEST_CELL = 32_767
_SHEET, _HELP = "Translation", "Instructions"
_LAST_PREPARED_ROW = 5_000
_NOT_A_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same bytes for the same content
_STATE_WORDS = {
    UnitState.NEW: "New",
    UnitState.DRAFT: "Draft",
    UnitState.NEEDS_WORK: "Needs work",
    UnitState.REVIEWED: "Reviewed",
}
_NAMES = {
    "number": {"no", "no.", "nr", "nr.", "id", "key", "#"},
    "source": {"source", "source text", "original", "original text", "text", "source segment"},
    "target": {"translation", "target", "target text", "translated text", "target segment"},
    "state": {"state", "status"},
    "remarks": {"comments", "comment", "remarks", "remark", "notes", "note"},
    "place": {"where", "context", "place"},
    "previous": {"source before", "previous source"},
}
_WIDTHS = {"No": 6, "Where": 18, "Source": 60, "Translation": 60, "State": 13, "Comments": 40}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCells:
    """A sheet's cells as text, from A1; `formulas` and `errors` are rows from 1, columns from 0."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    merged: int = 0
    hidden_rows: int = 0


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
    words = [_STATE_WORDS[item] for item in _STATE_WORDS]
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
        (_STATE_WORDS[unit.state or UnitState.NEW], open_text),
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


def read_sheets(sheets: Sequence[SheetCells], *, file: str) -> ExchangeFile:
    """Read a workbook's cells: the first sheet whose columns are named.

    Raises:
        FileRefused: no sheet has a column for the source and one for the translation.
    """
    about = _about(sheets)
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:50], start=1):
            columns = _columns(row, about.get("source language", ""), about.get("language", ""))
            if {"source", "target"} <= columns.keys():
                return _read_table(sheet, number, columns, (about, file))
    raise refused("exchange.no_columns", file)


def _about(sheets: Sequence[SheetCells]) -> dict[str, str]:
    """Give what the page of instructions says of the file."""
    for sheet in sheets:
        pairs = {row[0].strip().lower(): row[1].strip() for row in sheet.rows[:50] if len(row) > 1}
        if read_stamp(pairs.get("export", "")):
            return pairs
    return {}


def _columns(row: Sequence[str], source_locale: str, locale: str) -> dict[str, int]:
    """Give the place of each column that a row names; the first of a name counts."""
    names = {key: set(known) for key, known in _NAMES.items()}
    if source_locale and locale:
        names["source"].add(source_locale.lower())
        names["target"].add(locale.lower())
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = " ".join(cell.lower().replace("_", " ").split())
        bare = name.partition("(")[0].strip()
        key = next((key for key, known in names.items() if {name, bare} & known), None)
        if key is not None:
            found.setdefault(key, at)
    if "source" not in found or "target" not in found:
        return _columns_by_tags(row) or found
    return found


def _columns_by_tags(row: Sequence[str]) -> dict[str, int]:
    """Take two columns that are named by languages and nothing else: source, then target."""
    tags = [
        at
        for at, cell in enumerate(row)
        if 2 <= len(cell.strip()) <= 11 and canonical(cell.strip()) and cell.strip().islower()
    ]
    return {"source": tags[0], "target": tags[1]} if len(tags) == 2 else {}


def _read_table(
    sheet: SheetCells, head: int, columns: dict[str, int], about: tuple[dict[str, str], str]
) -> ExchangeFile:
    said, file = about
    findings: list[Finding] = []
    if sheet.merged:
        findings.append(file_finding("exchange.merged", file, count=sheet.merged))
    if sheet.hidden_rows:
        findings.append(file_finding("exchange.hidden_rows", file, count=sheet.hidden_rows))
    units: list[ExchangeUnit] = []
    for number, row in enumerate(sheet.rows[head:], start=head + 1):
        cells = {
            key: row[at].replace("\r\n", "\n") if at < len(row) else ""
            for key, at in columns.items()
        }
        place = Place(row=number, column=xl_col_to_name(columns["target"]))
        if cells["source"].strip():
            found = tuple(_cell_findings(sheet, columns, place, file))
            units.append(_unit(cells, place, found))
        elif cells["target"].strip():
            findings.append(file_finding("exchange.row_without_source", file, place))
    stamp: Stamp | None = read_stamp(said.get("export", ""))
    return ExchangeFile(
        format=ExchangeFormat.XLSX,
        source_locale=said.get("source language", ""),
        locale=said.get("language", ""),
        units=tuple(units),
        stamp=stamp,
        campaign_name=said.get("campaign", ""),
        findings=tuple(findings),
    )


def _unit(cells: dict[str, str], place: Place, findings: tuple[Finding, ...]) -> ExchangeUnit:
    notes, comments = read_remarks(cells.get("remarks", "").split("\n"))
    return ExchangeUnit(
        id=cells.get("number", "") or f"{place.row}",
        source=cells["source"],
        target=cells["target"],
        state=_state(cells.get("state", ""), cells["target"]),
        previous=cells.get("previous", ""),
        notes=notes,
        comments=comments,
        place=place,
        findings=findings,
    )


def _state(word: str, target: str) -> UnitState | None:
    """Read a state's word; one that nobody knows makes a draft.

    No word says nothing, nor does “New” beside a translation, where somebody forgot to change it.
    """
    if not target.strip():
        return UnitState.NEW
    wanted = " ".join(word.lower().replace("_", " ").split())
    if not wanted:
        return None
    known = {name.lower(): state for state, name in _STATE_WORDS.items()}
    state = known.get(wanted, UnitState.DRAFT)
    return None if state is UnitState.NEW else state


def _cell_findings(
    sheet: SheetCells, columns: dict[str, int], place: Place, file: str
) -> Iterator[Finding]:
    for key in ("source", "target"):
        at = columns[key]
        here = Place(row=place.row, column=xl_col_to_name(at))
        if (place.row, at) in sheet.errors:
            yield file_finding("exchange.error_value", file, here)
        elif (place.row, at) in sheet.formulas:
            yield file_finding("exchange.formula", file, here)
