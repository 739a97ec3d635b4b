"""However a run ends, the record says why: held, signed, and nobody left between two states."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from composer.delivery.clock import SystemClock
from composer.delivery.verdicts import HoldCause
from composer.errors import AccountRefused, TryLater, Unreachable
from composer.store.ledger import SqliteLedger
from composer.store.ledger_view import open_ledger_read_only
from tests.faults.small_campaign import Box, people
from tests.unit.delivery.test_dispatch import codes, mailbox, run


@pytest.fixture
def signed(monkeypatch):
    """The occasions at which the record was signed."""
    found: list[str] = []
    sign = SqliteLedger.sign

    def noted(self, occasion, **more):
        found.append(occasion)
        sign(self, occasion, **more)

    monkeypatch.setattr(SqliteLedger, "sign", noted)
    return found


class Server:
    """A mail server that fails in one way."""

    is_usable = True

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def connect(self):
        return self

    async def hand_over(self, _prepared, *, brink):
        raise self.error

    async def close(self) -> None:
        pass


def test_an_alarm_while_deferred_people_are_waited_for_is_written_down(tmp_path):
    def alarm():
        is_waiting = any(report.waits_for for report in box.reports)
        return HoldCause(code="send.copy_twice") if is_waiting else None

    box = Box(tmp_path, people(2), alarm=alarm)
    outcome = asyncio.run(box.send(Server(TryLater("", code=450, answer="450 later"))))
    assert codes(outcome) == ["send.held", "send.copy_twice"]
    assert outcome.counts.held == 2
    with box.open_ledger() as ledger:
        assert ledger.hold.code == "send.copy_twice"


def test_a_fault_of_the_program_is_written_down_and_signed(tmp_path, signed):
    box = Box(tmp_path, people(2))
    with pytest.raises(ZeroDivisionError):
        asyncio.run(box.send(Server(ZeroDivisionError())))
    with box.open_ledger() as ledger:
        assert ledger.hold.code == "send.broken_off"
    assert signed[-1] == "stop"


def test_whoever_was_claimed_when_messages_could_not_be_made_is_given_back(tmp_path):
    class Failing:
        def prepare(self, ids):
            raise OSError

    box = Box(tmp_path, people(3), source=Failing())
    with pytest.raises(OSError, match=r"^$"):
        run(box)
    with open_ledger_read_only(box.ledger_path) as view:
        assert (view.counts().claimed, view.counts().planned) == (0, 3)


class Quick(SystemClock):
    """A clock that waits for nothing long."""

    def __init__(self) -> None:
        self.waited_s = 0.0

    def monotonic_s(self) -> float:
        return super().monotonic_s() + self.waited_s

    async def sleep(self, seconds: float) -> None:
        if seconds < 0.1:  # not the teller's
            self.waited_s += seconds
            await asyncio.sleep(0)
        else:
            await super().sleep(seconds)


def planned(folder, *errors: Exception) -> Box:
    left = [*errors]

    def ask() -> None:
        if left:
            raise left.pop(0)

    class Planned(Box):
        def plan(self):
            start = datetime.now(UTC) - timedelta(seconds=1)
            return replace(super().plan(), start_at=start, require_account=ask)

    return Planned(folder, people(2), clock=Quick())


def test_a_planned_start_asks_a_service_again_that_did_not_answer(tmp_path):
    box = planned(tmp_path, Unreachable(""), Unreachable(""), TryLater(""))
    assert run(box).finished
    assert len(mailbox(box)) == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [(Unreachable(""), "send.unreachable"), (AccountRefused("no"), "send.account_refused")],
)
def test_a_planned_start_holds_when_the_service_never_answers(error, code, tmp_path):
    box = planned(tmp_path, *[error] * 9)
    assert codes(run(box)) == ["send.held", code]
    assert mailbox(box) == []
    with box.open_ledger() as ledger:
        assert ledger.hold.code == code
