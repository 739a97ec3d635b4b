"""Brings hidden text to light: undoes what a reader's program undoes before it shows anything.

Entities, percent signs, wide letters, digits and dashes of other scripts and what nobody sees are
undone until nothing changes. What a person reads in it is in `shown_text`, what codes say in
`coded_text`. Guards rule 8. Used for texts that could hold something hidden; plain values never get
here (`is_plain`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

from composer.wire.coded_text import holds_code

_ROUNDS = 8
_IGNORABLE = re.compile(  # fillers, blanks, variation selectors, lines through letters
    "[\u0305\u0332-\u0338\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u20d0-\u20f0"
    "\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1B50, 0xA620, 0xA8D0,
)  # fmt: skip
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u2212\ufe63\uff0d"
_IN_ASCII = {zero + digit: 0x30 + digit for zero in _ZEROS for digit in range(10)}
_IN_ASCII |= {
    first + digit: 0x31 + digit for first in (0x2776, 0x2780, 0x278A) for digit in range(9)
}
_IN_ASCII[0x24FF] = 0x30
_IN_ASCII.update(dict.fromkeys(map(ord, _DASHES), ord("-")))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BRAILLE = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"
_SMALL_CAPITALS = (
    "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f"
    "\u1d0d\u0274\u1d0f\u1d18\ua7af\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21x\u028f\u1d22"
)
_IN_LETTERS = {
    first + place: letter
    for first in (0x249C, 0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    for place, letter in enumerate(_LETTERS)
} | {ord(small): letter for small, letter in zip(_SMALL_CAPITALS, _LETTERS, strict=True)}
_IN_LETTERS |= {ord(dots): letter for dots, letter in zip(_BRAILLE, _LETTERS, strict=True)}
"""Letters in brackets, squares and circles, letters of flags, small capitals, Braille."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_MARKS = re.compile("[\u0300-\u036f]+")
_MARKED = re.compile("(?:[a-z0-9@._-][\u0300-\u036f]+){4}", re.IGNORECASE)
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_PLAIN = re.compile(r"[\w .,:;!?'\"*$/|+\-%\x1f]*(?:& [\w .,:;!?'\"*$/|+\-%\x1f]*)*")
_MAYBE_ESCAPED = re.compile(r"%[0-9a-fu]", re.IGNORECASE)
_SHAPES_OF_NUMBERS = (b"00,0", b"00, 0", b"00 0")
_NUMBERS_FOR_LETTERS = 5
_DIGITS_AS_HEX = re.compile(r"3\d3\d3\d3\d")
_KINDS = bytes(
    0x30
    if 0x30 <= byte < 0x3A
    else 0x61
    if chr(byte).islower() or byte == ord("?")  # what is not in ASCII
    else 0x41
    if chr(byte).isupper()
    else 0x20
    if chr(byte) in '\t\n:/#|+*~="'  # an id may be written in parts
    else byte
    for byte in range(128)
).ljust(256, b"a")
_SPELLED = (
    ("at", (
        " at ", "-at-", "_at_", "*at*", "/at/", "|at|", '"at"', "'at'", "at-sign", "ampersat",
    )),
    ("+", ("u+0", "+aea-")),
    ("rob", ("arroba", "arobase")),
    *((word, (word,)) for word in (
        " dot ", "chiocciola", "apenstaartje", "klammeraffe", "kukac", "zavin",
        "snabel",
    )),
)  # fmt: skip
"""What an at sign or a dot is spelled as, behind what all words of a kind hold."""
_SPELLED_WIDE = (
    "ma\u0142pa", "\u0441\u043e\u0431\u0430\u043a\u0430", "\u30a2\u30c3\u30c8\u30de\u30fc\u30af",
    "\u03c0\u03b1\u03c0\u03ac\u03ba\u03b9", "et i\u015faret",
    "\u05e9\u05d8\u05e8\u05d5\u05d3\u05dc",
    "\uace8\ubc45\uc774", " \u0622\u062a ", "\u827e\u7279", "\u5c0f\u8001\u9f20",
)  # fmt: skip
_SHAPES_OF_CODE = (b"aA", b"0A", b"0a", b"AAa")
_APART = bytes(0x61 if byte in b"aA0" else byte if byte == 0x1F else 0x20 for byte in range(256))
_LETTER_APART = b" a "
_SHAPES_OF_LETTERS = (b" a a a ", b" a  a  a ", b" a   a   a ")


