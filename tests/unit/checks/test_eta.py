"""The time of a send, in whole seconds."""

from __future__ import annotations

from decimal import Decimal

from composer.checks.eta import batch_sizes, estimate
from composer.model.campaign import Pace


def pace(**changes: object) -> Pace:
    settings: dict[str, object] = {"per_second": Decimal(50), "batches": (10, 100, 1000)}
    return Pace(**(settings | changes))  # type: ignore[arg-type]


def test_every_batch_takes_whole_seconds() -> None:
    # 10, 100, 1000 and 890 at 50 a second: 0.2, 2, 20 and 17.8
    assert estimate(pace(), {"example.org": 2000}).total_s == 1 + 2 + 20 + 18


def test_the_slowest_domain_decides() -> None:
    limited = pace(per_domain=(("slow.example", Decimal("0.5")),), batches=(1000,))
    found = estimate(limited, {"slow.example": 100, "example.org": 100})
    assert found.total_s == 200
    assert found.per_domain == (("slow.example", 200), ("example.org", 2))


def test_a_domain_is_never_faster_than_the_whole() -> None:
    generous = pace(per_domain=(("example.org", Decimal(5000)),), batches=(1000,))
    assert estimate(generous, {"example.org": 500}) == estimate(
        pace(batches=(1000,)), {"example.org": 500}
    )


def test_nobody_takes_no_time() -> None:
    assert estimate(pace(), {}).total_s == 0


def test_the_send_that_nobody_expected_to_take_ten_hours_shows_it() -> None:
    found = estimate(pace(per_second=Decimal(2), batches=(1000,)), {"example.org": 80_000})
    assert found.total_s > 10 * 3600


def test_batches_sum_to_the_audience() -> None:
    for total in (0, 1, 9, 10, 11, 110, 111, 5000):
        assert sum(batch_sizes((10, 100, 1000), total)) == total
    assert list(batch_sizes((), 7)) == [7]
