"""Moments and spans in the words of the person's language; a send's times carry their zone."""

from __future__ import annotations

from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_timedelta

from composer import i18n
from composer.i18n import _, place


def _locale() -> Locale:
    try:
        return Locale.parse(i18n.language().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def short_moment(moment: datetime) -> str:
    """Say a moment of these days: weekday and time, in this computer's zone."""
    return format_datetime(moment.astimezone(), "EEE HH:mm", locale=_locale())


def full_moment(moment: datetime) -> str:
    """Say a moment with day, time and zone."""
    return format_datetime(moment.astimezone(), "EEE d MMM, HH:mm (z)", locale=_locale())


def ago(moment: datetime) -> str:
    """Say how long ago something was."""
    passed = datetime.now(tz=moment.tzinfo) - moment
    return format_timedelta(-passed, add_direction=True, locale=_locale())


def span(seconds: float) -> str:
    """Say how long something takes."""
    if seconds < 90:
        return place(_("about {count} s"), count=max(1, round(seconds)))
    if seconds < 5400:
        return place(_("about {count} min"), count=round(seconds / 60))
    hours, minutes = divmod(round(seconds / 60), 60)
    return place(_("{hours} h {minutes} min"), hours=hours, minutes=minutes)


def clock_time(moment: datetime) -> str:
    """Say the time of day, in this computer's zone."""
    return format_datetime(moment.astimezone(), "HH:mm", locale=_locale())
