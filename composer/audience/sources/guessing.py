"""Guess at the encoding of letters outside ASCII; what comes of it is shown and confirmed, always.

Between the code pages of Europe short words are often equally likely: a text in Windows-1252 was
taken for Windows-1250. Where every letter is one of Western Europe's, the Western one comes first.
"""

from __future__ import annotations

import codecs
import re

_USUAL = ("cp1252", "cp1250", "cp1251", "iso8859-15", "mac-roman", "cp437", "cp932", "gb18030")
_MOST = 8
_WESTERN = re.compile(
    "[\x00-\x7f\xa0¡¿«»£§©®°´·À-ÖØ-öø-ÿŒœŠšŽžŸ€‚„…‹›‘’“”•–—™]*"  # no × and ÷: Cyrillic lookalikes
)


def guess_encodings(sample: bytes) -> tuple[str, ...]:
    """Give the names of encodings in which a sample can be read, the likeliest first."""
    guesses = [*_by_statistics(sample), *_USUAL]
    if _is_western(sample):
        guesses.insert(0, "cp1252")
    readable = (guess for guess in dict.fromkeys(guesses) if _can_be_read(sample, guess))
    return tuple(readable)[:_MOST]


def _by_statistics(sample: bytes) -> list[str]:
    # Only files that are not UTF-8 need it, and loading it takes a while.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    return [codecs.lookup(match.encoding).name for match in from_bytes(sample)]


def _is_western(sample: bytes) -> bool:
    text = sample.decode("cp1252", "replace")
    return _WESTERN.fullmatch(text) is not None and any(char.isalpha() for char in text)


def _can_be_read(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeError:
        return False
    return True
