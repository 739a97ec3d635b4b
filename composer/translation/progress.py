"""How far each language is, and what keeps its translation from being sent.

A language that somebody in the audience reads must have a catalogue or a stated
fallback, and its catalogue must be finished; nothing falls back silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from composer.findings import Finding, finding
from composer.model.message import Catalogue, CatalogueEntry, Message
from composer.model.translation import LocaleProgress, UnitState
from composer.translation.catalogue import entry_state
from composer.translation.checks.unit import find_unit_findings
from composer.translation.locales import resolve_locale
from composer.translation.units import Unit, message_units

Judge = Callable[[Unit, str], Sequence[Finding]]
"""Says what is wrong with a translation of a unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A unit beside its translation; `target` is empty while it is new."""

    unit: Unit
    target: str
    state: UnitState


def catalogue_progress(message: Message, locale: str, *, people: int = 0) -> LocaleProgress:
    """Count the units of a message by state; all are new where there is no catalogue."""
    lines = _translated(message_units(message), _catalogue(message, locale))
    return replace(_progress(locale, lines), people=people)


def find_translation_findings(
    message: Message,
    locales_in_audience: Iterable[str],
    fallback: Mapping[str, str],
    *,
    judge_of: Callable[[str], Judge] | None = None,
) -> list[Finding]:
    """Find what keeps the message from reaching everybody in a language that was agreed on.

    `judge_of` gives for a language what says how sound a translation is.
    """
    findings, used = _find_unserved(message, locales_in_audience, fallback)
    units = message_units(message)
    for catalogue in message.catalogues:
        lines = _translated(units, catalogue)
        if catalogue.locale in used:
            findings += _find_unfinished(_progress(catalogue.locale, lines))
        judge = judge_of(catalogue.locale) if judge_of else _judge(message, catalogue.locale)
        for line in lines:
            findings += judge(line.unit, line.target)
    return findings


def unready_locales(
    message: Message, locales_in_audience: Iterable[str], fallback: Mapping[str, str]
) -> tuple[str, ...]:
    """Give the languages that lack a catalogue or have an unfinished one; no line is judged."""
    findings, used = _find_unserved(message, locales_in_audience, fallback)
    missing = [str(item.place_of("locale")) for item in findings if item.blocks]
    progress = [catalogue_progress(message, item.locale) for item in message.catalogues]
    unfinished = (one.locale for one in progress if one.locale in used and not one.is_finished)
    return (*missing, *unfinished)


def _judge(message: Message, locale: str) -> Judge:
    return lambda unit, target: find_unit_findings(
        unit, target, locale=locale, source_locale=message.locale
    )


def _find_unserved(
    message: Message, wishes: Iterable[str], fallback: Mapping[str, str]
) -> tuple[list[Finding], set[str]]:
    available = [catalogue.locale for catalogue in message.catalogues]
    findings: list[Finding] = []
    used: set[str] = set()
    for wish in sorted(set(wishes)):
        served = resolve_locale(wish, available=available, fallback=fallback, source=message.locale)
        where: dict[str, str | int] = {"locale": wish}
        if served is None:
            findings.append(finding("translation.missing_catalogue", where=where, locale=wish))
            continue
        used.add(served)
        direct = resolve_locale(wish, available=available, fallback={}, source=message.locale)
        if direct is None:
            findings.append(
                finding("translation.fallback", where=where, locale=wish, served=served)
            )
    return findings, used


def _find_unfinished(progress: LocaleProgress) -> list[Finding]:
    locale = progress.locale
    where: dict[str, str | int] = {"file": f"translations/{locale}.po", "locale": locale}
    counts = (
        ("unfinished", progress.new),
        ("needs_work", progress.needs_work),
        ("unreviewed", progress.draft),
    )
    return [
        finding(
            f"translation.{code}", where=where, locale=locale, count=count, total=progress.total
        )
        for code, count in counts
        if count
    ]


def _catalogue(message: Message, locale: str) -> Catalogue | None:
    return next((item for item in message.catalogues if item.locale == locale), None)


def _translated(units: Iterable[Unit], catalogue: Catalogue | None) -> tuple[_Line, ...]:
    known = {entry.source: entry for entry in catalogue.entries} if catalogue else {}
    return tuple(_line(unit, known.get(unit.source)) for unit in units)


def _line(unit: Unit, entry: CatalogueEntry | None) -> _Line:
    state = entry_state(entry)
    return _Line(
        unit=unit,
        target=entry.target if entry and state is not UnitState.NEW else "",
        state=state,
    )


def _progress(locale: str, lines: Iterable[_Line]) -> LocaleProgress:
    states = Counter(line.state for line in lines)
    return LocaleProgress(
        locale=locale,
        total=states.total(),
        reviewed=states[UnitState.REVIEWED],
        draft=states[UnitState.DRAFT],
        needs_work=states[UnitState.NEEDS_WORK],
        new=states[UnitState.NEW],
    )
