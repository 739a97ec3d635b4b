"""A small campaign written by hand, and messages of it damaged in every way, for the readers' tests.

Nothing here comes from rendering: lines are encoded with the standard library, requests are JSON.
"""

from __future__ import annotations

import binascii
import json
import random
from collections.abc import Iterator

_GREETINGS = {"en": "Dear", "de": "Gr\u00fc\u00dfe an", "ja": "\u3053\u3093\u306b\u3061\u306f"}
_FILLING = tuple(
    f'<tr><td style="padding:8px"><a href="https://example.com/t/{n}">Topic {n} &mdash; gr\u00fcn</a></td></tr>'
    for n in range(30)
)
_SILVER = "\n".join(f"<p>Silver members may read part {n} of the guide.</p>" for n in range(9))
_VALUES = (
    "Ann", "J\u00fcrgen", "O'Hara & Sons", "<b>x</b>", "</td></tr>", "= equals =", "tab\there",
    "a" * 90, "caf\u00e9 " * 14, "Topic 7", "\u6771\u4eac", "\\n", "\\", 'say "hi"', "{}", "A", "B",
    "https://example.com/t/7", "\U0001f600 smile", "line\nbreak", "two\n\nparagraphs", ".", "--",
)  # fmt: skip
_SUBJECTS = (
    "News {}", "News {}", "=?utf-8?q?Gr=C3=BC=C3=9Fe?= {}",
    "A longer subject for number {}\r\n and its second line", "Gr\u00fc\u00dfe {}",
)  # fmt: skip

Parts = tuple[str, str, str]
"""Language, text, HTML."""


def make_parts(chance: random.Random, number: int) -> Parts:
    """Write one recipient's texts; some values hold pieces of what everybody gets."""
    language = chance.choice(("en", "en", "de", "ja"))
    value = chance.choice((*_VALUES, *_FILLING[:3], "\n".join(_FILLING[5:9])))
    plan = chance.choice(("gold", "silver", "basic"))
    hello = f"{_GREETINGS[language]} {value},"
    middle = f"your number is AC-{number:06}, your plan is {plan}."
    html = ["<html><body>", f"<h1>{hello}</h1>", f"<p>{middle}</p>"]
    if plan == "silver":
        html.append(_SILVER)
    html.extend(_FILLING)
    if plan == "gold":
        html.append(f"<p>Gold members meet in spring, {value}.</p>")
    html.extend(
        ("<table>", *_FILLING[:4], "</table>", f"<p>https://example.com/u/{number:032x}</p>")
    )
    text = [
        hello,
        "",
        middle,
        "",
        *(f"* Topic {n}, gr\u00fcn = https://example.com/t/{n}" for n in range(40)),
    ]
    ending = chance.choice(("\n", "\n", "\n\n", ""))
    return language, "\n".join(text) + "\n", "\n".join((*html, "</body></html>")) + ending


def as_eml(parts: Parts, number: int) -> bytes:
    language, text, html = parts
    boundary = b"=_a%08x%08x" % (number * 2654435761 % 2**32, number)
    head = (
        f"From: Example Exchange <notices@example.com>\r\nTo: user{number}@example.org\r\n"
        f"Subject: {_SUBJECTS[number % 5].format(number)}\r\nMessage-ID: <{number:016x}@example.com>\r\n"
        f"Content-Language: {language}\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: multipart/alternative;\r\n"
    ).encode()
    return b"".join(
        (
            head, b' boundary="', boundary, b'"\r\n\r\n--', boundary, b"\r\n",
            _part(b"plain", text), b"\r\n--", boundary, b"\r\n",
            _part(b"html", html), b"\r\n--", boundary, b"--\r\n",
        )
    )  # fmt: skip


def as_request(parts: Parts, number: int) -> bytes:
    language, text, html = parts
    off = {"enable": False}
    body = {
        "personalizations": [{"to": [{"email": f"user{number}@example.org"}]}],
        "from": {"email": "notices@example.com", "name": "Example Exchange"},
        "subject": f"News {number}",
        "content": [
            {"type": "text/plain", "value": text},
            {"type": "text/html", "value": html},
        ],
        "headers": {"Message-ID": f"<{number:016x}@example.com>", "Content-Language": language},
        "tracking_settings": {
            "click_tracking": {**off, "enable_text": False},
            "open_tracking": off,
            "subscription_tracking": off,
            "ganalytics": off,
        },
    }
    if number % 5 == 0:
        return json.dumps(body).encode()
    if number % 5 == 1:
        body["custom_args"] = {"composer_id": f"{number:032x}"}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _part(kind: bytes, text: str) -> bytes:
    quoted = b"\r\n".join(
        binascii.b2a_qp(line.encode(), istext=True).replace(b"\n", b"\r\n")
        for line in text.split("\n")
    )
    head = b"Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head % kind + quoted


