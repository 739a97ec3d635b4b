"""Who reviewed the languages that people get: what the proof and whoever signs are told.

Where a campaign asks for a reader of a language, every text of it must have been reviewed here by
somebody who is listed as reading it; that a file says so is not enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from composer.findings import Finding, finding
from composer.i18n import _, place
from composer.model.message import CatalogueEntry
from composer.model.overview import CampaignContent
from composer.model.person import Person
from composer.model.translation import UnitState
from composer.proofs.manifest_inputs import TranslationReview
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.people import load_roster
from composer.stages.translation_acts import Doings, load_doings
from composer.stages.translation_units import find_catalogue, people_served
from composer.store.translations import ActRecord
from composer.translation.catalogue import entry_state
from composer.translation.locale_names import language_names
from composer.translation.locales import resolve_locale
from composer.translation.units import message_units

_Reviewed = tuple[tuple[CatalogueEntry, ActRecord | None], ...]


def translation_reviews(desk: Desk, content: Content) -> tuple[TranslationReview, ...]:
    """Say for each language that people get who reviewed how many of its texts."""
    roster = load_roster(desk)
    names = {person.public_key: person.name for person in roster.people} if roster else {}
    counts: Counter[tuple[str, str, bool]] = Counter()
    for locale, reviewed in _reviewed(desk, content).items():
        for _entry, act in reviewed:
            counts[locale, act.by if act else "", act.declared if act else False] += 1
    return tuple(
        TranslationReview(
            locale=locale, person=key, name=names.get(key, key), declared=declared, count=count
        )
        for (locale, key, declared), count in sorted(counts.items())
    )


def review_sentences(desk: Desk, content: Content) -> tuple[str, ...]:
    """Say to whoever signs who reviewed the translations."""
    told: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    reviews = translation_reviews(desk, content)
    for locale in dict.fromkeys(item.locale for item in reviews):
        for declared in (False, True):
            names = [
                item.name for item in reviews if (item.locale, item.declared) == (locale, declared)
            ]
            if names:
                told.setdefault((declared, tuple(sorted(names))), []).append(locale)
    return tuple(
        _sentence(language_names(locales), names, declared=declared)
        for (declared, names), locales in told.items()
    )


def reader_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find the languages that no reader of theirs has reviewed, where the campaign asks for one."""
    available = [item.locale for item in content.message.catalogues]
    wanted = [locale for locale in available if wants_reader(content, locale)]
    roster = load_roster(desk) if wanted else None
    people = {person.public_key: person for person in roster.people} if roster else {}
    found = []
    for locale, reviewed in _reviewed(desk, content).items() if wanted else ():
        if locale not in wanted:
            continue
        count = sum(not _is_read(act, people, locale) for _entry, act in reviewed)
        if count:
            where: dict[str, str | int] = {"locale": locale}
            total = len(reviewed)
            found.append(
                finding(
                    "translation.not_read", where=where, locale=locale, count=count, total=total
                )
            )
    return tuple(found)


def wants_reader(content: Content | CampaignContent, locale: str) -> bool:
    """Whether a campaign asks for a reader of a language, or of one that it serves."""
    message = content.message
    available = [item.locale for item in message.catalogues]
    return any(
        resolve_locale(wish, available=available, fallback={}, source=message.locale) == locale
        for wish in content.campaign.readers
    )


def reads(person: Person, locale: str) -> bool:
    """Whether somebody is listed as reading a language; `pt` and `pt-BR` read each other."""
    return any(
        resolve_locale(wish, available=[known], fallback={}, source="") is not None
        for own in person.locales
        for wish, known in ((locale, own), (own, locale))
    )


def _is_read(act: ActRecord | None, people: dict[str, Person], locale: str) -> bool:
    return (
        act is not None and not act.declared and act.by in people and reads(people[act.by], locale)
    )


def _reviewed(desk: Desk, content: Content) -> dict[str, _Reviewed]:
    """Give what counts as reviewed in each language that people get, with who did it."""
    served = frozenset(people_served(desk, content))
    campaign_id = content.record.id
    newest = desk.translations.newest_act(campaign_id)
    return desk.kept(
        ("reviewed", campaign_id, content.revision, newest, served),
        lambda: {
            item.locale: tuple(
                _entries(content, item.locale, load_doings(desk, campaign_id, item.locale))
            )
            for item in content.message.catalogues
            if item.locale in served
        },
    )


def _entries(
    content: Content, locale: str, doings: Doings
) -> Iterator[tuple[CatalogueEntry, ActRecord | None]]:
    catalogue = find_catalogue(content, locale)
    known = {entry.source: entry for entry in catalogue.entries} if catalogue else {}
    for unit in message_units(content.message):
        entry = known.get(unit.source)
        if entry is not None and entry_state(entry) is UnitState.REVIEWED:
            yield entry, doings.reviewer(entry)


def _sentence(languages: str, names: tuple[str, ...], *, declared: bool) -> str:
    if not declared and "" in names:
        return place(
            _("{languages}: marked as reviewed in the files; nobody here did it."),
            languages=languages,
        )
    words = (
        _("{languages}: reviewed by declaration of {names}, who brought the files.")
        if declared
        else _("{languages}: reviewed by {names}.")
    )
    return place(words, languages=languages, names=", ".join(names))
