"""Finds what belongs to a condition or repeat in a text, and takes it away or adds to it.

Places are offsets of the source in code points. Qt is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass

from composer.gui.writing.tags import Condition, Else, End, Repeat, parse_tag, write_tag
from composer.translation.jinja_source import split_tags

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Where a condition's or repeat's tags stand; `others` are those between first and last."""

    opening: Stretch
    others: tuple[Stretch, ...]
    closing: Stretch
    has_else: bool


def find_parts(source: str, offset: int) -> Parts | None:
    """Find the parts of the condition or repeat whose first tag begins at an offset."""
    depth, at = 0, 0
    opening: Stretch | None = None
    others: list[Stretch] = []
    has_else = False
    for piece in split_tags(source):
        here, at = (at, at + len(piece.text)), at + len(piece.text)
        if not piece.is_tag or here[0] < offset:
            continue
        tag = parse_tag(piece.text)
        if opening is None:
            if not _opens(tag):
                return None
            opening, depth = here, 1
        elif _opens(tag):
            depth += 1
        elif isinstance(tag, End):
            depth -= 1
            if not depth:
                return Parts(opening=opening, others=tuple(others), closing=here, has_else=has_else)
        elif depth == 1 and isinstance(tag, Else | Condition):
            others.append(here)
            has_else = has_else or isinstance(tag, Else)
    return None


def without_tags(source: str, parts: Parts) -> str:
    r"""Take a condition or repeat away: its first text stays, for everybody.

    >>> text = "{% if a %}\nyes\n{% else %}\nno\n{% endif %}\nend"
    >>> without_tags(text, find_parts(text, 0))
    'yes\nend'
    """
    first_end = parts.others[0][0] if parts.others else parts.closing[0]
    kept = source[parts.opening[1] : first_end]
    before, after = source[: parts.opening[0]], source[parts.closing[1] :]
    alone = (not before or before.endswith("\n")) and kept.startswith("\n")
    if alone and kept.endswith("\n") and (not after or after.startswith("\n")):
        kept = kept[1:-1] if len(kept) > 1 else ""
    return before + kept + after


def with_otherwise(source: str, parts: Parts, text: str) -> str:
    """Say what all the others get; a condition that says it already stays as it is."""
    if parts.has_else or not text:
        return source
    at = parts.closing[0]
    end = "\n" if source[:at].endswith("\n") else ""
    return source[:at] + write_tag(Else()) + end + text + end + source[at:]


def _opens(tag: object) -> bool:
    return isinstance(tag, Repeat) or (isinstance(tag, Condition) and not tag.is_elif)
