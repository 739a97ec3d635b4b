"""Read the cells of a translators' workbook in a process of its own: it comes from outside.

Limited like every reader of hostile files; a workbook of one message's translations is small, so
the limits are narrow. Values are as stored. Only XLSX is read.
"""

from __future__ import annotations

import io
import re
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
    is_xlsx,
    sheet_parts,
)
from composer.audience.sources.sheet_scan import column_number
from composer.audience.sources.zip_inspection import inspect_zip, read_entry
from composer.translation.exchange.refusing import refused
from composer.translation.exchange.xlsx import SheetCells

_ALLOWANCE = Allowance(memory_bytes=160 * 1024 * 1024, cpu_s=1.0)
_MOST_UNPACKED = 48 * 1024 * 1024
_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 20_000, 64, 20
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\sr=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*>\s*<(?:\w+:)?f\b"""
)
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\st=["']e["'])[^>]*?\sr=["']([A-Z]{1,3})([0-9]{1,7})["']"""
)
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*\shidden=["'](?:1|true)["']""")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b")
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
        merged=found["merged"],
        hidden_rows=found["hidden_rows"],
    )


def give_cells(request: dict[str, Any]) -> Iterator[Answer]:
    """Answer each sheet's cells as `["sheet", {name, rows, formulas, merged, hidden_rows}]`.

    Raises:
        Refusal: the workbook cannot be read, or must not be.
    """
    opened = io.BytesIO(request["content"])
    with inspect_zip(opened) as archive:
        if not is_xlsx(archive):
            raise Refusal("audience.damaged")
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise Refusal("audience.too_heavy")
        for name in (WORKBOOK, RELATIONS, STRINGS, STYLES):
            _plain_entry(archive, name)
        parts = sheet_parts(archive)[:_MOST_SHEETS]
        pages = {part.name: _plain_entry(archive, part.entry) for part in parts}
        opened.seek(0)
        yield from _sheets(opened, pages)


def _sheets(opened: io.BytesIO, pages: dict[str, bytes]) -> Iterator[Answer]:
    try:
        with CalamineWorkbook.from_filelike(opened) as book:
            for name, page in pages.items():
                sheet = book.get_sheet_by_name(name)
                if sheet.end and (sheet.end[0] >= _MOST_ROWS or sheet.end[1] >= _MOST_COLUMNS):
                    raise Refusal("audience.too_heavy")
                rows = sheet.to_python(skip_empty_area=False)
                yield ["sheet", _facts(name, page, [[text_of(one) for one in row] for row in rows])]
    except CalamineError as error:
        raise Refusal("audience.damaged") from error


def _facts(name: str, page: bytes, rows: list[list[str]]) -> dict[str, Any]:
    return {
        "name": name,
        "rows": rows,
        "formulas": _places(_FORMULA, page),
        "errors": _places(_ERROR, page),
        "merged": len(_MERGED.findall(page)),
        "hidden_rows": len(_HIDDEN_ROW.findall(page)),
    }


def _places(pattern: re.Pattern[bytes], page: bytes) -> list[list[int]]:
    return [[int(digits), column_number(letters)] for letters, digits in pattern.findall(page)]


def _plain_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack an entry, which proves its size and checksum, and refuse document types."""
    content = read_entry(archive, name, most=_MOST_UNPACKED)
    if b"<!D" in content or b"<!E" in content:
        raise Refusal("audience.hostile_xml")
    return content
