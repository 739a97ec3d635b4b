"""The translation memory as the campaigns fill it: what is reviewed gets in, what is not, out.

It is made of the campaigns and never decides about them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from composer.model.identifiers import CampaignId
from composer.model.locale_tags import canonical
from composer.model.memory import LanguagePair, MemoryMatch, MemoryUnit, StoredUnit
from composer.model.message import CatalogueEntry
from composer.model.person import Person
from composer.model.translation import UnitState
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.store.translation_memory import KeyedUnit, TranslationMemoryStore, unit_digest
from composer.translation.catalogue import entry_state
from composer.translation.locales import script_of
from composer.translation.marks import find_marks
from composer.translation.memory import (
    MOST_CANDIDATES,
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
    """Give the stored translations that fit a text, the best first.

    Those of the same language in another region are among them, and say so.
    """
    key = memory_key(source, pair.source)
    shortest, longest = shape_lengths(key.shape)
    units: dict[int, StoredUnit] = {}
    for each in (pair, *_other_regions(store, pair)):
        same = store.with_keys(each, exact=key.exact, loose=key.loose)
        shapes = store.shapes(each, shortest=shortest, longest=longest)
        near = nearest_shapes(key.shape, shapes)
        alike = store.with_shapes(each, near, most=MOST_CANDIDATES)
        units |= {item.number: item for item in (*same, *alike)}
    return rank_matches(source, units.values(), locale=pair.target, name_of=name_of)


def make_ready(store: TranslationMemoryStore, pair: LanguagePair) -> None:
    """Read what a program's first look-up would have to: the shapes, and how numbers are written.

    For a hundred thousand texts that takes a tenth of a second, for which nobody need wait.
    """
    for language in (pair.source, pair.target):
        find_marks("", language)
    for each in (pair, *_other_regions(store, pair)):
        store.shapes(each, shortest=1, longest=1)


def _other_regions(store: TranslationMemoryStore, pair: LanguagePair) -> list[LanguagePair]:
    """Give the pairs into the same language as it is written elsewhere, in the same script."""
    language, script = pair.target.partition("-")[0], script_of(pair.target)
    return [
        other
        for other in store.pairs()
        if other.source == pair.source
        and other.target != pair.target
        and other.target.partition("-")[0] == language
        and script_of(other.target) == script
    ]


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