def is_plain(text: str, *, shape: bytes | None = None) -> bool:
    r"""Tell whether a text surely hides nothing: what stands there is what it says.

    Several texts may be joined by `\x1f`. `shape` is `shape_of` the text, where it is known.

    >>> [is_plain(text) for text in ("12.5 %", "O'Hara", "bob%40x", "a&b", "Ym9iQHguY29t", "x@y")]
    [True, True, False, False, False, False]
    """
    if not _PLAIN.fullmatch(text) or ("%" in text and _MAYBE_ESCAPED.search(text)):
        return False
    folded = text.lower()
    for begin, words in _SPELLED:
        if begin in folded and any(word in folded for word in words):
            return False
    if not text.isascii() and (
        not unicodedata.is_normalized("NFKC", text)
        or _IGNORABLE.search(text)
        or any(word in folded for word in _SPELLED_WIDE)
    ):
        return False
    return not _is_coded(text, shape_of(text) if shape is None else shape)


def _is_coded(text: str, shape: bytes) -> bool:
    """Tell whether codes or spaced letters stand in a text."""
    apart = shape.translate(_APART)
    if _LETTER_APART in apart:
        for spaced in _SHAPES_OF_LETTERS:
            if spaced in apart:
                return True
    for code in _SHAPES_OF_CODE:
        if code in shape:
            return holds_code(text)
    for number in _SHAPES_OF_NUMBERS:
        if number in shape and shape.count(number[:3]) >= _NUMBERS_FOR_LETTERS:
            return holds_code(text)
    return bool(_DIGITS_AS_HEX.search(text))


def shape_of(text: str) -> bytes:
    r"""Give one byte for each character: what kind it is, where that tells something.

    >>> shape_of("Bob 12\x1f\xe9t\xe9")
    b'Aaa 00\x1faaa'
    """
    return text.encode("ascii", "replace").translate(_KINDS)


def unfold(text: str) -> str:
    """Undo entities, percent signs, wide letters and what nobody sees until nothing changes."""
    for _ in range(_ROUNDS):
        before = text
        if not text.isprintable():
            text = _CONTROLS.sub("", text)
        if "&" in text:
            text = html.unescape(text)
        if "%" in text:
            text = unquote(text, errors="replace")
        if not text.isascii():
            text = _as_read(text)
        if text == before:
            break
    return text


def settle(text: str) -> str:
    """Undo the same, in small letters: the form in which texts are compared.

    >>> settle("bob&#37;2540\u200bExample\uff0ecom")
    'bob@example.com'
    """
    return unfold(text).casefold()


def under_marks(text: str) -> list[str]:
    """Give a text without marks over every letter, and with letters in circles as letters.

    One mark belongs to a language; many in a row hide what stands under them.
    """
    found = []
    parted = unicodedata.normalize("NFD", text)
    if _MARKED.search(parted):
        found.append(unfold(_MARKS.sub("", parted)))
    if "\u24d0" in text or "\u24b6" in text:  # elsewhere they are read as at signs
        found.append(unfold(text.replace("\u24d0", "a").replace("\u24b6", "a")))
    return found


def _as_read(text: str) -> str:
    text = text.replace("\u24d0", "@").replace("\u24b6", "@")  # an a in a circle folds to an a
    text = text.translate(_IN_LETTERS)
    return _BEYOND_ASCII.sub(_without_unseen, unicodedata.normalize("NFKC", text))


def _without_unseen(match: re.Match[str]) -> str:
    kept = "".join(
        character
        for character in match[0].translate(_IN_ASCII)
        if unicodedata.category(character) not in {"Cf", "Cc"}
    )
    return _IGNORABLE.sub("", kept)
