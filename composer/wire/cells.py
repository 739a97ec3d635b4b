"""Tells whether a row's cells hide anything that would be a leak, were it printed (rule 8).

Cells are remembered by what they hold, never by whether somebody may see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from composer.model.recall import Recall
from composer.wire.allowed import Allowed
from composer.wire.deep_text import is_plain, shape_of
from composer.wire.every_view import every_view
from composer.wire.id_words import find_grouped_ids, groups_in
from composer.wire.number_groups import (
    find_number_groups,
    groups_of_digits_in,
    may_be_grouped,
)
from composer.wire.own import Own
from composer.wire.parted_addresses import without_at_sign
from composer.wire.thorough import ThoroughLook

_ROOM = 1024 * 1024
_OVERHEAD = 100
_LONGEST_HALF = 1000
_DOMAIN = b".a"  # the shape of a dot and a letter


class _HiddenIn(NamedTuple):
    """What could be a leak in a cell if it were printed: open ids, or anything at all (`deep`).

    `half` tells that a hidden at sign stands at its edge: beside another cell it may be one.
    `guessed` tells that only a guess finds it (`guessed_views`).
    """

    ids: tuple[str, ...]
    deep: bool
    half: bool
    guessed: bool = False


class Cells:
    """Looks at the cells of one row after the other."""

    def __init__(self, allowed: Allowed, *, thorough: ThoroughLook) -> None:
        self._allowed = allowed
        self._thorough = thorough
        self._has_numbers = may_be_grouped(allowed.index.id_shape)
        self._plain: set[str] = set()
        self._plain_left = _ROOM
        self._hidden = Recall(self._find_hidden, room_bytes=_ROOM)

    def are_plain(self, cells: Sequence[str]) -> bool:
        """Tell quickly whether all cells of a row surely hide nothing; most were seen before."""
        known = self._plain
        first = [cell for cell in cells if cell not in known]
        joined = "\x1f".join(first)
        shape = shape_of(joined)
        if not is_plain(joined, shape=shape) or self._puts_together(joined, shape):
            return False
        self._plain_left -= len(joined) + _OVERHEAD * len(first)
        if self._plain_left < 0:
            known.clear()
            self._plain_left = _ROOM
        known.update(first)
        return True

    def hide_nothing(self, own: Own) -> bool:
        """Tell whether no cell of a row hides anything of somebody else's."""
        found = zip(own.cells, map(self._hidden.__getitem__, own.cells), strict=True)
        return not any(hidden and self._could_leak(cell, hidden, own) for cell, hidden in found)

    def guessed(self, own: Own) -> bool:
        """Tell whether a cell of a row hides something of somebody else's that is only guessed."""
        found = zip(own.cells, map(self._hidden.__getitem__, own.cells), strict=True)
        return any(
            hidden and hidden.guessed and self._could_leak(cell, hidden, own)
            for cell, hidden in found
        )

    def _puts_together(self, text: str, shape: bytes) -> bool:
        """Tell whether parts of an id, or of an address without its at sign, stand in a text."""
        if self._groups_an_id(text, shape):
            return True
        if _DOMAIN not in shape.lower():
            return False
        addresses = self._allowed.index.addresses
        return any(item in addresses for item in without_at_sign(text.casefold()))

    def _groups_an_id(self, text: str, shape: bytes) -> bool:
        """Tell whether letters and groups of digits make an id together: `AC 104 822`, `20 47 33`.

        Whether numbers in groups are one is left to the thorough look: what is around tells.
        """
        index = self._allowed.index
        if any(
            key in index.ids
            for around in groups_in(text, shape)
            for _begin, key in find_grouped_ids(around.casefold(), shape=index.id_shape)
        ):
            return True
        return self._has_numbers and any(
            key in index.ids
            for around in groups_of_digits_in(text, shape)
            for key in find_number_groups(around.casefold(), shape=index.id_shape)
        )

    def _find_hidden(self, cell: str) -> _HiddenIn | None:
        shape = shape_of(cell)
        if is_plain(cell, shape=shape) and not self._puts_together(cell, shape):
            ids = self._allowed.ids_in(cell)
            return _HiddenIn(ids, deep=False, half=False) if ids else None
        nobody = Own(None, id_shape=self._allowed.index.id_shape)
        leaks = any(True for _ in self._thorough.leaks_in(cell, nobody))
        half = _is_half_an_address(cell)
        guessed = not leaks and any(True for _ in self._thorough.guesses_in(cell, nobody))
        hides = leaks or half or guessed
        return _HiddenIn((), deep=leaks, half=half, guessed=guessed) if hides else None

    def _could_leak(self, cell: str, hidden: _HiddenIn, own: Own) -> bool:
        if hidden.half:
            return True
        if hidden.deep:
            return any(True for _ in self._thorough.leaks_in(cell, own))
        if hidden.guessed:
            return any(True for _ in self._thorough.guesses_in(cell, own))
        return any(self._allowed.is_foreign_id(key, own) for key in hidden.ids)


def _is_half_an_address(cell: str) -> bool:
    """Tell whether an at sign that is hidden in a cell begins or ends it."""
    begins, ends = cell.startswith("@"), cell.endswith("@")
    if len(cell) > _LONGEST_HALF:
        return False
    for view, _joining in every_view(cell):
        shown = view.strip()
        if (shown.startswith("@") and not begins) or (shown.endswith("@") and not ends):
            return True
    return False
