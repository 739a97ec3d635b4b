"""Whether a run may go on: the stop that somebody asks for, the alarm, and what holds it.

Guards rule 7: looked at before every claim and every brink. Once halted, a run stays halted.
"""

from __future__ import annotations

import asyncio

from composer.delivery.means import Means
from composer.delivery.verdicts import HoldCause


class Halting:
    """The one switch of a run, and why it was used; `progressed` wakes whoever feeds it."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._stop_at_start = means.stop_mark()
        self._is_halted = False
        self.progressed = asyncio.Event()
        self.is_stopped = False
        self.hold: HoldCause | None = None

    def heed_earlier_stop(self) -> None:
        """Let a stop count that stood already when this run began: a test goes on, a send does not.

        Whoever stops a send while its process starts may have been faster than this run.
        """
        self._stop_at_start = 0

    @property
    def is_halted(self) -> bool:
        """Whether this run hands over nobody more."""
        return self._is_halted

    def halt(self, cause: HoldCause | None = None) -> None:
        """Hand over nobody more; what is at the brink is waited for. The first cause counts."""
        if self.hold is None:
            self.hold = cause
        self._is_halted = True
        self.progressed.set()

    def look_for_stop(self) -> bool:
        """Look at the stop file, and halt when a stop was asked for since the start."""
        if self._means.stop_mark() not in {0, self._stop_at_start}:
            self.is_stopped = True
            self.halt()
        return self.is_stopped

    def may_go_on(self) -> bool:
        """Look for a stop and an alarm, and tell whether anybody may still be written to."""
        return not self.look_for_stop() and not self._look_for_alarm() and not self._is_halted

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the run is halted."""
        until_s = self._means.clock.monotonic_s() + seconds
        while self.may_go_on() and (left_s := until_s - self._means.clock.monotonic_s()) > 0:
            await self._means.clock.sleep(min(left_s, self._means.look_every_s))

    async def next_progress(self) -> None:
        """Wait until a message ended, or whoever feeds must look again for another reason."""
        self.progressed.clear()
        await self.progressed.wait()

    def _look_for_alarm(self) -> bool:
        """Halt when what arrived in a test mailbox asks for it."""
        cause = self._means.alarm()
        if cause is not None:
            self.halt(cause)
        return cause is not None
