"""Who can sign a campaign now, and until when that is early enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.findings import Finding
from composer.model.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody who reviews: whether they may approve this version, and when they can be reached.

    `why_not` is empty where they may. `is_in_hours` is None where nobody said their hours; then
    zone and hours are empty and `local_now` is None. `decided` is "approval", "rejection" or "".
    """

    person: Person
    why_not: tuple[Finding, ...]
    stands_in_for: str = ""
    is_away: bool = False
    zone: str = ""
    hours: tuple[str, str] | None = None
    days: tuple[int, ...] = ()
    local_now: datetime | None = None
    is_in_hours: bool | None = None
    phone: str = ""
    decided: str = ""

    @property
    def may(self) -> bool:
        """Whether they may approve, once they have seen what concerns them."""
        return not self.why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """Everybody who reviews here, and what time is left.

    With a planned start, an approval signed until `latest_at` lets the campaign leave on time, and
    until `latest_with_one_more` if one person more than needed signs, which ends the waiting time;
    one signed before `earliest_at` ends while it is being sent. `waits_until` is the end of the
    waiting time once enough people approved. `not_independent` is a team of one's reason, or "".
    """

    people: tuple[Signer, ...]
    have: int
    needed: int
    planned: datetime | None = None
    waits_until: datetime | None = None
    earliest_at: datetime | None = None
    latest_at: datetime | None = None
    latest_with_one_more: datetime | None = None
    is_too_late: bool = False
    not_independent: str = ""
