"""How far each language is, and what keeps its translation from being sent.

A unit is new without a translation, needs work while the file marks it fuzzy, and is reviewed
otherwise. A language that somebody in the audience reads must have a catalogue or a stated
fallback, and its catalogue must be finished; nothing falls back silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from composer.findings import Finding, finding
from composer.model.message import Catalogue, CatalogueEntry, Message
from composer.translation.locales import resolve_locale
from composer.translation.parity import find_unit_findings
from composer.translation.units import Unit, message_units


class UnitState(Enum):
    """How far one unit's translation is."""

    NEW = "new"
    NEEDS_WORK = "needs_work"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedUnit:
    """A unit beside its translation; `target` is empty while it is new."""

    unit: Unit
    target: str
    state: UnitState


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many units of a message are in each state; they sum to `total`."""

    total: int
    reviewed: int
    needs_work: int
    new: int

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to translate or review."""
        return self.reviewed == self.total


def translated_units(message: Message, locale: str) -> tuple[TranslatedUnit, ...]:
    """Give every unit of a message with its translation into a locale."""
    return _translated(message_units(message), _catalogue(message, locale))


def catalogue_progress(message: Message, locale: str) -> Progress:
    """Count the units of a message by state; all are new where there is no catalogue."""
    return _progress(translated_units(message, locale))


def find_translation_findings(
    message: Message, locales_in_audience: Iterable[str], fallback: Mapping[str, str]
) -> list[Finding]:
    """Find what keeps the message from reaching everybody in a language that was agreed on."""
    findings, used = _find_unserved(message, locales_in_audience, fallback)
    units = message_units(message)
    for catalogue in message.catalogues:
        lines = _translated(units, catalogue)
        if catalogue.locale in used:
            findings += _find_unfinished(catalogue.locale, _progress(lines))
        for line in lines:
            findings += find_unit_findings(line.unit, line.target, locale=catalogue.locale)
    return findings


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


def _find_unfinished(locale: str, progress: Progress) -> list[Finding]:
    where: dict[str, str | int] = {"file": f"translations/{locale}.po", "locale": locale}
    counts = (("unfinished", progress.new), ("needs_work", progress.needs_work))
    return [
        finding(
            f"translation.{code}", where=where, locale=locale, count=count, total=progress.total
        )
        for code, count in counts
        if count
    ]


def _catalogue(message: Message, locale: str) -> Catalogue | None:
    return next((item for item in message.catalogues if item.locale == locale), None)


def _translated(units: Iterable[Unit], catalogue: Catalogue | None) -> tuple[TranslatedUnit, ...]:
    known = {entry.source: entry for entry in catalogue.entries} if catalogue else {}
    return tuple(_line(unit, known.get(unit.source)) for unit in units)


def _line(unit: Unit, entry: CatalogueEntry | None) -> TranslatedUnit:
    if entry is None or not entry.target.strip():
        return TranslatedUnit(unit=unit, target="", state=UnitState.NEW)
    state = UnitState.NEEDS_WORK if entry.fuzzy else UnitState.REVIEWED
    return TranslatedUnit(unit=unit, target=entry.target, state=state)


def _progress(lines: Iterable[TranslatedUnit]) -> Progress:
    states = [line.state for line in lines]
    return Progress(
        total=len(states),
        reviewed=states.count(UnitState.REVIEWED),
        needs_work=states.count(UnitState.NEEDS_WORK),
        new=states.count(UnitState.NEW),
    )
