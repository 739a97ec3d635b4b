"""The computer's battery, read from made-up power supplies."""

from __future__ import annotations

import pytest

from composer.gui.battery import discharging, on_battery

LAPTOP = {"type": "Battery", "status": "Discharging"}
MOUSE = {"type": "Battery", "scope": "Device", "status": "Discharging"}
PLUGGED, UNPLUGGED = ({"type": "Mains", "online": word} for word in "10")


@pytest.mark.parametrize(
    ("supplies", "is_on_battery"),
    [
        ([], False),
        ([UNPLUGGED, LAPTOP], True),
        ([PLUGGED, LAPTOP], False),
        ([PLUGGED, {**LAPTOP, "status": "Charging"}], False),
        ([UNPLUGGED, {**LAPTOP, "status": "Full"}], False),
        ([MOUSE], False),
        ([{"type": "Unknown"}], False),
    ],
)
def test_a_battery_that_gives_and_no_mains_is_told(supplies, is_on_battery, tmp_path):
    for number, supply in enumerate(supplies):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, word in supply.items():
            (folder / name).write_text(f"{word}\n", encoding="ascii")
    assert discharging(tmp_path) is is_on_battery


def test_the_system_can_be_asked():
    assert on_battery() in {True, False}
