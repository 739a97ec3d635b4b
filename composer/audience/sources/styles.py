"""Which cell styles of a workbook show a number in a way that its value alone does not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from composer.audience.sources.confined import Refusal

_ZEROS = re.compile(r"0{2,30}")
_DECIMALS = re.compile(r"0\.(0{1,10})")
_BUILT_IN = {"2": "0.00"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a number format shows a number: with so many digits, or so many decimals."""

    zeros: int = 0
    decimals: int = 0


def parse_plain(content: bytes, on_start: Callable[[str, dict[str, str]], None]) -> None:
    """Parse a small XML file without a document type; names come without prefix.

    Raises:
        Refusal: it has a document type, or is no XML.
    """
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, found: on_start(name.rpartition(":")[2], found)
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refusal("audience.damaged") from error


def read_looks(styles: bytes) -> dict[int, Look]:
    """Give the styles, by number, that show leading zeros or fixed decimals."""
    reader = _Styles()
    if styles:
        parse_plain(styles, reader.on_start)
    return reader.looks


class _Styles:
    """The state of one pass over `styles.xml`."""

    def __init__(self) -> None:
        self.looks: dict[int, Look] = {}
        self._formats: dict[str, str] = dict(_BUILT_IN)
        self._count = 0
        self._is_inside = False

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and self._is_inside:
            look = _look(self._formats.get(attributes.get("numFmtId", ""), ""))
            if look is not None:
                self.looks[self._count] = look
            self._count += 1
        elif name in {"cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}:
            self._is_inside = name == "cellXfs"


def _look(code: str) -> Look | None:
    if _ZEROS.fullmatch(code):
        return Look(zeros=len(code))
    decimals = _DECIMALS.fullmatch(code)
    return Look(decimals=len(decimals[1])) if decimals else None


def _refuse(*_names: object) -> None:
    raise Refusal("audience.hostile_xml")
