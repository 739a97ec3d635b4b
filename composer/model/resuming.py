"""What lifting a hold asks of people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeNeeds:
    """Whether a reason must be given, and how many differences no reviewer has cleared yet."""

    reason: bool = False
    uncleared: int = 0


NOTHING_NEEDED = ResumeNeeds()
