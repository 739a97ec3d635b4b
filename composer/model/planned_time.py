"""When a campaign is planned to leave: a day and a time of day, in a time zone that is named.

A plan starts nothing: a person starts a send. Dates in a message are judged as they are read on the
planned day, where the zone of the plan has that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

NEAR = timedelta(hours=1)
"""So far from the plan a send is neither early nor late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTime:
    """A moment as somebody wrote it: `local` such as 2026-12-01 09:00 in `zone`; `at` is in UTC."""

    local: str
    zone: str
    at: datetime

    @property
    def written(self) -> str:
        """The plan as `campaign.toml` has it."""
        return f"{self.local} {self.zone}"

    @property
    def day(self) -> date:
        """The day of the plan, in its own zone."""
        return date.fromisoformat(self.local.partition(" ")[0])

    def day_of(self, moment: datetime) -> date:
        """Give the day that a moment has where the plan was made, as far from UTC as then."""
        offset = datetime.fromisoformat(self.local) - self.at.replace(tzinfo=None)
        return (moment.astimezone(UTC) + offset).date()

    def is_early(self, moment: datetime) -> bool:
        """Tell whether a send that starts now would be well before the plan."""
        return moment < self.at - NEAR

    def is_late(self, moment: datetime) -> bool:
        """Tell whether a send that starts now would be well after the plan."""
        return moment > self.at + NEAR
