"""A unit's text as letters and chips: fields, conditions, links, emphasis and tags are chips.

Which parts these are is found where the checks find them, so that what is shown as a chip is what
is compared. What belongs together (a link's two ends) is one thing to put in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QTextCursor

from composer.gui.writing.chip_text import CHIP, chip_format, insert_source, units_of
from composer.gui.writing.tag_words import TagWords, words_of
from composer.i18n import N_, _, isolate, place
from composer.translation.checks.parts import Part, PartKind, protected_parts
from composer.translation.units import UnitKind

_ENDS = {
    PartKind.BOLD: N_("bold"),
    PartKind.ITALIC: N_("italic"),
    PartKind.LINK: N_("link"),
    PartKind.IMAGE: N_("picture"),
}
_TAGS = frozenset({PartKind.FIELD, PartKind.CONDITION})
LONGEST_ADDRESS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is put into a translation as one: a part, or two around some words."""

    opening: Part
    closing: Part | None = None


def parts_of(text: str, kind: str) -> tuple[Part, ...]:
    """Give the parts of a text; of a kind that is not known, its tags."""
    return protected_parts(text, unit_kind(kind))


def unit_kind(kind: str) -> UnitKind:
    """Give the kind of a unit by its name; what is not known is an ordinary paragraph."""
    try:
        return UnitKind(kind)
    except ValueError:
        return UnitKind.PARAGRAPH


def pieces_of(parts: Sequence[Part]) -> tuple[Piece, ...]:
    """Put the two ends of what belongs together into one, in the order in which they begin.

    >>> found = pieces_of(parts_of("**See** {{ a }}", "paragraph"))
    >>> [(item.opening.text, item.closing is not None) for item in found]
    [('**', True), ('{{ a }}', False)]
    """
    closings: dict[int, Part] = {}
    taken: set[int] = set()
    opened: list[Part] = []
    for part in parts:
        if not part.is_end:
            opened.append(part)
            continue
        begun = next((one for one in reversed(opened) if _belongs(one, part)), None)
        if begun is not None:
            closings[begun.start] = part
            taken.add(part.start)
            opened.remove(begun)
    return tuple(
        Piece(opening=part, closing=closings.get(part.start))
        for part in parts
        if part.start not in taken
    )


def insert_parts(cursor: QTextCursor, text: str, parts: Sequence[Part]) -> None:
    """Write a text in place of the selection as one step, its parts as chips."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    at = 0
    for part in parts:
        insert_source(cursor, text[at : part.start], chips=False)
        cursor.insertText(CHIP, chip_format(part.text))
        at = part.end
    insert_source(cursor, text[at:], chips=False)
    cursor.endEditBlock()


def position_in(text: str, parts: Sequence[Part], offset: int) -> int:
    """Give where an offset of a text stands in the document that shows its parts as chips."""
    units = at = 0
    for part in parts:
        if part.start >= offset:
            break
        units += units_of(text[at : part.start]) + 1
        at = part.end
    return units + units_of(text[at : max(at, offset)])


def missing_parts(source: Sequence[Part], target: Sequence[Part]) -> Counter[str]:
    """Count the parts of the source that the translation does not have, by their text."""
    return Counter(part.text for part in source) - Counter(part.text for part in target)


def part_words(parts: Sequence[Part]) -> dict[str, TagWords]:
    """Say each part as its chip does."""
    return {part.text: _words(part) for part in parts}


@lru_cache(maxsize=4096)
def readable(text: str, kind: str) -> str:
    """Give a text on one line, its tags in words and without the marks of emphasis and links.

    >>> readable("**See** the [list](https://example.com)", "paragraph")
    'See the list'
    """
    found, at = [], 0
    for part in parts_of(text, kind):
        found.append(text[at : part.start])
        if part.kind in _TAGS:
            found.append(isolate(f"‹{words_of(part.text).text}›"))
        elif part.kind is PartKind.ADDRESS:
            found.append(part.text)
        at = part.end
    return " ".join("".join([*found, text[at:]]).split())


def _words(part: Part) -> TagWords:
    if part.kind in _TAGS:
        return words_of(part.text)
    if part.kind is PartKind.LINK and part.value:
        address = part.value if len(part.value) <= LONGEST_ADDRESS else f"{part.value[:31]}…"
        return TagWords(text=place(_("leads to {address}"), address=address), kind="field")
    if part.kind in _ENDS:
        return TagWords(text=_(_ENDS[part.kind]), kind="structure")
    return TagWords(text=" ".join(part.text.split()), kind="code")


def _belongs(begun: Part, end: Part) -> bool:
    if begun.kind is not end.kind:
        return False
    return begun.kind is not PartKind.TAG or begun.value == end.value
