"""How long a worker was waited for, and how much of that it computed.

A computer that has other work to do, or stands still for some seconds, makes the clock go on
without the worker: whoever is blamed for taking too long must have computed. A stretch between two
looks counts for little, however long it was: then the one who looks stood still as well, and some
systems put that time down to the process that was computing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_STRETCH_S = 0.3
"""What one look counts at most; looks are a tenth of a second apart."""

STALLED_S = 20.0
"""So much longer one is waited for that hardly computes."""

SHARE = 1 / 3
"""What of its time one must have computed to be blamed for it."""


class Patience:
    """With one worker, from the last `renew` on; `look` again and again while it is waited for."""

    def __init__(
        self, computed_s: Callable[[], float], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._computed_so_far_s = computed_s
        self._clock = clock
        self.renew()

    def renew(self) -> None:
        """Begin anew; asks the system nothing, as this happens for each item."""
        self._waited_s = self._computed_s = 0.0
        self._looked_s = self._clock()
        self._known_s: float | None = None

    def look(self) -> None:
        """Add what went by since the last look."""
        now, computed = self._clock(), self._computed_so_far_s()
        before = computed if self._known_s is None else self._known_s
        self._waited_s += min(now - self._looked_s, LONGEST_STRETCH_S)
        self._computed_s += min(computed - before, LONGEST_STRETCH_S)
        self._looked_s, self._known_s = now, computed

    def is_over(self, seconds: float, *, share: float = SHARE) -> bool:
        """Tell whether the worker took longer than `seconds` and computed that share of them.

        One that hardly computes is given up, too, but much later.
        """
        if self._waited_s > seconds + STALLED_S:
            return True
        return self._waited_s > seconds and self._computed_s >= seconds * share
