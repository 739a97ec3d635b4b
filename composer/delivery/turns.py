"""Turns that go to whoever asked last, so that no more connections are opened than are needed.

Whoever has just handed a message over takes the next one, over a connection that is open and known
to be there. The others wait on, and those that are never reached open none.
"""

from __future__ import annotations

import asyncio
from types import TracebackType


class LastFirst:
    """A lock for tasks of one event loop; the last one to wait is the first to get it."""

    def __init__(self) -> None:
        self._is_held = False
        self._waiting: list[asyncio.Future[None]] = []

    async def __aenter__(self) -> None:
        if not self._is_held:
            self._is_held = True
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._pass_on()  # it was given just now, and nobody else knows
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            turn = self._waiting.pop()
            if not turn.done():
                turn.set_result(None)
                return
        self._is_held = False
