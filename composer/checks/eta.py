"""How long a send takes at the sealed pace, shown before sign-off: the hidden trigger was the ETA.

Whole seconds, so that the proof can hold them. Waiting for a person after a held batch is not
counted, nor are a server's refusals to take more for now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from composer.model.campaign import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Eta:
    """Seconds in all, and for each domain by its own limit, the slowest first."""

    total_s: int
    per_domain: tuple[tuple[str, int], ...]


def estimate(pace: Pace, domain_counts: Mapping[str, int]) -> Eta:
    """Estimate the time of a send from the number of recipients per domain.

    Domains are taken to be spread evenly over the batches; each batch is waited for, so it takes
    whole seconds. A domain's own time is what its recipients take at its limit, or at the whole
    pace where it has none.

    >>> estimate(Pace(per_second=Decimal(10), batches=(5, 20)), {"example.org": 45}).total_s
    5
    """
    total = sum(domain_counts.values())
    limits = {domain: _limit(pace, domain) for domain in domain_counts}
    per_domain = {domain: count / limits[domain] for domain, count in domain_counts.items()}
    slowest = max([Fraction(total) / _fraction(pace.per_second), *per_domain.values()])
    seconds_each = slowest / total if total else Fraction(0)
    ordered = sorted(per_domain.items(), key=lambda item: (-item[1], item[0]))
    return Eta(
        total_s=sum(ceil(size * seconds_each) for size in batch_sizes(pace.batches, total)),
        per_domain=tuple((domain, ceil(seconds)) for domain, seconds in ordered),
    )


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


def _limit(pace: Pace, domain: str) -> Fraction:
    whole = _fraction(pace.per_second)
    own = dict(pace.per_domain).get(domain)
    return min(whole, _fraction(own)) if own is not None else whole


def _fraction(rate: Decimal) -> Fraction:
    return max(Fraction(rate), Fraction(1, 86_400))
