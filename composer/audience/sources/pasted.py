"""Cells that were pasted: copied from a spreadsheet, or one address on each line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from composer.audience.sources.columns import is_address
from composer.audience.sources.delimited import open_text
from composer.audience.sources.opened import Chunk, Opened

ONLY_COLUMN = "email"
"""What the column of a list without names of columns is called."""


def open_cells(text: str, *, delimiter: str, wanted: Collection[str]) -> Opened:
    """Look at pasted cells; where every line is one address, their column is `ONLY_COLUMN`."""
    opened = open_text(text, delimiter=delimiter, wanted=wanted)
    if len(opened.columns) != 1 or not is_address(opened.columns[0]):
        return opened
    first = opened.columns

    def chunks(size: int) -> Iterator[Chunk]:
        yield Chunk(first=opened.header_row, rows=[list(first)], share=0.0)
        yield from opened.chunks(size)

    return replace(
        opened,
        columns=(ONLY_COLUMN,),
        header_row=0,
        sample=(first, *opened.sample),
        chunks=chunks,
    )
