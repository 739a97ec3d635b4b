"""More ways of hiding an address or an id: other bases, turned and parted text, no at sign.

Each is a function from the secret to a text that holds it, as in `leak_forms`.
"""

from __future__ import annotations

import base64
import binascii
import codecs

from tests.flow.leak_forms import Form

_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_USUAL_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _base58(text: str) -> str:
    number, digits = int.from_bytes(text.encode()), ""
    while number:
        number, digit = divmod(number, len(_58))
        digits = _58[digit] + digits
    return digits


def _base32(alphabet: str) -> Form:
    return lambda text: (
        base64.b32encode(text.encode())
        .decode()
        .rstrip("=")
        .translate(str.maketrans(_USUAL_32, alphabet))
    )


def _by(size: int, between: str) -> Form:
    return lambda text: between.join(text[at : at + size] for at in range(0, len(text), size))


CODED: dict[str, Form] = {
    "base64 backwards": lambda text: _base64(text.encode())[::-1],
    "base32hex": lambda text: base64.b32hexencode(text.encode()).decode().rstrip("="),
    "base32 of Crockford": _base32("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
    "z-base-32": _base32("ybndrfg8ejkmcpqxot1uwisza345h769"),
    "base58": _base58,
    "base85": lambda text: base64.b85encode(text.encode()).decode(),
    "ascii85 with marks": lambda text: base64.a85encode(text.encode(), adobe=True).decode(),
    "uuencode": lambda text: binascii.b2a_uu(text.encode()).decode(),
    "a file of uuencode": lambda text: (
        f"begin 644 a\n{binascii.b2a_uu(text.encode()).decode()}`\nend"
    ),
    "hexadecimal backwards": lambda text: text.encode().hex()[::-1],
    "hyphens between": "-".join,
    "dots between": ".".join,
    "slashes between": "/".join,
    "bars between": " | ".join,
    "hyphens and spaces between": " - ".join,
    "commas between": ", ".join,
    "bullets between": " \u2022 ".join,
}
"""Ways for addresses and for ids of letters and digits alike."""

CODED_ADDRESSES: dict[str, Form] = {
    "backwards": lambda text: text[::-1],
    "ROT13": lambda text: codecs.encode(text, "rot13"),
    "ROT13 of base64": lambda text: codecs.encode(_base64(text.encode()), "rot13"),
    "base64 of backwards": lambda text: _base64(text[::-1].encode()),
    "base64 of ROT13": lambda text: _base64(codecs.encode(text, "rot13").encode()),
    "hexadecimal of backwards": lambda text: text[::-1].encode().hex(),
    "letters of the Cyrillic script": lambda text: text.replace("e", "\u0435", 1),
    "in threes": _by(3, " "),
    "in threes with bars": _by(3, "|"),
    "in threes with stars": _by(3, "**"),
    "no at sign, a space": lambda text: text.replace("@", " "),
    "no at sign, a comma": lambda text: text.replace("@", ", "),
    "no at sign, a bar": lambda text: text.replace("@", " | "),
    "no at sign, two cells": lambda text: "<td>" + text.replace("@", "</td><td>") + "</td>",
    "no at sign, two lines": lambda text: text.replace("@", "\n"),
    "no at sign, named": lambda text: "user: {} domain: {}".format(*text.split("@")),
    "no at sign, the domain first": lambda text: "{1}!{0}".format(*text.split("@")),
}
