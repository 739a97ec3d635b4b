"""How long a campaign's personal data is kept, and what became of it: answers, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from composer.findings import Finding

USUAL_DAYS = 90
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How many days after a send's end personal data is kept, and whether it then goes by itself.

    Otherwise the program only says what is due.
    """

    days: int = USUAL_DAYS
    by_itself: bool = False

    def due_at(self, ended_at: datetime) -> datetime:
        """Say when data of a send that ended then is due."""
        return ended_at + timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """A removal that was begun; `done_at` is None while it is not finished.

    `by` is a public key, or empty where the owner's rule did it.
    """

    campaign_id: str
    people: int
    by: str
    begun_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is to be said of one campaign's personal data.

    `ended_at` is None while its send has not ended; `hindered` says what keeps it from being
    removed now, whatever its age.
    """

    campaign_id: str
    name: str
    people: int
    ended_at: datetime | None
    due_at: datetime | None
    purge: Purge | None
    hindered: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did: campaigns it was removed from, and those whose send has to end first.

    `named` counts rows of other people that mention the address, as a contact; they stay.
    """

    removed_from: tuple[str, ...]
    later: tuple[str, ...]
    named: int
