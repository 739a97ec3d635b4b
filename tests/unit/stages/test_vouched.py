"""What a message is compared with: the rows that fold into the proof's root, as they were then."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest

from composer.errors import Blocked
from composer.model.identifiers import Digest, RecipientId
from composer.model.merkle import merkle_root, message_leaf
from composer.stages.vouched import known_messages, proven_by
from composer.store.checks import MessageDigest


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Rows:
    """The check's rows, which somebody may change at any moment."""

    def __init__(self, count: int = 50) -> None:
        self.lines = [line(number) for number in range(count)]

    @property
    def root(self) -> str:
        return merkle_root(
            message_leaf(one.recipient_id, one.digest, one.wire_sha256) for one in self.lines
        )

    def digests(self, _binding):
        return iter(self.lines)

    def digests_of(self, _binding, ids):
        return {one.recipient_id: one for one in self.lines if one.recipient_id in ids}


def line(number: int, *, digest_of: str = "", wire_of: str = "") -> MessageDigest:
    return MessageDigest(
        recipient_id=RecipientId(digest(f"id {number}")[:32]),
        digest=Digest(digest(digest_of or f"message {number}")),
        wire_sha256=digest(wire_of or f"wire {number}"),
    )


def manifest(root: str):
    return SimpleNamespace(text=lambda *_path: root)


@pytest.fixture
def rows() -> Rows:
    return Rows()


def test_rows_that_do_not_fold_into_the_root_are_refused(rows):
    sealed = manifest(rows.root)
    known_messages(rows, binding="b", manifest=sealed)
    rows.lines[7] = line(7, wire_of="another")
    with pytest.raises(Blocked) as blocked:
        known_messages(rows, binding="b", manifest=sealed)
    assert [item.code for item in blocked.value.findings] == ["send.digest_differs"]
    rows.lines.clear()
    with pytest.raises(Blocked):
        known_messages(rows, binding="b", manifest=sealed)


@pytest.mark.parametrize("more", [{"digest_of": "forged"}, {"wire_of": "forged"}])
def test_a_row_that_is_changed_while_it_is_sent_proves_nothing_more(rows, more):
    known = known_messages(rows, binding="b", manifest=manifest(rows.root))
    ids = [one.recipient_id for one in rows.lines]
    everybody = proven_by(rows, binding="b", known=known, ids=ids)
    assert everybody == {one.recipient_id: (one.digest, one.wire_sha256) for one in rows.lines}
    rows.lines[3] = line(3, **more)
    proven = proven_by(rows, binding="b", known=known, ids=ids)
    assert set(ids) - proven.keys() == {ids[3]}


def test_somebody_elses_row_proves_nothing(rows):
    known = known_messages(rows, binding="b", manifest=manifest(rows.root))
    first, second = rows.lines[:2]
    rows.lines[0] = MessageDigest(
        recipient_id=first.recipient_id, digest=second.digest, wire_sha256=second.wire_sha256
    )
    rows.lines.append(line(99))
    ids = [one.recipient_id for one in rows.lines]
    proven = proven_by(rows, binding="b", known=known, ids=ids)
    assert set(ids) - proven.keys() == {ids[0], ids[-1]}
