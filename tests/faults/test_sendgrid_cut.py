"""A request to SendGrid struck at every byte, in both directions, plain and through TLS.

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
from tests.faults.scripted_http import scripted_http
from tests.faults.sendgrid_message import certificates, one_message
from tests.faults.test_sendgrid_answers import account_at
from tests.servers.fault_proxy import Fault, FaultProxy, Harm, Way, fault_proxy

EVERY = 25
LAST = 64
LIMITS = HttpLimits(look_s=0.001, goodbye_s=0.1)
HARMS = {
    Way.OUT: (Harm.CLOSE, Harm.RESET, Harm.HALF_CLOSE),
    Way.BACK: (Harm.CLOSE, Harm.RESET, Harm.HALF_CLOSE, Harm.GARBAGE),
}


@dataclass(frozen=True)
class Seen:
    """What a cut left: the recipient's state, how often the brink was written, what was taken."""

    state: S
    brinks: int
    whole: int
    passed: dict[Way, int]


async def hand_over_once(proxy: FaultProxy, *, ca_file: str) -> tuple[S, int]:
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


async def struck(protection: tuple[object, str] | None, fault: Fault | None = None) -> Seen:
    tls, ca_file = protection or (None, "")
    async with scripted_http(tls=tls) as server, fault_proxy(server.port, lambda: fault) as proxy:
        state, brinks = await hand_over_once(proxy, ca_file=ca_file)
    return Seen(state, brinks, len(server.whole), proxy.all[0].passed)


def places(size: int, *, every: int) -> list[int]:
    return sorted({*range(0, size, every), *range(max(0, size - LAST), size)})


async def struck_everywhere(
    protection: tuple[object, str] | None, *, every: int, every_harm: bool
) -> list[Seen]:
    """Strike at each place; with every harm, or with one after the other."""
    whole = await struck(protection)
    assert (whole.state, whole.brinks, whole.whole) == (S.ACCEPTED, 1, 1)
    return [
        await struck(protection, Fault(way=way, at=at, harm=harm))
        for way, harms in HARMS.items()
        for nth, at in enumerate(places(whole.passed[way], every=every))
        for harm in (harms if every_harm else harms[nth % len(harms) :][:1])
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


@pytest.mark.parametrize("way", ["plain", "tls"])
def test_what_a_fault_leaves_is_never_called_what_it_is_not(way, tmp_path):
    protection = certificates(tmp_path) if way == "tls" else None
    seen = asyncio.run(struck_everywhere(protection, every=EVERY, every_harm=False))
    require_honest(seen, is_plain=way == "plain")


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("way", ["plain", "tls"])
def test_no_fault_at_any_byte_is_called_what_it_is_not(way, tmp_path):
    protection = certificates(tmp_path) if way == "tls" else None
    seen = asyncio.run(struck_everywhere(protection, every=1, every_harm=True))
    require_honest(seen, is_plain=way == "plain")
