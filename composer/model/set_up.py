"""The steps of setting a workspace up, each with whether it is done: read from what is there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class SetUpStep(Enum):
    """The six steps, in the order in which they are offered."""

    WHO = "who"
    PLACE = "place"
    SERVICE = "service"
    MAILBOXES = "mailboxes"
    PEOPLE = "people"
    RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpLine:
    """One step: whether it is done, and how it stands in a sentence."""

    step: SetUpStep
    is_done: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpSeen:
    """All steps as they stand."""

    lines: tuple[SetUpLine, ...]

    @property
    def still_open(self) -> tuple[SetUpLine, ...]:
        """The steps that are left, in their order."""
        return tuple(line for line in self.lines if not line.is_done)
