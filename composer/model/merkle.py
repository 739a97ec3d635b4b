"""Merkle roots over an ordered list (RFC 6962 §2.1), with leaves and nodes kept apart.

The audience's root is over salted, length-prefixed rows sorted by address key; the messages' root
is over (recipient id, digest, wire digest) in the same order. A row's leaf
holds the names of the columns by their digest, and the values as one JSON array of texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice

import orjson

from composer.model.identifiers import Digest
from composer.model.recipient import Recipient
from composer.model.rendered import framed, framed_count


class _Sizes(dict[int, bytes]):
    """Lengths as 8 bytes, made once each."""

    def __missing__(self, size: int) -> bytes:
        return (
            self.setdefault(size, framed_count(size))
            if size < _LONGEST_KEPT
            else framed_count(size)
        )


_LONGEST_KEPT = 10_000
_SIZES = _Sizes()
_HASH_BYTES = 32
_SUBTREE = 4096
"""Leaves that are folded at once; a power of two, so that they are a subtree of the whole."""


def merkle_root(leaves: Iterable[bytes]) -> Digest:
    """Fold leaves into one digest; streaming.

    >>> merkle_root([]) == hashlib.sha256(b"").hexdigest()
    True
    """
    return root_of_hashes(leaf_hash(leaf) for leaf in leaves)


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf, so that it can never be taken for a node."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def root_of_hashes(hashes: Iterable[bytes]) -> Digest:
    """Fold hashed leaves into one digest: whole subtrees first, so that memory stays small."""
    stream = iter(hashes)
    subtrees: list[bytes] = []
    while some := list(islice(stream, _SUBTREE)):
        subtrees.append(_folded(some))
    return _folded_all(subtrees)


class RootFolder:
    """Folds hashed leaves as they come, and holds a subtree's worth of them at most."""

    def __init__(self) -> None:
        self._subtrees: list[bytes] = []
        self._waiting = bytearray()

    def add(self, hashes: bytes) -> None:
        """Take in hashed leaves, one after the other."""
        self._waiting += hashes
        whole = _SUBTREE * _HASH_BYTES
        while len(self._waiting) >= whole:
            self._subtrees.append(_folded(_cut(self._waiting[:whole])))
            del self._waiting[:whole]

    def root(self) -> Digest:
        """Give the root over everything so far."""
        rest = [_folded(_cut(self._waiting))] if self._waiting else []
        return _folded_all([*self._subtrees, *rest])


def _folded_all(subtrees: list[bytes]) -> Digest:
    return Digest((_folded(subtrees) if subtrees else hashlib.sha256(b"").digest()).hex())


def _cut(hashes: bytes | bytearray) -> list[bytes]:
    return [
        bytes(hashes[begin : begin + _HASH_BYTES]) for begin in range(0, len(hashes), _HASH_BYTES)
    ]


def _folded(level: list[bytes]) -> bytes:
    """Fold level by level; an odd one goes up as it is, which gives the tree of RFC 6962."""
    sha256 = hashlib.sha256
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\x01%b%b" % pair).digest() for pair in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def columns_digest(columns: Sequence[str]) -> bytes:
    """Digest the names of an audience's columns, in order."""
    names = b"".join(framed(name) for name in columns)
    return hashlib.sha256(b"columns1" + framed_count(len(columns)) + names).digest()


def row_hashes(
    heads: Sequence[bytes],
    addresses: Sequence[str],
    locales: Sequence[str],
    values: Sequence[bytes],
    columns: bytes,
) -> bytes:
    """Hash the leaves of many rows for the audience's root, one after the other.

    A head is id, token and salt, 16 bytes each; values are the cells as orjson writes a list of
    texts; `columns` is `columns_digest`. Address, locale and values are prefixed by their lengths.
    """
    sha256, size_of = hashlib.sha256, _SIZES.__getitem__
    wishes = {locale: framed(locale) for locale in set(locales)}
    addressed = [address.encode() for address in addresses]
    rows = zip(heads, addressed, locales, values, strict=True)
    leaves = [
        b"\x00row2%b%b%b%b%b%b%b"
        % (head, columns, size_of(len(sent)), sent, wishes[locale], size_of(len(cells)), cells)
        for head, sent, locale, cells in rows
    ]
    return b"".join([sha256(leaf).digest() for leaf in leaves])


def audience_hash(recipient: Recipient) -> bytes:
    """Hash one recipient for the audience's root: id, token, salt, address, locale, fields."""
    return row_hashes(
        [bytes.fromhex(recipient.id + recipient.token + recipient.salt)],
        [recipient.address],
        [recipient.locale],
        [orjson.dumps([value for _name, value in recipient.fields])],
        columns_digest([name for name, _value in recipient.fields]),
    )


def message_leaf(recipient_id: str, digest: str, wire_sha256: str) -> bytes:
    """Frame one recipient's message for the messages' root."""
    return b"msg1" + framed(recipient_id) + framed(digest) + framed(wire_sha256)
