"""Messages as mail systems of many makers write them are read as a person would read them."""

from __future__ import annotations

import pytest

from composer.model.bounce import BounceKind
from composer.records.bounces import read_bounce
from tests.unit.records.wild.badly_made import BADLY_MADE
from tests.unit.records.wild.in_words import IN_WORDS
from tests.unit.records.wild.made import BOB, BOX, ID, Wild, report
from tests.unit.records.wild.no_bounces import NO_BOUNCES
from tests.unit.records.wild.standard import LATE, SEVERAL, STANDARD

HEX = b"0123456789abcdef" * 2
ALL = [*STANDARD, *LATE, *SEVERAL, *IN_WORDS, *NO_BOUNCES, *BADLY_MADE]


@pytest.mark.parametrize("wild", ALL, ids=lambda wild: wild.name)
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_it_is_read_as_it_is_meant(wild: Wild, ends: bytes) -> None:
    content = wild.content if b"\r" in wild.content else wild.content.replace(b"\n", ends)
    read = read_bounce(content)
    failed = {one for note in read.notes if note.kind.is_failure for one in note.addresses}
    late = {one for note in read.notes if note.kind is BounceKind.DELAYED for one in note.addresses}
    assert (read.kind, failed, late) == (wild.kind, set(wild.failed), set(wild.delayed))
    if wild.kinds:
        assert tuple(note.kind for note in read.notes) == wild.kinds


@pytest.mark.parametrize("wild", ALL, ids=lambda wild: wild.name)
def test_it_names_our_message_by_what_only_we_gave_it(wild: Wild) -> None:
    read = read_bounce(wild.content)
    assert BOX in read.mailboxes
    if wild.is_ours and read.kind.is_kept:
        assert ID in read.message_ids
    forged = wild.content.replace(HEX, b"f" * 32).replace(b"fedcba", b"ffffff")
    found = read_bounce(forged)
    assert BOX not in found.mailboxes
    assert ID not in found.message_ids or HEX not in wild.content  # there it stands in base64


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 140
    assert len({wild.name for wild in ALL}) == len(ALL)


@pytest.mark.parametrize(
    "tagged", [f"prvs=0123456789={BOX}", "SRS0=ab1+=cd=seed.test=" + BOX.replace("@seed.test", "@x.example")]
)  # fmt: skip
def test_what_servers_put_around_our_address_is_taken_off(tagged: str) -> None:
    content = report(f"Final-Recipient: rfc822;{BOB}\nAction: failed\nStatus: 5.1.1\n", returned="")
    read = read_bounce(content.replace(f"To: {BOX}".encode(), f"To: {tagged}".encode()))
    assert BOX in read.mailboxes
