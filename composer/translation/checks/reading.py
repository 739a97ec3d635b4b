"""One text as the checks read it: its tags, its parts, and its words without them.

What depends on a source alone is read once for all languages. In `words` a field or an address is
one placeholder, a condition another, and marks of emphasis and links are gone; so no check mistakes
what stands inside a field or an address for words or numbers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from composer.translation.checks.parts import Part, PartKind, protected_parts
from composer.translation.jinja_source import Piece, split_tags
from composer.translation.units import UnitKind

FIELD = "\ufffc"
"""Stands in `words` for a field or an address."""
CONDITION = "\ufffb"
"""Stands in `words` for a tag of a condition or repeat."""
_BREAKS = frozenset({"br", "wbr"})
_OPENING = re.compile(r"\{[{%#]")
Flaw = tuple[str, dict[str, str | int]]
"""What a check finds: the end of a finding's code, and the values of its sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text read: `pieces` are its tags and what stands between them."""

    text: str
    kind: UnitKind
    locale: str
    pieces: tuple[Piece, ...]
    parts: tuple[Part, ...]
    words: str

    @property
    def language(self) -> str:
        """The language without script and region."""
        return self.locale.partition("-")[0]

    @property
    def tags(self) -> tuple[str, ...]:
        """The fields and conditions in order, also those inside addresses; no comments."""
        return tuple(
            piece.text for piece in self.pieces if piece.is_tag and not piece.text.startswith("{#")
        )

    @property
    def has_open_tag(self) -> bool:
        """Whether a tag begins that does not end."""
        return any(not piece.is_tag and _OPENING.search(piece.text) for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A source and its translation."""

    source: Reading
    target: Reading

    @property
    def kind(self) -> UnitKind:
        """Where the unit stands in the message."""
        return self.source.kind

    @property
    def is_one_language(self) -> bool:
        """Whether both are written in one language, as `en` and `en-GB` are."""
        return self.source.language == self.target.language


def read_text(text: str, kind: UnitKind, locale: str) -> Reading:
    """Read one text of a language."""
    pieces = split_tags(text)
    parts = protected_parts(text, kind)
    return Reading(
        text=text,
        kind=kind,
        locale=locale,
        pieces=pieces,
        parts=parts,
        words=_words(text, kind, parts),
    )


read_source = lru_cache(maxsize=2048)(read_text)
"""Read a source: once for all its translations."""


def listed(items: Iterable[str]) -> str:
    """Write what is missing or added, each once, or that nothing is."""
    return ", ".join(dict.fromkeys(items)) or "–"


def _words(text: str, kind: UnitKind, parts: tuple[Part, ...]) -> str:
    joined = "".join(_pieces(text, parts)) if parts else text
    return html.unescape(joined) if kind is UnitKind.HTML and "&" in joined else joined


def _pieces(text: str, parts: tuple[Part, ...]) -> Iterator[str]:
    at = 0
    for part in parts:
        yield text[at : part.start]
        yield _stand_in(part)
        at = part.end
    yield text[at:]


def _stand_in(part: Part) -> str:
    match part.kind:
        case PartKind.FIELD | PartKind.ADDRESS:
            return FIELD
        case PartKind.CONDITION:
            return CONDITION
        case PartKind.TAG if part.value in _BREAKS:
            return "\n"
        case _:
            return ""
