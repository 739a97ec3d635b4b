"""The end of a send for those who have not got it: what it would mean, and what it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.model.states import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPlan:
    """Whom an end would leave out: `people`; `done` and `unclear` are never written to again."""

    people: int
    done: int
    unclear: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Who ended a send, when and why, and how many had not got it.

    `linked` is the campaign that is left to write to them, or "", and `linked_name` its name, empty
    while it is not here. `together` counts the people of both campaigns; it is their audience.
    """

    by: str
    at: datetime
    people: int
    reason: str = ""
    linked: str = ""
    linked_name: str = ""
    together: Counts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendGlance:
    """One send of the workspace, seen quickly: whether it runs, and how many have it.

    `stopped_by` is the name of who stopped it, if it is known; `cause` says why it holds by itself,
    `planned_stop` that this was meant to be, `is_over` that everybody is final or unclear.
    """

    campaign_id: str
    name: str
    running: bool
    counts: Counts
    is_over: bool = False
    is_stopped: bool = False
    stopped_by: str = ""
    cause: str = ""
    planned_stop: bool = False
    began_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of what happened in a send; `words` hold no address."""

    at: datetime
    words: str
