"""Read `window` of `[pace]`: the hours of sending, such as "mon-fri 08:00-20:00 Europe/Berlin"."""

from __future__ import annotations

import re
from datetime import time

from composer.folder.keys import KeyReader
from composer.folder.planned_time import zone_of
from composer.i18n import _
from composer.model.sending_window import DAYS, SendingWindow

_DAY = "|".join(DAYS)
_WRITTEN = re.compile(
    rf"(?:({_DAY})\s*-\s*({_DAY})\s+|((?:{_DAY})(?:\s*,\s*(?:{_DAY}))*)\s+)?"
    r"(\d{2}:\d{2})\s*[-–]\s*(\d{2}:\d{2})\s+([A-Za-z][\w+/-]*)",
    re.ASCII | re.IGNORECASE,
)


def read_window(reader: KeyReader, key: str) -> SendingWindow | None:
    """Read the hours of sending; None: at any time."""
    if not reader.has(key):
        return None
    value = reader.values[key]
    if not isinstance(value, str):
        reader.add("folder.wrong_type", key, wanted=_("a text in quotation marks"))
        return None
    found = _WRITTEN.fullmatch(value.strip())
    window = _window(found) if found is not None else None
    if window is None:
        reader.add("folder.bad_window", key)
    return window


def _window(found: re.Match[str]) -> SendingWindow | None:
    first, last, named, opens, closes, zone = found.groups()
    try:
        time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError:
        return None
    if opens == closes or zone_of(zone) is None:
        return None
    return SendingWindow(
        opens=opens,
        closes=closes,
        zone="UTC" if zone == "Z" else zone,
        days=_days(first, last, named),
    )


def _days(first: str | None, last: str | None, named: str | None) -> tuple[int, ...]:
    """Give the days in the order of the week; a range may go over its end."""
    if first and last:
        begin, end = DAYS.index(first.lower()), DAYS.index(last.lower())
        count = (end - begin) % len(DAYS) + 1
        return tuple(sorted((begin + step) % len(DAYS) for step in range(count)))
    if named:
        return tuple(sorted({DAYS.index(day.strip().lower()) for day in named.split(",")}))
    return tuple(range(len(DAYS)))
