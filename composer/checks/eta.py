"""How long a send takes at the sealed pace, shown before sign-off: the hidden trigger was the ETA.

Whole seconds, so that the proof can hold them. Waiting for a person after a held batch is not
counted, nor are a server's refusals to take more for now. A connection hands over one message after
another, so connections bound the pace as well as the rate does. What would be faster without giving
up anything that protects recipients is in `faster.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from composer.model.campaign import Pace, TransportKind, TransportSettings
from composer.model.check_summary import PaceLimit

HANDOVER_MS = {TransportKind.SENDGRID: 100, TransportKind.SMTP: 200}
"""What one hand-over takes on one connection across the internet: a request and its answer at
50 ms each way (SendGrid: 64 connections at 50 ms made about 1,000 messages a second); SMTP's
dialogue takes about twice as many turns."""
HANDOVER_HERE_MS = 4
DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Eta:
    """Seconds in all, and for each domain by its own limit, the slowest first.

    `limit` is the domain whose own limit makes the whole send longer, if one does.
    """

    total_s: int
    per_domain: tuple[tuple[str, int], ...]
    limit: PaceLimit | None = None


def handover_ms(transport: TransportSettings) -> int:
    """Give what one hand-over is taken to last on one connection."""
    if transport.stays_on_this_computer:
        return HANDOVER_HERE_MS
    return HANDOVER_MS.get(transport.kind, HANDOVER_HERE_MS)


def estimate(pace: Pace, domain_counts: Mapping[str, int], *, handover: int = 0) -> Eta:
    """Estimate the time of a send from the number of recipients per domain.

    Domains are taken to be spread evenly over the batches; each batch is waited for, so it takes
    whole seconds. A domain's own time is what its recipients take at its limit, or at the whole
    pace where it has none. `handover` is in milliseconds; 0: connections bound nothing.

    >>> estimate(Pace(per_second=Decimal(10), batches=(5, 20)), {"example.org": 45}).total_s
    5
    """
    total = sum(domain_counts.values())
    whole = whole_rate(pace, handover=handover)
    limits = {name: min(whole, _fraction(rate)) for name, rate in pace.per_domain}
    per_domain = {
        domain: count / limits.get(domain, whole) for domain, count in domain_counts.items()
    }
    together = Fraction(total) / whole
    slowest = max([together, *per_domain.values()])
    seconds_each = slowest / total if total else Fraction(0)
    ordered = sorted(per_domain.items(), key=lambda item: (-item[1], item[0]))
    return Eta(
        total_s=over_days(
            pace,
            total,
            sum(ceil(size * seconds_each) for size in batch_sizes(pace.batches, total)),
        ),
        per_domain=tuple((domain, ceil(seconds)) for domain, seconds in ordered),
        limit=_limit(pace, ordered[0][0], domain_counts) if slowest > together else None,
    )


def whole_rate(pace: Pace, *, handover: int = 0) -> Fraction:
    """Give what all connections together hand over in a second at most."""
    rate = _fraction(pace.even_rate)
    return min(rate, Fraction(pace.connections * 1000, handover)) if handover else rate


def over_days(pace: Pace, people: int, seconds: int) -> int:
    """Give the time of a send that a day's limit spreads over days: each but the last is whole.

    >>> over_days(Pace(per_day=100), 250, 5)
    172801
    """
    days = ceil(Fraction(people, pace.per_day)) - 1 if pace.per_day and people else 0
    last = people - days * pace.per_day
    return max(seconds, days * DAY_S + ceil(Fraction(seconds * last, people))) if days else seconds


def batch_sizes(batches: tuple[int, ...], total: int) -> Iterator[int]:
    """Cut a number of recipients into batches; the last size repeats.

    >>> list(batch_sizes((10, 100), 250))
    [10, 100, 100, 40]
    """
    left = total
    position = 0
    while left > 0:
        size = min(left, max(1, batches[min(position, len(batches) - 1)])) if batches else left
        yield size
        left -= size
        position += 1


def _limit(pace: Pace, domain: str, domain_counts: Mapping[str, int]) -> PaceLimit:
    people = domain_counts[domain]
    return PaceLimit(
        domain=domain,
        people=people,
        percent=round(100 * people / sum(domain_counts.values())),
        per_second=dict(pace.per_domain)[domain],
    )


def _fraction(rate: Decimal) -> Fraction:
    return max(Fraction(rate), Fraction(1, 86_400))
