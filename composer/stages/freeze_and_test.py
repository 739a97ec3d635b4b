"""Freeze, test and be ready to ask, in one go: for whoever was stopped just before a deadline.

Nothing is skipped and nothing decided here: it freezes with what the check still needs, sends the
test by the process that sends, and waits for what arrives. It may be ended at any moment; what was
done until then stays done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from composer.checks.preflight import AskCancelled, ReportProgress
from composer.errors import Blocked
from composer.model.frozen_and_tested import FrozenAndTested, Step
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.stages import sealing
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.test_process import TestRun, test_in_own_process
from composer.stages.testing import test_state

WAIT_S = 120
"""Nobody has to wait longer: the Test page looks on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Who looks on: what is being done, how far it is, and whether to end it."""

    tell: Callable[[Step], None]
    progress: ReportProgress
    cancelled: AskCancelled


def freeze_and_test(
    desk: Desk, campaign_id: CampaignId, *, by: Person, following: Following
) -> FrozenAndTested:
    """Freeze the campaign and test it; say how far it came.

    Raises:
        Blocked: something stands in the way of freezing or testing; what was frozen stays so.
    """
    following.tell(Step.CHECK)
    try:
        proof, _messages = sealing.seal(
            desk,
            campaign_id,
            by=by,
            progress=following.progress,
            cancelled=following.cancelled,
        )
    except Blocked:
        if following.cancelled():
            return FrozenAndTested(step=Step.CHECK)
        raise
    if following.cancelled():
        return FrozenAndTested(step=Step.TEST, proof=proof)
    following.tell(Step.TEST)
    test = test_state(desk, load_content(desk, campaign_id))
    if not test.passed:
        run = TestRun(
            again=False,
            wait_s=WAIT_S,
            progress=lambda done, total: _tell_sent(following, done, total),
            cancelled=following.cancelled,
        )
        test = test_in_own_process(desk, campaign_id, by=by, run=run)
    step = Step.DONE if test.passed else Step.ARRIVAL
    following.tell(step)
    return FrozenAndTested(step=step, proof=proof, test=test)


def _tell_sent(following: Following, done: int, total: int) -> None:
    """Tell the step: the first half of the way is the sending, the second what arrives."""
    following.tell(Step.ARRIVAL if 2 * done >= total else Step.TEST)
    following.progress(done, total)
