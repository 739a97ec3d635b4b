"""What the table says of one kind of finding."""

from __future__ import annotations

from typing import NamedTuple


class FindingText(NamedTuple):
    """Severity ("block", "warn" or "note"), sentence and advice; both may hold {places}."""

    severity: str
    text: str
    advice: str
