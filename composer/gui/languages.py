"""Languages by name, in the words of the person's language."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from composer import i18n

COMMON = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hi", "hr", "hu",
    "id", "it", "ja", "ko", "lt", "lv", "nl", "no", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl",
    "sv", "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant",
)  # fmt: skip
"""What the menu for adding a language offers."""


def language_name(tag: str) -> str:
    """Name a language; a tag that Babel does not know stays as it is.

    >>> language_name("de")
    'German'
    """
    if not tag:
        return ""
    try:
        own = i18n.language().replace("-", "_")
        name = Locale.parse(tag.replace("-", "_")).get_display_name(own)
    except (UnknownLocaleError, ValueError):
        return tag
    return f"{name[:1].upper()}{name[1:]}" if name else tag
