"""Of every form in which mail comes back: what names our message counts, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.model.bounce import BounceFate
from composer.records.bounces import read_bounce
from tests.flow.conftest import Practice, copied
from tests.flow.resting import Post
from tests.unit.records.test_bounces_in_the_wild import ALL
from tests.unit.records.wild.made import BOB, BOX, EVE, ID

STRANGER = "bounces+" + "cd" * 16 + "@seed.test"


@pytest.fixture
def post(pattern_at_rest: Practice, home: Path, tmp_path: Path) -> Iterator[Post]:
    with copied(pattern_at_rest, tmp_path).here() as workspace:
        yield Post(pattern_at_rest, workspace)


def about(content: bytes, bob: str, eve: str, *, message_id: str = ID) -> bytes:
    """Write a form about people of the campaign, with a name of a message in it."""
    for before, after in ((BOB, bob), (EVE, eve), (ID, message_id), (BOX, STRANGER)):
        content = content.replace(before.encode(), after.encode())
    return content


def test_no_form_with_a_forged_or_a_missing_name_stops_anything(post: Post, tmp_path: Path) -> None:
    bob, eve = post.addresses[:2]
    forged = [about(wild.content, bob, eve) for wild in ALL]
    nameless = [about(wild.content, bob, eve, message_id="<>") for wild in ALL]
    others = [about(wild.content, bob, eve, message_id=post.message_id(eve)) for wild in ALL]
    read = post.read(*forged, *nameless, folder=tmp_path / "forged")
    assert (read.count(BounceFate.COUNTED), read.listed, read.unreadable) == (0, 0, 0)
    assert post.listed() == {}
    read = post.read(*others, folder=tmp_path / "others")
    assert bob not in post.listed()  # named, but by the name of another one's message
    assert post.workspace.bounces.counts(post.campaign).bounced <= 1


def test_every_form_with_the_name_of_our_message_counts(post: Post, tmp_path: Path) -> None:
    bob, eve = post.addresses[:2]
    ours = [
        about(wild.content, bob, eve, message_id=post.message_id(bob))
        for wild in ALL
        if wild.kind.is_kept and ID.encode() in wild.content
    ]
    readings = [(one, read_bounce(one)) for one in ours]
    named = {
        read.mark: one for one, read in readings if not read.addresses or bob in read.addresses
    }  # some differ in nothing but what stands around them, and are the same report
    assert len(named) > 100
    read = post.read(*named.values(), folder=tmp_path / "ours")
    assert dict(read.fates) == {BounceFate.COUNTED: len(named)}
    assert set(post.listed()) == {bob}
