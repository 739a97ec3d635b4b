"""Reads addresses as whoever means somebody's would have them read, and letters that look Latin.

Guards rule 8.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LOOKALIKES = str.maketrans(
    "асекмнорстухіјѕвԁһԛԝӏαβεζηικμνορτυχωոսցօᎪᏴᏟᎠᎬᏀᎻᏆᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃıɡɩ",
    "acekmhopctyxijsbdhqwlabezhikmnoptyxwnugoabcdeghijklmprstvwzigi",
)
"""In small letters, as folding leaves capitals: Cyrillic, Greek, Armenian, Cherokee, Latin."""


def in_latin(text: str) -> str:
    """Give a text in small letters with letters that look Latin as Latin ones.

    >>> in_latin("\u0435v\u0435.bl\u0430ck")
    'eve.black'
    """
    return text if text.isascii() else text.translate(_LOOKALIKES)


_AGAINST_SPAM = re.compile(
    r"[-_.+]?(?:no[-_.]?spam|spam[-_.]?free|(?:remove|delete)[-_.]?(?:this|me)|entfernen)[-_.+]?"
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_OTHER_ALPHABETS = (
    *(str.maketrans(_ALPHABET, _ALPHABET[by:] + _ALPHABET[:by]) for by in range(1, 26)),
    str.maketrans(_ALPHABET, _ALPHABET[::-1]),
)


@lru_cache(maxsize=1024)
def undisguised(address: str) -> tuple[str, ...]:
    """Give what an address in small letters may stand for, being somebody's in disguise.

    Always the whole of it: short local parts of two people may well be each other's turned round.

    >>> "eve.black@example.net" in undisguised("hyh.eodfn@hadpsoh.qhw")
    True
    >>> "eve@a.example" in undisguised("eve-nospam@a.example")
    True
    """
    local, _, domain = address.rpartition("@")
    bare = "@".join(_AGAINST_SPAM.sub("", part) for part in (local, domain))
    shifted = map(address.translate, _OTHER_ALPHABETS)
    found = {in_latin(address), bare, f"{local[::-1]}@{domain[::-1]}", *shifted} - {address}
    return tuple(sorted(found))
