"""What has to be quick is measured so that a machine that stands still for a while spoils nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

ATTEMPTS = 4


def within(
    seconds: float, attempt: Callable[[], T], *, first: Callable[[], object] = lambda: None
) -> T:
    """Give what an attempt gives that took no longer: one of a few has to.

    Other work on the machine makes an attempt slower, never quicker. What is done `first`, each
    time, is not measured.
    """
    took: list[float] = []
    for _ in range(ATTEMPTS):
        first()
        begun = time.monotonic()
        answer = attempt()
        took.append(time.monotonic() - begun)
        if took[-1] < seconds:
            return answer
    raise AssertionError(f"each took longer than {seconds} s: {took}")
