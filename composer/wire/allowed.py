"""What may stand in a campaign's messages: decided for each recipient anew, from what is theirs.

An address may stand if it is the recipient's own, written by the author, or in a column of
contacts. A member's id may stand if it is the recipient's own, or reads like an ordinary word or
small number that the author or the recipient's own row says too. Guards rule 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from composer.wire.address_form import Sighting, stands_at, written_forms
from composer.wire.audience_index import MAX_CONTACTS, AudienceIndex
from composer.wire.deep_text import settle
from composer.wire.every_view import every_view
from composer.wire.id_words import find_id_words, is_vague
from composer.wire.literals import Literals
from composer.wire.lookalikes import in_latin, undisguised
from composer.wire.own import Own
from composer.wire.shown_text import Joining

_COLOUR = re.compile(r"#([0-9a-f]{6})\b")


class Allowed:
    """What everybody may be shown, and who is in the audience."""

    def __init__(self, *, literals: Literals, index: AudienceIndex) -> None:
        contacts = index.contacts if len(index.contacts) <= MAX_CONTACTS else frozenset()
        self.index = index
        self.addresses = frozenset(
            form
            for address in literals.written | contacts
            if not any(item in index.addresses for item in undisguised(address))
            for form in written_forms(address)
        )
        texts = [settle(text) for text in literals.texts]
        self._words = frozenset(
            word for text in texts for word in find_id_words(text, shape=index.id_shape)
        ) | {word for text in literals.texts for word in self._numbers_in_code(text)}
        self._colours = frozenset(colour for text in texts for colour in _COLOUR.findall(text))

    def _numbers_in_code(self, text: str) -> Iterator[str]:
        """Give the small numbers that an author's text says in code, as a drawing in a link has.

        A year that stands in it is a member's id in an audience of many; so are those in words.
        """
        for view, joining in every_view(text):
            if joining is Joining.NOTHING:
                words = find_id_words(view, shape=self.index.id_shape)
                yield from (word for word in words if word.isdigit() and is_vague(word))

    def _poses(self, address: str) -> bool:
        """Tell whether an address of other scripts' letters is to be read as somebody's."""
        latin = in_latin(address)
        return latin != address and latin in self.index.addresses

    def stands(self, text: str, at: int) -> bool:
        """Tell whether an address that everybody may see is around an at sign."""
        return any(stands_at(text, at, item) for item in self.addresses)

    def is_allowed(self, text: str, sighting: Sighting, own: Own) -> bool:
        """Tell whether what was sighted may be shown to this recipient."""
        for item in sighting.readings:  # the widest first
            if item in own.addresses or item in self.addresses:
                return True
            if item in self.index.addresses or self._poses(item):
                return False
        return own.stands(text, sighting.at) or self.stands(text, sighting.at)

    def is_part(self, text: str, at: int, own: Own) -> bool:
        """Tell whether an address that may be shown is the end of what stands around an at sign."""
        for item in (*own.addresses, *self.addresses):
            local, _, domain = item.rpartition("@")
            if text.endswith(local, 0, at) and text.startswith(domain, at + 1):
                return True
        return False

    def members(self, sighting: Sighting, own: Own, *, as_it_is: bool = False) -> list[str]:
        """Give the addresses of somebody else in the audience that were sighted.

        What was turned already is taken `as_it_is`: turned once more an honest word would be back.
        """
        readings = [*sighting.readings, *_without_tags(sighting.readings)]
        if not as_it_is:
            readings += [one for item in sighting.readings for one in undisguised(item)]
        return self.others(dict.fromkeys(readings), own)

    def others(self, addresses: Iterable[str], own: Own) -> list[str]:
        """Give those addresses that are somebody else's in the audience and not for everybody."""
        return [
            item
            for item in addresses
            if item in self.index.addresses
            and item not in own.addresses
            and item not in self.addresses
        ]

    def ids_in(self, text: str) -> tuple[str, ...]:
        """Give the ids of anybody in the audience that stand in a text."""
        if not self.index.ids:
            return ()
        folded = text.casefold() if text.isascii() else settle(text)
        words = find_id_words(folded, shape=self.index.id_shape)
        return tuple([key for key in words if key in self.index.ids])

    def is_foreign_id(self, key: str, own: Own) -> bool:
        """Tell whether an id of the audience is somebody else's and no ordinary word."""
        if own.has_id(key) or key in self._colours:
            return False
        return not (is_vague(key) and (key in self._words or own.says(key)))


def _without_tags(readings: Sequence[str]) -> Iterator[str]:
    """Give readings without what stands before or after a plus sign: `eve+news@…`."""
    for item in readings:
        local, _, domain = item.rpartition("@")
        if "+" in local:
            yield f"{local.partition('+')[0]}@{domain}"
            yield f"{local.rpartition('+')[2]}@{domain}"
