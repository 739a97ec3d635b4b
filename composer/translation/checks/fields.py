"""Compares the fields, conditions and repeats of a translation with those of its source.

What cannot be rendered, and a field or condition that is missing or foreign, must be fixed:
somebody would read another amount or name, or none. A field that only stands elsewhere or more
often may be meant, and so may an empty branch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from composer.translation.checks.meanings import Meaning, can_be_parsed, read_meaning
from composer.translation.checks.reading import Flaw, Pair, listed
from composer.translation.checks.structure import (
    Structure,
    is_simple,
    meanings_of,
    read_structure,
    renamed,
)
from composer.translation.jinja_source import Piece


def find_field_flaws(pair: Pair) -> list[Flaw]:
    """Find what is wrong with the tags of a translation; the first unreadable thing ends it."""
    if pair.target.has_open_tag and not pair.source.has_open_tag:
        return [("syntax", {})]
    source, target = pair.source.tags, pair.target.tags
    if source == target:
        return list(_find_kept_words(pair, target)) + list(_find_empty_branches(pair))
    meanings = meanings_of(target)
    if meanings is None:
        return [("syntax", {})]
    names = renamed(target, source)
    pieces = [_renamed_piece(piece, names) for piece in pair.target.pieces]
    structure, wanted = read_structure(pieces), read_structure(pair.source.pieces)
    if wanted is not None and (
        structure is None or not (is_simple(meanings) or can_be_parsed(pair.target.text))
    ):
        return [("syntax", {})]
    flaws = [*_find_other_tags(source, [names.get(tag, tag) for tag in target])]
    if not flaws and structure and wanted:
        flaws = [*_find_moved(wanted, structure)]
    return flaws + list(_find_kept_words(pair, target))


def _renamed_piece(piece: Piece, names: dict[str, str]) -> Piece:
    new = names.get(piece.text) if piece.is_tag else None
    return Piece(text=new, is_tag=True) if new else piece


def _find_other_tags(source: Sequence[str], target: Sequence[str]) -> Iterator[Flaw]:
    wanted, given = _read(source), _read(target)
    missing, added = _apart(wanted, given, is_field=False)
    if missing or added:
        yield "conditions_differ", {"missing": listed(missing), "added": listed(added)}
    lost = _lost([one for one in wanted if one.is_field], [one for one in given if one.is_field])
    foreign = _lost([one for one in given if one.is_field], [one for one in wanted if one.is_field])
    if lost or foreign:
        yield "fields_differ", {"missing": listed(lost), "added": listed(foreign)}
        return
    missing, added = _apart(wanted, given, is_field=True)
    if missing or added:
        yield "fields_count", {"missing": listed(missing), "added": listed(added)}


def _read(tags: Sequence[str]) -> list[Meaning]:
    return [meaning for meaning in map(read_meaning, tags) if meaning]


def _lost(wanted: list[Meaning], given: list[Meaning]) -> list[str]:
    known = {one.key for one in given}
    return list(dict.fromkeys(one.tag for one in wanted if one.key not in known))


def _apart(
    wanted: list[Meaning], given: list[Meaning], *, is_field: bool
) -> tuple[list[str], list[str]]:
    one, other = _counted(wanted, is_field=is_field), _counted(given, is_field=is_field)
    tags = {item.key: item.tag for item in (*given, *wanted)}
    return _named(one - other, tags), _named(other - one, tags)


def _named(keys: Counter[str], tags: dict[str, str]) -> list[str]:
    return [tags[key] for key in keys.elements()]


def _counted(meanings: Iterable[Meaning], *, is_field: bool) -> Counter[str]:
    return Counter(one.key for one in meanings if one.is_field is is_field)


def _find_moved(wanted: Structure, given: Structure) -> Iterator[Flaw]:
    if wanted.statements != given.statements:
        yield "conditions_moved", {}
        return
    moved = {key for _path, key in set(wanted.fields) ^ set(given.fields)}
    if moved:
        yield "fields_moved", {}
    if _has_empty_branch(wanted, given):
        yield "empty_branch", {}


def _find_empty_branches(pair: Pair) -> Iterator[Flaw]:
    if not any(tag.startswith("{%") for tag in pair.source.tags):
        return
    wanted, given = read_structure(pair.source.pieces), read_structure(pair.target.pieces)
    if wanted and given:
        yield from _find_moved(wanted, given)


def _has_empty_branch(wanted: Structure, given: Structure) -> bool:
    return any(path and path not in given.worded for path in wanted.worded)


def _find_kept_words(pair: Pair, target: Sequence[str]) -> Iterator[Flaw]:
    """Find words inside fields that nobody translated."""
    if pair.is_one_language or not target:
        return
    known = {word for one in _read(pair.source.tags) for word in one.words}
    kept = [
        word
        for one in _read(target)
        for word in one.words
        if word in known and any(map(str.islower, word))
    ]
    if kept:
        yield "words_in_field", {"words": listed(kept)}
