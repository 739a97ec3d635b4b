"""START HERE: the stages of a campaign in order, and for each the question that opens it.

    write → translate → audience → preview → test → sign off → send → report

Each question is answered by a list of findings; an empty list means open. The window's rail, its
buttons and the command line's exit codes all read this module: no widget decides a rule. Nothing
here asks a database: `Recorded` is what was found recorded, and the answers follow from it alone,
so that a status can never go stale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from composer.findings import Finding, blocking, finding
from composer.model.check_summary import CheckSummary
from composer.model.overview import StageMark, TestSummary
from composer.model.stages import Stage
from composer.model.states import Counts

ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Everything about a campaign that decides where it stands.

    `sealed` means that a proof exists and still describes the campaign; `proof_changed` that one
    exists and no longer does. `release` holds what keeps a release from being built.
    """

    writing: tuple[Finding, ...]
    translation: tuple[Finding, ...]
    audience: tuple[Finding, ...]
    check: CheckSummary | None
    sealed: bool
    proof_changed: bool
    test: TestSummary
    release: tuple[Finding, ...]
    counts: Counts
    begun: bool
    running: bool
    stopped: tuple[Finding, ...]

    @property
    def finished(self) -> bool:
        """Whether every recipient of a begun send is final or unclear."""
        counts = self.counts
        waiting = counts.planned + counts.claimed + counts.brink + counts.deferred + counts.held
        return self.begun and waiting == 0


def findings_before(stage: Stage, recorded: Recorded) -> list[Finding]:
    """List what must be done in the stage before `stage` until it opens; empty means done."""
    return _QUESTIONS[stage](recorded)


def opening_findings(stage: Stage, recorded: Recorded) -> list[Finding]:
    """List everything that keeps a stage locked, the earliest first; empty means open."""
    wanted = ORDER[: ORDER.index(stage) + 1]
    return [item for earlier in wanted for item in findings_before(earlier, recorded)]


def current_stage(recorded: Recorded) -> Stage:
    """Find the furthest stage that is open; what was sent stays sent, whatever changes later."""
    if recorded.finished:
        return Stage.REPORT
    current = Stage.WRITE
    for stage in ORDER:
        if findings_before(stage, recorded):
            return current
        current = stage
    return current


def next_findings(recorded: Recorded) -> list[Finding]:
    """List what opens the next stage."""
    current = ORDER.index(current_stage(recorded))
    return findings_before(ORDER[current + 1], recorded) if current + 1 < len(ORDER) else []


def mark_of(stage: Stage, recorded: Recorded) -> StageMark:
    """Choose the rail's mark of a stage."""
    current = current_stage(recorded)
    if stage is Stage.SEND and recorded.running:
        return StageMark.RUNNING
    if ORDER.index(stage) > ORDER.index(current):
        return _mark_ahead(stage, recorded)
    if stage is Stage.REPORT:
        return StageMark.OPEN
    if ORDER.index(stage) < ORDER.index(current):
        return StageMark.LOOK if _to_look_at(stage, recorded) else StageMark.DONE
    if stage is Stage.SEND and recorded.stopped:
        return StageMark.LOOK
    blocked = ORDER.index(stage) < ORDER.index(Stage.PREVIEW)
    return StageMark.BLOCKED if blocked else StageMark.OPEN


def _mark_ahead(stage: Stage, recorded: Recorded) -> StageMark:
    problems = {
        Stage.TRANSLATE: recorded.translation,
        Stage.AUDIENCE: recorded.audience,
    }.get(stage, ())
    if blocking(problems):
        return StageMark.BLOCKED
    return StageMark.LOCKED


def _to_look_at(stage: Stage, recorded: Recorded) -> bool:
    looked: dict[Stage, tuple[Finding, ...]] = {
        Stage.WRITE: recorded.writing,
        Stage.TRANSLATE: recorded.translation,
        Stage.AUDIENCE: recorded.audience,
        Stage.PREVIEW: recorded.check.not_accepted if recorded.check else (),
    }
    return any(item.severity.value == "warn" for item in looked.get(stage, ()))


def _before_test(recorded: Recorded) -> list[Finding]:
    if recorded.check is not None and blocking(recorded.check.findings):
        return blocking(recorded.check.findings)
    if recorded.sealed:
        return []
    if recorded.proof_changed:
        return [finding("send.proof_changed")]
    if recorded.check is None:
        return [finding("seal.not_checked")]
    return [finding("send.not_sealed")]


def _before_sign_off(recorded: Recorded) -> list[Finding]:
    if recorded.test.passed:
        return []
    return blocking(recorded.test.findings) or [finding("send.not_tested")]


def _before_report(recorded: Recorded) -> list[Finding]:
    if recorded.finished:
        return []
    if recorded.stopped:
        return list(recorded.stopped)
    if not recorded.begun:
        return [finding("send.not_begun")]
    return [finding("send.in_progress" if recorded.running else "send.not_finished")]


_QUESTIONS: dict[Stage, Callable[[Recorded], list[Finding]]] = {
    Stage.WRITE: lambda _recorded: [],
    Stage.TRANSLATE: lambda recorded: blocking(recorded.writing),
    Stage.AUDIENCE: lambda recorded: blocking(recorded.translation),
    Stage.PREVIEW: lambda recorded: blocking(recorded.audience),
    Stage.TEST: _before_test,
    Stage.SIGN_OFF: _before_sign_off,
    Stage.SEND: lambda recorded: blocking(recorded.release),
    Stage.REPORT: _before_report,
}
