"""The team's words: which of them a text holds, how they are said, and what is wrong with an entry.

A word is found whatever its case, with an English plural's s, and between the borders of words; in
languages without spaces it is found anywhere. Tags and links hold no words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from composer.findings import Finding, finding
from composer.model.glossary import GlossaryTerm, Saying
from composer.model.locale_tags import canonical
from composer.model.translation import Term
from composer.translation.marks import MarkKind, find_marks
from composer.translation.memory import is_spaced

LONGEST_TERM = 200
LONGEST_NOTE = 1000
_HIDDEN = "\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFound:
    """A word of the glossary where it stands in a text, from `start` to before `end`."""

    term: Term
    start: int
    end: int


def find_terms(text: str, terms: Sequence[Term], *, locale: str) -> tuple[TermFound, ...]:
    """Find the words of the glossary in a text; of words within words, the longer one.

    >>> terms = [Term(source="weight", targets=("Gewicht",), locale="de"),
    ...          Term(source="index weight", targets=("Indexgewicht",), locale="de")]
    >>> [(item.term.source, item.start) for item in
    ...  find_terms("Index weights and weights of {{ weight }}", terms, locale="en")]
    [('index weight', 0), ('weight', 18)]
    """
    words = _words_only(text, locale)
    held = set(may_hold(words, (term.source for term in terms)))
    found = [
        TermFound(term=term, start=match.start(), end=match.end())
        for term in terms
        if term.source in held
        for match in _pattern(term.source, is_spaced(locale)).finditer(words)
    ]
    chosen: list[TermFound] = []
    end = 0
    for item in sorted(found, key=lambda one: (one.start, -one.end)):
        if item.start >= end:
            chosen.append(item)
            end = item.end
    return tuple(chosen)


def may_hold(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Give the words that could stand in a text: a quick look before the exact one.

    >>> may_hold("Index weights", ["index weight", "margin"])
    ('index weight',)
    """
    folded = text.casefold()
    return tuple(word for word in words if word.casefold().partition(" ")[0] in folded)


def terms_for(
    glossary: Iterable[GlossaryTerm], *, source_locale: str, locale: str
) -> tuple[Term, ...]:
    """Give what the glossary says for one language; words it says nothing about are left out.

    What is said for a language holds for its regions as well, unless more is said for them.
    """
    found: list[Term] = []
    for item in glossary:
        if item.source_locale.partition("-")[0] != source_locale.partition("-")[0]:
            continue
        saying = _saying(item, locale)
        if item.is_fixed or saying.targets or saying.forbidden:
            found.append(
                Term(
                    source=item.source,
                    targets=saying.targets,
                    locale=locale,
                    is_fixed=item.is_fixed,
                    note=item.note,
                    forbidden=saying.forbidden,
                )
            )
    return tuple(found)


def tidy_term(term: GlossaryTerm) -> GlossaryTerm:
    """Take blanks around each text away, and what is empty or said twice."""
    return replace(
        term,
        source=term.source.strip(),
        note=term.note.strip(),
        sayings=tuple(
            tidy for saying in term.sayings if (tidy := _tidy(saying)).targets or tidy.forbidden
        ),
    )


def find_term_problems(
    term: GlossaryTerm, where: dict[str, str | int] | None = None
) -> list[Finding]:
    """Find what keeps an entry from being kept."""
    name: dict[str, str | int] = {"term": term.source[:60]}
    codes = [
        code
        for code, is_so in (
            ("glossary.no_source", not term.source.strip()),
            ("glossary.too_long", _is_too_long(term)),
            ("glossary.unreadable", _holds_hidden(term)),
            ("glossary.fixed_and_said", term.is_fixed and any(x.targets for x in term.sayings)),
            ("glossary.wanted_and_not", any(map(_contradicts, term.sayings))),
        )
        if is_so
    ]
    tags = (term.source_locale, *(saying.locale for saying in term.sayings))
    return [
        *(finding(code, where=where, **name) for code in codes),
        *(
            finding("glossary.no_language", where=where, locale=tag)
            for tag in tags
            if canonical(tag) != tag
        ),
    ]


def _saying(term: GlossaryTerm, locale: str) -> Saying:
    tag = locale
    while tag:
        found = term.saying(tag)
        if found.targets or found.forbidden:
            return found
        tag = tag.rpartition("-")[0]
    return Saying(locale=locale)


def _tidy(saying: Saying) -> Saying:
    return Saying(
        locale=saying.locale,
        targets=_each_once(saying.targets),
        forbidden=_each_once(saying.forbidden),
    )


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _contradicts(saying: Saying) -> bool:
    wanted = {text.casefold() for text in saying.targets}
    return any(text.casefold() in wanted for text in saying.forbidden)


def _texts(term: GlossaryTerm) -> list[str]:
    said = [text for item in term.sayings for text in (*item.targets, *item.forbidden)]
    return [term.source, *said]


def _is_too_long(term: GlossaryTerm) -> bool:
    return len(term.note) > LONGEST_NOTE or any(len(text) > LONGEST_TERM for text in _texts(term))


def _holds_hidden(term: GlossaryTerm) -> bool:
    """Tell whether a text holds a line's end, a control character or half a character."""
    return any(
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        for text in _texts(term)
        for char in text
    )


@lru_cache(maxsize=8192)
def _pattern(source: str, spaced: bool) -> re.Pattern[str]:  # noqa: FBT001 - a key of the cache
    words = r"[\s\u00a0\-]+".join(map(re.escape, source.split()))
    borders = rf"(?<!\w){words}(?:e?s)?(?!\w)" if spaced else words
    return re.compile(borders, re.IGNORECASE)


@lru_cache(maxsize=4096)
def _words_only(text: str, locale: str) -> str:
    """Hide tags and links; every other character keeps its place."""
    parts: list[str] = []
    at = 0
    for mark in find_marks(text, locale):
        if mark.kind in {MarkKind.FIELD, MarkKind.LINK}:
            parts += [text[at : mark.start], _HIDDEN * (mark.end - mark.start)]
            at = mark.end
    return "".join([*parts, text[at:]])
