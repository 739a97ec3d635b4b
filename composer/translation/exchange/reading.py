"""Read a file of translations, whatever it is: its content decides, its name only speaks for it.

A workbook's cells come from somebody else (`read_cells`), because opening one is dangerous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from composer.findings import Finding
from composer.translation.exchange.model import (
    Code,
    ExchangeComment,
    ExchangeFile,
    ExchangeUnit,
    Inline,
)
from composer.translation.exchange.po import read_po_file
from composer.translation.exchange.refusing import MAX_BYTES, file_finding, refused, start_of
from composer.translation.exchange.xliff2 import NAMESPACE_START, read_xliff2
from composer.translation.exchange.xliff12 import NAMESPACES, read_xliff12
from composer.translation.exchange.xliff_text import CONTROL
from composer.translation.exchange.xlsx import SheetCells, read_sheets
from composer.translation.exchange.xlsx_columns import Wanted
from composer.translation.exchange.xml_document import local_name, namespace, parse_xml

ReadCells = Callable[[bytes, str], Sequence[SheetCells]]

_ZIPPED = b"PK"
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0", b"\0<")
_PO_STARTS = (b"msgid", b"msgctxt", b"#", b'"')


def read_exchange_file(
    content: bytes, *, file: str, read_cells: ReadCells, wanted: Wanted | None = None
) -> ExchangeFile:
    """Read a file; `file` is its name, for findings; of a table of several languages the `wanted`.

    Raises:
        FileRefused: it is none of the formats, damaged, hostile, or holds what cannot be used.
    """
    if len(content) > MAX_BYTES:
        raise refused("exchange.too_large", file)
    found = _read(content, file, read_cells, wanted)
    open_units = [unit for unit in found.units if not unit.is_protected]
    if not open_units:
        raise refused("exchange.no_units", file)
    judged = _judged(open_units, file)
    return replace(found, units=(*judged, *_protected(found.units, judged)))


def _read(content: bytes, file: str, read_cells: ReadCells, wanted: Wanted | None) -> ExchangeFile:
    start = content[:64].lstrip()
    if start.startswith(_ZIPPED):
        return read_sheets(read_cells(content, file), file=file, wanted=wanted)
    if start.startswith(_XML_STARTS):
        return _read_xml(content, file)
    is_po = file.lower().endswith((".po", ".pot"))
    if is_po or start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_PO_STARTS):
        return read_po_file(content, file=file)
    raise refused("exchange.unknown_format", file)


def _read_xml(content: bytes, file: str) -> ExchangeFile:
    root = parse_xml(content, file=file)
    if local_name(root) != "xliff":
        raise refused("exchange.wrong_root", file, name=local_name(root))
    version = root.get("version", "")
    if namespace(root).startswith(NAMESPACE_START) and version.startswith("2."):
        return read_xliff2(root, file=file)
    if namespace(root) in NAMESPACES and version in {"", "1.0", "1.1", "1.2"}:
        return read_xliff12(root, file=file)
    raise refused("exchange.unknown_version", file, version=version or namespace(root))


def _judged(units: Iterable[ExchangeUnit], file: str) -> tuple[ExchangeUnit, ...]:
    """Find what no format may bring: control characters, and two translations of one text."""
    judged: dict[str, ExchangeUnit] = {}
    for unit in units:
        key = _key(unit)
        known = judged.get(key)
        if known is None or (unit.target.strip() and not known.target.strip()):
            judged[key] = _without_control(unit, file)
        elif unit.target.strip() and unit.target != known.target:
            found = file_finding("exchange.duplicate", file, unit.place, part=start_of(unit.source))
            judged[key] = replace(known, findings=(*known.findings, found))
    return tuple(judged.values())


def _protected(
    units: Iterable[ExchangeUnit], judged: Iterable[ExchangeUnit]
) -> Iterator[ExchangeUnit]:
    """Give the units that a file protects and does not give openly as well, without their texts."""
    known = {_key(unit) for unit in judged}
    for unit in units:
        if unit.is_protected and _key(unit) not in known:
            runs = _clean_runs(unit.source_runs)
            source = CONTROL.sub("\ufffd", unit.source)
            yield ExchangeUnit(
                id=unit.id,
                source=source,
                target="",
                place=unit.place,
                is_protected=True,
                source_runs=runs,
            )


def _key(unit: ExchangeUnit) -> str:
    """Give what two units for the same text have in common; a code that tells nothing is its id."""
    return "".join(
        run if isinstance(run, str) else f"\0{run.text or run.id}\0"
        for run in unit.source_runs or (unit.source,)
    )


def _without_control(unit: ExchangeUnit, file: str) -> ExchangeUnit:
    if not (CONTROL.search(unit.source) or CONTROL.search(unit.target)):
        return replace(unit, notes=_clean(unit.notes), comments=_clean_comments(unit.comments))
    part = start_of(CONTROL.sub("\ufffd", unit.source))
    found: Finding = file_finding("exchange.control", file, unit.place, part=part)
    return replace(
        unit,
        source=CONTROL.sub("\ufffd", unit.source),
        target="",
        target_runs=(),
        source_runs=_clean_runs(unit.source_runs),
        findings=(*unit.findings, found),
    )


def _clean(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(CONTROL.sub("", note) for note in notes)


def _clean_comments(comments: Iterable[ExchangeComment]) -> tuple[ExchangeComment, ...]:
    return tuple(
        replace(item, text=CONTROL.sub("", item.text), by=CONTROL.sub("", item.by))
        for item in comments
    )


def _clean_runs(runs: Inline) -> Inline:
    return tuple(
        CONTROL.sub("\ufffd", run) if isinstance(run, str) else _clean_code(run) for run in runs
    )


def _clean_code(code: Code) -> Code:
    return replace(code, text=CONTROL.sub("\ufffd", code.text) if code.text else code.text)
