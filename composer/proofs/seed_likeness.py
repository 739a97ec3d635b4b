"""Whether a test message is what it stands for: the same but for what its row replaces.

A text that asks for a test mailbox's own address, number or name could show the team something else
than everybody gets. So each test message is made a second and a third time for *stand-ins*: rows
with the same values, but an address, numbers and made-up words that nobody listed, of the same
length. Conditions and repeats must come out alike, and wherever both stand-ins show the same, the
test message must show it, too. What a stand-in's own values change has the same length everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from composer.model.identifiers import RecipientId
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.proofs.seed_rows import SeedColumns

STAND_INS = (1, 2)
WORD = re.compile(r"\S+")
_TEST, _OTHERS = "Test", ("Kest", "Vest")
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "123456789")
_HEX = "0123456789abcdef"


def stand_ins(row: Recipient, *, columns: SeedColumns) -> tuple[Recipient, ...]:
    """Make the stand-ins of a seed's row."""
    return tuple(_stand_in(row, number, columns) for number in STAND_INS)


def _stand_in(row: Recipient, number: int, columns: SeedColumns) -> Recipient:
    address = other_address(row.address, number)

    def other(name: str, value: str) -> str:
        if value == row.address:
            return address
        if name in columns.ids:
            return _moved(value, number)
        if name in columns.personal:
            return value.replace(_TEST, _OTHERS[number - 1])
        return value

    return replace(
        row,
        id=RecipientId(_moved(row.id, number, alphabets=(_HEX,))),
        address=address,
        fields=tuple((name, other(name, value)) for name, value in row.fields),
        token=_moved(row.token, number, alphabets=(_HEX,)),
    )


def other_address(address: str, number: int) -> str:
    """Make an address of the same length and shape.

    >>> other_address("seed1@seeds.example", 1)
    'tffe2@tffet.example'
    """
    local, at, domain = address.rpartition("@")
    *labels, top = domain.split(".")
    moved = [label if label.startswith("xn--") else _moved(label, number) for label in labels]
    return _moved(local, number) + at + ".".join([*moved, top])


def _moved(text: str, number: int, *, alphabets: Sequence[str] = _ALPHABETS) -> str:
    """Put other letters and digits, so that no two stand-ins agree in any; zeros stay zeros."""
    table = {
        ord(char): alphabet[(at + number) % len(alphabet)]
        for alphabet in alphabets
        for at, char in enumerate(alphabet)
    }
    return text.translate(table)


def unlike_parts(message: RenderedMessage, others: Sequence[RenderedMessage]) -> list[str]:
    """Name the parts of a test message that are made for its mailbox alone."""
    return list(dict.fromkeys(_unlike(message, others)))


def _unlike(message: RenderedMessage, others: Sequence[RenderedMessage]) -> Iterator[str]:
    for other in others:
        for one, two in zip_longest(message.branches, other.branches):
            if one != two:
                yield (one or two or ("", 0))[0]
        if [name for name, _value in message.headers] != [name for name, _value in other.headers]:
            yield "headers"
            return
        if _files(message) != _files(other):
            yield "attachments"
    for at, (name, value) in enumerate(message.headers):
        if _is_unlike(value, [other.headers[at][1] for other in others]):
            yield name
    for name in ("text", "html"):
        if _is_unlike(getattr(message, name), [getattr(other, name) for other in others]):
            yield name


def _files(message: RenderedMessage) -> list[tuple[str, str]]:
    return [(item.name, item.sha256) for item in message.attachments]


def _is_unlike(text: str, others: Sequence[str]) -> bool:
    lines = [WORD.findall(text), *(WORD.findall(other) for other in others)]
    if len({len(words) for words in lines}) > 1:
        return True
    for word, *alike in zip(*lines, strict=True):
        if len(set(alike)) == 1 and word != alike[0]:
            return True
        if len(word) != len(alike[0]):
            return True
    return False
