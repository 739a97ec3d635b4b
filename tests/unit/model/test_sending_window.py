"""The hours of sending: in their zone, on their days, right also when the clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from composer.model.sending_window import SendingWindow

BERLIN = SendingWindow(opens="08:00", closes="20:00", zone="Europe/Berlin", days=(0, 1, 2, 3, 4))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_inside_the_hours_it_may_leave_at_once():
    noon = at("2026-06-01T10:00")
    assert BERLIN.opens_at(noon) == noon


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-06-01T05:59", "2026-06-01T06:00"),  # Monday morning, summer time
        ("2026-06-01T18:00", "2026-06-02T06:00"),  # the very moment at which it closes
        ("2026-06-05T18:30", "2026-06-08T06:00"),  # Friday night: Monday
        ("2026-03-27T19:30", "2026-03-30T06:00"),  # over the change to summer time
        ("2026-10-23T18:30", "2026-10-26T07:00"),  # and back
    ],
)
def test_outside_it_waits_for_the_next_hours(moment, opens):
    assert BERLIN.opens_at(at(moment)) == at(opens)


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin():
    friday_night = SendingWindow(opens="22:00", closes="02:00", zone="UTC", days=(4,))
    assert friday_night.opens_at(at("2026-06-06T01:59")) == at("2026-06-06T01:59")
    assert friday_night.opens_at(at("2026-06-06T02:00")) == at("2026-06-12T22:00")


@pytest.mark.parametrize("written", ["02:30-05:00", "00:00-02:30", "02:15-02:45"])
@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_when_the_clocks_are_changed_nothing_leaves_outside_the_hours(written, change):
    opens, closes = written.split("-")
    window = SendingWindow(opens=opens, closes=closes, zone="Europe/Berlin")
    moment = at(f"{change}T00:00") - timedelta(hours=6)
    while moment < at(f"{change}T00:00") + timedelta(hours=12):
        if window.opens_at(moment) == moment:
            here = moment.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M")
            assert opens <= here < closes, moment
        moment += timedelta(minutes=5)


def test_the_end_of_a_send_leaves_out_the_hours_in_which_it_waits():
    friday = at("2026-06-05T17:00")
    assert BERLIN.ends_at(friday, 3600) == at("2026-06-05T18:00")
    assert BERLIN.ends_at(friday, 3 * 3600) == at("2026-06-08T08:00")
    assert BERLIN.ends_at(at("2026-06-06T00:00"), 60) == at("2026-06-08T06:01")


@pytest.mark.parametrize(
    ("days", "written"),
    [
        ((0, 1, 2, 3, 4, 5, 6), "08:00-20:00 UTC"),
        ((0, 1, 2, 3, 4), "mon-fri 08:00-20:00 UTC"),
        ((5, 6), "sat,sun 08:00-20:00 UTC"),
        ((0, 2, 4), "mon,wed,fri 08:00-20:00 UTC"),
    ],
)
def test_it_is_written_as_the_settings_have_it(days, written):
    assert SendingWindow(opens="08:00", closes="20:00", zone="UTC", days=days).written == written
