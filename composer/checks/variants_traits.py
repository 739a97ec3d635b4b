"""What tells one recipient's message from another's: each trait a short text, the same everywhere.

A trait is `kind:value:locale:name`. Conditions and repeats are of one locale, because each locale
has words of its own for them; fields, letters, attachments and lengths are of the message whoever
reads it. Nothing here is for people to read: `variants_words` says a trait in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from composer.model.rendered import Attachment
from composer.rendering.instruments import REPEAT
from composer.translation.locales import direction

EMPTY, FILLED = "empty", "filled"
LATIN, EMOJI = "Latn", "Zsye"
RIGHT_TO_LEFT = "rtl"
MIXED = "mixed"
NOTHING = "none"
_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_BEYOND_LATIN = re.compile("[\u0250-\U0010ffff]")
_SCRIPTS = {
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "CJK": "Hani", "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor", "GREEK": "Grek",
    "GUJARATI": "Gujr", "GURMUKHI": "Guru", "HANGUL": "Hang", "HEBREW": "Hebr", "HIRAGANA": "Jpan",
    "KANNADA": "Knda", "KATAKANA": "Jpan", "KHMER": "Khmr", "LAO": "Laoo", "LATIN": LATIN,
    "MALAYALAM": "Mlym", "MONGOLIAN": "Mong", "MYANMAR": "Mymr", "SINHALA": "Sinh",
    "SYRIAC": "Syrc", "TAMIL": "Taml", "TELUGU": "Telu", "THAANA": "Thaa", "THAI": "Thai",
    "TIBETAN": "Tibt",
}  # fmt: skip
"""Scripts by the first word of their letters' names in Unicode; codes of ISO 15924."""


class Trait(NamedTuple):
    """A trait taken apart."""

    kind: str
    value: str
    locale: str
    name: str

    @property
    def text(self) -> str:
        """The trait as it is kept."""
        return ":".join(self)


def read_trait(text: str) -> Trait:
    """Take a trait apart.

    >>> read_trait('branch:1:de:tier == "a:b"')
    Trait(kind='branch', value='1', locale='de', name='tier == "a:b"')
    """
    kind, value, locale, name = text.split(":", 3)
    return Trait(kind, value, locale, name)


def traits_of(
    *,
    locale: str,
    branches: Iterable[tuple[str, int]],
    fields: Iterable[tuple[str, bool]],
    scripts: Iterable[str],
    attached: Iterable[str],
) -> tuple[str, ...]:
    """Give a message's traits in order; `fields` are (name, is empty)."""
    found = {f"locale::{locale}:"}
    found.update(branch_trait(name, int(value), locale) for name, value in branches)
    found.update(_field_trait(name, is_empty) for name, is_empty in fields)
    found.update(f"script:{script}::" for script in scripts if script != RIGHT_TO_LEFT)
    is_mixed = (RIGHT_TO_LEFT in scripts) != (direction(locale) == RIGHT_TO_LEFT)
    found.update([f"direction:{MIXED}::"] if is_mixed else [])
    found.update(f"attached:{kind}::" for kind in attached or (NOTHING,))
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def branch_trait(name: str, value: int, locale: str) -> str:
    """Give the trait of a condition's or repeat's outcome."""
    kind = "repeat" if is_repeat(name) else "branch"
    return f"{kind}:{value}:{locale}:{name}"


@lru_cache(maxsize=4096)
def _field_trait(name: str, is_empty: bool) -> str:  # noqa: FBT001 - a pair's second half
    return f"field:{EMPTY if is_empty else FILLED}::{name}"


def is_repeat(name: str) -> bool:
    """Tell a repeat from a condition; its part may stand before it."""
    return name.startswith(REPEAT) or f": {REPEAT}" in name.partition('"')[0]


def attached_kinds(attachments: Iterable[Attachment]) -> tuple[str, ...]:
    """Give the kinds of files that come with a message, by their names' endings."""
    return tuple(
        sorted(
            {
                item.name.rpartition(".")[2].lower() if "." in item.name else "file"
                for item in attachments
                if not item.content_id
            }
        )
    )


def scripts_in(text: str) -> tuple[str, ...]:
    """Give the scripts of a text's letters beyond ASCII, and whether some run from the right.

    Latin is among them for letters with accents.

    >>> scripts_in("Ann Müller"), scripts_in("Анна"), scripts_in("محمد 1")
    (('Latn',), ('Cyrl',), ('Arab', 'rtl'))
    """
    found = {LATIN} if _ACCENTED.search(text) else set()
    if _BEYOND_LATIN.search(text):
        letters = {*_BEYOND_LATIN.findall(text)}
        found |= {name for letter in letters for name in _script_of(letter)}
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> tuple[str, ...]:
    category = unicodedata.category(letter)
    if category == "So":
        return (EMOJI,)
    if not category.startswith(("L", "M")):
        return ()
    script = _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0])
    way = RIGHT_TO_LEFT if unicodedata.bidirectional(letter) in {"R", "AL"} else ""
    return tuple(item for item in (script, way) if item)
