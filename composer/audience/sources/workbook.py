"""Read a workbook, in a confined process: look at it, then give its rows as text.

Values are as stored; a formula's is the one that the spreadsheet program computed last.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from composer.audience.sources import package
from composer.audience.sources.cell_text import text_of
from composer.audience.sources.confined import Answer, Refusal
from composer.audience.sources.files import open_ordinary
from composer.audience.sources.ods_scan import scan_table
from composer.audience.sources.opened import SAMPLE_ROWS
from composer.audience.sources.sheet_rows import SheetRows
from composer.audience.sources.sheet_scan import SheetSigns, scan_sheet
from composer.audience.sources.styles import Look, read_looks
from composer.audience.sources.zip_inspection import inspect_zip, read_entry, unpacked_bytes

_FIRST_ROWS = 4 * SAMPLE_ROWS
_STYLES_BYTES = 32 * 1024 * 1024
_LARGE_SHEET_BYTES = 4 * 1024 * 1024


def look_at_workbook(request: dict[str, Any]) -> Iterator[Answer]:
    """Answer what a workbook is: `["opened", facts]`; `path` and `sheet` are requested.

    Raises:
        Refusal: it cannot be read, or must not be.
    """
    with open_ordinary(Path(request["path"])) as opened, inspect_zip(opened) as archive:
        if package.is_xlsx(archive):
            yield ["opened", _look_at_xlsx(archive, request["sheet"])]
        else:
            package.require_ods(archive)
            _require_plain(archive, package.ODS_CONTENT)
            yield ["opened", _look_at_ods(opened, archive, request["sheet"])]


def read_workbook(request: dict[str, Any]) -> Iterator[Answer]:
    """Answer the rows of one sheet after its header: `["rows", {first, rows, share, …}]`.

    Raises:
        Refusal: it cannot be read, or must not be.
    """
    path = Path(request["path"])
    with (
        open_ordinary(path) as opened,
        open_ordinary(path) as again,
        inspect_zip(opened) as archive,
        ThreadPoolExecutor(1) as beside,
    ):
        scanning = _scanning(archive, request["sheet"], beside)
        with _calamine(again) as workbook:
            sheet = workbook.get_sheet_by_name(request["sheet"])
            rows = SheetRows(
                sheet=sheet,
                signs=scanning.result(),
                header_row=request["header_row"],
                left=request["left"],
                width=request["width"],
            )
            yield from rows.answers(request["size"])


def _scanning(
    archive: zipfile.ZipFile, name: str, beside: ThreadPoolExecutor
) -> Future[SheetSigns]:
    """Look through what the library is going to read; a large sheet meanwhile, others before."""
    if not package.is_xlsx(archive):
        _require_plain(archive, package.ODS_CONTENT)
        return beside.submit(_scan_ods, archive, name)
    part = next(part for part in package.sheet_parts(archive) if part.name == name)
    for entry in (package.STRINGS, package.WORKBOOK, package.RELATIONS):
        _require_plain(archive, entry)
    looks = read_looks(read_entry(archive, package.STYLES, most=_STYLES_BYTES))
    scanning = beside.submit(_scan, archive, part.entry, looks)
    if unpacked_bytes(archive, (part.entry,)) < _LARGE_SHEET_BYTES:
        scanning.result()
    return scanning


def _scan(archive: zipfile.ZipFile, entry: str, looks: dict[int, Look]) -> SheetSigns:
    with archive.open(entry) as opened:
        return scan_sheet(opened, looks)


def _scan_ods(archive: zipfile.ZipFile, name: str) -> SheetSigns:
    with archive.open(package.ODS_CONTENT) as opened:
        return scan_table(opened, name)


def _look_at_xlsx(archive: zipfile.ZipFile, stated: str) -> dict[str, Any]:
    parts = package.sheet_parts(archive)
    shown = [part for part in parts if part.is_visible] or list(parts)
    known = {part.name: part for part in parts}
    facts: dict[str, Any] = {"kind": "xlsx", "sheets": [part.name for part in shown], "sheet": ""}
    facts["links"] = package.has_links(archive)
    if stated:
        candidates = [known[stated]] if stated in known else []
        facts["unknown_sheet"] = not candidates
    else:
        candidates = [part for part in shown if package.has_rows(archive, part)]
    facts["some_rows"] = bool(candidates)
    if len(candidates) != 1:
        return facts
    part = candidates[0]
    names = (part.entry, package.STRINGS, package.STYLES)
    small = package.without_most_rows(archive, part, most=_FIRST_ROWS)
    with _calamine(io.BytesIO(small)) as workbook:
        return facts | {
            "sheet": part.name,
            "unpacked": unpacked_bytes(archive, names),
            **_beginning(workbook.get_sheet_by_name(part.name)),
        }


def _look_at_ods(opened: Any, archive: zipfile.ZipFile, stated: str) -> dict[str, Any]:
    opened.seek(0)
    with _calamine(opened) as workbook:
        names = workbook.sheet_names
        facts: dict[str, Any] = {"kind": "ods", "sheets": names, "sheet": "", "links": False}
        candidates = [
            name for name in names if not stated and workbook.get_sheet_by_name(name).height
        ]
        if stated:
            candidates = [name for name in names if name == stated]
            facts["unknown_sheet"] = not candidates
        facts["some_rows"] = bool(candidates)
        if len(candidates) != 1:
            return facts
        return facts | {
            "sheet": candidates[0],
            "unpacked": unpacked_bytes(archive, (package.ODS_CONTENT,)),
            **_beginning(workbook.get_sheet_by_name(candidates[0])),
        }


def _beginning(sheet: CalamineSheet) -> dict[str, Any]:
    """Give the header, which is the first row with any value, and the rows after it."""
    rows = [[text_of(value) for value in row] for row in islice(sheet.iter_rows(), _FIRST_ROWS)]
    for number, row in enumerate(rows, start=1):
        if any(cell.strip() for cell in row):
            width = max(at for at, cell in enumerate(row, start=1) if cell.strip())
            return {
                "header_row": number,
                "left": (sheet.start or (0, 0))[1],
                "columns": row[:width],
                "sample": [cells[:width] for cells in rows[number : number + SAMPLE_ROWS]],
            }
    return {}


def _require_plain(archive: zipfile.ZipFile, name: str) -> None:
    """Read an entry to its end, which proves its size and checksum, and refuse document types."""
    if name not in archive.namelist():
        return
    before = b""
    with archive.open(name) as entry:
        while chunk := entry.read(256 * 1024):
            piece = before[-1:] + chunk
            if b"<!" in piece and (b"<!D" in piece or b"<!E" in piece or piece.endswith(b"<!")):
                raise Refusal("audience.hostile_xml")
            before = chunk


def _calamine(opened: Any) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(opened)
    except CalamineError as error:
        raise Refusal("audience.damaged") from error
