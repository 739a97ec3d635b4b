"""Gives a field another name in every tag of a text: what "Use first_name" does.

Only names within tags are looked at, and there not within quotes. Qt is not known here.
"""

from __future__ import annotations

import re

from composer.translation.jinja_source import split_tags

_QUOTED = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")


def rename_field(source: str, old: str, new: str) -> str:
    """Write another name for a field.

    >>> rename_field('naem {{ naem or "naem" }}', "naem", "name")
    'naem {{ name or "naem" }}'
    """
    name = re.compile(rf"(?<![\w.]){re.escape(old)}(?!\w)")
    return "".join(
        _renamed(piece.text, name, new) if piece.is_tag else piece.text
        for piece in split_tags(source)
    )


def _renamed(tag: str, name: re.Pattern[str], new: str) -> str:
    if tag.startswith("{#"):
        return tag
    parts = _QUOTED.split(tag)
    parts[::2] = [name.sub(new, part) for part in parts[::2]]
    return "".join(parts)
