"""How conditions and repeats stand inside each other in a text, and what stands in their branches.

The order of what stands beside each other is a language's own business; what stands inside what is
not. A branch is named by everything that was decided before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from composer.translation.checks.meanings import Meaning, read_meaning
from composer.translation.jinja_source import Piece

_OPENING = frozenset({"if", "for"})
_SIMPLE = frozenset({"", "set", "if", "elif", "else", "endif", "for", "endfor"})
_NAME = re.compile(r"[^\W\d]\w*")
Path = tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Structure:
    """A text's statements, fields and words, each with the branches around it."""

    statements: Counter[tuple[Path, str]] = field(default_factory=Counter)
    fields: Counter[tuple[Path, str]] = field(default_factory=Counter)
    worded: set[Path] = field(default_factory=set)


def meanings_of(tags: Iterable[str]) -> tuple[Meaning, ...] | None:
    """Read all tags, or give None when one cannot be read."""
    found = [read_meaning(tag) for tag in tags]
    if any(one is None for one in found):
        return None
    return tuple(one for one in found if one is not None)


def is_simple(meanings: Iterable[Meaning]) -> bool:
    """Tell whether there are only fields, conditions and repeats."""
    return all(one.name in _SIMPLE for one in meanings)


def read_structure(pieces: Sequence[Piece]) -> Structure | None:
    """Read how a text's tags stand inside each other; None when something is left open."""
    found = Structure()
    path: list[str] = []
    for piece in pieces:
        if not piece.is_tag:
            if any(map(str.isalpha, piece.text)):
                found.worded.add(tuple(path))
            continue
        if piece.text.startswith("{#"):
            continue
        meaning = read_meaning(piece.text)
        if meaning is None or not _step(meaning, path, found):
            return None
    return None if path else found


def _step(meaning: Meaning, path: list[str], found: Structure) -> bool:
    """Take one tag; tell whether it may stand here."""
    match meaning.name:
        case "":
            found.fields[tuple(path), meaning.key] += 1
            if any(any(map(str.isalpha, word)) for word in meaning.words):
                found.worded.add(tuple(path))
        case "if" | "for":
            path.append(meaning.key)
        case "elif" | "else":
            if not path or (meaning.name == "elif" and not path[-1].startswith("if ")):
                return False
            path[-1] = f"{path[-1]} · {meaning.key}"
        case "endif" | "endfor":
            kind = meaning.name.removeprefix("end")
            if not path or not path[-1].startswith(f"{kind} "):
                return False
            whole = path.pop()
            found.statements[tuple(path), whole] += 1
        case _:
            found.statements[tuple(path), meaning.key] += 1
    return True


def renamed(tags: Sequence[str], source_tags: Sequence[str]) -> dict[str, str]:
    """Give for each tag the tag with the source's names for what its own repeats bind."""
    given, wanted = _bound(tags), _bound(source_tags)
    if given == wanted or len(given) != len(wanted):
        return {}
    names = dict(zip(given, wanted, strict=True))
    return {tag: _NAME.sub(lambda match: names.get(match[0], match[0]), tag) for tag in tags}


def _bound(tags: Sequence[str]) -> list[str]:
    meanings = [read_meaning(tag) for tag in tags if tag.startswith("{%")]
    return list(dict.fromkeys(name for one in meanings if one for name in one.bound))
