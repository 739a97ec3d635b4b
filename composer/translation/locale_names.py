"""Several languages by name, in the words of whoever uses the program."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list

from composer import i18n
from composer.i18n import language_name

__all__ = ["language_name", "language_names"]


def language_names(tags: Iterable[str]) -> str:
    """Name several languages in one list, each once.

    >>> language_names(["ja", "de"])
    'Japanese and German'
    """
    own = i18n.language().replace("-", "_")
    return format_list(list(dict.fromkeys(map(language_name, tags))), locale=own)
