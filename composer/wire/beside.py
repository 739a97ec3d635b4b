"""Finds addresses that cells printed beside each other make together: `eve.black` | `example.net`.

Neither cell hides anything, and the message that shows them may be one of a million of its kind, so
they are put together for every message; most are names and cost next to nothing. Guards rule 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from composer.model.recipient import Recipient
from composer.wire.address_form import canonical_address
from composer.wire.allowed import Allowed
from composer.wire.deep_text import settle
from composer.wire.own import Own
from composer.wire.parted_addresses import is_no_plain_word
from composer.wire.shown_text import visible

Row = Sequence[tuple[str, str]]
_BETWEEN = r"[\W_]{0,24}"


class Beside:
    """Looks at the cells of one row after the other that are printed beside each other."""

    def __init__(self, allowed: Allowed, *, columns: Sequence[tuple[str, str]]) -> None:
        self._allowed = allowed
        self._columns = columns
        self._places: tuple[tuple[int, int], ...] | None = None

    def made_by(self, recipient: Recipient, own: Own) -> list[tuple[str, str, str]]:
        """Give addresses of somebody else that neighbouring cells of a row make, with the cells."""
        row = recipient.fields
        places = self._places
        if places is None:
            places = self._places = tuple(self._find_places(row))
        return [
            (address, one, other)
            for first, second in places
            if "." in row[second][1]
            for one, other in ((row[first][1].strip(), row[second][1].strip()),)
            for address in self._made_of(one, other, own)
        ]

    def _find_places(self, row: Row) -> Iterator[tuple[int, int]]:
        """Give the places of the columns, which are the same in all rows of an audience."""
        places = {name: place for place, (name, _value) in enumerate(row)}
        for one, other in self._columns:
            if one in places and other in places:
                yield places[one], places[other]

    def _made_of(self, one: str, other: str, own: Own) -> list[str]:
        if "@" in one + other or not is_no_plain_word(one) or " " in other:
            return []
        return self._allowed.others([canonical_address(f"{one}@{other}")], own)


def shows_together(text: str, one: str, other: str) -> bool:
    """Tell whether a message's text shows two cells beside each other, with no word between."""
    parts = [re.escape(settle(cell)) for cell in (one, other)]
    return re.search(_BETWEEN.join(parts), settle(visible(text))) is not None
