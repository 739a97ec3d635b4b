"""Time zones by name, from the locked tzdata package alone, and how a zone is called in a locale.

Guards rule 2: the system's own zone files differ from machine to machine and are not looked at. A
local time that happens twice or never, because clocks change, is refused and never guessed.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_gmt, get_timezone_name

from composer.errors import RenderError
from composer.rendering.failures import render_error

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_BARE_OFFSET = re.compile(r"[+-][0-9]{4}")


@lru_cache(maxsize=64)
def find_zone(name: str) -> ZoneInfo:
    """Find a time zone by its name in the tz database.

    Raises:
        RenderError: `render.unknown_zone`, naming it.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _unknown(name)
    if name not in _known_zones():
        raise _unknown(name)
    path = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with path.open("rb") as content:
        return ZoneInfo.from_file(content, key=name)


def placed(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give a moment as it reads in a zone; without an offset it is that zone's local time.

    Raises:
        RenderError: `render.unclear_time`, where clocks change at that very time.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(zone)
    local = moment.replace(tzinfo=zone)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise render_error("render.unclear_time")
    return local


def zone_label(moment: datetime, locale: Locale) -> str:
    """Give the zone's short name in a locale, or its offset as `GMT+01:00` where it has none.

    >>> moment = datetime(2019, 11, 1, tzinfo=find_zone("Europe/Berlin"))
    >>> zone_label(moment, Locale("de")), zone_label(moment, Locale("en"))
    ('MEZ', 'GMT+01:00')
    """
    label = get_timezone_name(moment, width="short", locale=locale)
    if _BARE_OFFSET.fullmatch(label):
        return get_timezone_gmt(moment, width="long", locale=locale)
    return label


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii")
    return frozenset(listed.split()) | {"UTC"}


def _unknown(name: object) -> RenderError:
    return render_error("render.unknown_zone", field=str(name)[:64])
