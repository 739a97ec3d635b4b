"""The time of a send, in whole seconds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from composer.checks.eta import batch_sizes, estimate, handover_ms
from composer.checks.faster import faster_ways
from composer.model.campaign import Pace, TransportKind, TransportSettings
from composer.model.check_summary import PaceLimit


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


def test_connections_bound_the_pace_as_well_as_the_rate_does() -> None:
    few = pace(connections=2, batches=(1000,))
    assert estimate(few, {"example.org": 1000}, handover=200).total_s == 100
    assert estimate(few, {"example.org": 1000}).total_s == 20
    assert handover_ms(TransportSettings(kind=TransportKind.SMTP, host="mail.example.com")) == 200
    assert handover_ms(TransportSettings(kind=TransportKind.SMTP, host="127.0.0.1")) < 10


def test_the_domain_that_decides_is_named_with_its_share() -> None:
    limited = pace(per_domain=(("gmail.com", Decimal(20)),), batches=(1000,))
    counts = {"gmail.com": 6400, "example.org": 3600}
    found = estimate(limited, counts).limit
    assert found == PaceLimit(domain="gmail.com", people=6400, percent=64, per_second=Decimal(20))
    assert estimate(limited, {"gmail.com": 10, "example.org": 9990}).limit is None


def test_every_faster_way_says_its_time_and_keeps_limits_and_first_batches() -> None:
    transport = TransportSettings(kind=TransportKind.SENDGRID, base_url="https://api.sendgrid.com")
    slow = pace(per_second=Decimal(20), connections=8)
    counts = {"gmail.com": 30_000, "example.org": 10_000}
    now = estimate(slow, counts, handover=100).total_s
    ways = faster_ways(slow, counts, transport, handover=100)
    assert [way.what for way in ways] == ["rate", "connections"]
    for way in ways:
        changed = replace(
            slow, per_second=way.per_second, connections=way.connections, batches=way.batches
        )
        assert estimate(changed, counts, handover=100).total_s == way.total_s < now
        assert way.batches[:2] == slow.batches[:2]
        assert way.voids == ("check", "proof", "test", "approvals")
    limited = replace(slow, per_domain=(("gmail.com", Decimal(2)),))
    assert faster_ways(limited, counts, transport, handover=100) == ()


def test_larger_batches_are_told_where_waiting_for_each_one_costs_time() -> None:
    transport = TransportSettings(kind=TransportKind.PRACTICE)
    small = pace(per_second=Decimal(400), connections=8, batches=(10, 101))
    ways = faster_ways(small, {"example.org": 100_000}, transport, handover=20)
    assert [(way.what, way.batches) for way in ways] == [("batches", (10, 1010))]


def test_a_limit_of_a_minute_slows_the_whole_and_a_days_limit_adds_days():
    assert estimate(pace(per_minute=600, batches=(1000,)), {"example.org": 1000}).total_s == 100
    by_day = estimate(pace(per_day=400, batches=(1000,)), {"example.org": 1000})
    assert by_day.total_s == 2 * 86_400 + 4
    assert estimate(pace(per_day=1000, batches=(1000,)), {"example.org": 1000}).total_s == 20
