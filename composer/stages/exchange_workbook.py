"""Read the cells of a translators' workbook in a process of its own: it comes from outside.

Limited like every reader of hostile files; a workbook of one message's translations is small, so
the limits are narrow. Values are as stored. Only XLSX is read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from composer.audience.sources.cell_text import text_of
from composer.audience.sources.confined import Allowance, Answer, Refusal, answers
from composer.audience.sources.package import (
    RELATIONS,
    STRINGS,
    STYLES,
    WORKBOOK,
    SheetPart,
    is_xlsx,
    sheet_parts,
)
from composer.audience.sources.styles import read_looks
from composer.audience.sources.zip_inspection import inspect_zip, read_entry
from composer.stages.exchange_page import PageSigns, read_signs
from composer.translation.exchange.refusing import refused
from composer.translation.exchange.xlsx import SheetCells

_ALLOWANCE = Allowance(memory_bytes=160 * 1024 * 1024, cpu_s=1.0)
_MOST_UNPACKED = 48 * 1024 * 1024
_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 20_000, 64, 20
PROBLEMS = {
    "audience.bomb": "exchange.too_heavy",
    "audience.too_heavy": "exchange.too_heavy",
    "audience.hostile_archive": "exchange.too_heavy",
    "audience.hostile_xml": "exchange.too_heavy",
    "audience.encrypted": "exchange.encrypted_workbook",
}


def read_workbook_cells(content: bytes, file: str) -> tuple[SheetCells, ...]:
    """Give the cells of a workbook's sheets; `file` is named in findings.

    Raises:
        FileRefused: it is none, damaged, protected or hostile.
    """
    sheets: list[SheetCells] = []
    for answer in answers(give_cells, {"content": content}, allowance=_ALLOWANCE):
        match answer:
            case ["sheet", dict(found)]:
                sheets.append(sheet_of(found))
            case ["problem", str(code), *_rest]:
                raise refused(PROBLEMS.get(code, "exchange.damaged_workbook"), file)
    return tuple(sheets)


def sheet_of(found: dict[str, Any]) -> SheetCells:
    """Make a sheet of what `give_cells` answered."""
    return SheetCells(
        name=found["name"],
        rows=tuple(tuple(row) for row in found["rows"]),
        formulas=frozenset((row, column) for row, column in found["formulas"]),
        errors=frozenset((row, column) for row, column in found["errors"]),
        figures=frozenset((row, column) for row, column in found["figures"]),
        is_visible=found["is_visible"],
        merged=found["merged"],
        hidden_rows=found["hidden_rows"],
    )


def give_cells(request: dict[str, Any]) -> Iterator[Answer]:
    """Answer each sheet's cells as `["sheet", {…}]`, with the keys of `SheetCells`.

    Raises:
        Refusal: the workbook cannot be read, or must not be.
    """
    opened = io.BytesIO(request["content"])
    with inspect_zip(opened) as archive:
        if not is_xlsx(archive):
            raise Refusal("audience.damaged")
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise Refusal("audience.too_heavy")
        for name in (WORKBOOK, RELATIONS, STRINGS):
            _plain_entry(archive, name)
        looks = read_looks(_plain_entry(archive, STYLES))
        pages = {
            part: read_signs(_plain_entry(archive, part.entry), looks)
            for part in sheet_parts(archive)[:_MOST_SHEETS]
        }
        opened.seek(0)
        yield from _sheets(opened, pages)


def _sheets(opened: io.BytesIO, pages: dict[SheetPart, PageSigns]) -> Iterator[Answer]:
    try:
        with CalamineWorkbook.from_filelike(opened) as book:
            for part, signs in pages.items():
                sheet = book.get_sheet_by_name(part.name)
                if sheet.end and (sheet.end[0] >= _MOST_ROWS or sheet.end[1] >= _MOST_COLUMNS):
                    raise Refusal("audience.too_heavy")
                yield ["sheet", _facts(part, signs, sheet.to_python(skip_empty_area=False))]
    except CalamineError as error:
        raise Refusal("audience.damaged") from error


def _facts(part: SheetPart, signs: PageSigns, rows: list[list[Any]]) -> dict[str, Any]:
    figures = [
        [row, column]
        for row, cells in enumerate(rows, start=1)
        for column, value in enumerate(cells)
        if not isinstance(value, str) and (_is_unclear(value) or (row, column) in signs.styled)
    ]
    return {
        "name": part.name,
        "rows": [[text_of(one) for one in row] for row in rows],
        "formulas": [list(cell) for cell in signs.formulas],
        "errors": [list(cell) for cell in signs.errors],
        "figures": figures,
        "merged": signs.merged,
        "hidden_rows": signs.hidden_rows,
        "is_visible": part.is_visible,
    }


def _is_unclear(value: object) -> bool:
    """Tell whether what was typed cannot be known: a date, a share, a point or a comma."""
    return not isinstance(value, int | float) or isinstance(value, bool) or value != int(value)


def _plain_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack an entry, which proves its size and checksum, and refuse document types."""
    content = read_entry(archive, name, most=_MOST_UNPACKED)
    if b"<!D" in content or b"<!E" in content:
        raise Refusal("audience.hostile_xml")
    return content
