"""The translation memory."""

from __future__ import annotations

from collections.abc import Callable

from composer.model.memory import LanguagePair, MemoryMatch
from composer.store.translation_memory import TranslationMemoryStore
from composer.translation.memory import memory_key, nearest_shapes, rank_matches, shape_lengths


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
