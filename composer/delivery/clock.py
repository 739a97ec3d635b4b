"""Time and chance as arguments, so that a simulation can drive the sending machine."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Two clocks and a pause: `now` for the record, `monotonic_s` for every wait."""

    def now(self) -> datetime:
        """Tell the time of day, aware, UTC."""
        ...

    def monotonic_s(self) -> float:
        """Tell seconds that never jump."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The computer's clocks."""

    def now(self) -> datetime:
        """Tell the time of day."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Tell seconds that never jump."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
