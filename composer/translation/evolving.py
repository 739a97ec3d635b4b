"""What becomes of translations when the text they were made for changes.

A unit is known by its source, so that a changed paragraph is another unit. It is given the
translation of the one whose place it took, which then needs work and says what it was made for. The
former translation stays in the file: undoing the change gives the very same file again, and what
was reviewed is reviewed again. What is only moved keeps everything. No change gives one translation
to two units, unless one text stood in several places and only one of them was changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from composer.model.message import CatalogueEntry
from composer.model.translation import UnitState
from composer.translation.catalogue import entry_state, is_copy
from composer.translation.po_file import edit_po
from composer.translation.units import Unit, UnitKind

_WORD = re.compile(
    r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+|\S"
)  # a word, or one sign of a script that puts no spaces between words
_NEXT_TO_IT = 0.2
"""So much more alike are two units that stand in the same place."""
_RUNNING_TEXT = frozenset({UnitKind.PARAGRAPH, UnitKind.BUTTON, UnitKind.LIST_ITEM})
_ALIKE_IN_WORDS, _ALIKE_IN_LETTERS = 0.62, 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A unit that came or went, between the units that stayed."""

    unit: Unit
    before: str
    after: str
    words: tuple[str, ...]


def match_units(old: Sequence[Unit], new: Sequence[Unit]) -> dict[str, str]:
    """Say which former unit each new one took the place of, by likeness and order.

    Of a paragraph that was split or joined, the part that is most alike counts.
    """
    times = {unit.source: unit.times for unit in new}
    stayed = {unit.source for unit in old} & times.keys()
    fewer = [unit for unit in old if unit.source in stayed and unit.times > times[unit.source]]
    gone = [*_places(old, stayed), *(_place(unit, "", "") for unit in fewer)]
    come = list(_places(new, stayed))
    pairs = sorted(
        (-likeness, former.unit.index, added.unit.index, former.unit.source, added.unit.source)
        for former in gone
        for added in come
        if _is_alike_in_kind(former, added) and (likeness := _likeness(former, added)) > 0
    )
    matched: dict[str, str] = {}
    taken: set[str] = set()
    for _likeness_of_it, _from, _to, former_source, source in pairs:
        if former_source not in taken and source not in matched:
            matched[source] = former_source
            taken.add(former_source)
    return matched


def evolve_po(
    content: bytes,
    entries: Sequence[CatalogueEntry],
    *,
    matched: Mapping[str, str],
    in_use: Collection[str],
) -> bytes:
    """Bring one language's file in line with a changed text; `entries` are what it holds."""
    known = {entry.source: entry for entry in entries}
    copies = [
        _copy(source, known[former], known)
        for source, former in matched.items()
        if entry_state(known.get(source)) is UnitState.NEW
        and entry_state(known.get(former)) is not UnitState.NEW
    ]
    left = {
        entry.source for entry in entries if entry.source not in in_use and is_copy(entry, known)
    }
    if not copies and not left:
        return content
    after = {copy.source: copy.previous or matched[copy.source] for copy in copies}
    return edit_po(content, copies, drop=left, after=after)


def _copy(
    source: str, former: CatalogueEntry, known: Mapping[str, CatalogueEntry]
) -> CatalogueEntry:
    previous = former.previous if is_copy(former, known) else former.source
    return CatalogueEntry(
        source=source,
        target=former.target,
        fuzzy=True,
        previous="" if previous == source else previous,
        notes=former.notes,
    )


def _places(units: Sequence[Unit], stayed: Collection[str]) -> Iterator[_Place]:
    anchors = [unit.source if unit.source in stayed else None for unit in units]
    before = ""
    for number, unit in enumerate(units):
        if unit.source in stayed:
            before = unit.source
            continue
        after = next((anchor for anchor in anchors[number:] if anchor is not None), "")
        yield _place(unit, before, after)


def _place(unit: Unit, before: str, after: str) -> _Place:
    words = tuple(_WORD.findall(unit.source.casefold()))
    return _Place(unit=unit, before=before, after=after, words=words)


def _is_alike_in_kind(former: _Place, added: _Place) -> bool:
    """Tell whether two units are of one kind, or one may have been made of the other."""
    kinds = {former.unit.kind, added.unit.kind}
    return len(kinds) == 1 or kinds <= _RUNNING_TEXT


def _likeness(former: _Place, added: _Place) -> float:
    """Say how alike two units are, from 0 (not the same text any more) to more than 1."""
    is_there = former.before == added.before or former.after == added.after
    bonus = _NEXT_TO_IT if is_there else 0.0
    words = Indel.normalized_similarity(former.words, added.words) + bonus
    letters = Indel.normalized_similarity(former.unit.source, added.unit.source) + bonus
    if words < _ALIKE_IN_WORDS and letters < _ALIKE_IN_LETTERS:
        return 0.0
    return max(words, letters)
