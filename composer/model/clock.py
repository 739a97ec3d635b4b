"""The one clock that is used where no other is handed in."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Give the time as an aware UTC datetime."""
    return datetime.now(UTC)
