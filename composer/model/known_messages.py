"""Everybody's message as a proof vouches for it, held in little memory by whoever sends.

Guards rule 3 while a send lasts: what a message is compared with must not be a row that somebody
could change in the night, together with the row that the message is made from. 24 bytes are held
for each person: a part of the random id, and of the hash that the proof's root is folded from.
"""

from __future__ import annotations

from composer.model.identifiers import RecipientId

_SHELVES = 4096
"""So that with a million people some hundred lie on a shelf, and looking costs a microsecond."""
_ID_BYTES, _HASH_BYTES = 8, 16


class KnownMessages:
    """Takes in everybody's hash once, and tells whether somebody's message is the known one."""

    def __init__(self) -> None:
        self._shelves = [bytearray() for _ in range(_SHELVES)]

    def add(self, recipient_id: RecipientId, hashed: bytes) -> None:
        """Take in the hash of somebody's leaf (`merkle.leaf_hash`)."""
        shelf, entry = _placed(recipient_id, hashed)
        self._shelves[shelf] += entry

    def holds(self, recipient_id: RecipientId, hashed: bytes) -> bool:
        """Whether this very hash was taken in for this person."""
        shelf, entry = _placed(recipient_id, hashed)
        return entry in self._shelves[shelf]


def _placed(recipient_id: RecipientId, hashed: bytes) -> tuple[int, bytes]:
    known_by = bytes.fromhex(recipient_id)
    shelf = known_by[0] << 4 | known_by[1] >> 4
    return shelf, known_by[-_ID_BYTES:] + hashed[:_HASH_BYTES]
