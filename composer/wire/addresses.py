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

from composer.findings import Finding, finding
from composer.model.recipient import Recipient
from composer.wire.address_form import (
    Sighting,
    at_signs,
    canonical_address,
    find_sightings,
    sighting_at,
    stands_at,
    written_forms,
)
from composer.wire.audience_index import MAX_CONTACTS, AudienceIndex
from composer.wire.decode import DecodedMessage
from composer.wire.deep_text import decoded_base64, is_plain, settle, spelled_out, visible
from composer.wire.id_words import find_id_words, id_key, is_vague
from composer.wire.literals import MAX_TEXT_FILE, Literals

_COLOUR = re.compile(r"#([0-9a-f]{6})\b")
_CLEAN_LINES = 4096


class LeakScanner:
    """Scans a campaign's messages one after the other; remembers lines that are clean for all."""

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
        self._clean_lines: set[str] = set()

    def find_leaks(self, message: DecodedMessage, recipient: Recipient) -> list[Finding]:
        """Find everything in a recipient's message that belongs to somebody else.

        One finding for each part and each address or id; empty for an ordinary message.
        """
        own = _Own(message, recipient)
        parts = tuple(self._parts(message))
        if self._is_quiet(parts, own):
            return []
        found: dict[tuple[str, str, str], None] = {}
        for part, text in parts:
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
        for name, value in message.headers:
            if name.lower() != "message-id":
                yield name, value
        yield "text", message.text
        yield "html", message.html
        for item in message.attachments:
            yield "attachment", item.name
            if item.content_type.startswith("text/") and len(item.content) <= MAX_TEXT_FILE:
                yield f"attachment {item.name}", item.content.decode("utf-8", errors="replace")

    # the fast layer

    def _is_quiet(self, parts: Iterable[tuple[str, str]], own: _Own) -> bool:
        if self._hides or not all(self._hides_nothing(cell, own) for cell in own.cells):
            return False
        return all(self._is_open(text, own) for _, text in parts)

    def _hides_nothing(self, cell: str, own: _Own) -> bool:
        return is_plain(cell) or not any(True for _ in self._leaks_in(cell, own))

    def _is_open(self, text: str, own: _Own) -> bool:
        if "@" in text:
            folded = text.casefold()
            for at in at_signs(folded):
                if not self._stands_allowed(folded, at, own) and sighting_at(folded, at):
                    return False
        return not self._index.ids or not any(True for _ in self._foreign_ids_by_line(text, own))

    def _foreign_ids_by_line(self, text: str, own: _Own) -> Iterator[str]:
        for line in text.split("\n"):
            if line in self._clean_lines:
                continue
            hits = [
                key
                for key in find_id_words(line.casefold(), shape=self._index.id_shape)
                if key in self._index.ids
            ]
            yield from (key for key in hits if self._is_foreign_id(key, own))
            if not hits and len(self._clean_lines) < _CLEAN_LINES:
                self._clean_lines.add(line)

    # the thorough layer

    def _leaks_in(self, text: str, own: _Own) -> Iterator[tuple[str, str]]:
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

    def _open_addresses(self, text: str, own: _Own) -> Iterator[str]:
        for sighting in find_sightings(text):
            if self._is_allowed(text, sighting, own):
                continue
            members = [item for item in sighting.readings if item in self._index.addresses]
            weak = any(stands_at(text, sighting.at, item) for item in self._unless_member)
            if members or not weak:
                yield (members or sighting.readings)[-1]

    def _members_in(self, text: str, own: _Own) -> Iterator[str]:
        for sighting in find_sightings(text):
            if self._is_allowed(text, sighting, own):
                continue
            yield from (item for item in sighting.readings if item in self._index.addresses)

    def _is_allowed(self, text: str, sighting: Sighting, own: _Own) -> bool:
        if any(item in own.addresses or item in self._allowed for item in sighting.readings):
            return True
        return self._stands_allowed(text, sighting.at, own)

    def _stands_allowed(self, text: str, at: int, own: _Own) -> bool:
        return any(stands_at(text, at, item) for item in own.addresses) or any(
            stands_at(text, at, item) for item in self._allowed
        )

    def _is_foreign_id(self, key: str, own: _Own) -> bool:
        if key in own.id_keys(self._index):
            return False
        if key in self._colours:
            return False
        return not (is_vague(key) and (key in self._words or own.says(key)))


class _Own:
    """What belongs to the recipient: address, ids, cells, and the ids of parts of the message."""

    def __init__(self, message: DecodedMessage, recipient: Recipient) -> None:
        address = canonical_address(recipient.address)
        shown = (canonical_address(item.content_id) for item in message.attachments)
        self.addresses = (*written_forms(address), *(item for item in shown if "@" in item))
        self.cells = tuple(value for _, value in recipient.fields if value != recipient.address)
        self._recipient = recipient
        self._id_keys: frozenset[str] | None = None
        self._said: str | None = None

    def id_keys(self, index: AudienceIndex) -> frozenset[str]:
        """Give the recipient's own ids, whole and in pieces, and the random ones."""
        if self._id_keys is None:
            values = [value for name, value in self._recipient.fields if name in index.id_columns]
            keys = {id_key(value) for value in (*values, self._recipient.token, self._recipient.id)}
            for value in (*values, self._recipient.address):
                keys.update(find_id_words(settle(value), shape=index.id_shape))
            self._id_keys = frozenset(keys)
        return self._id_keys

    def says(self, key: str) -> bool:
        """Tell whether a cell of the recipient's row holds this word or number."""
        if self._said is None:
            self._said = settle("\n".join(self.cells))
        return key in self._said
