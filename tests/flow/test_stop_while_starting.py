"""A stop between *Go on* and the first message: nothing leaves, and nobody loses it by being quick."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from composer.delivery.stopping import is_stopped
from composer.errors import Blocked, WorkspaceError
from composer.model.identifiers import CampaignId
from composer.model.states import RecipientState
from composer.stages import sending
from composer.workspace import Workspace
from tests.flow.conftest import FEW, Practice


class Rested:
    """A send that waits for a person after its first batch, with its workspace opened here."""

    def __init__(self, practice: Practice, workspace: Workspace) -> None:
        self.practice, self.workspace = practice, workspace
        self.campaign = CampaignId(practice.campaign)
        self.ana = workspace.resolve_person(practice.author)
        self.ben = workspace.resolve_person(practice.reviewer)

    def send(self) -> list[str]:
        outcome = self.workspace.send(self.campaign, by=self.ana)
        return [item.code for item in outcome.findings]

    def stopped_before(self, step: Callable[..., object]) -> Callable[..., object]:
        """Give the same step, before which the reviewer presses Stop."""

        def stopped_first(*words: object, **more: object) -> object:
            self.workspace.stop(self.campaign, by=self.ben)
            return step(*words, **more)

        return stopped_first

    def resume(self, reason: str = "") -> None:
        self.workspace.resume(self.campaign, by=self.ana, reason=reason)


@pytest.fixture
def rested(released: Practice) -> Iterator[Rested]:
    with released.here() as workspace:
        one = Rested(released, workspace)
        assert one.send() == ["send.held", "send.copied"]  # the test was sent before it was copied
        one.resume("a copy for a test; nobody uses the first")
        assert one.send() == ["send.held", "send.batch_hold"]
        yield one


def codes(refused: pytest.ExceptionInfo[Blocked]) -> list[str]:
    return [item.code for item in refused.value.findings]


def test_a_stop_while_it_is_looked_whether_it_may_go_on_is_not_lifted(rested: Rested) -> None:
    before = rested.practice.message_count()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sending, "require_leave", rested.stopped_before(sending.require_leave))
        with pytest.raises(Blocked) as refused:
            rested.resume()
    assert codes(refused) == ["send.stopped"]
    status = rested.workspace.status(rested.campaign)
    assert status.stopped_by == "Ben"
    with pytest.raises(Blocked) as refused:
        rested.send()
    assert codes(refused) == ["send.stopped"]
    assert rested.practice.message_count() == before
    rested.resume()
    assert rested.send() == []
    assert rested.practice.message_count() == FEW


def test_a_stop_while_the_process_that_sends_starts_lets_nobody_more_have_it(
    rested: Rested,
) -> None:
    """The process has been asked for, and has not claimed anybody: `composer stop` comes first."""
    run, before = rested.practice.run, rested.practice.message_count()
    rested.resume()
    with run.started("send", rested.campaign, by=rested.practice.author) as sender:
        stopped = run("stop", rested.campaign, by=rested.practice.reviewer)
        assert stopped.record["stopped"] is True
        assert sender.wait() == 1
    counts = run("status", rested.campaign).record["counts"]
    assert sum(counts.values()) == FEW
    assert counts["accepted"] == rested.practice.message_count() == before
    assert counts["held"] == FEW - before
    rested.resume()
    assert rested.send() == []
    assert rested.practice.message_count() == FEW


def test_a_record_that_was_put_back_is_told_before_it_can_be_resumed(
    rested: Rested, tmp_path: Path
) -> None:
    """An earlier record shows a pause: whoever lifts that knows nothing of what was sent since."""
    folder = rested.practice.run.workspace / "sends" / rested.campaign
    shutil.copytree(folder, tmp_path / "earlier")
    rested.resume()
    assert rested.send() == []
    for file in folder.glob("ledger.db*"):
        file.unlink()
    for file in (tmp_path / "earlier").glob("ledger.db*"):
        shutil.copy(file, folder)
    with pytest.raises(Blocked) as refused:
        rested.resume("goes on")
    assert codes(refused) == ["send.held", "send.restored"]
    for step, asked in ((rested.send, "send.held"), (rested.resume, "send.reason_needed")):
        with pytest.raises(Blocked) as refused:
            step()
        assert codes(refused)[0] == asked
    assert rested.practice.message_count() == FEW
    rested.resume("nobody has it from there")
    assert rested.workspace.status(rested.campaign).counts.held == 0


def test_a_stop_stands_and_says_so_where_neither_log_nor_record_can_be_used(rested: Rested) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise WorkspaceError("full")

    rested.resume()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(rested.workspace._desk.audit), "append", refuse)
        assert rested.workspace.stop(rested.campaign, by=rested.ben).total == FEW
        patched.setattr(sending, "record_of", refuse)
        assert rested.workspace.stop(rested.campaign, by=rested.ben).total == 0
    assert is_stopped(rested.practice.run.workspace / "sends" / rested.campaign)


def test_report_and_status_agree_while_a_stop_waits_to_be_recorded(
    rested: Rested, tmp_path: Path
) -> None:
    """Nobody was sending when it was pressed, so the record does not know of it yet."""
    rested.resume()
    rested.workspace.stop(rested.campaign, by=rested.ben)
    counts = rested.workspace.status(rested.campaign).counts
    rested.workspace.report(rested.campaign, "csv", tmp_path / "report.csv")
    rows = csv.DictReader((tmp_path / "report.csv").read_text("utf-8-sig").splitlines())
    told = Counter(row["state"] for row in rows)
    assert told == {"accepted": counts.accepted, "held": counts.held}
    held = frozenset({RecipientState.HELD})
    listed = rested.workspace.ledger_lines(rested.campaign, held, offset=0, limit=FEW)
    assert listed[1] == counts.held > 0


def test_the_report_of_a_record_that_was_changed_says_so(rested: Rested, tmp_path: Path) -> None:
    run = rested.practice.run
    words = ("report", rested.campaign, "--format", "csv", tmp_path / "report.csv")
    assert run(*words).record["findings"] == []
    record = sqlite3.connect(run.workspace / "sends" / rested.campaign / "ledger.db")
    record.execute("UPDATE recipients SET state = 'refused' WHERE state = 'accepted'")
    record.commit()
    record.close()
    assert run(*words).findings == ["send.rows_differ"]


@pytest.mark.parametrize("moment", ["require_known_role", "known_messages", "hand_over"])
def test_a_stop_at_any_step_of_the_start_lets_nobody_more_have_it(
    rested: Rested, moment: str
) -> None:
    before = rested.practice.message_count()
    rested.resume()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sending, moment, rested.stopped_before(getattr(sending, moment)))
        try:
            found = rested.send()
        except Blocked as blocked:
            found = [item.code for item in blocked.findings]
    assert found == ["send.stopped"]
    assert rested.practice.message_count() == before
    assert is_stopped(rested.workspace._desk.send_folder(rested.campaign))
