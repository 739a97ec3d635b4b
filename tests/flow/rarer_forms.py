"""Rarer ways of hiding an address or an id: what tools for hiding, networks and programs make.

Each is a function from the secret to a text that holds it, as in `leak_forms`.
"""

from __future__ import annotations

import base64
import json

from tests.flow.leak_forms import Form

_UPSIDE_DOWN = dict(zip("abcdefghijklmnopqrstuvwxyz.", "ɐqɔpǝɟƃɥᴉɾʞןɯuodbɹsʇnʌʍxʎz˙", strict=True))
_BRAILLE = dict(zip("abcdefghijklmnopqrstuvwxyz", "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", strict=True))


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _in_groups(text: str, size: int, between: str) -> str:
    return between.join(text[at : at + size] for at in range(0, len(text), size))


def _selectors(text: str) -> str:
    """Write bytes as variation selectors behind a picture."""
    return "\u2600" + "".join(
        chr(0xFE00 + byte) if byte < 16 else chr(0xE0100 + byte - 16) for byte in text.encode()
    )


def _blanks(zero: str, one: str) -> Form:
    """Write bits as two signs that nobody sees."""
    return lambda text: "".join(
        one if bit == "1" else zero for byte in text.encode() for bit in f"{byte:08b}"
    )


def _with_a_key(text: str, key: int = 0x5A) -> str:
    return f"{key:02x}" + "".join(f"{byte ^ key:02x}" for byte in text.encode())


def _shifted(text: str, by: int) -> str:
    return "".join(
        chr((ord(letter) - 97 + by) % 26 + 97) if "a" <= letter <= "z" else letter
        for letter in text.lower()
    )


def _mirrored(text: str) -> str:
    return "".join(
        chr(219 - ord(letter)) if "a" <= letter <= "z" else letter for letter in text.lower()
    )


def _spelled(at: str, dot: str = ".") -> Form:
    return lambda text: text.replace(".", dot).replace("@", at)


def _two(pattern: str) -> Form:
    return lambda text: pattern.format(*text.split("@"))


RARER: dict[str, Form] = {
    "base64 in fours": lambda text: _in_groups(_base64(text), 4, " "),
    "variation selectors for bytes": _selectors,
    "bits in two blanks": _blanks("\u200b", "\u200c"),
    "bits in two other blanks": _blanks("\u2060", "\u200d"),
    "two signs in turn between": lambda text: "".join(
        letter + "-."[place % 2] for place, letter in enumerate(text)
    ),
    "letters in brackets": lambda text: "".join(f"[{letter}]" for letter in text),
    "a list of letters": lambda text: json.dumps(list(text)),
    "stars between that are drawn": "\U0001f31f".join,
}
"""Ways for addresses and for ids."""

RARER_ADDRESSES: dict[str, Form] = {
    "numbers of letters with commas": lambda text: ",".join(map(str, text.encode())),
    "numbers of letters with spaces": lambda text: " ".join(map(str, text.encode())),
    "numbers of letters in a call": lambda text: (
        "String.fromCharCode(" + ", ".join(map(str, text.encode())) + ")"
    ),
    "entities without their signs": lambda text: "".join(f"#{ord(letter)};" for letter in text),
    "octal numbers of a program": lambda text: " ".join(f"0o{byte:o}" for byte in text.encode()),
    "hexadecimal numbers of a program": lambda text: "".join(
        f"&H{byte:02x}" for byte in text.encode()
    ),
    "a list of hexadecimal numbers": lambda text: str([f"{byte:02x}" for byte in text.encode()]),
    "escapes of RTF": lambda text: "".join(f"\\'{byte:02x}" for byte in text.encode()),
    "hexadecimal with a key": _with_a_key,
    "a network's protection": lambda text: (
        f'<a href="/cdn-cgi/l/email-protection#{_with_a_key(text, 0xC3)}">x</a>'
    ),
    "upside down": lambda text: "".join(_UPSIDE_DOWN.get(item, item) for item in text)[::-1],
    "Braille": lambda text: "".join(_BRAILLE.get(item, item) for item in text),
    "mirrored alphabet, at": lambda text: _mirrored(text).replace("@", " (at) "),
    "commas for dots": lambda text: text.replace(".", ","),
    "dots in the middle": lambda text: text.replace(".", "\u00b7"),
    "a file's name": lambda text: text.replace("@", "_") + ".pdf",
    "a host": lambda text: text.replace("@", "."),
    "a directory's entry": lambda text: "cn={},dc={}".format(
        text.partition("@")[0], text.partition("@")[2].replace(".", ",dc=")
    ),
    "a query of two": _two("https://example.com/?user={}&server={}"),
    "two attributes": _two('<p data-user="{}" data-domain="{}">x</p>'),
    "JSON of two, coded": lambda text: _base64(
        json.dumps(dict(zip(("user", "domain"), text.split("@"), strict=True)))
    ),
    "a Chinese at": _spelled("艾特"),
    "a Korean at": _spelled(" 골뱅이 "),
    "a Hungarian at": _spelled(" kukac ", " pont "),
    "a Czech at": _spelled(" zavináč ", " tečka "),
    "a Swedish at": _spelled(" snabel-a "),
    "a Greek at": _spelled(" παπάκι "),
    "a Turkish at": _spelled(" et işareti "),
    "a Hebrew at": _spelled(" שטרודל "),
    "an Arabic at": _spelled(" آت "),
    "the name of the sign": _spelled(" at-sign "),
    "the oldest name of the sign": _spelled(" ampersat "),
    "at between slashes": _spelled(" /at/ ", " /dot/ "),
    "at in quotation marks": _spelled(' "at" ', ' "dot" '),
    "at between bars": _spelled("|at|"),
    "at between angles": _spelled("«at»"),
}

DISGUISED: dict[str, Form] = {
    "against spam in the domain": lambda text: text.replace("@", "@NOSPAM."),
    "against spam before the sign": lambda text: text.replace("@", "REMOVETHIS@"),
    "three letters on": lambda text: _shifted(text, 3),
    "nineteen letters on": lambda text: _shifted(text, 19),
    "mirrored alphabet": _mirrored,
    "each part backwards": lambda text: "@".join(part[::-1] for part in text.split("@")),
}
"""Addresses that are nobody's; in a field they are strange ones, in what was written disguises."""

RARER_IDS: dict[str, Form] = {
    "a bar": lambda text: text.replace("-", "|"),
    "a plus": lambda text: text.replace("-", "+"),
    "a star": lambda text: text.replace("-", " * "),
    "a tilde": lambda text: text.replace("-", "~"),
    "quotation marks": lambda text: '"{}" "{}"'.format(*text.split("-")),
    "a slash with spaces": lambda text: text.replace("-", " / "),
    "a long dash with spaces": lambda text: text.replace("-", " \u2014 "),
    "digits in full circles": lambda text: text.translate(
        {ord("0"): "\u24ff"} | {ord("1") + place: 0x2776 + place for place in range(9)}
    ),
    "letters of Braille": lambda text: "".join(_BRAILLE.get(item, item) for item in text.lower()),
}
