"""Which column of a table holds what: by the names that this program and others give it.

Columns may stand in any order. Where none is called source or translation, two columns that are
named by languages are taken: by a tag, such as `de-AT`, or by the language's name in English or in
itself. The first is the source. Of more languages only those count that somebody asked for, and
only if one column alone can be meant by each. A column more that is called a translation is not
read, but what it says otherwise is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from composer.model.locale_tags import canonical

_NAMES: Mapping[str, frozenset[str]] = {
    "number": frozenset({"no", "no.", "nr", "nr.", "id", "key", "#", "identifier", "key name"}),
    "source": frozenset(
        {"source", "source text", "original", "original text", "text", "source segment"}
        | {"source string", "source phrase", "source term", "original string"}
    ),
    "target": frozenset(
        {"translation", "target", "target text", "translated text", "target segment"}
        | {"target string", "translated string", "translation string", "target phrase"}
    ),
    "state": frozenset({"state", "status"}),
    "fuzzy": frozenset({"fuzzy"}),
    "remarks": frozenset(
        {"comments", "comment", "remarks", "remark", "notes", "note", "translator comments"}
        | {"translator comment"}
    ),
    "place": frozenset({"where", "context", "place", "location"}),
    "previous": frozenset({"source before", "previous source"}),
}
_ENGLISH = Locale("en").languages
_MOST_WRITTEN = (
    "ar bg bn ca cs da de el es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk"
    " sl sr sv th tr uk vi zh"
)
_NOT_LANGUAGES = frozenset({"id", "no"})
"""Tags of languages that head a column of numbers far more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The places of columns by what they hold, and the languages that head two of them."""

    places: Mapping[str, int]
    more_targets: tuple[int, ...] = ()
    source_locale: str = ""
    locale: str = ""

    @property
    def are_enough(self) -> bool:
        """Whether there is a source and a translation."""
        return {"source", "target"} <= self.places.keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The languages that a table is to be read for, or nothing."""

    source_locale: str = ""
    locale: str = ""


def find_columns(row: Sequence[str], source_locale: str, locale: str, *, wanted: Wanted) -> Columns:
    """Give the places of the columns that a row names; the first of a name counts.

    The languages are those that the file says of itself, or nothing.
    """
    names = {key: set(known) for key, known in _NAMES.items()}
    if source_locale and locale:
        names["source"].add(source_locale.lower())
        names["target"].add(locale.lower())
    places: dict[str, int] = {}
    more: list[int] = []
    for at, cell in enumerate(row):
        name = " ".join(cell.lower().replace("_", " ").split())
        bare = name.partition("(")[0].strip()
        key = next((key for key, known in names.items() if {name, bare} & known), None)
        if key is not None:
            more += [at] if key == "target" and key in places else []
            places.setdefault(key, at)
    if "source" in places and "target" in places:
        return Columns(places=places, more_targets=tuple(more))
    return _by_languages(row, places, wanted) or Columns(places=places)


def _by_languages(row: Sequence[str], places: Mapping[str, int], wanted: Wanted) -> Columns | None:
    """Take two columns that are named by languages, or one beside a source that is named so."""
    tags = [(at, tag) for at, cell in enumerate(row) if (tag := language_named(cell))]
    tags = [(at, tag) for at, tag in tags if at != places.get("source")]
    if "source" in places:
        source: tuple[int, str] | None = (places["source"], "")
        target = tags[0] if len(tags) == 1 else _meant(tags, wanted.locale)
    elif len(tags) == 2:
        source, target = tags
    else:
        source, target = _meant(tags, wanted.source_locale), _meant(tags, wanted.locale)
    if source is None or target is None or source[1] == target[1]:
        return None
    found = {key: at for key, at in places.items() if at not in {source[0], target[0]}}
    return Columns(
        places=found | {"source": source[0], "target": target[0]},
        source_locale=source[1],
        locale=target[1],
    )


def _meant(tags: Sequence[tuple[int, str]], wanted: str) -> tuple[int, str] | None:
    """Give the one column of a language: of that very tag, else of the language at all."""
    tag = canonical(wanted) or ""
    language = tag.partition("-")[0]
    same = [found for found in tags if found[1] == tag]
    same = same or [found for found in tags if found[1].partition("-")[0] == language]
    return same[0] if len(same) == 1 else None


def language_named(cell: str) -> str:
    """Give the tag of the language that a cell names by its tag or its name, or nothing.

    >>> [language_named(cell) for cell in ("de_AT", "German", "Deutsch", "en (source)", "No")]
    ['de-AT', 'de', 'de', 'en', '']
    """
    name = " ".join(cell.split())
    bare = name.partition("(")[0].strip() or name
    is_tag = 2 <= len(bare) <= 11 and bare.lower() not in _NOT_LANGUAGES
    if is_tag and (bare.islower() or "-" in bare or "_" in bare or len(bare) == 2):
        found = canonical(bare)
        if found:
            return found
    names = _language_names()
    return names.get(name.lower()) or names.get(bare.lower(), "")


@lru_cache(maxsize=1)
def _language_names() -> Mapping[str, str]:
    """Give the tags of languages by their names: all in English, the most written in themselves."""
    found = {str(name).lower(): tag for tag, name in _ENGLISH.items() if len(tag) == 2}
    for tag in _MOST_WRITTEN.split():
        own = Locale.parse(tag).languages.get(tag, "")
        found.setdefault(str(own).lower(), tag)
    return found
