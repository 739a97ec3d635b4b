"""Comments as lines of text, for files that have no better place for who said it and when.

`Name, 2026-05-04T08:00:00+00:00: text`; further lines of a comment are indented. Every other line
is a remark of the file's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from composer.translation.exchange.model import ExchangeComment

_INDENT = "    "
_COMMENT = re.compile(
    r"(?P<by>[^\n]{1,200}?), (?P<at>\d{4}-\d\d-\d\dT[0-9:.+-]{5,30}Z?): (?P<text>.*)"
)


def remark_lines(notes: Iterable[str], comments: Iterable[ExchangeComment]) -> list[str]:
    """Write remarks and comments as lines."""
    lines = list(notes)
    for comment in comments:
        first, *more = comment.text.split("\n")
        lines.append(f"{author_of(comment)}: {first}")
        lines += [_INDENT + line for line in more]
    return lines


def read_remarks(lines: Iterable[str]) -> tuple[tuple[str, ...], tuple[ExchangeComment, ...]]:
    """Read what `remark_lines` wrote, and what others added: remarks, then comments."""
    notes: list[str] = []
    comments: list[ExchangeComment] = []
    follows = False
    for line in lines:
        match = _COMMENT.fullmatch(line)
        moment = read_moment(match["at"]) if match else None
        if match and moment:
            comments.append(ExchangeComment(text=match["text"], by=match["by"], at=moment))
            follows = True
        elif follows and line.startswith(_INDENT):
            last = comments.pop()
            text = f"{last.text}\n{line.removeprefix(_INDENT)}"
            comments.append(ExchangeComment(text=text, by=last.by, at=last.at))
        else:
            follows = False
            if line.strip():
                notes.append(line.strip())
    return tuple(notes), tuple(comments)


def author_of(comment: ExchangeComment) -> str:
    """Say who and when in one line.

    >>> author_of(ExchangeComment(text="", by="Ana", at=datetime(2026, 5, 4, tzinfo=UTC)))
    'Ana, 2026-05-04T00:00:00+00:00'
    """
    by = " ".join(comment.by.split()) or "?"
    return f"{by}, {comment.at.isoformat()}" if comment.at else by


def read_author(text: str) -> tuple[str, datetime | None]:
    """Read who and when; whoever names no time stands there as written.

    >>> read_author("Ana, 2026-05-04T00:00:00+00:00")[0], read_author("Acme, Ltd")
    ('Ana', ('Acme, Ltd', None))
    """
    name, comma, moment = text.rpartition(", ")
    at = read_moment(moment) if comma else None
    return (name, at) if at else (text.strip(), None)


def read_moment(text: str) -> datetime | None:
    """Read a time; one without a zone is in UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
