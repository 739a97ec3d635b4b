"""The log of who did what as evidence carries it: what concerns the campaign, and the chain.

Of an entry that concerns something else only the digest of its content is given: the chain can
still be followed from its very beginning. Entries of older programs have no such digest; they stand
whole (no entry of the log holds an address).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import orjson

from composer.store.audit import BEGINNING, AuditEntry, chained


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenEntry:
    """An entry that concerns something else: its number and the digest of what it says."""

    number: int
    content: str

    def record(self) -> dict[str, object]:
        """Give it as it is written."""
        return {"number": self.number, "content": self.content}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry that concerns the campaign, whole."""

    entry: AuditEntry

    @property
    def number(self) -> int:
        """Its number in the workspace's log."""
        return self.entry.number

    def record(self) -> dict[str, object]:
        """Give it as it is written."""
        entry = self.entry
        return {
            "number": entry.number,
            "at": entry.at.isoformat(timespec="microseconds"),
            "person": entry.person,
            "action": entry.action,
            "details": entry.details,
            "previous": entry.previous,
            "hash": entry.hash,
        }


LogLine: TypeAlias = ShownEntry | HiddenEntry


def log_lines(
    entries: Iterable[AuditEntry], *, concerns: Callable[[AuditEntry], bool], until: int = 0
) -> tuple[LogLine, ...]:
    """Give the log from its beginning to the last entry that concerns a campaign.

    `until` is a number that it must reach: that of the log's head in a signed head of the record.
    """
    lines: list[LogLine] = []
    end = 0
    for entry in entries:
        shown = concerns(entry)
        is_older = entry.hash != entry.chained_hash
        lines.append(
            ShownEntry(entry=entry)
            if shown or is_older
            else HiddenEntry(number=entry.number, content=entry.content_digest)
        )
        if shown or entry.number <= until:
            end = len(lines)
    return tuple(lines[:end])


def first_break(lines: Sequence[LogLine]) -> int:
    """Give the number of the first line that does not follow from the one before, or 0."""
    before = BEGINNING
    for number, line in enumerate(lines, start=1):
        if line.number != number:
            return number
        match line:
            case ShownEntry(entry=entry):
                if entry.previous != before or not entry.fits_itself:
                    return number
                before = entry.hash
            case HiddenEntry():
                before = chained(line.number, previous=before, content=line.content)
    return 0


def hashes(lines: Iterable[LogLine]) -> dict[int, str]:
    """Give the hash after each entry."""
    found: dict[int, str] = {}
    before = BEGINNING
    for line in lines:
        before = (
            line.entry.hash
            if isinstance(line, ShownEntry)
            else chained(line.number, previous=before, content=line.content)
        )
        found[line.number] = before
    return found


def shown(lines: Iterable[LogLine]) -> Iterator[AuditEntry]:
    """Give the entries that are there whole."""
    for line in lines:
        if isinstance(line, ShownEntry):
            yield line.entry


def details_of(entry: AuditEntry) -> dict[str, object]:
    """Read what an entry says beyond who did what."""
    try:
        details = orjson.loads(entry.details)
    except ValueError:
        return {}
    return details if isinstance(details, dict) else {}


def moment(text: str) -> datetime:
    """Read a time as it was written; raises ValueError for any other spelling."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None or read.isoformat(timespec="microseconds") != text:
        raise ValueError("not a time as it is written")
    return read
