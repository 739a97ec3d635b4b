"""The roots: RFC 6962's tree, and rows of which no value can pass for another."""

from __future__ import annotations

import hashlib
import itertools

import pytest

from composer.model.merkle import (
    RootFolder,
    columns_digest,
    leaf_hash,
    merkle_root,
    root_of_hashes,
    row_hashes,
)


def reference(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word: split at the largest power of two below the length."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    both = reference(hashes[:split]) + reference(hashes[split:])
    return hashlib.sha256(b"\x01" + both).digest()


@pytest.mark.parametrize("count", [*range(18), 31, 33, 4095, 4096, 4097, 4099, 8192, 8193, 12_289])
def test_the_tree_is_that_of_rfc_6962(count: int) -> None:
    hashes = [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]
    assert root_of_hashes(iter(hashes)) == reference(hashes).hex()
    folder = RootFolder()
    for begin in range(0, count, 1000):
        folder.add(b"".join(hashes[begin : begin + 1000]))
    assert folder.root() == reference(hashes).hex()


def test_no_other_list_has_the_same_root() -> None:
    lists = [
        leaves
        for length in range(5)
        for leaves in itertools.product((b"", b"a", b"b"), repeat=length)
    ]
    assert len({merkle_root(leaves) for leaves in lists}) == len(lists)


def test_a_node_is_never_a_leaf() -> None:
    one, other = leaf_hash(b"a"), leaf_hash(b"b")
    assert merkle_root([b"a", b"b"]) != merkle_root([one + other])
    assert leaf_hash(b"\x01" + one + other) != hashlib.sha256(b"\x01" + one + other).digest()


def test_every_value_of_a_row_counts_where_it_stands() -> None:
    head, columns = bytes(48), columns_digest(("email", "name"))
    row = (head, "a@b.com", "de", b'["a@b.com","x"]', columns)
    rows = [
        row,
        *((bytes(at) + b"\x01" + bytes(47 - at), *row[1:]) for at in (0, 16, 32)),
        (head, "a@b.co", "mde", *row[3:]),
        (head, "a@b.comd", "e", *row[3:]),
        (head, "a@b.com", "", b"de" + row[3], columns),
        (head, "a@b.com", "de", b'["a@b.com",""]', columns),
        (*row[:4], columns_digest(("email", "nam", "e"))),
        (*row[:4], columns_digest(("emailname",))),
        (*row[:4], columns_digest(("name", "email"))),
    ]
    hashes = {row_hashes([one[0]], [one[1]], [one[2]], [one[3]], one[4]) for one in rows}
    assert len(hashes) == len(rows)
