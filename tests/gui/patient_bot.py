"""Waits of the window's tests, for a machine that may stand still while something is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

SOON_MS = 30_000
LOOK_EVERY_MS = 10
LONGEST_LOOK_S = 0.2


class PatientBot(QtBot):
    """A `qtbot` for which the time that the machine stood still does not count."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = SOON_MS) -> None:
        """Wait until it holds: it is true, or asserts nothing that is false."""
        __tracebackhide__ = True
        left_s = timeout / 1000
        while True:
            is_last = left_s <= 0
            try:
                held = callback()
            except AssertionError as error:
                if is_last:
                    raise self.TimeoutError(f"not within {timeout} ms") from error
            else:
                if held or held is None:
                    return
                if is_last:
                    raise self.TimeoutError(f"not within {timeout} ms")
            begun = time.monotonic()
            self.wait(LOOK_EVERY_MS)
            left_s -= min(time.monotonic() - begun, LONGEST_LOOK_S)

    def waitSignal(
        self, signal: Any, *, timeout: int = SOON_MS, raising: bool | None = None, **how: Any
    ) -> Any:
        """Wait for a signal; one that must come has all the time."""
        patience = timeout if raising is False else max(timeout, SOON_MS)
        return super().waitSignal(signal, timeout=patience, raising=raising, **how)
