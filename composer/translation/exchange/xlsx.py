"""Read the cells of a translators' workbook, which somebody may have sorted, filtered or rebuilt.

Opening one is dangerous and happens elsewhere, in a process of its own
(`composer/stages/exchange_workbook.py`), which hands the cells over as text. What a cell shows in
another way than it is stored, a date or a share, is refused: nobody knows what was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlsxwriter.utility import xl_col_to_name

from composer.findings import Finding
from composer.model.translation import UnitState
from composer.translation.exchange.model import (
    ExchangeFile,
    ExchangeFormat,
    ExchangeUnit,
    Place,
    read_stamp,
)
from composer.translation.exchange.refusing import file_finding, refused, start_of
from composer.translation.exchange.remarks import read_remarks
from composer.translation.exchange.xlsx_columns import Columns, Wanted, find_columns
from composer.translation.exchange.xlsx_writing import STATE_WORDS

_HEAD_WITHIN = 50
_YES = frozenset({"true", "yes", "1", "x"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCells:
    """A sheet's cells as text, from A1, and which of them are more: rows from 1, columns from 0.

    `figures` are dates and numbers that the cell shows in another way than they are stored.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    figures: frozenset[tuple[int, int]] = frozenset()
    merged: int = 0
    hidden_rows: int = 0
    is_visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A sheet that holds translations, and the number of the row that names its columns."""

    sheet: SheetCells
    head: int
    columns: Columns


def read_sheets(
    sheets: Sequence[SheetCells], *, file: str, wanted: Wanted | None = None
) -> ExchangeFile:
    """Read a workbook's cells: the first sheet whose columns are named; a hidden one only alone.

    What other sheets that can be seen translate differently is found; they are not read. `wanted`
    tells which columns are meant where there are several languages.

    Raises:
        FileRefused: no sheet has a column for the source and one for the translation.
    """
    about = _about(sheets)
    tables = [table for sheet in sheets if (table := _table(sheet, about, wanted)) is not None]
    shown = [table for table in tables if table.sheet.is_visible] or tables[:1]
    if not shown:
        raise refused("exchange.no_columns", file)
    first = shown[0]
    units, findings = _read_table(first, file)
    elsewhere = [unit for table in shown[1:] for unit in _read_table(table, file)[0]]
    return ExchangeFile(
        format=ExchangeFormat.XLSX,
        source_locale=about.get("source language", "") or first.columns.source_locale,
        locale=about.get("language", "") or first.columns.locale,
        units=tuple(_contradicted(units, elsewhere, file)),
        stamp=read_stamp(about.get("export", "")),
        campaign_name=about.get("campaign", ""),
        findings=tuple(findings),
    )


def _about(sheets: Sequence[SheetCells]) -> dict[str, str]:
    """Give what the page of instructions says of the file."""
    for sheet in sheets:
        rows = sheet.rows[:_HEAD_WITHIN]
        pairs = {row[0].strip().lower(): row[1].strip() for row in rows if len(row) > 1}
        if read_stamp(pairs.get("export", "")):
            return pairs
    return {}


def _table(sheet: SheetCells, about: dict[str, str], wanted: Wanted | None) -> _Table | None:
    own = about.get("source language", ""), about.get("language", "")
    for number, row in enumerate(sheet.rows[:_HEAD_WITHIN], start=1):
        columns = find_columns(row, *own, wanted=wanted or Wanted())
        if columns.are_enough:
            return _Table(sheet=sheet, head=number, columns=columns)
    return None


def _read_table(table: _Table, file: str) -> tuple[list[ExchangeUnit], list[Finding]]:
    sheet, places = table.sheet, table.columns.places
    findings: list[Finding] = []
    if sheet.merged:
        findings.append(file_finding("exchange.merged", file, count=sheet.merged))
    if sheet.hidden_rows:
        findings.append(file_finding("exchange.hidden_rows", file, count=sheet.hidden_rows))
    units: list[ExchangeUnit] = []
    for number, row in enumerate(sheet.rows[table.head :], start=table.head + 1):
        cells = {
            key: row[at].replace("\r\n", "\n") if at < len(row) else ""
            for key, at in places.items()
        }
        place = Place(row=number, column=xl_col_to_name(places["target"]))
        if cells["source"].strip():
            found = list(_cell_findings(table, number, file))
            if _is_told_otherwise(table, row, cells["target"]):
                part = start_of(cells["source"])
                found.append(file_finding("exchange.duplicate", file, place, part=part))
            units.append(_unit(cells, place, tuple(found)))
        elif cells["target"].strip():
            findings.append(file_finding("exchange.row_without_source", file, place))
    return units, findings


def _is_told_otherwise(table: _Table, row: Sequence[str], target: str) -> bool:
    """Tell whether another column that is called a translation has another one."""
    others = {row[at].strip() for at in table.columns.more_targets if at < len(row)}
    return bool(others - {"", target.strip()})


def _contradicted(
    units: Sequence[ExchangeUnit], elsewhere: Sequence[ExchangeUnit], file: str
) -> Iterator[ExchangeUnit]:
    """Find texts that another sheet translates differently."""
    others: dict[str, set[str]] = {}
    for unit in elsewhere:
        others.setdefault(unit.source, set()).add(unit.target.strip())
    for unit in units:
        if others.get(unit.source, set()) - {"", unit.target.strip()}:
            part = start_of(unit.source)
            found = file_finding("exchange.duplicate", file, unit.place, part=part)
            yield replace(unit, findings=(*unit.findings, found))
        else:
            yield unit


def _unit(cells: dict[str, str], place: Place, findings: tuple[Finding, ...]) -> ExchangeUnit:
    notes, comments = read_remarks(cells.get("remarks", "").split("\n"))
    state = _state(cells.get("state", ""), cells["target"])
    if cells.get("fuzzy", "").strip().lower() in _YES and cells["target"].strip():
        state = UnitState.NEEDS_WORK
    return ExchangeUnit(
        id=cells.get("number", "") or f"{place.row}",
        source=cells["source"],
        target=cells["target"],
        state=state,
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
    known = {name.lower(): state for state, name in STATE_WORDS.items()}
    state = known.get(wanted, UnitState.DRAFT)
    return None if state is UnitState.NEW else state


def _cell_findings(table: _Table, row: int, file: str) -> Iterator[Finding]:
    sheet, places = table.sheet, table.columns.places
    for key in ("source", "target"):
        cell = (row, places[key])
        here = Place(row=row, column=xl_col_to_name(places[key]))
        if cell in sheet.errors:
            yield file_finding("exchange.error_value", file, here)
        elif cell in sheet.formulas:
            yield file_finding("exchange.formula", file, here)
        elif cell in sheet.figures and key == "target":
            yield file_finding("exchange.figure", file, here)
