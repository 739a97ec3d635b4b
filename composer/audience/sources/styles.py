"""Which cell styles of a workbook show a number in a way that its value alone does not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from composer.audience.sources.confined import Refusal

_DECIMALS = re.compile(r"0\.(0{1,10})")
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<sign>.)'
)
_MARKS = frozenset("-+ ()/:")
_COLOURS = re.compile(
    r"(?i)\$-.*|black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+|dbnum\d|natnum\d"
)
_AS_STORED = re.compile(r"(?i)general|@|[#,]*|[#0,]*[#,][#0,]*|0")
"""Formats that show a whole number's digits as they are."""
_LONGEST_PATTERN = 30
_BUILT_IN = {
    "2": "0.00", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00", "12": "# ?/?",
    "13": "# ??/??", "39": "#,##0.00", "40": "#,##0.00", "48": "##0.0E+0",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a number format shows a number: by a pattern of digits, or with so many decimals.

    A pattern such as `000-00-0000` has a 0 for each digit, everything else as it stands. `differs`:
    in another way that is not written here, such as in percent.
    """

    pattern: str = ""
    decimals: int = 0
    differs: bool = False


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


@dataclass(slots=True)
class _Format:
    """The first section of a format code, which is that of positive numbers.

    `signs` are what it says of digits, `shown` the same with the text between them. `has_text`:
    there is any but blanks. `is_odd`: it holds a condition, a currency, or digits that are text.
    """

    signs: str = ""
    shown: str = ""
    has_text: bool = False
    is_odd: bool = False

    def add(self, piece: re.Match[str]) -> None:
        """Take a piece in."""
        bracket, text = piece["bracket"], piece["quoted"] or piece["escaped"] or ""
        if bracket is not None:
            is_time = bool(bracket) and set(bracket.lower()) <= set("hms")
            self.signs += bracket if is_time else ""
            self.is_odd = self.is_odd or not (is_time or _COLOURS.fullmatch(bracket))
        elif piece["sign"] and piece["sign"] not in _MARKS:
            self.signs += piece["sign"]
            self.shown += piece["sign"]
        else:
            text += piece["sign"] or ""
            self.shown += text
            self.has_text = self.has_text or bool(text.strip())
            self.is_odd = self.is_odd or "0" in text


def _look(code: str) -> Look | None:
    """Tell how a format shows a number, None where it is shown as it is stored."""
    found = _Format()
    for piece in _PIECE.finditer(code):
        if piece["sign"] == ";":
            break
        found.add(piece)
    signs = found.signs
    if set(signs.lower()) & set("ymdhs") or not code:  # a day or a time is no number here
        return None
    if found.is_odd or len(found.shown) > _LONGEST_PATTERN:
        return Look(differs=True)
    if len(signs) > 1 and not signs.strip("0"):
        return Look(pattern=found.shown)
    decimals = _DECIMALS.fullmatch(signs)
    if decimals and not found.has_text:
        return Look(decimals=len(decimals[1]))
    is_same = _AS_STORED.fullmatch(signs) and signs and not found.has_text
    return None if is_same else Look(differs=True)


def _refuse(*_names: object) -> None:
    raise Refusal("audience.hostile_xml")
