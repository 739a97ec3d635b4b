"""Ways in which a right translation goes wrong, one small damage each."""

from __future__ import annotations

import re
import unicodedata

from composer.translation.checks.parts import PartKind, protected_parts

_DIGITS = re.compile(r"\d+")
_PERCENT = re.compile(r"[ \u00a0\u202f]?[%％٪]")
_MONEY = re.compile(
    r"[€$£]|USD|EUR|CHF|ドル|ユーロ|ポンド|スイスフラン|دولار|يورو|долл\.|франков|фунтов"
)
_IN_PAIRS = {PartKind.BOLD, PartKind.ITALIC, PartKind.CODE, PartKind.TAG}


def damages(text, kind):
    """Give a name and the damaged text for everything that can be dropped or changed in a text."""
    parts = protected_parts(text, kind)
    for part in parts:
        before, after = text[: part.start], text[part.end :]
        if part.kind is PartKind.FIELD:
            yield "drop a field", before + after
            yield "change a field", f"{before}{{{{ another }}}}{after}"
        elif part.kind is PartKind.CONDITION:
            yield "drop a condition", before + after
            yield "change a condition", f"{before}{{% if another %}}{after}"
        elif part.kind in _IN_PAIRS and (not part.is_end or part.kind is PartKind.TAG):
            yield "drop a mark", before + after
        elif part.kind in {PartKind.LINK, PartKind.ADDRESS} and part.value not in {"", "a"}:
            yield "change a link", before + part.text.replace(".example", ".evil.example") + after
            yield "drop a link", before + after
    for start, end in _between(parts, len(text)):
        yield from _damaged_figures(text, start, end)


def _between(parts, length):
    at = 0
    for part in parts:
        yield at, part.start
        at = part.end
    yield at, length


def _damaged_figures(text, start, end):
    for match in _DIGITS.finditer(text, start, end):
        yield "drop a number", text[: match.start()] + text[match.end() :]
        last = text[match.end() - 1]
        zero = chr(ord(last) - unicodedata.digit(last))
        other = chr(ord(zero) + (unicodedata.digit(last) + 1) % 10)
        yield "change a number", text[: match.end() - 1] + other + text[match.end() :]
    for name, pattern in (("drop a percent sign", _PERCENT), ("drop a currency", _MONEY)):
        for match in pattern.finditer(text, start, end):
            yield name, text[: match.start()] + text[match.end() :]
