"""The thorough look for other people's addresses and ids in every view of a text: it decides.

An address that stands openly is refused unless it is allowed. In views that only a person or a
script would read, an address is refused if it belongs to somebody in the audience. Guards rule 8.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.wire.address_form import find_sightings, stands_at
from composer.wire.allowed import Allowed
from composer.wire.deep_text import decoded_base64, settle, spelled_out, visible
from composer.wire.id_words import find_id_words
from composer.wire.own import Own


class ThoroughLook:
    """Reads texts of a campaign in every view; `unless_member` are addresses only hidden in it."""

    def __init__(self, allowed: Allowed, *, unless_member: frozenset[str]) -> None:
        self._allowed = allowed
        self._unless_member = unless_member

    def leaks_in(self, text: str, own: Own) -> Iterator[tuple[str, str]]:
        """Give code and value of every leak in any view of a text."""
        settled = settle(text)
        index = self._allowed.index
        for address in self._open_addresses(settled, own):
            yield "content.foreign_address", address
        views = {visible(settled), spelled_out(settled), spelled_out(visible(settled))}
        hidden = tuple(decoded_base64(text))
        for view in (*views, *hidden):
            for address in self._members_in(view, own):
                yield "content.foreign_address", address
        for view in (settled, *views, *hidden):
            for key in find_id_words(view, shape=index.id_shape):
                if key in index.ids and self._allowed.is_foreign_id(key, own):
                    yield "content.foreign_id", key

    def _open_addresses(self, text: str, own: Own) -> Iterator[str]:
        for sighting in find_sightings(text):
            if self._allowed.is_allowed(text, sighting, own):
                continue
            members = [item for item in sighting.readings if item in self._allowed.index.addresses]
            weak = any(stands_at(text, sighting.at, item) for item in self._unless_member)
            if members or not weak:
                yield (members or sighting.readings)[-1]

    def _members_in(self, text: str, own: Own) -> Iterator[str]:
        for sighting in find_sightings(text):
            if self._allowed.is_allowed(text, sighting, own):
                continue
            yield from (item for item in sighting.readings if item in self._allowed.index.addresses)
