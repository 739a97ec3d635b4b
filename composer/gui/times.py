"""Moments and spans in the words of the person's language; a send's times carry their zone."""

from __future__ import annotations

from datetime import date, datetime, time

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_skeleton, format_timedelta

from composer import i18n
from composer.i18n import _, isolate, isolate_ltr, place
from composer.model.planned_time import PlannedTime


def _locale() -> Locale:
    try:
        return Locale.parse(i18n.language().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def short_moment(moment: datetime) -> str:
    """Say a moment of these days: weekday and time, in this computer's zone."""
    return format_skeleton("EHm", moment.astimezone(), locale=_locale())


def full_moment(moment: datetime) -> str:
    """Say a moment with day, time and zone."""
    return _with_zone("MMMEd", moment.astimezone())


def dated_moment(moment: datetime) -> str:
    """Say a moment that may be years ago, with day, year, time and zone."""
    return _with_zone("yMMMd", moment.astimezone())


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


def short_day(day: date) -> str:
    """Say a day of these weeks with its weekday."""
    return format_skeleton("MMMEd", datetime.combine(day, time()), locale=_locale())


def planned_moment(planned: PlannedTime) -> str:
    """Say when somebody plans to start, in the zone of the plan, which is named."""
    local = datetime.fromisoformat(planned.local)
    zone = planned.zone if planned.zone[0].isalpha() else f"UTC{planned.zone}"
    return place(
        _("{moment} ({zone})"), moment=_day_and_time("yMMMEd", local), zone=isolate_ltr(zone)
    )


def planned_for_reader(planned: PlannedTime) -> str:
    """Say when somebody plans to start, and what time that is here where it is another."""
    here = planned.at.astimezone()
    if here.replace(tzinfo=None) == datetime.fromisoformat(planned.local):
        return planned_moment(planned)
    shown = place(_("{moment} ({zone})"), moment=short_moment(here), zone=isolate_ltr(_zone(here)))
    return place(
        _("{moment}, your time {here}"), moment=planned_moment(planned), here=isolate(shown)
    )


def clock_time(moment: datetime) -> str:
    """Say the time of day, in this computer's zone."""
    return format_skeleton("Hm", moment.astimezone(), locale=_locale())


def _with_zone(skeleton: str, moment: datetime) -> str:
    return place(
        _("{moment} ({zone})"),
        moment=_day_and_time(skeleton, moment),
        zone=isolate_ltr(_zone(moment)),
    )


def _day_and_time(skeleton: str, moment: datetime) -> str:
    return place(
        _("{day}, {time}"),
        day=format_skeleton(skeleton, moment, locale=_locale()),
        time=format_skeleton("Hm", moment, locale=_locale()),
    )


def _zone(moment: datetime) -> str:
    return format_datetime(moment, "z", locale=_locale())
