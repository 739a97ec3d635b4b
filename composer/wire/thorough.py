"""The thorough look for other people's addresses and ids in every view of a text: it decides.

An address that stands openly is refused unless it is allowed. In views that only a person or a
script would read (`shown_text`, `coded_text`), an address is refused if it belongs to somebody in
the audience. Guards rule 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from composer.wire.address_form import at_signs, find_sightings, sighting_at, stands_at
from composer.wire.allowed import Allowed
from composer.wire.coded_text import in_digits
from composer.wire.deep_text import settle, unfold
from composer.wire.every_view import every_view
from composer.wire.guessed_views import LONGEST_GUESSED, guessed_views
from composer.wire.id_words import find_grouped_ids, find_id_words
from composer.wire.number_groups import find_number_groups
from composer.wire.own import Own
from composer.wire.parted_addresses import gathered, without_at_sign
from composer.wire.shown_text import Joining, View, visible

Leak = tuple[str, str]
_NO_LETTER = re.compile(r"[\W_]+")


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
        yield from self._members_of(every_view(text), own)

    def guesses_in(self, text: str, own: Own) -> Iterator[Leak]:
        """Give the same of what is only guessed: letters turned, apart, in rare codes, no @."""
        yield from self._members_of(guessed_views(text), own)
        for address in self._parted_addresses(text, own):
            yield "content.foreign_address", address

    def _members_of(self, views: Iterable[View], own: Own) -> Iterator[Leak]:
        for view, joining in views:
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
        for view, joining in (*every_view(text), *guessed_views(text)):
            if "@" in view:
                turned = joining is Joining.TURNED
                for sighting in find_sightings(view):
                    addresses.update(self._allowed.members(sighting, nobody, as_it_is=turned))
            if len(index.ids):
                keys.update(self._words_in(view, joining=joining))
            if joining is Joining.NOTHING and len(index.ids):
                keys.update(key for _, key in find_grouped_ids(view, shape=index.id_shape))
                keys.update(find_number_groups(view, shape=index.id_shape))
        addresses.update(self._parted_addresses(text, nobody, beside=tuple(addresses)))
        return addresses, {key for key in keys if key in index.ids}

    def _open_addresses(self, text: str, own: Own) -> Iterator[str]:
        for sighting in find_sightings(text):
            if self._allowed.is_allowed(text, sighting, own):
                continue
            members = self._allowed.members(sighting, own)
            weak = any(stands_at(text, sighting.at, item) for item in self._unless_member)
            if members or not weak:
                yield (members or sighting.readings)[-1]

    def _parted_addresses(
        self, text: str, own: Own, *, beside: Sequence[str] = ()
    ) -> Iterator[str]:
        """Give addresses whose parts stand apart, unless they are only an end of one's own.

        Nor if one that was found `beside` them is their end: a word before it made another of it.
        """
        bare = unfold(text)[:LONGEST_GUESSED]
        found: dict[str, None] = {}
        readings = (bare, visible(bare), *in_digits(bare))
        for shown in dict.fromkeys(map(settle, readings)):
            found.update(dict.fromkeys(without_at_sign(shown)))
            for at in at_signs(shown):
                sighting = sighting_at(shown, at)
                if sighting is None or not self._allowed.is_allowed(shown, sighting, own):
                    found.update(dict.fromkeys(gathered(shown, at)))
        mine = [_NO_LETTER.sub("", item) for item in own.addresses]
        whole = tuple(_NO_LETTER.sub("", item) for item in beside)
        for address in self._allowed.others(found, own):
            letters = _NO_LETTER.sub("", address)
            if not letters.endswith(whole) and not any(item.endswith(letters) for item in mine):
                yield address

    def _addresses_in(self, view: str, own: Own, *, joining: Joining) -> Iterator[str]:
        if "@" not in view:
            return
        for sighting in find_sightings(view):
            if self._allowed.is_allowed(view, sighting, own):
                continue
            if joining is Joining.WORDS and self._allowed.is_part(view, sighting.at, own):
                continue
            turned = joining is Joining.TURNED
            yield from self._allowed.members(sighting, own, as_it_is=turned)

    def _ids_in(self, view: str, own: Own, *, joining: Joining) -> Iterator[str]:
        index = self._allowed.index
        if not len(index.ids) or joining in {Joining.WORDS, Joining.TURNED}:
            return
        for key in self._words_in(view, joining=joining):
            if key in index.ids and self._allowed.is_foreign_id(key, own):
                yield key
        for begin, key in find_grouped_ids(view, shape=index.id_shape):
            if key in index.ids and self._allowed.is_foreign_id(key, own) and not own.has_id(begin):
                yield key
        if joining is Joining.NOTHING:
            for key in find_number_groups(view, shape=index.id_shape):
                if key in index.ids and self._allowed.is_foreign_id(key, own):
                    yield key

    def _words_in(self, view: str, *, joining: Joining) -> Iterator[str]:
        """Give words that could be ids; of joined letters none of only digits: they make all."""
        if joining in {Joining.NOTHING, Joining.LETTERS}:
            for key in find_id_words(view, shape=self._allowed.index.id_shape):
                if joining is Joining.NOTHING or not (key.isalpha() or key.isdigit()):
                    yield key
