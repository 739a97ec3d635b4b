"""Encoding a body in pieces gives the bytes that encoding it whole gives, whatever the pieces are."""

from __future__ import annotations

import pickle
import random
from binascii import b2a_qp
from dataclasses import replace

import orjson

from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from composer.rendering.mime import build_eml
from composer.rendering.sendgrid_body import build_sendgrid_body
from composer.rendering.wire_pieces import PieceForms, made_bodies, quoted_lines
from tests.unit.rendering.samples import make_context, make_recipient, shipped_layout

LETTERS = 'abc. \t=é>東"\\\n'
LENGTHS = (0, 1, 2, 3, 10, 40, 74, 75, 76, 77, 150, 151, 300)


def binascii_line(line: bytes) -> bytes:
    return b2a_qp(line, istext=True).replace(b"\n", b"\r\n")


def some_text(chance: random.Random, *, line_ends: bool) -> bytes:
    weights = [50, 50, 50, chance.choice((1, 9)), 8, 1, chance.choice((0, 1, 20)),
               chance.choice((0, 1, 10)), 50, 1, 1, 1, line_ends * chance.choice((1, 9))]  # fmt: skip
    return "".join(chance.choices(LETTERS, weights, k=chance.choice(LENGTHS))).encode()


def test_each_line_is_encoded_as_binascii_does_it() -> None:
    chance = random.Random(3)
    for _ in range(20_000):
        text = some_text(chance, line_ends=True)
        lines = [binascii_line(line) for line in text.split(b"\n")]
        assert quoted_lines(text) == b"\r\n".join(lines), text


def test_pieces_known_and_unknown_are_encoded_as_the_whole_is() -> None:
    chance = random.Random(4)
    for _ in range(10_000):
        pieces = [some_text(chance, line_ends=True) for _ in range(chance.randrange(9))]
        forms = PieceForms()
        forms.learn(piece for piece in pieces if piece and chance.random() < 0.5)
        whole = b"".join(pieces)
        assert b"".join(forms.quoted(pieces)) == b"\r\n".join(
            map(binascii_line, whole.split(b"\n"))
        )
        assert orjson.dumps(forms.json(pieces)) == orjson.dumps(whole.decode())


def test_a_message_is_built_alike_from_its_pieces_and_from_its_texts() -> None:
    context = make_context(
        layout=shipped_layout("newsletter"), unsubscribe="https://example.com/u/{{ token }}"
    )
    compiled = compile_message(context)
    for name in ("Ann", "Jürgen & <Söhne>", "東京", 'a = b \\ "c"', "x" * 200, "a\nb"):
        message = render_message(compiled, make_recipient(first_name=name))
        alone = replace(message, made=None)
        assert made_bodies(message) is not None
        assert message == alone
        assert build_eml(message) == build_eml(alone)
        assert build_sendgrid_body(message, context.campaign) == build_sendgrid_body(
            alone, context.campaign
        )


def test_pieces_are_of_no_use_once_a_text_is_another_or_in_another_process() -> None:
    message = render_message(compile_message(make_context()), make_recipient())
    for changed in (
        replace(message, text_utf8=b"other\n"),
        replace(message, html_utf8=b"<p>other</p>"),
    ):
        assert made_bodies(changed) is None
        assert build_eml(changed) == build_eml(replace(changed, made=None))
    sent = pickle.loads(pickle.dumps(message))
    assert sent == message
    assert sent.made is None
