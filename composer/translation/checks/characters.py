"""Finds characters that no translation may hold, and what tools leave behind in it.

Control characters, halves of characters and overrides of direction reach readers as broken or
misleading text; so do placeholders of translation tools. What the source holds itself is let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.translation.checks.reading import Flaw, Pair
from composer.translation.units import UnitKind

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffd\ud800-\udfff%<{&$]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_LOST = re.compile("[\ud800-\udfff\ufff9-\ufffb\ufffd]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_OPENING = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"} | dict.fromkeys(
    "\u202a\u202b\u202d\u202e", "\u202c"
)
_CLOSING = frozenset("\u2069\u202c")
_TOOLS = re.compile(
    r"</?(?:ph|bpt|ept|it|x|g|bx|ex|mrk|pc|sc|ec|cp)\b(?:\s[^<>]*)?/?>"
    r"|(?<![\d%])%(?:\d\$)?[sd](?!\w)|\{\d+\}|\$\{\w+\}"
)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_ONE_LINE = frozenset({UnitKind.SUBJECT, UnitKind.PREHEADER})
_SHORT = frozenset({UnitKind.HEADING, UnitKind.TABLE_CELL, UnitKind.ALT, UnitKind.LAYOUT})


def find_character_flaws(pair: Pair) -> Iterator[Flaw]:
    """Find what is no text: characters nobody can see, left-overs of tools, lines that break."""
    text = pair.target.text
    if _UNSAFE.search(text):
        for code, pattern in (
            ("control_character", _CONTROL),
            ("lost_character", _LOST),
            ("override_character", _OVERRIDE),
        ):
            found = pattern.search(text)
            if found:
                yield code, {"character": f"U+{ord(found[0]):04X}"}
        if not _is_balanced(text):
            yield "open_direction", {}
        yield from _find_left_overs(pair)
    if "\n" in text and "\n" not in pair.source.text:
        yield from _find_broken_lines(pair.kind)


def _find_left_overs(pair: Pair) -> Iterator[Flaw]:
    words, source = pair.target.words, pair.source.text
    patterns = [_TOOLS] if pair.kind is UnitKind.HTML else [_TOOLS, _ENTITY]
    text = pair.target.text if pair.kind is UnitKind.HTML else words
    found = [match[0] for pattern in patterns for match in pattern.finditer(text)]
    left = next((item for item in found if item not in source), "")
    if left:
        yield "tool_marks", {"found": left}


def _find_broken_lines(kind: UnitKind) -> Iterator[Flaw]:
    if kind in _ONE_LINE:
        yield "line_break", {}
    elif kind in _SHORT:
        yield "extra_line", {}


def _is_balanced(text: str) -> bool:
    wanted: list[str] = []
    for char in text:
        if char in _OPENING:
            wanted.append(_OPENING[char])
        elif char in _CLOSING and (not wanted or wanted.pop() != char):
            return False
    return not wanted
