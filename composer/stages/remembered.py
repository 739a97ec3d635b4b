"""The translation memory as the campaigns fill it: what is reviewed gets in, what is not, out.

It is made of the campaigns and never decides about them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from composer.model.identifiers import CampaignId
from composer.model.locale_tags import canonical
from composer.model.memory import LanguagePair, MemoryMatch, MemoryUnit
from composer.model.message import CatalogueEntry
from composer.model.person import Person
from composer.model.translation import UnitState
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.store.translation_memory import KeyedUnit, TranslationMemoryStore, unit_digest
from composer.translation.catalogue import entry_state
from composer.translation.memory import (
    memory_key,
    nearest_shapes,
    rank_matches,
    shape_lengths,
)

EntryChange = tuple[CatalogueEntry | None, CatalogueEntry]
"""An entry as it was, or None, and as it is now."""


def find_matches(
    store: TranslationMemoryStore,
    source: str,
    pair: LanguagePair,
    *,
    name_of: Callable[[str], str],
) -> tuple[MemoryMatch, ...]:
    """Give the stored translations that fit a text, the best first."""
    key = memory_key(source, pair.source)
    same = store.with_keys(pair, exact=key.exact, loose=key.loose)
    shortest, longest = shape_lengths(key.shape)
    shapes = store.shapes(pair, shortest=shortest, longest=longest)
    near = [shapes.numbers[place] for place in nearest_shapes(key.shape, shapes.shapes)]
    units = {item.number: item for item in (*same, *store.with_numbers(near))}
    return rank_matches(source, units.values(), name_of=name_of)


def remember_changes(
    desk: Desk,
    campaign_id: CampaignId,
    locale: str,
    changes: Iterable[EntryChange],
    *,
    by: Person,
) -> None:
    """Take in what has become reviewed, and take out what this campaign does not stand by."""
    pair = pair_of(desk, campaign_id, locale)
    new: list[CatalogueEntry] = []
    gone: list[str] = []
    for before, after in changes:
        was, now = is_reviewed(before), is_reviewed(after)
        if now and (not was or before != after):
            new.append(after)
        elif was and not now and before is not None and before.target == after.target:
            gone.append(unit_digest(pair, before.source, before.target))
    if new:
        at = desk.now()
        desk.memory.remember(
            keyed_entry(entry, pair, campaign_id=campaign_id, by=by.public_key, at=at)
            for entry in new
        )
    if gone:
        desk.memory.drop(gone, campaign_id=campaign_id)


def pair_of(desk: Desk, campaign_id: CampaignId, locale: str) -> LanguagePair:
    """Give the languages that a translation of a campaign leads from and to."""
    source = load_content(desk, campaign_id).message.locale
    return LanguagePair(source=source, target=canonical(locale) or locale)


def keyed(unit: MemoryUnit) -> KeyedUnit:
    """Give a unit with the keys by which it is found."""
    key = memory_key(unit.source, unit.pair.source)
    return KeyedUnit(unit=unit, exact=key.exact, loose=key.loose, shape=key.shape)


def keyed_entry(
    entry: CatalogueEntry, pair: LanguagePair, *, campaign_id: CampaignId, by: str, at: datetime
) -> KeyedUnit:
    """Give a catalogue's entry as a unit with its keys."""
    return keyed(
        MemoryUnit(
            source=entry.source, target=entry.target, pair=pair, campaign=campaign_id, by=by, at=at
        )
    )


def is_reviewed(entry: CatalogueEntry | None) -> bool:
    """Tell whether an entry counts as reviewed."""
    return entry is not None and entry_state(entry) is UnitState.REVIEWED
