"""What keeps a run at its pace: slots, windows, the gate, the slow-down, and the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from composer.delivery.forecast import Forecast
from composer.delivery.gate import Gate, Jumps, Wait
from composer.delivery.means import Means
from composer.delivery.pace import Spacing, Windows, longest_interval_s
from composer.delivery.slowing import SlowDown
from composer.delivery.verdicts import LONGEST_WAIT_S, Verdict
from composer.errors import GuardRefused, TransportError, TryLater
from composer.model.campaign import Pace
from composer.model.states import RecipientState

_SAME = timedelta(seconds=2)


class Throttle:
    """The pace of one run; `waiting` is what everybody waits for now.

    `ended_ago_s` says how many seconds ago each message of earlier runs left, in order.
    """

    def __init__(self, means: Means, *, pace: Pace, ended_ago_s: Sequence[float]) -> None:
        self._clock = means.clock
        now_s = means.clock.monotonic_s()
        first_s = now_s - ended_ago_s[-1] + longest_interval_s(pace) if ended_ago_s else now_s
        self.starts = Spacing(pace, not_before_s=first_s)
        self.ends = Spacing(pace, not_before_s=first_s)
        self.windows = Windows(pace)
        self.windows.note_earlier(now_s - ago_s for ago_s in ended_ago_s)
        self.gate = Gate(pace, windows=self.windows, clock=means.clock)
        self.jumps = Jumps(means.clock)
        self.forecast = Forecast(pace, {})
        self.waiting: Wait | None = None
        self.leave_until: datetime | None = None  # when leave must be asked anew
        self._slow = SlowDown(means.ledger.speed(), now_s=now_s)
        self.starts.speed = self.ends.speed = self._slow.speed

    @property
    def speed(self) -> float:
        """The share of the sealed pace that is used now."""
        return self._slow.speed

    def must_ask(self, jumps: int) -> bool:
        """Whether nobody more may go before leave was asked for anew, `jumps` after the last time.

        The gate is shut, the computer slept, or leave was last given some time ago.
        """
        has_run_out = self.leave_until is not None and self._clock.now() >= self.leave_until
        return has_run_out or self.gate.wait() is not None or self.jumps.look() != jumps

    def wait_for(self, wait: Wait) -> None:
        """Say what everybody waits for; a moment that hardly moves stays the same."""
        told = self.waiting
        is_same = told is not None and told.why is wait.why
        if told is None or not is_same or abs(told.until - wait.until) >= _SAME:
            self.waiting = wait

    def note(self, verdict: Verdict, error: TransportError | GuardRefused | None) -> bool:
        """Slow the whole campaign down, or let it recover, and tell whether anything changed."""
        now_s = self._clock.monotonic_s()
        if isinstance(error, TryLater):
            if error.after_s:
                self.gate.pause(min(error.after_s, LONGEST_WAIT_S))
            is_other = self._slow.note_later(error, now_s=now_s)
        else:
            is_taken = any(move.to is RecipientState.ACCEPTED for move in verdict.moves)
            is_other = is_taken and self._slow.note_taken(now_s=now_s)
        self.starts.speed = self.ends.speed = self._slow.speed
        return is_other

    def look(self) -> None:
        """Measure how fast it really goes."""
        self.forecast.look(
            now_s=self._clock.monotonic_s(),
            speed=self.speed,
            is_waiting=self.waiting is not None,
        )

    def ends_in_s(self) -> int | None:
        """Tell how long from now the last one leaves, or None when nobody is left to forecast."""
        if not self.forecast.people:
            return None
        now = self._clock.now()
        seconds = self.forecast.ends_in_s(
            begins=self.waiting.until if self.waiting else now,
            now=now,
            speed=self.speed,
            windows=self.windows,
            now_s=self._clock.monotonic_s(),
        )
        return round(seconds)
