"""Where a send stands, read from what the flow says; nothing is decided here.

The flow puts its reasons into the findings of the stages Send and Report; this module only names
the situation, so that pages show the right view.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from composer.checks.eta import batch_sizes
from composer.findings import Finding, blocking
from composer.model.campaign import Pace
from composer.model.overview import PersonHere, Status
from composer.model.person import Person, Role
from composer.model.stages import Stage

_NOT_BEGUN, _PLANNED_STOP = "send.not_begun", "send.batch_hold"
_UNDER_WAY, _STOPPED, _HELD = "send.in_progress", "send.stopped", "send.held"
KEY_LENGTH, KEY_LETTERS = 64, 8


class Phase(Enum):
    """The situations a send can be in, as the pages tell them apart."""

    LOCKED = "locked"
    READY = "ready"
    RUNNING = "running"
    FIRST_LOOK = "first_look"
    STOPPED = "stopped"
    HELD = "held"
    BROKEN_OFF = "broken_off"
    DONE = "done"


HALTED = frozenset({Phase.FIRST_LOOK, Phase.STOPPED, Phase.HELD, Phase.BROKEN_OFF})


def stage_findings(status: Status, stage: Stage) -> tuple[Finding, ...]:
    """Give what stands in a stage's way."""
    return next((line.findings for line in status.stages if line.stage is stage), ())


def send_phase(status: Status) -> Phase:
    """Name the situation of a send; before it has begun, what runs is a test."""
    said = {item.code for item in stage_findings(status, Stage.REPORT)}
    if _NOT_BEGUN in said:
        shut = blocking(stage_findings(status, Stage.SEND))
        return Phase.LOCKED if shut else Phase.READY
    if status.progress.running:
        return Phase.RUNNING
    if _PLANNED_STOP in said:
        return Phase.FIRST_LOOK
    if _HELD in said:
        return Phase.HELD
    if _STOPPED in said:
        return Phase.STOPPED
    return Phase.BROKEN_OFF if _UNDER_WAY in said else Phase.DONE


def shows_received(phase: Phase, status: Status) -> bool:
    """Whether a received message is shown beside its prediction: to compare, or it differs."""
    return phase is Phase.FIRST_LOOK or (phase in HALTED and bool(status.needs.uncleared))


def cause_of_hold(status: Status) -> Finding | None:
    """Give the reason of a hold: the finding behind the sentence that the status shows."""
    found = stage_findings(status, Stage.REPORT)
    return next((item for item in found if item.text == status.held_because), None)


def batch_after(status: Status) -> int:
    """Tell how many batches were finished before a planned stop."""
    for item in stage_findings(status, Stage.REPORT):
        if item.code == _PLANNED_STOP:
            return int(dict(item.values)["batch"])
    return max(0, status.progress.batch - 1)


def planned_batches(status: Status, pace: Pace) -> tuple[int, ...]:
    """Give the sizes of the batches: as the running send has them, or as it will cut them."""
    return status.progress.batches or tuple(batch_sizes(pace.batches, status.audience))


def may_send(person: Person) -> bool:
    """Whether this person's role lets them send; the façade asks again and decides."""
    return person.has(Role.SENDER)


def senders(people: Iterable[PersonHere]) -> tuple[str, ...]:
    """Give the names of those who may send."""
    return tuple(here.person.name for here in people if may_send(here.person))


def reviewers(people: Iterable[PersonHere]) -> tuple[str, ...]:
    """Give the names of those who may sign that a send goes on after a difference."""
    return tuple(here.person.name for here in people if here.person.has(Role.REVIEWER))


def name_of(people: Iterable[PersonHere], key: str) -> str:
    """Give the name behind a public key; of an unknown key only its first letters."""
    known = next((here.person.name for here in people if here.person.public_key == key), "")
    return known or (key[:KEY_LETTERS] if len(key) == KEY_LENGTH else key)
