"""Who is to receive which file, where a column names a file for each recipient.

Counted while the audience is gone through for the first time, some recipients at a time, by worker
processes; it is as large as the files are many. A cell that names no file is left to rendering,
which finds it for each recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from composer.audience.fields import is_empty_cell
from composer.model.message import RenderContext
from composer.rendering.files import MessageFiles

_MOST_NAMED = 3


class Person(NamedTuple):
    """A recipient, as far as a file can tell whose it is."""

    row: int
    address: str
    ids: tuple[str, ...]


class Use(NamedTuple):
    """How many recipients' cells name a file, and the first of them."""

    people: int
    first: tuple[Person, ...]


Uses = dict[str, Use]
"""By the file's path."""


class UseCounter:
    """Counts for one campaign; without a column that names files there is nothing to count."""

    def __init__(self, context: RenderContext) -> None:
        campaign = context.campaign
        self._columns = {item.column for item in campaign.attachments if item.column}
        self._ids = campaign.audience.ids
        self._files = MessageFiles(context.message.files)

    def count(
        self, people: Iterable[tuple[int, str, Sequence[str]]], columns: Sequence[str]
    ) -> Uses:
        """Look at some people, each a row, an address and the values of these columns."""
        uses: Uses = {}
        if not self._columns:
            return uses
        places = [place for place, name in enumerate(columns) if name in self._columns]
        id_places = [place for place, name in enumerate(columns) if name in self._ids]
        for row, address, values in people:
            cells = {values[place] for place in places if not is_empty_cell(values[place])}
            found = {file.path for cell in cells if (file := self._files.find(cell)) is not None}
            for path in found:
                person = Person(row, address, tuple([values[at] for at in id_places]))
                add_uses(uses, {path: Use(1, (person,))})
        return uses


def add_uses(uses: Uses, more: Uses) -> None:
    """Add what other recipients use."""
    for path, use in more.items():
        known = uses.get(path)
        if known is None:
            uses[path] = use
        else:
            first = tuple(sorted({*known.first, *use.first})[:_MOST_NAMED])
            uses[path] = Use(known.people + use.people, first)
