"""The spelling of locale tags (BCP 47), and which name something known.

What is known comes from CLDR through Babel. Which catalogue serves which tag is decided in
`translation/locales.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<part_of>[a-z]{3}))?"
    r"(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?:-[tu](?:-[a-z0-9]{2,8})+)*",
    re.IGNORECASE | re.ASCII,
)
# ISO 639's withdrawn codes, and those that CLDR takes for one
_RENAMED = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "tl": "fil", "cmn": "zh", "no": "nb"
}  # fmt: skip
_LONGEST = 64
_ENGLISH = Locale("en")


@lru_cache(maxsize=4096)
def canonical(tag: str) -> str | None:
    """Give a tag in its usual spelling, or None when it is not one or names nothing known.

    What an extension adds (how to sort, which calendar) says nothing about the words (RFC 6067).

    >>> canonical("zh_hant_tw"), canonical("DE"), canonical("english"), canonical("xx")
    ('zh-Hant-TW', 'de', None, None)
    """
    match = TAG.fullmatch(tag.replace("_", "-")) if len(tag) <= _LONGEST else None
    if match is None:
        return None
    language = (match["part_of"] or match["language"]).lower()  # RFC 5646 §4.5: yue for zh-yue
    language = _RENAMED.get(language, language)
    script = (match["script"] or "").title()
    region = (match["region"] or "").upper()
    known = (
        language in _ENGLISH.languages
        and (not script or script in _ENGLISH.scripts)
        and (not region or region in _ENGLISH.territories)
    )
    if not known or language == "und":
        return None
    head = "-".join(part for part in (language, script, region) if part)
    return head + match["variants"].lower()
