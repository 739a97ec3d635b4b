"""Read `planned` of `[pace]`: one moment, with a time zone or a distance from UTC.

A time of day without a zone is refused: people in two countries would plan two moments. So is one
that a change of the clocks leaves out or brings twice.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from composer.findings import Finding
from composer.folder.keys import KeyReader
from composer.i18n import _
from composer.model.planned_time import PlannedTime

_WRITTEN = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::00(?:\.0+)?)?"
    r"\s*(Z|[+-]\d{2}:\d{2}|[A-Za-z][\w+/-]*)?",
    re.ASCII,
)
_KEY = "planned"
_ZONE = re.compile(r"UTC|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2}", re.ASCII)


def read_planned(reader: KeyReader, key: str) -> PlannedTime | None:
    """Read a moment as TOML has it (with its offset), or as text with a zone; None: no plan."""
    if not reader.has(key):
        return None
    value = reader.values[key]
    if isinstance(value, datetime):
        value = value.isoformat()
    if not isinstance(value, str):
        reader.add("folder.wrong_type", key, wanted=_("a day with a time of day"))
        return None
    match = _WRITTEN.fullmatch(value.strip())
    if match is None:
        reader.add("folder.bad_moment", key)
        return None
    return _moment(reader, key, match)


def find_plan_findings(written: str) -> list[Finding]:
    """Say what keeps a text from being a plan."""
    reader = KeyReader(values={_KEY: written}, file="campaign.toml", findings=[], path="pace.")
    read_planned(reader, _KEY)
    return reader.findings


def _moment(reader: KeyReader, key: str, match: re.Match[str]) -> PlannedTime | None:
    local, zone = f"{match[1]} {match[2]}", match[3] or ""
    if not zone:
        reader.add("folder.moment_without_zone", key)
        return None
    known = zone_of(zone)
    try:
        naive = datetime.fromisoformat(local)
        moments = [naive.replace(tzinfo=known, fold=fold).astimezone(UTC) for fold in (0, 1)]
    except (ValueError, OverflowError):
        known = None
    if known is None:
        reader.add("folder.bad_moment", key)
        return None
    if moments[0] != moments[1]:
        reader.add("folder.clock_change", key, moment=local, zone=zone)
        return None
    return PlannedTime(local=local, zone="+00:00" if zone == "Z" else zone, at=moments[0])


def zone_of(name: str) -> tzinfo | None:
    """Find a zone by its name or its distance from UTC, None where there is none."""
    if name == "Z":
        return UTC
    if name[0] in "+-":
        parsed = datetime.strptime(name, "%z").tzinfo if _is_distance(name) else None
        return parsed if isinstance(parsed, timezone) else None
    if _ZONE.fullmatch(name) is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _is_distance(name: str) -> bool:
    return int(name[1:3]) <= 14 and int(name[4:]) < 60
