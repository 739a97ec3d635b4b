"""Turns go to the last one that asked, to one at a time, and are never lost."""

from __future__ import annotations

import asyncio

from composer.delivery.turns import LastFirst


def test_the_last_to_ask_is_the_first_to_get_it_and_nobody_is_left_out():
    async def story() -> list[int]:
        turns, order = LastFirst(), []

        async def take(number: int) -> None:
            async with turns:
                order.append(number)
                await asyncio.sleep(0)

        async with turns:
            tasks = [asyncio.create_task(take(number)) for number in range(4)]
            await asyncio.sleep(0)
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(story()) == [3, 2, 1, 0]


def test_a_turn_that_was_given_to_somebody_who_is_cancelled_goes_on():
    async def story() -> list[str]:
        turns, order = LastFirst(), []

        async def take(name: str) -> None:
            async with turns:
                order.append(name)

        async with turns:
            first = asyncio.create_task(take("first"))
            await asyncio.sleep(0)
            last = asyncio.create_task(take("last"))
            waiting = asyncio.create_task(take("waiting"))
            await asyncio.sleep(0)
            last.cancel()
            await asyncio.sleep(0)
        waiting.cancel()  # its turn was given a moment ago
        await asyncio.gather(first, last, waiting, return_exceptions=True)
        async with turns:
            order.append("free")
        return order

    assert asyncio.run(story()) == ["first", "free"]
