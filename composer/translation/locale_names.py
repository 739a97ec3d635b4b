"""Languages by name, in the words of whoever uses the program."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from composer import i18n


def language_name(tag: str) -> str:
    """Name a language; a tag that CLDR does not know stays as it is.

    >>> language_name("de")
    'German'
    """
    return _named(tag, _own()) if tag else ""


@lru_cache(maxsize=1024)
def _named(tag: str, own: str) -> str:
    """Name a language in a language; a page of 40 languages asks again and again."""
    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name(own)
    except (UnknownLocaleError, ValueError):
        return tag
    return f"{name[:1].upper()}{name[1:]}" if name else tag


def language_names(tags: Iterable[str]) -> str:
    """Name several languages in one list, each once.

    >>> language_names(["ja", "de"])
    'Japanese and German'
    """
    return format_list(list(dict.fromkeys(map(language_name, tags))), locale=_own())


def _own() -> str:
    return i18n.language().replace("-", "_")
