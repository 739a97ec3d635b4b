"""One way to say what is wrong with a file: a finding that names the file and the place in it."""

from __future__ import annotations

from composer.errors import FileRefused
from composer.findings import Finding, finding
from composer.translation.exchange.model import Place

MAX_BYTES = 8 * 1024 * 1024
"""No file of one message's translations comes near this."""

MOST_LINES = 100_000
"""Nor has one so many lines of text."""

_LONGEST_PART = 60


def refused(code: str, file: str, place: Place | None = None, **values: str | int) -> FileRefused:
    """Make the exception that refuses a file."""
    return FileRefused([file_finding(code, file, place, **values)])


def file_finding(code: str, file: str, place: Place | None = None, **values: str | int) -> Finding:
    """Make a finding about a place in a file, which its sentence may name, too."""
    where = (place or Place()).where(file)
    return finding(code, where=where, **{**where, **values})


def start_of(text: str) -> str:
    """Give the beginning of a text, for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_PART else f"{line[: _LONGEST_PART - 1]}…"