def mutate(wire: bytes, other: bytes, chance: random.Random) -> bytes:
    """Damage a message in one to three places, or splice it with another one."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        wire = chance.choice(_MUTATIONS)(wire, other, chance)
    return wire


def _flip(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(wire))
    return wire[:at] + bytes((wire[at] ^ 1 << chance.randrange(8),)) + wire[at + 1 :]


def _insert(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(wire) + 1)
    piece = chance.choice(
        (
            b"=", b"=\r\n", b"\r\n", b"\r", b"\n", b" ", b"\t", b"\0", b"=0D=0A", b"=0A", b"=00",
            b"=C3", b"\xc3", b"\xc3\xa9", b"=1B", b"=e9", b" \r\n", b"\\", b'"', b"\\n", b"\\u0041",
            b"\\ud83d", b"\\u00e9", b"</td></tr>\r\n", b"\r\n\r\n", b"x" * 1000, b"--", b'"A"',
            b"\\u001b", b'","', b'"},{"type":"text/html","value":"', b'"}]', b".",
        )
    )  # fmt: skip
    return wire[:at] + piece + wire[at:]


def _damage_beside_texts(wire: bytes, other: bytes, chance: random.Random) -> bytes:
    """Damage what stands before the first text or after the last, where headers are."""
    size = len(wire)
    begin, end = chance.choice(((0, 500), (max(0, size - 600), size)))
    damage = chance.choice((_flip, _insert, _delete, _exchange_strings))
    return wire[:begin] + damage(wire[begin:end], other, chance) + wire[end:]


def _exchange_strings(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    mark = b'"' if b'"' in wire else b" "
    pieces = wire.split(mark)
    pieces[chance.randrange(len(pieces))] = chance.choice(
        (b"", b"A", b"B", b"x", b"x y", b" x", b"a@b.example", b"a@b@c", b"=?utf-8?q?x?=", b"false",
         b"\xff", b"\xe2\x80\xae", b"\xc3\xa9", b"Bcc", b"Subject", b"x\tx", b"<0123456789@example.com>")
    )  # fmt: skip
    return mark.join(pieces)


def _delete(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(wire))
    return wire[:at] + wire[at + chance.choice((1, 1, 2, 3, 20, 300)) :]


def _splice(wire: bytes, other: bytes, chance: random.Random) -> bytes:
    at, there = chance.randrange(len(wire)), chance.randrange(len(other))
    return wire[:at] + other[there : there + chance.choice((4, 40, 400, 4000))] + wire[at:]


def _exchange_lines(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    lines = wire.split(b"\r\n") if b"\r\n" in wire else wire.split(b"\\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return (b"\r\n" if b"\r\n" in wire else b"\\n").join(lines)


def _move_soft_break(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = wire.find(b"=\r\n", chance.randrange(len(wire)))
    if at < 0:
        return wire
    there = min(len(wire), at + chance.randrange(-9, 10))
    bare = wire[:at] + wire[at + 3 :]
    return bare[:there] + b"=\r\n" + bare[there:]


def _add_header(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    line = chance.choice(
        (b"Bcc: eve@example.net\r\n", b"X-A: b\r\n", b"To: eve@example.net\r\n", b" folded\r\n",
         b"Content-Type: text/plain\r\n", b"X-A:\r\n b\r\n", b"X-A: =?utf-8?q?=C3=A9?=\r\n",
         b"X-A: a\x0bb\r\n", b"MIME-Version: 1.0\r\n", b"Content-Language: de\r\n")
    )  # fmt: skip
    places = [0, *_places(wire[:600], b"\r\n")]
    at = chance.choice(places)
    return wire[:at] + line + wire[at:]


def _change_boundary(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = chance.choice(list(_places(wire, b"=_a")) or [0])
    return wire[:at] + chance.choice((b"x", b"", b"-")) + wire[at + chance.choice((0, 1)) :]


def _repeat(wire: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(wire))
    return wire[:at] + wire[max(0, at - chance.choice((2, 70, 700))) :]


def _places(content: bytes, mark: bytes) -> Iterator[int]:
    at = content.find(mark)
    while at >= 0:
        yield at + len(mark)
        at = content.find(mark, at + 1)


_MUTATIONS = (
    _flip, _insert, _insert, _delete, _splice, _exchange_lines, _move_soft_break, _add_header,
    _change_boundary, _repeat, _damage_beside_texts, _damage_beside_texts, _damage_beside_texts,
)  # fmt: skip
