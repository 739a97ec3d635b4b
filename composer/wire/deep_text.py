"""Brings hidden text to light: the views of a text in which another person's address could show.

A reader's program undoes entities, percent signs, wide letters and markup before it shows or
follows anything; so does the scan. Each view has undone more than the one before; the later ones
(spelled, base64) also undo what only a person or a script would. Guards rule 8. Used for texts that
could hold something hidden; plain values never get here (`is_plain`).
"""

from __future__ import annotations

import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

_ROUNDS = 3
_IGNORABLE = re.compile(  # fillers, blanks and variation selectors
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]"
)
_INLINE_TAG = re.compile(
    r"<!--.*?-->|</?(?:a|abbr|b|bdi|bdo|big|cite|code|data|em|font|i|ins|kbd|mark|q|s|samp|small"
    r"|span|strike|strong|sub|sup|time|tt|u|var|wbr|o:p|[a-z]+-[a-z-]+)(?:\s[^<>]*)?/?>",
    re.DOTALL | re.IGNORECASE,
)
_OTHER_TAG = re.compile(r"<[!/?a-z][^<>]*>", re.IGNORECASE)
_SPELLED_AT = re.compile(
    r"(?:=|\\x|\\u00|%u00)40|\s*[\[({<]\s*(?:at|@)\s*[\])}>]\s*|\s+@\s*|@\s+|\s+at\s+(?=[\w-]+\s+dot\s)",
    re.IGNORECASE,
)
_SPELLED_DOT = re.compile(r"\s*[\[({<]\s*(?:dot|\.)\s*[\])}>]\s*|\s+dot\s+", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{10,}={0,2}")
_PLAIN = re.compile(r"[\w .,:;!?'\"*$/|+\-%\n]*(?:& [\w .,:;!?'\"*$/|+\-%\n]*)*")
_MAYBE_HIDDEN = re.compile(r"%[0-9a-fu]|\sdot\s", re.IGNORECASE)


def is_plain(text: str) -> bool:
    """Tell whether a text surely hides nothing: what stands there is what it says.

    >>> [is_plain(text) for text in ("12.5 %", "O'Hara", "bob%40x", "a&b", "Ym9iQHguY29t", "x@y")]
    [True, True, False, False, False, False]
    """
    if not _PLAIN.fullmatch(text):
        return False
    if ("%" in text or "dot" in text.lower()) and _MAYBE_HIDDEN.search(text):
        return False
    if not text.isascii() and (
        not unicodedata.is_normalized("NFKC", text) or _IGNORABLE.search(text)
    ):
        return False
    return not any(True for _ in decoded_base64(text))


def settle(text: str) -> str:
    """Undo entities, percent signs, wide letters and invisible characters until nothing changes.

    >>> settle("bob&#37;2540\u200bExample\uff0ecom")
    'bob@example.com'
    """
    for _ in range(_ROUNDS):
        before = text
        if "&" in text:
            text = html.unescape(text)
        if "%" in text:
            text = unquote(text, errors="replace")
        if not text.isascii():
            text = _without_invisible(unicodedata.normalize("NFKC", text))
        if text == before:
            break
    return text.casefold()


def visible(text: str) -> str:
    """Take markup away: tags inside a line vanish, all others part words."""
    return _OTHER_TAG.sub(" ", _INLINE_TAG.sub("", text))


def spelled_out(text: str) -> str:
    """Put at signs and dots where people read them: `bob (at) x [dot] com`, `bob=40x.com`."""
    return _SPELLED_DOT.sub(".", _SPELLED_AT.sub("@", text))


def decoded_base64(text: str) -> Iterator[str]:
    """Give every stretch of a text that is base64 of readable text, decoded."""
    for match in _BASE64.finditer(text):
        body = match[0].rstrip("=").replace("-", "+").replace("_", "/")
        try:
            decoded = binascii.a2b_base64(body + "=" * (-len(body) % 4)).decode("utf-8")
        except ValueError:
            continue
        if decoded.isprintable():
            yield settle(decoded)


def _without_invisible(text: str) -> str:
    kept = "".join(
        character
        for character in text
        if unicodedata.category(character) not in {"Cf", "Cc"} or character in "\t\n\r"
    )
    return _IGNORABLE.sub("", kept)
