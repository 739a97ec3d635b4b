"""Looks whether a translation says the team's words as the glossary has them.

Only terms that the source holds are looked for. Languages that bend words may end them otherwise;
where no spaces stand between words, a term is found anywhere. A name that stays as it is must be
fixed where it is not there at all. Where it stands there bent, as many languages do with names, or
where the source itself writes it otherwise, somebody who reads the language has to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from composer.model.translation import Term
from composer.translation.checks.bent_words import WITHOUT_SPACES, is_said, is_unwanted_said
from composer.translation.checks.reading import Flaw, Pair


def find_term_flaws(pair: Pair, terms: Sequence[Term]) -> Iterator[Flaw]:
    """Find terms that are not said, said in a way that is not wanted, or changed."""
    source = _folded(pair.source.words)
    for term in terms:
        if term.source.casefold() not in source or not _serves(term, pair.target.locale):
            continue
        if not _pattern(term.source, pair.source.language).search(pair.source.words):
            continue
        yield from _find_one(term, pair)


@lru_cache(maxsize=2048)
def _folded(words: str) -> str:
    return words.casefold()


def _serves(term: Term, locale: str) -> bool:
    return (
        term.is_fixed
        or not term.locale
        or term.locale.casefold() == locale.casefold()
        or term.locale.casefold() == locale.partition("-")[0].casefold()
    )


def _find_one(term: Term, pair: Pair) -> Iterator[Flaw]:
    text, language = pair.target.words, pair.target.language
    bad = next((one for one in term.forbidden if is_unwanted_said(one, text, language)), "")
    if bad:
        yield "unwanted_term", {"term": term.source, "found": bad}
    if term.is_fixed:
        yield from _find_fixed(term.source, pair)
    elif term.targets and not any(is_said(item, text, language) for item in term.targets):
        yield "term_missing", {"term": term.source, "wanted": term.targets[0]}


def _find_fixed(name: str, pair: Pair) -> Iterator[Flaw]:
    wanted, text = _plain(name), _plain(pair.target.words)
    if wanted in text:
        return
    is_written_so = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", _plain(pair.source.words))
    is_bent = is_said(wanted, text, pair.target.language)
    if is_bent or (not is_written_so and pair.source.language not in WITHOUT_SPACES):
        yield "fixed_term_bent", {"term": name}
    else:
        yield "fixed_term", {"term": name}


def _plain(text: str) -> str:
    """Write every space and apostrophe in one way: they differ by language, not by name."""
    return " ".join(text.replace("\u2019", "'").split())


@lru_cache(maxsize=4096)
def _pattern(term: str, language: str) -> re.Pattern[str]:
    """Make what finds a term in a source: whole, or with an English plural's s."""
    if language in WITHOUT_SPACES:
        return re.compile(re.escape(term), re.IGNORECASE)
    return re.compile(rf"(?<!\w){re.escape(term)}(?:e?s)?(?!\w)", re.IGNORECASE)
