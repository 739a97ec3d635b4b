"""Reads letters of other scripts as the Latin ones that they look like, to whoever reads quickly.

Guards rule 8.
"""

from __future__ import annotations

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
