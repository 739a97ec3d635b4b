"""Reading the planned time: one moment, with its zone, or a finding that says how to write it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from composer.folder.settings import read_settings
from composer.model.planned_time import PlannedTime

HEAD = (
    'name = "News"\npurpose = "service"\nfrom = "Acme <notices@acme.co>"\nlocale = "en"\n'
    '[audience]\nfile = "audience.csv"\n[transport]\nkind = "practice"\n[pace]\nplanned = '
)


def planned(value: str) -> PlannedTime | None:
    campaign, _id, findings = read_settings((HEAD + value + "\n").encode())
    assert campaign is not None, findings
    return campaign.pace.planned


def codes(value: str) -> list[str]:
    return [item.code for item in read_settings((HEAD + value + "\n").encode())[2]]


@pytest.mark.parametrize(
    ("value", "zone", "hour"),
    [
        ('"2026-12-01 09:00 Europe/Berlin"', "Europe/Berlin", 8),
        ('"2026-12-01T09:00+01:00"', "+01:00", 8),
        ('"2026-12-01 09:00:00 -05:00"', "-05:00", 14),
        ('"2026-12-01 09:00Z"', "+00:00", 9),
        ('"2026-12-01 09:00 UTC"', "UTC", 9),
        ('"2026-12-01 09:00 America/Argentina/Buenos_Aires"', "America/Argentina/Buenos_Aires", 12),
        ("2026-12-01T09:00:00+01:00", "+01:00", 8),
        ("2026-12-01 09:00:00Z", "+00:00", 9),
    ],
)
def test_a_moment_with_a_zone_is_read(value: str, zone: str, hour: int) -> None:
    found = planned(value)
    assert found is not None
    assert (found.zone, found.at) == (zone, datetime(2026, 12, 1, hour, tzinfo=UTC))
    assert planned(f'"{found.written}"') == found


def test_without_the_key_there_is_no_plan() -> None:
    campaign, _id, _findings = read_settings(HEAD.replace("planned = ", "").encode())
    assert campaign is not None
    assert campaign.pace.planned is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-12-01T09:00:00", "folder.moment_without_zone"),
        ('"2026-12-01 09:00"', "folder.moment_without_zone"),
        ("2026-12-01", "folder.wrong_type"),
        ("9", "folder.wrong_type"),
        ('"tomorrow at nine"', "folder.bad_moment"),
        ('"2026-02-30 09:00 Europe/Berlin"', "folder.bad_moment"),
        ('"2026-12-01 25:00 +01:00"', "folder.bad_moment"),
        ('"2026-12-01 09:00 +99:00"', "folder.bad_moment"),
        ('"2026-12-01 09:00 Europe/Atlantis"', "folder.bad_moment"),
        ('"2026-12-01 09:00 CET"', "folder.bad_moment"),
        ('"2026-12-01 09:00 ../../etc/passwd"', "folder.bad_moment"),
        ('"2026-12-01 09:00 Europe/../../passwd"', "folder.bad_moment"),
        ('"2026-12-01 09:00:30 +01:00"', "folder.bad_moment"),
        ('"0001-01-01 00:00 +14:00"', "folder.bad_moment"),
        ('"2026-03-29 02:30 Europe/Berlin"', "folder.clock_change"),
        ('"2026-10-25 02:30 Europe/Berlin"', "folder.clock_change"),
    ],
)
def test_what_is_not_one_moment_is_a_finding(value: str, code: str) -> None:
    assert codes(value) == [code]


def test_the_day_of_another_moment_is_told_where_the_plan_was_made() -> None:
    found = planned('"2026-12-01 09:00 Asia/Tokyo"')
    assert found is not None
    assert found.day == date(2026, 12, 1)
    assert found.day_of(datetime(2026, 12, 1, 15, 30, tzinfo=UTC)) == date(2026, 12, 2)
