"""`window` of `[pace]`: hours with a zone, on days that are named or on all."""

import pytest

from composer.folder.keys import KeyReader
from composer.folder.sending_settings import read_pace
from composer.folder.sending_window import read_window


def read(value, reading=read_window):
    reader = KeyReader(values={"window": value}, file="campaign.toml", findings=[], path="pace.")
    return reading(reader, "window"), [item.code for item in reader.findings]


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("08:00-20:00 Europe/Berlin", "08:00-20:00 Europe/Berlin"),
        ("Mon-Fri 08:00 - 20:00 Europe/Berlin", "mon-fri 08:00-20:00 Europe/Berlin"),
        ("fri-mon 22:00-06:00 UTC", "mon,fri,sat,sun 22:00-06:00 UTC"),
        ("wed, mon 08:00-20:00 Z", "mon,wed 08:00-20:00 UTC"),
        ("mon-sun 08:00-20:00 UTC", "08:00-20:00 UTC"),
    ],
)
def test_hours_are_read_and_written_alike(written, again):
    window, problems = read(written)
    assert not problems
    assert window.written == again
    assert read(window.written)[0] == window


@pytest.mark.parametrize(
    "written",
    [
        "08:00-20:00",
        "08:00-08:00 UTC",
        "8-20 UTC",
        "08:00-25:00 UTC",
        "08:00-20:00 Europe/Nowhere",
        "funday 08:00-20:00 UTC",
        "08:00-20:00 +01:00",
        "",
    ],
)
def test_what_is_not_hours_with_a_zone_is_refused(written):
    assert read(written) == (None, ["folder.bad_window"])


def test_the_limits_of_a_minute_a_day_and_a_connection_are_read():
    values = {"per_minute": 600, "per_day": 50_000, "per_connection": 100}
    reader = KeyReader(values=values, file="campaign.toml", findings=[], path="pace.")
    pace = read_pace(reader)
    assert not reader.findings
    assert (pace.per_minute, pace.per_day, pace.per_connection) == (600, 50_000, 100)
    none = read_pace(KeyReader(values={}, file="campaign.toml", findings=[], path="pace."))
    assert (none.per_minute, none.per_day, none.per_connection) == (0, 0, 5000)
    for key in values:
        reader = KeyReader(values={key: 0}, file="campaign.toml", findings=[], path="pace.")
        read_pace(reader)
        assert [item.code for item in reader.findings] == ["folder.out_of_range"]
