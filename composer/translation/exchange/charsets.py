"""Which letters a file may be written in, other than Unicode's: those that old tools still use.

Every one of them has ASCII's letters where ASCII has them, and a file is decoded as a whole before
anything of it is looked at. Encodings that change their meaning on the way are left out.
"""

from __future__ import annotations

import codecs

OLD_CHARSETS = frozenset(
    (
        "ascii", "koi8-r", "koi8-u", "koi8-t", "cp850", "cp866", "cp874", "cp932", "cp949", "cp950",
        "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "euc_jp", "euc_kr", "shift_jis", "johab",
        "tis-620",
        *(f"iso8859-{number}" for number in range(1, 17)),
        *(f"cp{number}" for number in range(1250, 1259)),
    )
)  # fmt: skip
"""By the names that Python has for them; what gettext's tools write is among them."""


def codec_name(name: str) -> str:
    """Give Python's name of an encoding, or nothing.

    >>> codec_name("ISO-8859-1"), codec_name("nonsense")
    ('iso8859-1', '')
    """
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
