"""How a run of the sending machine ended, in counts and in findings."""

from __future__ import annotations

from dataclasses import dataclass

from composer.delivery.engine import Engine
from composer.delivery.seed_send import SeedOutcome
from composer.delivery.verdicts import HoldCause
from composer.findings import Finding, finding
from composer.model.moves import Hold
from composer.model.states import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended. `finished`: everybody's state is final or unknown.

    `counts` is of the audience, or of a test's messages; `findings` say why it ended early, and
    what a person must decide.
    """

    counts: Counts
    finished: bool
    batch: int
    findings: tuple[Finding, ...]
    seeds: tuple[SeedOutcome, ...] = ()


def _hold_findings(hold: Hold | None) -> list[Finding]:
    """Say why nobody more is written to: `send.stopped`, or `send.held` and its cause."""
    if hold is None:
        return []
    cause = _because(hold)
    return [cause] if hold.code == "send.stopped" else [finding("send.held"), cause]


def end_findings(engine: Engine, *, hold: Hold | None, unclear: int) -> tuple[Finding, ...]:
    """Say why a send ended before everybody had it, and what a person must decide."""
    found = _hold_findings(hold)
    halted_by = engine.halting.hold
    if not found and halted_by is not None:
        found = [finding("send.held"), _because(halted_by)]
    if unclear:
        found.append(finding("send.unclear", count=unclear))
    return (*found, *_without_id(engine))


def findings_of_test(engine: Engine) -> tuple[Finding, ...]:
    """Say why a test ended before every message had left."""
    cause = engine.halting.hold
    found = [_because(cause)] if cause else []
    if engine.halting.is_stopped:
        found.append(finding("send.stopped"))
    return (*found, *_without_id(engine))


def _because(cause: Hold | HoldCause) -> Finding:
    return finding(cause.code, where={}, **dict(cause.values))


def _without_id(engine: Engine) -> list[Finding]:
    count = engine.taken_without_id
    return [finding("send.without_id", count=count)] if count else []
