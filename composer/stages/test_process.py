"""The window's test: `composer test` in a process of its own, watched, and ended when wished.

The window never sends by itself. Ending is gentle: what is at the brink is waited for, what arrived
is recorded already, and the next press goes on from there.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from composer.errors import Blocked
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.overview import TestSummary
from composer.model.person import Person
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.own_answer import last_object, relayed_error, relayed_findings
from composer.stages.own_process import OwnCommand, start_own
from composer.stages.sealing import proof_state
from composer.stages.testing import newest_run, test_state

LOOK_EVERY_S = 0.5
GENTLE_END_S = 60.0
"""How long a process that was asked to end may wait for what is at the brink."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRun:
    """How a test is run: from the start or on, how long it waits, who is told, who can end it."""

    __test__ = False  # not a pytest class

    again: bool
    wait_s: float
    progress: Callable[[int, int], object]
    cancelled: Callable[[], bool]


def test_in_own_process(
    desk: Desk, campaign_id: CampaignId, *, by: Person, run: TestRun
) -> TestSummary:
    """Run `composer test` as a process of its own and give how the test stands afterwards.

    Raises:
        Blocked: what stands in the way, as the process said it.
        ComposerError: the process failed otherwise.
    """
    content = load_content(desk, campaign_id)
    stored = proof_state(desk, content).stored
    former = _slots(desk, stored.digest) if stored is not None and run.again else frozenset()
    words = ["test", campaign_id, "--wait", str(max(1, round(run.wait_s)))]
    words += ["--again"] if run.again else []
    command = OwnCommand(words=words, by=by, output=subprocess.PIPE, errors=subprocess.DEVNULL)
    with start_own(desk, command) as process:
        output: list[bytes] = []
        reader = threading.Thread(target=lambda: output.append(_all_of(process)), daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(LOOK_EVERY_S)
            if run.cancelled():
                _end(process)
                break
            if stored is not None:
                _tell(desk, stored.digest, former=former, run=run)
        reader.join()
    if run.cancelled():
        return test_state(desk, content)
    return _answered(desk, campaign_id, b"".join(output))


def _all_of(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None, "it was opened with a pipe"
    return process.stdout.read()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GENTLE_END_S)
    except subprocess.TimeoutExpired:
        process.kill()


def _slots(desk: Desk, proof: str) -> frozenset[int]:
    return frozenset(line.slot for line in newest_run(desk, proof))


def _tell(desk: Desk, proof: str, *, former: frozenset[int], run: TestRun) -> None:
    """Tell how many messages are sent and read back; a former run's count for nothing."""
    lines = [line for line in newest_run(desk, proof) if line.slot not in former]
    if not lines:
        return
    own = {line.id for line in lines}
    sent = sum(line.sent_at is not None for line in lines)
    read = {item.test_send_id for item in desk.tests.receipts(proof)} & own
    run.progress(sent + len(read), 2 * len(lines))


def _answered(desk: Desk, campaign_id: CampaignId, output: bytes) -> TestSummary:
    answer = last_object(output)
    found = relayed_findings(answer)
    if "receipts" in answer:
        summary = test_state(desk, load_content(desk, campaign_id))
        missed = [item for item in found if item.code == "test.mailbox_unreadable"]
        return replace(summary, findings=(*missed, *summary.findings))
    if found:
        raise Blocked(found)
    raise relayed_error(answer, otherwise=_("The test could not be run."))
