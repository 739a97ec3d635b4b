"""What would make a send faster *safely*: so that nobody is tempted to change it while it runs.

Each way keeps one message to one recipient, the first small batches, and every domain's own limit:
that is the receiving side's word. A way is told only when it saves something. Every one of them is
another campaign to sign: the pace is sealed, so the check, the proof, the test and the approvals
are made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from composer.checks.eta import estimate
from composer.model.campaign import Pace, TransportKind, TransportSettings
from composer.model.check_summary import FasterWay

VOIDS = ("check", "proof", "test", "approvals")
_MOST_PER_SECOND = 1000
_MOST_CONNECTIONS = {TransportKind.SENDGRID: 64, TransportKind.SMTP: 20}
"""Servers that take mail mostly bear 20 connections of one client, SendGrid's interface more."""
_LARGER = 10
_LEAST_SAVING = 20  # one part in so many


def faster_ways(
    pace: Pace, domain_counts: Mapping[str, int], transport: TransportSettings, *, handover: int
) -> tuple[FasterWay, ...]:
    """Give each way with its time, the one that changes least first."""
    now = estimate(pace, domain_counts, handover=handover).total_s
    found = []
    for what, other in _others(pace, transport, handover):
        total_s = estimate(other, domain_counts, handover=handover).total_s
        if total_s <= now - max(1, now // _LEAST_SAVING):
            found.append(
                FasterWay(
                    what=what,
                    per_second=other.per_second,
                    connections=other.connections,
                    batches=other.batches,
                    total_s=total_s,
                    voids=VOIDS,
                )
            )
    return tuple(found)


def _others(pace: Pace, transport: TransportSettings, handover: int) -> Iterator[tuple[str, Pace]]:
    rate = _rate_of(pace.connections, handover)
    if rate > pace.per_second and pace.even_rate == pace.per_second:
        yield "rate", replace(pace, per_second=rate)
    connections = _MOST_CONNECTIONS.get(transport.kind, pace.connections)
    if connections > pace.connections:
        rate = max(pace.per_second, _rate_of(connections, handover))
        yield "connections", replace(pace, connections=connections, per_second=rate)
    if pace.batches:
        larger = (*pace.batches[:-1], pace.batches[-1] * _LARGER)
        if len(pace.batches) == 1:  # the first one stays small
            larger = (pace.batches[0], *larger)
        yield "batches", replace(pace, batches=larger)


def _rate_of(connections: int, handover: int) -> Decimal:
    """Give the rate that so many connections bear; a fifth is kept back for slow answers."""
    return Decimal(min(_MOST_PER_SECOND, connections * 800 // handover))
