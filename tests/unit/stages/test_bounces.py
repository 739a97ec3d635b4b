"""What is kept of a bounce: nothing that was said of somebody whose data was removed."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from composer.model.bounce import BounceKind, BounceNote, ReadBounce
from composer.model.identifiers import RecipientId
from composer.stages.bounces import _Taking

NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Bounces:
    """The record of what came back, still empty."""

    def all(self, _campaign: str) -> tuple[()]:
        return ()


@pytest.mark.parametrize(
    ("address", "kept"),
    [("ann@customer.example", "no user Ann"), ("customer.example", ""), ("", "")],
)
def test_words_about_somebody_erased_are_not_kept(address: str, kept: str) -> None:
    desk: Any = SimpleNamespace(bounces=Bounces(), now=lambda: NOW)
    content: Any = SimpleNamespace(record=SimpleNamespace(id="c" * 16))
    by: Any = SimpleNamespace()
    ids: Any = SimpleNamespace()
    taking = _Taking(desk=desk, content=content, ids=ids, source="file", began=NOW, by=by)
    note = BounceNote(kind=BounceKind.PERMANENT, answer="no user Ann")
    person: Any = SimpleNamespace(id=RecipientId("a" * 32), address=address)
    taking._remember(ReadBounce(notes=(note,), mark="m"), note, person)
    assert [one.answer for _person, one in taking._new] == [kept]
    assert (taking._entry(person, taking._new[0][1]) is None) == (not kept)
