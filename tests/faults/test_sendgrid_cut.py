"""A request to SendGrid cut at every byte, in both directions, plain and through TLS.

Nothing is ever called taken, refused or put off that the service took without saying so clearly,
and where no brink was committed the service took nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from composer.delivery.verdicts import not_taken, taken
from composer.errors import TransportError
from composer.model.moves import Claimed
from composer.model.states import RecipientState as S
from composer.transports.sendgrid import HttpLimits, SendGridTransport
from tests.faults.cutting_proxy import CuttingProxy, cutting_proxy
from tests.faults.scripted_http import ScriptedHttp, scripted_http
from tests.faults.sendgrid_message import certificates, one_message
from tests.faults.test_sendgrid_answers import account_at

EVERY = 25
LAST = 64
LIMITS = HttpLimits(look_s=0.001, goodbye_s=0.1)


@dataclass(frozen=True)
class Seen:
    """What a cut left: the recipient's state, how often the brink was written, what was taken."""

    state: S
    brinks: int
    whole: int
    up: int
    down: int


async def hand_over_once(
    server: ScriptedHttp, proxy: CuttingProxy, *, ca_file: str
) -> tuple[S, int]:
    brinks = 0

    async def brink() -> Callable[[], None]:
        nonlocal brinks
        brinks += 1
        return lambda: None

    claimed = Claimed(recipient_id=one_message().recipient_id, lane=0, tries=0, first_tried_at=0)
    transport = SendGridTransport(account_at(proxy.port, ca_file=ca_file), limits=LIMITS)
    connection = None
    try:
        connection = await transport.connect()
        answer = await connection.hand_over(one_message(), brink=brink)
    except TransportError as error:
        return not_taken(claimed, error, now_s=0.0, chance=0.0).moves[-1].to, brinks
    finally:
        if connection is not None:
            await connection.close()
        await asyncio.sleep(0.01)  # so that what was dropped is closed before the loop
    return taken(claimed, answer).moves[-1].to, brinks


async def cut(protection: tuple[object, str] | None, **where: int) -> Seen:
    tls, ca_file = protection or (None, "")
    async with scripted_http(tls=tls) as server, cutting_proxy(server.port, **where) as proxy:
        state, brinks = await hand_over_once(server, proxy, ca_file=ca_file)
    return Seen(state, brinks, len(server.whole), proxy.passed_up, proxy.passed_down)


def places(size: int, *, every: int) -> list[int]:
    return sorted({*range(0, size, every), *range(max(0, size - LAST), size)})


async def cut_everywhere(protection: tuple[object, str] | None, *, every: int) -> list[Seen]:
    uncut = await cut(protection)
    assert (uncut.state, uncut.brinks, uncut.whole) == (S.ACCEPTED, 1, 1)
    ways = {"up": uncut.up, "down": uncut.down}
    return [
        await cut(protection, **{way: at})
        for way, size in ways.items()
        for at in places(size, every=every)
    ]


def require_honest(seen: list[Seen], *, is_plain: bool) -> None:
    for one in seen:
        assert one.brinks <= 1
        assert one.whole <= one.brinks, one
        if one.state is S.ACCEPTED:
            assert one.whole == 1, one
        if one.whole:
            assert one.state in {S.ACCEPTED, S.UNKNOWN}, one
        if one.state is S.DEFERRED:
            assert one.whole == 0, one
        assert one.state in {S.ACCEPTED, S.UNKNOWN, S.DEFERRED, S.PLANNED}, one
    if is_plain:
        assert {S.UNKNOWN, S.DEFERRED} <= {one.state for one in seen}
        assert not [one for one in seen if one.state is S.ACCEPTED]


@pytest.mark.parametrize("way", ["plain", "tls"])
def test_a_cut_is_never_called_what_it_is_not(way, tmp_path):
    protection = certificates(tmp_path) if way == "tls" else None
    seen = asyncio.run(cut_everywhere(protection, every=EVERY))
    require_honest(seen, is_plain=way == "plain")


@pytest.mark.long
@pytest.mark.parametrize("way", ["plain", "tls"])
def test_a_cut_at_every_byte_is_never_called_what_it_is_not(way, tmp_path):
    protection = certificates(tmp_path) if way == "tls" else None
    seen = asyncio.run(cut_everywhere(protection, every=1))
    require_honest(seen, is_plain=way == "plain")
