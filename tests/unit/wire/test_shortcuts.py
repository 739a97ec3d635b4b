"""What is read by what came before is what reading in full gives, however a message is damaged.

The plain reader is the same code without its shortcuts: no text is known, nothing is remembered, no
header is read in one look.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from composer.errors import GuardRefused
from composer.wire import (
    bodies,
    decode,
    encoded_words,
    header_block,
    header_forms,
    header_reading,
    json_text,
    parameters,
    parts,
    quoted_text,
    sendgrid_json,
)
from composer.wire.guard import WireForm, inspect
from composer.wire.skeleton import Place, ReadText
from tests.unit.wire.mutated import as_eml, as_request, make_parts, mutate

_ROUND = 250
_WRITERS = {"eml": as_eml, "sendgrid": as_request}

Verdict = tuple[object, ...]


class _NothingKnown:
    """In the place of `Skeletons`: every text is read in full."""

    def read(self, _raw: bytes, places: Sequence[Place]) -> list[ReadText | None]:
        return [None] * len(places)

    def learn(self, _raw: bytes, _places: Sequence[Place]) -> None:
        """Learn nothing."""


@contextmanager
def plainly() -> Iterator[None]:
    """Read without shortcuts."""
    quick = (bodies._QUOTED, bodies._DECODED, json_text._TEXTS, header_reading._plain_header)
    by_form = sendgrid_json._by_form
    nothing = _NothingKnown()
    bodies._QUOTED = bodies._DECODED = json_text._TEXTS = nothing  # type: ignore[assignment]
    header_reading._plain_header = lambda _raw: None  # type: ignore[assignment]
    sendgrid_json._by_form = lambda _request: None  # type: ignore[assignment]
    decode.read_two_texts = lambda _head, _content, _start: None  # type: ignore[attr-defined,assignment]
    most_forms, header_forms._MOST_FORMS = header_forms._MOST_FORMS, 0
    header_forms.HEADER_FORMS.forget()
    try:
        yield
    finally:
        bodies._QUOTED, bodies._DECODED, json_text._TEXTS, header_reading._plain_header = quick
        sendgrid_json._by_form = by_form
        decode.read_two_texts = parts.read_two_texts  # type: ignore[attr-defined]
        header_forms._MOST_FORMS = most_forms


def forget_what_was_learnt() -> None:
    for texts in (bodies._QUOTED, bodies._DECODED, json_text._TEXTS):
        texts.forget()
    sendgrid_json._FORMS.forget()
    header_forms.HEADER_FORMS.forget()


def forget_what_is_remembered() -> None:
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
        pieces = [*text.fresh]
        for place, piece in enumerate(text.known):
            pieces.insert(2 * place + 1, piece.encode())
        assert all(not piece or piece.endswith(b"\n") for piece in pieces[:-1])
        assert b"".join(pieces) == text.content
    return (
        found.headers,
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
        if begin % (2 * _ROUND):  # lessons are rationed, and damage uses them up
            forget_what_was_learnt()
        _warm_up(whole, form)
        quick = [read(wire, form) for wire in wires]
        by_shortcut += sum(_is_known(wire, form) for wire in whole[:20])
        readable += sum(verdict[0] != "refused" for verdict in quick)
        with plainly():
            for wire, verdict in zip(wires, quick, strict=True):
                forget_what_is_remembered()
                assert read(wire, form) == verdict, wire
    return readable, by_shortcut


def _warm_up(wires: Sequence[bytes], form: WireForm) -> None:
    for wire in wires:
        inspect(wire, form=form)


def _is_known(wire: bytes, form: WireForm) -> bool:
    found = inspect(wire, form=form)
    if form == "eml" and not any(
        one.pattern.match(wire) for one in header_forms.HEADER_FORMS._forms
    ):
        return False
    if form == "sendgrid" and b"\\u" not in wire:
        request = json_text.find_texts(wire)
        assert request is not None
        if sendgrid_json._by_form(request) is None:
            return False
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


def warm(form: WireForm) -> bytes:
    """Give a message that is read by shortcuts from now on."""
    forget_what_was_learnt()
    wires = [
        _WRITERS[form](("en", "text\n" * 90, _page("x" * number)), number) for number in range(1, 9)
    ]
    _warm_up(wires, form)
    assert _is_known(wires[-1], form)
    return wires[3]


def _page(own: str) -> str:
    return "\n".join(("<p>own</p>", own, *(f"<p>everybody {n}</p>" for n in range(60)), ""))


@pytest.mark.parametrize(
    ("form", "old", "new", "rule"),
    [
        ("eml", b"<p>own</p>", b"y" * 999, "line_length"),
        ("eml", b"<p>own</p>", b"own =1B", "text_control"),
        ("eml", b"<p>own</p>", b"own =7F", "text_control"),
        ("eml", b"<p>own</p>", b"own =E9", "charset"),
        ("eml", b"<p>own</p>", b"own ", "transfer_encoding"),
        ("eml", b"Subject: ", b"Subject: " + b"s" * 999, "line_length"),
        ("sendgrid", b"<p>own</p>", b"own \\u001b", "text_control"),
        ("sendgrid", b"<p>own</p>", b"own \\ud83d", "json_value"),
        ("sendgrid", b"<p>own</p>", b"own \x01", "json_form"),
        ("sendgrid", b'"value":"text', b'"value":"A","value":"text', "json_twice"),
    ],
)
def test_what_is_wrong_in_a_recipients_own_line_is_told(
    form: WireForm, old: bytes, new: bytes, rule: str
) -> None:
    wire = warm(form)
    assert old in wire
    assert read(wire.replace(old, new, 1), form) == ("refused", rule)


@pytest.mark.parametrize("value", [b'"A"', b'"\\u0041"', b'"B"'])
def test_no_other_string_of_a_request_is_taken_for_one_of_its_texts(value: bytes) -> None:
    wire = warm("sendgrid")
    begin = wire.index(b'"content":[')
    end = wire.index(b"}]", begin) + 2
    hidden = wire.replace(b'"subject":', b'"name":%b,"subject":' % value, 1)
    assert read(hidden, "sendgrid") == ("refused", "json_key")
    # A text that only says "A", and the opening of a text inside of another string.
    says = b'"content":[{"type":"text/plain","value":%b},{"type":"text/html","value":%b}]'
    named = wire[:begin] + says % (value, value) + wire[end:]
    with plainly():
        verdict = read(named, "sendgrid")
    assert read(named, "sendgrid") == verdict
    assert verdict[0] != "refused"


@pytest.mark.parametrize("other", [b'"A"', b'"B"', b'"\\u0041"', b'"\\u0042"'])
def test_texts_are_taken_out_only_where_their_stand_ins_cannot_be_mistaken(other: bytes) -> None:
    wire = warm("sendgrid")
    assert _rest(wire) is not None
    named = wire.replace(b'"name":"Example Exchange"', b'"name":' + other, 1)
    assert _rest(named) is None


def _rest(wire: bytes) -> bytes | None:
    request = json_text.find_texts(wire)
    assert request is not None
    return request.rest()
