"""The thorough look for other people's addresses and ids in every view of a text: it decides.

An address that stands openly is refused unless it is allowed. In views that only a person or a
script would read (`shown_text`, `coded_text`), an address is refused if it belongs to somebody in
the audience. Guards rule 8.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.wire.address_form import find_sightings, stands_at
from composer.wire.allowed import Allowed
from composer.wire.deep_text import settle
from composer.wire.every_view import every_view
from composer.wire.id_words import find_grouped_ids, find_id_words
from composer.wire.number_groups import find_number_groups
from composer.wire.own import Own
from composer.wire.shown_text import Joining

Leak = tuple[str, str]


class ThoroughLook:
    """Reads texts of a campaign in every view; `unless_member` are addresses only hidden in it."""

    def __init__(self, allowed: Allowed, *, unless_member: frozenset[str]) -> None:
        self._allowed = allowed
        self._unless_member = unless_member

    def leaks_in(self, text: str, own: Own) -> Iterator[Leak]:
        """Give code and value of every leak in any view of a text."""
        for address in self._open_addresses(settle(text), own):
            yield "content.foreign_address", address
        yield from self.members_in(text, own)

    def members_in(self, text: str, own: Own) -> Iterator[Leak]:
        """Give code and value of what in any view of a text belongs to somebody in the audience."""
        for view, joining in every_view(text):
            for address in self._addresses_in(view, own, joining=joining):
                yield "content.foreign_address", address
            for key in self._ids_in(view, own, joining=joining):
                yield "content.foreign_id", key

    def everybody_in(self, text: str) -> tuple[set[str], set[str]]:
        """Give the addresses and ids of people in the audience that any view of a text holds.

        Addresses that everybody may be shown are left out; ids like ordinary words are not.
        """
        index, nobody = self._allowed.index, Own(None, id_shape=self._allowed.index.id_shape)
        addresses: set[str] = set()
        keys: set[str] = set()
        for view, joining in every_view(text):
            if "@" in view:
                for sighting in find_sightings(view):
                    addresses.update(self._allowed.members(sighting, nobody))
            if joining is Joining.NOTHING and len(index.ids):
                keys.update(find_id_words(view, shape=index.id_shape))
                keys.update(key for _, key in find_grouped_ids(view, shape=index.id_shape))
                keys.update(find_number_groups(view, shape=index.id_shape))
        return addresses, {key for key in keys if key in index.ids}

    def _open_addresses(self, text: str, own: Own) -> Iterator[str]:
        for sighting in find_sightings(text):
            if self._allowed.is_allowed(text, sighting, own):
                continue
            members = self._allowed.members(sighting, own)
            weak = any(stands_at(text, sighting.at, item) for item in self._unless_member)
            if members or not weak:
                yield (members or sighting.readings)[-1]

    def _addresses_in(self, view: str, own: Own, *, joining: Joining) -> Iterator[str]:
        if "@" not in view:
            return
        for sighting in find_sightings(view):
            if self._allowed.is_allowed(view, sighting, own):
                continue
            if joining is Joining.WORDS and self._allowed.is_part(view, sighting.at, own):
                continue
            yield from self._allowed.members(sighting, own)

    def _ids_in(self, view: str, own: Own, *, joining: Joining) -> Iterator[str]:
        index = self._allowed.index
        if not len(index.ids) or joining is Joining.WORDS:
            return
        for key in find_id_words(view, shape=index.id_shape):
            is_number_or_word = key.isalpha() or key.isdigit()
            if joining is Joining.LETTERS and is_number_or_word:
                continue  # a row of digits makes every number
            if key in index.ids and self._allowed.is_foreign_id(key, own):
                yield key
        for begin, key in find_grouped_ids(view, shape=index.id_shape):
            if key in index.ids and self._allowed.is_foreign_id(key, own) and not own.has_id(begin):
                yield key
        if joining is Joining.NOTHING:
            for key in find_number_groups(view, shape=index.id_shape):
                if key in index.ids and self._allowed.is_foreign_id(key, own):
                    yield key
