"""Find what a text holds besides words: fields, links, dates and numbers, in reading order.

A mark is the same in every language, or is written anew for each (dates, numbers). Dates are found
in the forms that CLDR gives the language of the text, and as ISO 8601. Nothing is run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from composer.translation.jinja_source import Protected, protect, statement_name
from composer.translation.localised import date_pattern, read_date

_ADDRESS = r"[\w.+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63})+"
_LINK = (
    r"(?:https?://|www\.)[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?]"
    r"|mailto:[^\s<>\"'()\[\]]+"
    r"|(?<=\]\()[^\s()]+"  # wherever a Markdown link or picture leads
)
_NUMBER = r"\d+(?:[.,'’\u00a0\u202f٫٬]\d+)*"


class MarkKind(Enum):
    """What a mark is."""

    FIELD = "field"
    LINK = "link"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark of a text: as it is written there, from `start` to before `end`."""

    kind: MarkKind
    text: str
    start: int
    end: int
    day: date | None = None

    @property
    def shape(self) -> str:
        """What must be the same for two marks to stand in for each other.

        >>> from composer.translation.marks import find_marks
        >>> [mark.shape for mark in find_marks("{% if a %}{{ a }} of 10", "en")]
        ['field if', 'field', 'number']
        """
        name = statement_name(self.text) if self.kind is MarkKind.FIELD else ""
        return f"{self.kind.value} {name}".strip()


def find_marks(text: str, locale: str) -> tuple[Mark, ...]:
    """Give the marks of a text in a language, in order.

    >>> [mark.text for mark in find_marks("By 1 March 2027, [pay]({{ url }}?a=1) 1,000.50", "en")]
    ['1 March 2027', '{{ url }}?a=1', '1,000.50']
    """
    protected = protect(text)
    return tuple(_marks(protected, locale))


def _marks(protected: Protected, locale: str) -> Iterator[Mark]:
    grown = 0  # how much longer the text is before this place with its tags put back
    for match in _pattern(protected.prefix, locale).finditer(protected.text):
        text = protected.restore(match[0])
        start = match.start() + grown
        grown += len(text) - len(match[0])
        kind = MarkKind(match.lastgroup)
        day = read_date(text, locale) if kind is MarkKind.DATE else None
        yield Mark(kind=kind, text=text, start=start, end=start + len(text), day=day)


@lru_cache(maxsize=64)
def _pattern(prefix: str, locale: str) -> re.Pattern[str]:
    before = rf"(?:(?<![A-Za-z_\d])|(?<={prefix}\d{{6}}z))"
    after = rf"(?=(?![A-Za-z_\d])|{prefix}\d{{6}}z)"
    return re.compile(
        rf"(?P<link>{_LINK}|{_ADDRESS})|(?P<field>{prefix}\d{{6}}z)"
        rf"|(?P<date>{date_pattern(locale)})|(?P<number>{before}{_NUMBER}{after})"
    )
