"""Finds other people's addresses and ids in a finished message (rule 8).

Two layers. Fast, for every message: each at sign must belong to an allowed address, no word may be
somebody else's id, and no cell of the row may hide anything. Thorough, where the fast layer is not
satisfied: every view of every part (`deep_text`) is read, and that verdict is final.

An address that stands openly is refused unless it is the recipient's own, written by the author, or
in a column of contacts. In views that only a person or a script would read, an address is refused
if it belongs to somebody in the audience. A member's id is refused unless it is the recipient's
own, or reads like an ordinary word or small number that the author or the recipient's own row says
too. Nothing is waived for one recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from composer.findings import Finding, finding
from composer.model.recall import Recall
from composer.model.recipient import Recipient
from composer.wire.address_form import (
    Sighting,
    at_signs,
    find_sightings,
    looks_addressed,
    sighting_at,
    stands_at,
    written_forms,
)
from composer.wire.audience_index import MAX_CONTACTS, AudienceIndex
from composer.wire.decode import DecodedMessage
from composer.wire.deep_text import decoded_base64, is_plain, settle, spelled_out, visible
from composer.wire.id_words import find_id_words, is_vague
from composer.wire.literals import MAX_TEXT_FILE, Literals
from composer.wire.own import Own

_COLOUR = re.compile(r"#([0-9a-f]{6})\b")
_PIECES_ROOM = 2 * 1024 * 1024
_CELLS_ROOM = 1024 * 1024
_MOST_MET = 1024 * 1024
_LONGEST_MET = 128 * 1024
_OVERHEAD = 100


class _Doubt(NamedTuple):
    """What in one piece is not allowed for everybody: at signs of its folded text, ids."""

    folded: str
    at_signs: tuple[int, ...]
    ids: tuple[str, ...]


_UNKNOWN = _Doubt("", (), ())


class _HiddenIn(NamedTuple):
    """What could be a leak in a cell if it were printed: open ids, or anything at all (`deep`)."""

    ids: tuple[str, ...]
    deep: bool


class LeakScanner:
    """Scans a campaign's messages one after the other.

    It remembers pieces of text and cells by what they hold, never whether somebody may see it:
    that is decided anew for each recipient.
    """

    def __init__(self, *, literals: Literals, index: AudienceIndex) -> None:
        contacts = index.contacts if len(index.contacts) <= MAX_CONTACTS else frozenset()
        self._index = index
        self._hides = literals.hides
        self._allowed = frozenset(
            form for address in literals.written | contacts for form in written_forms(address)
        )
        self._unless_member = literals.unless_member
        self._words = frozenset(
            word for text in literals.texts for word in find_id_words(text, shape=index.id_shape)
        )
        self._colours = frozenset(
            colour for text in literals.texts for colour in _COLOUR.findall(text)
        )
        self._doubts = Recall(self._find_doubt, room_bytes=_PIECES_ROOM)
        self._met: set[str] = set()
        self._met_left = _MOST_MET
        self._cells = Recall(self._find_hidden, room_bytes=_CELLS_ROOM)

    def find_leaks(self, message: DecodedMessage, recipient: Recipient) -> list[Finding]:
        """Find everything in a recipient's message that belongs to somebody else.

        One finding for each part and each address or id; empty for an ordinary message.
        """
        own = Own(
            recipient,
            content_ids=[item.content_id for item in message.attachments],
            id_columns=self._index.id_columns,
            id_shape=self._index.id_shape,
        )
        if self._is_quiet(message, own):
            return []
        found: dict[tuple[str, str, str], None] = {}
        for part, text in self._parts(message):
            for code, value in self._leaks_in(text, own):
                found[part, code, value] = None
        return [
            finding(
                code,
                where={"recipient": recipient.address, "row": recipient.row, "part": part},
                found=value,
            )
            for part, code, value in found
        ]

    def _parts(self, message: DecodedMessage) -> Iterator[tuple[str, str]]:
        yield from self._besides_bodies(message)
        yield "text", message.text
        yield "html", message.html

    def _besides_bodies(self, message: DecodedMessage) -> Iterator[tuple[str, str]]:
        for name, value in message.headers:
            if name.lower() != "message-id":
                yield name, value
        for item in message.attachments:
            yield "attachment", item.name
            if item.content_type.startswith("text/") and len(item.content) <= MAX_TEXT_FILE:
                yield f"attachment {item.name}", item.content.decode("utf-8", errors="replace")

    # the fast layer

    def _is_quiet(self, message: DecodedMessage, own: Own) -> bool:
        if self._hides or not self._hides_nothing(own):
            return False
        return all(self._is_own(doubt, own) for doubt in self._doubts_of(message))

    def _doubts_of(self, message: DecodedMessage) -> list[_Doubt]:
        """Give what is doubtful in any piece of a message.

        Pieces never met before are looked at together: most are one recipient's own and do not come
        again. A piece met again will be met often, so from then on it is remembered.
        """
        known = self._doubts.get
        first: list[str] = []
        found: list[_Doubt | None] = []
        bodies = message.pieces or (message.text, message.html)
        for piece in (*[text for _, text in self._besides_bodies(message)], *bodies):
            doubt = known(piece, _UNKNOWN)
            if doubt is not _UNKNOWN:
                found.append(doubt)
            elif piece in self._met:
                found.append(self._doubts[piece])
            else:
                first.append(piece)
        found.append(self._find_doubt_in("\n".join(map(str.casefold, first))))
        self._meet(first)
        return [doubt for doubt in found if doubt is not None]

    def _meet(self, pieces: Iterable[str]) -> None:
        for piece in pieces:
            self._met_left -= len(piece) + _OVERHEAD
            if self._met_left < 0:
                self._met.clear()
                self._met_left = _MOST_MET
            if len(piece) <= _LONGEST_MET:
                self._met.add(piece)

    def _hides_nothing(self, own: Own) -> bool:
        """Tell whether no cell could hide anything, were it printed."""
        cells = "\n".join(own.cells)
        if is_plain(cells):
            ids = self._ids_in(cells.casefold())
            if not any(self._is_foreign_id(key, own) for key in ids):
                return True
        found = zip(own.cells, map(self._cells.__getitem__, own.cells), strict=True)
        return not any(hidden and self._could_leak(cell, hidden, own) for cell, hidden in found)

    def _find_doubt(self, piece: str) -> _Doubt | None:
        return self._find_doubt_in(piece.casefold())

    def _find_doubt_in(self, folded: str) -> _Doubt | None:
        doubtful = tuple(
            [
                at
                for at in at_signs(folded)
                if not self._stands_in(self._allowed, folded, at) and looks_addressed(folded, at)
            ]
        )
        ids = self._ids_in(folded)
        return _Doubt(folded, doubtful, ids) if doubtful or ids else None

    def _is_own(self, doubt: _Doubt, own: Own) -> bool:
        for at in doubt.at_signs:
            if not self._stands_in(own.addresses, doubt.folded, at) and sighting_at(
                doubt.folded, at
            ):
                return False
        return not any(self._is_foreign_id(key, own) for key in doubt.ids)

    def _find_hidden(self, cell: str) -> _HiddenIn | None:
        if is_plain(cell):
            ids = self._ids_in(cell.casefold())
            return _HiddenIn(ids, deep=False) if ids else None
        nobody = Own(None, id_shape=self._index.id_shape)
        return _HiddenIn((), deep=True) if any(True for _ in self._leaks_in(cell, nobody)) else None

    def _could_leak(self, cell: str, hidden: _HiddenIn, own: Own) -> bool:
        if hidden.deep:
            return any(True for _ in self._leaks_in(cell, own))
        return any(self._is_foreign_id(key, own) for key in hidden.ids)

    def _ids_in(self, folded: str) -> tuple[str, ...]:
        if not self._index.ids:
            return ()
        words = find_id_words(folded, shape=self._index.id_shape)
        return tuple([key for key in words if key in self._index.ids])

    # the thorough layer

    def _leaks_in(self, text: str, own: Own) -> Iterator[tuple[str, str]]:
        settled = settle(text)
        for address in self._open_addresses(settled, own):
            yield "content.foreign_address", address
        views = {visible(settled), spelled_out(settled), spelled_out(visible(settled))}
        hidden = tuple(decoded_base64(text))
        for view in (*views, *hidden):
            for address in self._members_in(view, own):
                yield "content.foreign_address", address
        for view in (settled, *views, *hidden):
            for key in find_id_words(view, shape=self._index.id_shape):
                if key in self._index.ids and self._is_foreign_id(key, own):
                    yield "content.foreign_id", key

    def _open_addresses(self, text: str, own: Own) -> Iterator[str]:
        for sighting in find_sightings(text):
            if self._is_allowed(text, sighting, own):
                continue
            members = [item for item in sighting.readings if item in self._index.addresses]
            weak = any(stands_at(text, sighting.at, item) for item in self._unless_member)
            if members or not weak:
                yield (members or sighting.readings)[-1]

    def _members_in(self, text: str, own: Own) -> Iterator[str]:
        for sighting in find_sightings(text):
            if self._is_allowed(text, sighting, own):
                continue
            yield from (item for item in sighting.readings if item in self._index.addresses)

    def _is_allowed(self, text: str, sighting: Sighting, own: Own) -> bool:
        if any(item in own.addresses or item in self._allowed for item in sighting.readings):
            return True
        return any(
            self._stands_in(items, text, sighting.at) for items in (own.addresses, self._allowed)
        )

    @staticmethod
    def _stands_in(addresses: Iterable[str], text: str, at: int) -> bool:
        return any(stands_at(text, at, item) for item in addresses)

    def _is_foreign_id(self, key: str, own: Own) -> bool:
        if own.has_id(key) or key in self._colours:
            return False
        return not (is_vague(key) and (key in self._words or own.says(key)))
