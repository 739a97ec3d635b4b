"""Lays out the plain-text part: paragraphs, lists, headings, tables and code at 78 columns.

What holds no field is laid out while compiling. What does is marked in the template with control
characters, which no finished part may hold, and laid out by `finish_text` for each recipient, once
the fields are filled in and the HTML part was found to hold none. Code is never wrapped, nor is a
text that was written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from composer.rendering.line_breaks import FIELD, WIDTH, broken_lines, columns
from composer.rendering.text_tables import write_table
from composer.translation.jinja_source import Piece, split_tags

_FLOW, _PART, _END = "\x01", "\x02", "\x03"
_TABLE, _CELL, _ROW = "\x05", "\x06", "\x0e"
_LIST, ITEM_NUMBER, _LIST_END = "\x0f", "\x10", "\x11"
_EMPTY_LINE = "\x12"
OPENING, CLOSING = _FLOW + _TABLE, _END
"""What begins and what ends text that is laid out once the fields are filled in."""

_LONGEST_KEPT = 4000
_COUNTED = re.compile(f"{_LIST}([0-9]+){_PART}|{ITEM_NUMBER}|{_LIST_END}")


def paragraph(content: str, *, first: str = "", hang: str = "", rule: str = "") -> str:
    """Give a paragraph's source: laid out already, or marked until its fields are filled in.

    `first` stands before its first line, `hang` before the others; `rule` underlines it.
    """
    pieces = split_tags(content)
    marked = _PART.join((hang, rule, first, "".join(map(_held_together, pieces))))
    if ITEM_NUMBER in first or any(piece.is_tag for piece in pieces):
        return f"{_FLOW}{marked}{_END}"
    return _paragraph(marked)


def table(rows: str, *, sides: str, indent: str) -> str:
    """Give a table's source from what `table_row` gave, perhaps with tags between."""
    marked = _PART.join((indent, sides, rows))
    if any(piece.is_tag for piece in split_tags(rows)):
        return f"{_TABLE}{marked}{_END}"
    return _table(marked)


def table_row(cells: Sequence[str]) -> str:
    """Give one row for `table`."""
    return _CELL.join(cells) + _ROW


def code(content: str, *, first: str = "", hang: str = "") -> str:
    """Give lines that stay as they are."""
    lines = f"\n{hang}".join(content.split("\n"))
    return "\n".join(line.rstrip() or _EMPTY_LINE for line in (first + lines).split("\n")) + "\n"


def counted_list(start: int) -> tuple[str, str]:
    """Give what stands before and after a list whose items only a recipient's row can count."""
    return f"{_LIST}{start}{_PART}", _LIST_END


def finish_text(text: str) -> str:
    """Lay out what was marked, and close the gaps that conditions left."""
    if _LIST in text:
        text = _counted(text)
    if _TABLE in text:
        text = _each(text, _TABLE, _kept_table)
    if _FLOW in text:
        text = _each(text, _FLOW, _paragraph)
    text = without_gaps(text)
    while "\n>\n>\n" in text:
        text = text.replace("\n>\n>\n", "\n>\n")
    # A condition that begins in one paragraph and ends in another leaves half a mark.
    return text.replace(_EMPTY_LINE, "").replace(_END, "")


def without_gaps(text: str) -> str:
    """Leave at most one empty line where conditions left out what stood between."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def finishing(source: str, *, is_written_by_hand: bool) -> Callable[[str], str]:
    """Choose what happens to a text once its fields are filled in; one by hand stays as written."""
    if not is_written_by_hand:
        return finish_text
    return without_gaps if "{%" in source else str


def _held_together(piece: Piece) -> str:
    """Mark what prints a field, unless it trims blanks or is a layout's own sentence."""
    tag = piece.text
    if not piece.is_tag or not tag.startswith("{{") or tag[2] in "-+" or tag[-3] == "-":
        return tag
    return tag if tag[2:].lstrip().startswith("_(") else f"{FIELD}{tag}{FIELD}"


def _each(text: str, begin: str, laid_out: Callable[[str], str]) -> str:
    before, *marked = text.split(begin)
    out = [before]
    for piece in marked:
        content, _, rest = piece.partition(_END)
        out += (laid_out(content), rest)
    return "".join(out)


def _paragraph(marked: str) -> str:
    hang, rule, first, content = marked.split(_PART, 3)
    if not rule and marked.isascii() and len(marked) <= WIDTH and "\n" not in content:
        line = (first + content.replace(FIELD, "")).rstrip(" ")
        return f"{line}\n" if line or first else ""
    if not first and not content.strip(f" \n{FIELD}"):
        return ""
    lines = broken_lines(content, first=first, hang=hang)
    if rule:
        lines.append(hang + rule * min(max(map(columns, lines)) - columns(hang), WIDTH))
    return "\n".join(lines) + "\n"


def _table(marked: str) -> str:
    indent, sides, content = marked.split(_PART, 2)
    rows = [row.split(_CELL) for row in content.split(_ROW)[:-1]]
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    return write_table(cells, sides=sides, indent=indent) if cells else ""


_short_table = lru_cache(maxsize=1024)(_table)


def _kept_table(marked: str) -> str:
    return _short_table(marked) if len(marked) <= _LONGEST_KEPT else _table(marked)


def _counted(text: str) -> str:
    counts: list[int] = []

    def written(match: re.Match[str]) -> str:
        if match[1]:
            counts.append(int(match[1]))
        elif match[0] == _LIST_END and counts:
            counts.pop()
        elif counts:
            counts[-1] += 1
            return str(counts[-1] - 1)
        return ""

    return _COUNTED.sub(written, text)
