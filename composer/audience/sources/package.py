"""What is in a zipped workbook: XLSX by its parts, ODS by its one content.

Here runs nothing and nothing outside the file is looked for: links to other files, macros and
embedded objects are not opened.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass

from composer.audience.sources.confined import Refusal
from composer.audience.sources.sheet_scan import prefix_of, sheet_pieces
from composer.audience.sources.styles import parse_plain
from composer.audience.sources.zip_inspection import read_entry

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
ODS_CONTENT = "content.xml"
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_SMALL = 8 * 1024 * 1024
_STRINGS_BYTES = 1024 * 1024 * 1024
_WORD_FOR_PASSWORD = b"encryption-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """One worksheet of a workbook: its name, its entry, and whether it is shown."""

    name: str
    entry: str
    is_visible: bool


def is_xlsx(archive: zipfile.ZipFile) -> bool:
    """Tell whether a zipped file is a workbook of this kind."""
    return WORKBOOK in archive.namelist()


def require_ods(archive: zipfile.ZipFile) -> None:
    """Raise unless a zipped file is an OpenDocument spreadsheet that anybody may read.

    Raises:
        Refusal: it is something else, or needs a password.
    """
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        raise Refusal("audience.old_excel")
    mime = read_entry(archive, "mimetype", most=4096)
    if ODS_CONTENT not in names or not mime.startswith(_ODS_MIME):
        raise Refusal("audience.not_text")
    if _WORD_FOR_PASSWORD in read_entry(archive, "META-INF/manifest.xml", most=_SMALL):
        raise Refusal("audience.encrypted")


def has_links(archive: zipfile.ZipFile) -> bool:
    """Tell whether a workbook refers to other files; their values are taken as stored."""
    return any(name.startswith("xl/externalLinks/") for name in archive.namelist())


def sheet_parts(archive: zipfile.ZipFile) -> tuple[SheetPart, ...]:
    """Give the worksheets of an XLSX in their order.

    Raises:
        Refusal: the parts that list them are damaged.
    """
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []

    def on_relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(path)

    def on_sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((attributes[key] for key in attributes if key.endswith(":id")), "")
            is_visible = attributes.get("state", "visible") == "visible"
            found.append((attributes.get("name", ""), relation, is_visible))

    parse_plain(read_entry(archive, RELATIONS, most=_SMALL), on_relation)
    parse_plain(read_entry(archive, WORKBOOK, most=_SMALL), on_sheet)
    entries = set(archive.namelist())
    return tuple(
        SheetPart(name=name, entry=targets[relation], is_visible=is_visible)
        for name, relation, is_visible in found
        if targets.get(relation) in entries
    )


def has_rows(archive: zipfile.ZipFile, part: SheetPart) -> bool:
    """Tell whether a sheet holds any value; most tell it in their first piece."""
    with archive.open(part.entry) as entry:
        for piece in sheet_pieces(entry):
            prefix = prefix_of(piece)
            if any(b"<%b%b>" % (prefix, tag) in piece for tag in (b"v", b"t", b"is")):
                return True
    return False


def without_most_rows(archive: zipfile.ZipFile, part: SheetPart, *, most: int) -> bytes:
    """Make a small workbook of the first rows of a sheet, to look at them without reading all.

    Raises:
        Refusal: what would be copied is damaged, hostile or too large.
    """
    small = io.BytesIO()
    with zipfile.ZipFile(small, "w", zipfile.ZIP_STORED) as copy:
        known = set(archive.namelist())
        for name in ("[Content_Types].xml", "_rels/.rels", RELATIONS, WORKBOOK, STYLES, STRINGS):
            if name in known:
                copy.writestr(name, read_entry(archive, name, most=_STRINGS_BYTES))
        copy.writestr(part.entry, _first_rows(archive, part, most))
    return small.getvalue()


def _first_rows(archive: zipfile.ZipFile, part: SheetPart, most: int) -> bytes:
    kept: list[bytes] = []
    rows, prefix = 0, b""
    with archive.open(part.entry) as entry:
        for piece in sheet_pieces(entry):
            prefix = prefix or prefix_of(piece)
            end = b"</%brow>" % prefix
            rows += piece.count(end)
            kept.append(piece)
            if rows > most:
                break
        else:
            return b"".join(kept)
    whole = b"".join(kept)
    at = 0
    for _row in range(most):
        at = whole.index(end, at) + len(end)
    return whole[:at] + b"</%bsheetData></%bworksheet>" % (prefix, prefix)
