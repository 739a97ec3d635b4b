"""The hours in which a send may hand over: days of the week, two times of day, and a named zone.

Outside them the sending process waits. Where a change of the clocks leaves a time out or brings it
twice, the hours begin late and end early: nothing leaves outside them by anybody's clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingWindow:
    """From `opens` until `closes` (08:00, 20:00) on `days` of the week, Monday is 0, in `zone`.

    Hours that close at or before the time at which they open end on the next day.

    >>> berlin = SendingWindow(opens="08:00", closes="20:00", zone="Europe/Berlin", days=(0, 1))
    >>> berlin.written
    'mon,tue 08:00-20:00 Europe/Berlin'
    >>> berlin.opens_at(datetime(2026, 3, 30, 4, tzinfo=UTC)).isoformat()
    '2026-03-30T06:00:00+00:00'
    """

    opens: str
    closes: str
    zone: str
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)

    @property
    def written(self) -> str:
        """The window as `campaign.toml` has it."""
        first, last = self.days[0], self.days[-1]
        if self.days != tuple(range(first, last + 1)) or len(self.days) <= 2:
            days = ",".join(DAYS[day] for day in self.days)
        else:
            days = "" if len(self.days) == len(DAYS) else f"{DAYS[first]}-{DAYS[last]}"
        return " ".join(filter(None, (days, f"{self.opens}-{self.closes}", self.zone)))

    def opens_at(self, moment: datetime) -> datetime:
        """Tell when it may leave: the moment itself inside the hours, else their next beginning."""
        return max(moment, self.next_hours(moment)[0])

    def next_hours(self, moment: datetime) -> tuple[datetime, datetime]:
        """Give the hours that the moment is in, or the next ones (UTC)."""
        return next(hours for hours in self._hours_from(moment) if moment < hours[1])

    def ends_at(self, start: datetime, seconds: float) -> datetime:
        """Give when so many seconds of sending are over that begin at a moment, or wait then."""
        left = timedelta(seconds=seconds)
        for opens, closes in self._hours_from(start):
            begin = max(start, opens)
            if begin + left <= closes:
                return begin + left
            left -= max(timedelta(), closes - begin)
        raise AssertionError  # the hours never end

    def _hours_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the hours from the day before a moment on, without end, those that have any length.

        Raises:
            OverflowError: the calendar ends.
        """
        day = moment.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        while True:
            if day.weekday() in self.days:
                opens, closes = self._hours_of(day)
                if opens < closes:
                    yield opens, closes
            day += timedelta(days=1)

    def _hours_of(self, day: date) -> tuple[datetime, datetime]:
        is_over_night = self.closes <= self.opens
        last = day + timedelta(days=1) if is_over_night else day
        return max(self._moments(day, self.opens)), min(self._moments(last, self.closes))

    def _moments(self, day: date, at: str) -> tuple[datetime, datetime]:
        """Give a time of day as UTC, by the clock before and the one after a change."""
        local = datetime.combine(day, time.fromisoformat(at), ZoneInfo(self.zone))
        return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
