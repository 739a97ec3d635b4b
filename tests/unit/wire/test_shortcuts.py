"""What is read by what came before is what reading in full gives, however a message is damaged.

The plain reader is the same code with nothing to remember: everything forgotten before each message.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from composer.errors import GuardRefused
from composer.wire import (
    bodies,
    encoded_words,
    header_block,
    header_reading,
    json_text,
    parameters,
    parts,
    quoted_text,
)
from composer.wire.guard import WireForm, inspect
from tests.unit.wire.mutated import as_eml, as_request, make_parts, mutate

_ROUND = 250
_WRITERS = {"eml": as_eml, "sendgrid": as_request}

Verdict = tuple[object, ...]


def forget_everything() -> None:
    for skeletons in (bodies._QUOTED, bodies._DECODED, json_text._TEXTS):
        skeletons.forget()
    header_reading.HEADERS._met.clear()
    for recall in (quoted_text._LINES, header_reading.HEADERS._known, header_block.FIELDS):
        recall.clear()
        recall._older = {}
    for remembered in (
        parts._child_head,
        parameters.read_parametrised,
        encoded_words.decode_unstructured,
    ):
        remembered.cache_clear()


def read(wire: bytes, form: WireForm) -> Verdict:
    """Give everything that was read, or the rule that was broken."""
    try:
        found = inspect(wire, form=form)
    except GuardRefused as refusal:
        return ("refused", refusal.rule)
    for text in (found.plain, found.markup):
        lines = [*(piece.encode() for piece in text.known), *text.fresh[:-1]]
        assert all(line.endswith(b"\n") for line in lines)
        assert sum(map(len, (*lines, *text.fresh[-1:]))) == len(text.content)
    return (
        found.headers,
        found.framed_headers,
        found.header_names,
        found.from_addresses,
        found.to_addresses,
        found.reply_addresses,
        found.text,
        found.html,
        found.attachments,
        found.digest(envelope_sender="a@example.com", envelope_recipient="b@example.org"),
    )


def compare(form: WireForm, *, count: int, seed: int) -> tuple[int, int]:
    """Read damaged messages both ways; give how many could be read, and how many by shortcuts."""
    chance = random.Random(seed)
    write = _WRITERS[form]
    whole = [write(make_parts(chance, number), number) for number in range(120)]
    readable = by_shortcut = 0
    for begin in range(0, count, _ROUND):
        wires = [
            mutate(chance.choice(whole), chance.choice(whole), chance)
            if chance.randrange(8)
            else chance.choice(whole)
            for _ in range(begin, min(count, begin + _ROUND))
        ]
        forget_everything()
        _warm_up(whole, form)
        quick = [read(wire, form) for wire in wires]
        by_shortcut += sum(_is_known(wire, form) for wire in whole[:20])
        readable += sum(verdict[0] != "refused" for verdict in quick)
        for wire, verdict in zip(wires, quick, strict=True):
            forget_everything()
            assert read(wire, form) == verdict, wire
    return readable, by_shortcut


def _warm_up(wires: Sequence[bytes], form: WireForm) -> None:
    for wire in wires:
        inspect(wire, form=form)


def _is_known(wire: bytes, form: WireForm) -> bool:
    found = inspect(wire, form=form)
    return sum(map(len, found.markup.known)) > len(found.html) // 2


@pytest.mark.parametrize("form", ["eml", "sendgrid"])
def test_a_damaged_message_is_read_the_same_with_and_without_what_came_before(
    form: WireForm,
) -> None:
    readable, by_shortcut = compare(form, count=1000, seed=11)
    assert readable > 200
    assert by_shortcut > 40


@pytest.mark.long
@pytest.mark.parametrize("form", ["eml", "sendgrid"])
@pytest.mark.parametrize("seed", range(16))
def test_so_are_many_more(form: WireForm, seed: int) -> None:
    compare(form, count=4000, seed=seed)
