"""What a translator sees: the units of one language, and how far every language is."""

from __future__ import annotations

from collections import Counter

from composer.errors import Blocked
from composer.findings import Finding, finding
from composer.folder.load import TRANSLATIONS
from composer.model.identifiers import CampaignId
from composer.model.locale_tags import canonical
from composer.model.message import Catalogue, CatalogueEntry
from composer.model.translation import LocaleProgress, UnitLine
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.translation_acts import Doings, load_doings
from composer.stages.translation_judging import judge_of
from composer.translation.catalogue import entry_state
from composer.translation.locales import resolve_locale
from composer.translation.progress import catalogue_progress
from composer.translation.units import Unit, message_units


def units(desk: Desk, campaign_id: CampaignId, locale: str) -> tuple[UnitLine, ...]:
    """List the units of the message beside their translations; all are new where there are none."""
    content = load_content(desk, campaign_id)
    found = find_catalogue(content, locale)
    entries = {entry.source: entry for entry in found.entries} if found else {}
    doings = load_doings(desk, campaign_id, locale)
    judge = judge_of(desk, content, locale)
    return tuple(
        _line(
            unit,
            entries.get(unit.source) or CatalogueEntry(source=unit.source, target=""),
            doings=doings,
            findings=judge(unit, _target(entries, unit)),
        )
        for unit in message_units(content.message)
    )


def progress(desk: Desk, campaign_id: CampaignId) -> tuple[LocaleProgress, ...]:
    """Say how far every language of the message is, and how many people get it."""
    content = load_content(desk, campaign_id)
    people = people_served(desk, content)
    return tuple(
        catalogue_progress(content.message, item.locale, people=people.get(item.locale, 0))
        for item in content.message.catalogues
    )


def people_served(desk: Desk, content: Content) -> dict[str, int]:
    """Count the people who get each language of the message, as far as one serves them."""
    message = content.message
    available = [catalogue.locale for catalogue in message.catalogues]
    people: Counter[str] = Counter()
    for wish, count in desk.recipients.locale_counts(content.record.id).items():
        served = resolve_locale(
            wish,
            available=available,
            fallback=content.campaign.stated_fallbacks,
            source=message.locale,
        )
        if served is not None:
            people[served] += count
    return people


def find_catalogue(content: Content, locale: str) -> Catalogue | None:
    """Give the catalogue of a language, or None."""
    return next((item for item in content.message.catalogues if item.locale == locale), None)


def require_catalogue(content: Content, locale: str) -> Catalogue:
    """Give the catalogue of a language.

    Raises:
        Blocked: the message is not translated into it.
    """
    found = find_catalogue(content, locale)
    if found is None:
        raise Blocked([finding("translation.no_language", where={"locale": locale})])
    return found


def require_units(content: Content, *sources: str, locale: str) -> dict[str, Unit]:
    """Give the message's units by their sources, in reading order.

    Raises:
        Blocked: one of the sources is none of them, because the text has changed meanwhile.
    """
    known = {unit.source: unit for unit in message_units(content.message)}
    if any(source not in known for source in sources):
        raise Blocked([finding("translation.unknown_unit", where={"locale": locale})])
    return known


def catalogue_path(content: Content, locale: str) -> str:
    """Give the file of a language: the one that is there, however it spells the tag, or a new."""
    for name in content.tree:
        tag = name.removeprefix(TRANSLATIONS).removesuffix(".po")
        if name.startswith(TRANSLATIONS) and canonical(tag) == locale:
            return name
    return f"{TRANSLATIONS}{locale}.po"


def _target(entries: dict[str, CatalogueEntry], unit: Unit) -> str:
    return entries[unit.source].target if unit.source in entries else ""


def _line(
    unit: Unit, entry: CatalogueEntry, *, doings: Doings, findings: tuple[Finding, ...]
) -> UnitLine:
    return UnitLine(
        source=unit.source,
        target=entry.target if entry.target.strip() else "",
        kind=unit.kind.value,
        state=entry_state(entry).value,
        findings=findings,
        context=unit.context,
        author_note=unit.note,
        previous=entry.previous,
        notes=entry.notes,
        comments=doings.said(unit.source),
        translated=doings.shown(doings.writer(entry)),
        reviewed=doings.shown(doings.reviewer(entry)),
    )
