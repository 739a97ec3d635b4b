"""Slower when the mail service asks for it, for the whole campaign; faster again only step by step.

A 421 or 429 halves the pace at once. So do other refusals for now when they are many: a few are the
receiving mailboxes' own. Half of a pace that is too fast may still be too fast, so it is halved
again, but not for messages that were on their way at the first time.
"""

from __future__ import annotations

from collections import deque

from composer.errors import TryLater

SLOWEST = 1 / 32
RECOVER_EVERY_S = 60.0
RECOVERY = 1.25
_AT_MOST_EVERY_S = 10.0
_BUSY = frozenset({421, 429})
_LOOKED_AT, _MANY = 20, 5


class SlowDown:
    """The share of the sealed pace that is used now: 1, or less after a slow-down."""

    def __init__(self, speed: float, *, now_s: float) -> None:
        self.speed = min(1.0, max(SLOWEST, speed))
        self._changed_s = now_s
        self._halved_s: float | None = None
        self._latest: deque[bool] = deque(maxlen=_LOOKED_AT)

    def note_taken(self, *, now_s: float) -> bool:
        """Take note of a message that was taken, and tell whether the speed is another now."""
        self._latest.append(False)
        if self.speed >= 1 or now_s - self._changed_s < RECOVER_EVERY_S:
            return False
        self.speed, self._changed_s = min(1.0, self.speed * RECOVERY), now_s
        return True

    def note_later(self, error: TryLater, *, now_s: float) -> bool:
        """Take note of a refusal for now, and tell whether the speed is another now."""
        self._latest.append(True)
        if error.code not in _BUSY and sum(self._latest) < _MANY:
            return False
        is_news = self._halved_s is None or now_s - self._halved_s >= _AT_MOST_EVERY_S
        if not is_news:
            return False
        self._halved_s = self._changed_s = now_s
        self._latest.clear()
        before, self.speed = self.speed, max(SLOWEST, self.speed / 2)
        return self.speed != before
