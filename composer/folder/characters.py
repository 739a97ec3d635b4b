"""Find what no file can hold: half a character.

A text in this program may hold half of a pair of UTF-16 (a cut-off emoji, pasted or typed); UTF-8
has no way to write it. Whoever writes a file asks here first, so that a finding says where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from composer.findings import Finding, finding

_HALF = re.compile("[\ud800-\udfff]")


def half_character_line(text: str) -> int | None:
    r"""Give the line, from 1, of the first half of a character, or None.

    >>> half_character_line("One\nTwo \ud83d"), half_character_line("Two \U0001f600")
    (2, None)
    """
    match = _HALF.search(text)
    return None if match is None else text.count("\n", 0, match.start()) + 1


def find_half_characters(values: Mapping[str, object], *, file: str) -> list[Finding]:
    """Say which values of a file, by their dotted keys, hold half a character anywhere."""
    return [
        finding("folder.half_character", where={"file": file, "key": key}, file=file, key=key)
        for key, value in values.items()
        if any(_HALF.search(text) for text in (key, *_texts(value)))
    ]


def _texts(value: object) -> Iterable[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for name, item in value.items():
                yield from _texts(name)
                yield from _texts(item)
        case list() | tuple():
            for item in value:
                yield from _texts(item)
