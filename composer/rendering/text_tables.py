"""Writes a table as plain text: aligned columns where they fit into a line, else one value a line.

    City       Weight
    ---------  ------
    Vienna       1.50

A table too wide for that becomes, for each row, lines of `Heading: value`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from composer.rendering.line_breaks import WIDTH, broken_lines, columns

_GAP = "  "


def write_table(rows: Sequence[Sequence[str]], *, sides: str, indent: str) -> str:
    """Write rows, the headings first; `sides` holds l, r or c for each column."""
    # Rows may be of different lengths (`colspan`): no cell is ever left out.
    rows = list(zip(*zip_longest(*rows, fillvalue=""), strict=True))
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    sides = sides[: len(widths)].ljust(len(widths), "l")
    if len(indent) + sum(widths) + len(_GAP) * (len(widths) - 1) > WIDTH:
        return _as_values(rows, indent)
    rule = [("-" * width) for width in widths]
    lines = (
        indent
        + _GAP.join(
            _placed(cell, width, side) for cell, width, side in zip(row, widths, sides, strict=True)
        )
        for row in (rows[0], rule, *rows[1:])
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _placed(cell: str, width: int, side: str) -> str:
    room = width - columns(cell)
    match side:
        case "r":
            return " " * room + cell
        case "c":
            return " " * (room // 2) + cell + " " * (room - room // 2)
        case _:
            return cell + " " * room


def _as_values(rows: Sequence[Sequence[str]], indent: str) -> str:
    headings, *others = rows
    blocks = [_block(headings, row, indent) for row in others or [headings]]
    return f"{indent.rstrip()}\n".join(blocks)


def _block(headings: Sequence[str], row: Sequence[str], indent: str) -> str:
    lines: list[str] = []
    for heading, cell in zip(headings, row, strict=True):
        text = f"{heading.removesuffix(':')}: {cell}" if heading and heading is not cell else cell
        lines += broken_lines(text, first=indent, hang=f"{indent}  ") if text else []
    return "".join(f"{line}\n" for line in lines)
