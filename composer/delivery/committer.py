"""Many hand-overs, one durable commit: what is ready together goes to the disk together.

Guards rules 4 to 7. A brink is refused when a stop was asked for, at the last moment before its
commit; an error of the disk reaches everyone who wanted to cross, so that no end goes out. An
outcome that cannot be written is kept and tried again; if it never can be, the recipient stays at
the brink, which a restart calls unknown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from composer.delivery.clock import Clock
from composer.errors import ComposerError, LedgerError
from composer.model.moves import Move
from composer.model.states import RecipientState

OUTCOME_TRIES_S = 10.0
_PAUSE_S = 0.5


class Halted(Exception):
    """Nobody more crosses the brink."""


@dataclass(slots=True)
class _Wish:
    moves: Sequence[Move]
    done: asyncio.Future[None]
    since_s: float

    @property
    def is_brink(self) -> bool:
        return any(move.to is RecipientState.BRINK for move in self.moves)


class Committer:
    """Commits moves in groups, one group at a time."""

    def __init__(
        self,
        apply: Callable[[Sequence[Move]], Awaitable[None]],
        *,
        may_cross: Callable[[], bool],
        clock: Clock,
    ) -> None:
        self._apply = apply
        self._may_cross = may_cross
        self._clock = clock
        self._wishes: list[_Wish] = []
        self._running: asyncio.Task[None] | None = None

    async def commit(self, *moves: Move) -> None:
        """Return when the moves are on the disk.

        Raises:
            Halted: a brink, and a stop was asked for.
            LedgerError: they are not on the disk, as far as anybody can tell.
        """
        await self.begin(*moves)

    def begin(self, *moves: Move) -> asyncio.Future[None]:
        """Wish for moves to be on the disk, in the order of the wishes; the future tells of them.

        A move is on the disk as soon as one that was wished for later, and had to wait for it, is.
        """
        done = asyncio.get_running_loop().create_future()
        self._wishes.append(_Wish(moves, done, self._clock.monotonic_s()))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return done

    async def _run(self) -> None:
        while self._wishes:
            group, self._wishes = self._wishes, []
            if any(wish.is_brink for wish in group) and not self._may_cross():
                for wish in group:
                    if wish.is_brink and not wish.done.done():
                        wish.done.set_exception(Halted())
                group = [wish for wish in group if not wish.is_brink]
            if group:
                await self._commit_group(group)

    async def _commit_group(self, group: list[_Wish]) -> None:
        try:
            await self._apply([move for wish in group for move in wish.moves])
        except ComposerError as error:
            await self._give_back(group, error)
        except BaseException as error:
            left, self._wishes = self._wishes, []  # nobody else would come to answer them
            for wish in (*group, *left):
                if not wish.done.done():
                    wish.done.set_exception(error)
            if not isinstance(error, Exception):
                raise  # everybody else was told just now
        else:
            for wish in group:
                if not wish.done.done():
                    wish.done.set_result(None)

    async def _give_back(self, group: list[_Wish], error: ComposerError) -> None:
        now_s = self._clock.monotonic_s()
        kept = [
            wish
            for wish in group
            if not wish.is_brink
            and isinstance(error, LedgerError)
            and now_s - wish.since_s < OUTCOME_TRIES_S
        ]
        for wish in group:
            if wish not in kept and not wish.done.done():
                wish.done.set_exception(error)
        if kept:
            await self._clock.sleep(_PAUSE_S)
            self._wishes = kept + self._wishes
