"""What is wrong with one translated unit: all checks, in the order in which somebody should look.

Must be fixed what cannot be rendered or would tell a recipient something else than the source
does; everything else is only shown. Nothing is changed, and nothing of a template is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from composer.findings import Finding, finding
from composer.model.translation import Term
from composer.translation.checks.characters import find_character_flaws
from composer.translation.checks.facts_compared import find_fact_flaws
from composer.translation.checks.fields import find_field_flaws
from composer.translation.checks.likeness import find_likeness_flaws
from composer.translation.checks.links import find_link_flaws
from composer.translation.checks.markup import find_markup_flaws
from composer.translation.checks.plurals import find_plural_flaws
from composer.translation.checks.punctuation import find_punctuation_flaws
from composer.translation.checks.reading import Flaw, Pair, read_source, read_text
from composer.translation.checks.terms import find_term_flaws
from composer.translation.units import Unit

_LONGEST_PART = 60


def find_unit_findings(
    unit: Unit,
    target: str,
    *,
    locale: str,
    source_locale: str = "en",
    terms: Sequence[Term] = (),
) -> list[Finding]:
    """Find where a translation does not say what its source says, or is no sound text.

    An empty translation says nothing yet. `terms` are the glossary's, of this language or fixed.
    """
    if not target.strip():
        return []
    pair = Pair(
        source=read_source(unit.source, unit.kind, source_locale),
        target=read_text(target, unit.kind, locale),
    )
    flaws = list(_flaws(pair, terms))
    return _as_findings(flaws, unit.source, locale) if flaws else []


def _flaws(pair: Pair, terms: Sequence[Term]) -> Iterator[Flaw]:
    yield from find_character_flaws(pair)
    tags = find_field_flaws(pair)
    yield from tags
    if any(code == "syntax" for code, _values in tags):
        return
    yield from find_plural_flaws(pair)
    yield from find_link_flaws(pair)
    yield from find_fact_flaws(pair)
    yield from find_markup_flaws(pair)
    yield from find_likeness_flaws(pair)
    if pair.source.text == pair.target.text:
        return
    if terms:
        yield from find_term_flaws(pair, terms)
    yield from find_punctuation_flaws(pair)


def _as_findings(flaws: list[Flaw], source: str, locale: str) -> list[Finding]:
    part = _start(source)
    where: dict[str, str | int] = {
        "file": f"translations/{locale}.po",
        "locale": locale,
        "part": part,
    }
    return [
        finding(f"translation.{code}", where=where, **values, locale=locale, part=part)
        for code, values in flaws
    ]


def _start(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= _LONGEST_PART else f"{line[: _LONGEST_PART - 1]}…"
