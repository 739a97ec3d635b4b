"""A clock that was set back or jumped is a fault until the owner corrects it, and raises nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import delete

from composer.errors import Blocked, UsageError
from composer.model.clock import utc_now
from composer.model.clock_seen import STARTS_KEPT
from composer.model.counter import Counter
from composer.model.person import Person, Role
from composer.signoff.clock_statements import ClockCorrection, sign_correction
from composer.signoff.identities import private_key_for
from composer.stages.clock import clock_findings
from composer.stages.desk import Desk
from composer.store.clock_marks import FILE_NAME, ClockMarks
from composer.store.tables import statement
from composer.workspace import Workspace

BEGIN = datetime(2026, 12, 1, 12, tzinfo=UTC)


class Times:
    """A desk whose clock and counter the test sets."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.desk: Desk = workspace._desk
        self.people: list[Person] = []
        for name, role in (("Ana", Role.OWNER), ("Ben", Role.REVIEWER)):
            by = self.people[0] if self.people else None
            self.people.append(
                workspace.add_person(
                    name=name, email=f"{name}@acme.co", roles=frozenset({role}), by=by
                )
            )
        self.start = "one"
        self.passed = timedelta()
        self.shown = BEGIN
        self.desk.now = lambda: self.shown
        self.desk.counter = lambda: Counter(
            start=self.start, seconds=100.0 + self.passed.total_seconds()
        )
        for file in (folder / FILE_NAME, *Path(self.outside()).glob("*.json")):
            file.unlink(missing_ok=True)
        self.desk.clock_marks.write(self.desk.clock_seen())

    def outside(self) -> Path:
        return self.desk.clock_marks._files[1].parent

    def passes(self, passed: timedelta, *, clock: timedelta | None = None) -> None:
        """Let time pass; the clock may show something else."""
        self.passed += passed
        self.shown += passed if clock is None else clock

    def codes(self) -> list[str]:
        return [item.code for item in clock_findings(self.desk)]


@pytest.fixture
def times(tmp_path: Path) -> Iterator[Times]:
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    yield Times(workspace, tmp_path / "workspace")
    workspace.close()


def test_time_that_passes_is_no_fault_however_much(times: Times) -> None:
    times.passes(timedelta(days=9))  # asleep, the counter went on
    assert times.codes() == []
    assert times.desk.highest_now() == BEGIN + timedelta(days=9)


@pytest.mark.parametrize(
    ("jump", "expected"),
    [
        (timedelta(minutes=3), []),  # a time service set a clock right that was off
        (timedelta(minutes=5), []),
        (timedelta(minutes=5, seconds=1), ["clock.jump"]),
        (timedelta(hours=4), ["clock.jump"]),
        (timedelta(hours=24, seconds=1), ["clock.jump"]),
        (timedelta(days=4000), ["clock.jump"]),
        (timedelta(minutes=-10), []),
        (timedelta(minutes=-10, seconds=-1), ["clock.jump"]),
    ],
)
def test_a_jump_is_what_the_counter_does_not_know(
    times: Times, jump: timedelta, expected: list[str]
) -> None:
    times.passes(timedelta(), clock=jump)
    assert times.codes() == expected


def test_a_jump_does_not_raise_the_latest_time(times: Times) -> None:
    times.passes(timedelta(), clock=timedelta(days=4000))
    assert times.desk.highest_now() == BEGIN
    times.desk.audit.append(person="", action="clock", details={})
    times.shown = BEGIN + timedelta(hours=1)
    times.passed = timedelta(hours=1)
    assert times.codes() == []
    assert times.desk.highest_now() == BEGIN + timedelta(hours=1)


def test_what_has_expired_stays_so_while_the_clock_is_set_back(times: Times) -> None:
    times.passes(timedelta(hours=80))
    assert times.desk.highest_now() == BEGIN + timedelta(hours=80)
    times.passes(timedelta(), clock=timedelta(hours=-80))
    assert times.codes() == ["clock.jump"]
    assert times.desk.highest_now() == BEGIN + timedelta(hours=80)


def test_after_a_restart_a_month_may_have_passed_and_eleven_years_not(times: Times) -> None:
    times.start, times.passed = "two", timedelta()
    times.passes(timedelta(), clock=timedelta(days=30))
    assert times.codes() == []
    times.passes(timedelta(), clock=timedelta(days=2))  # still started since
    assert times.codes() == ["clock.jump"]
    times.start = "three"
    times.shown = datetime(2037, 12, 1, tzinfo=UTC)
    assert times.codes() == ["clock.jump"]


@pytest.mark.parametrize("lost", [0, 1])
def test_one_of_both_places_is_enough_to_know_the_latest_time(times: Times, lost: int) -> None:
    times.passes(timedelta(hours=80))
    times.desk.highest_now()
    times.desk.clock_marks._files[lost].unlink()
    times.passes(timedelta(), clock=timedelta(hours=-80))
    assert times.codes() == ["clock.jump"]
    times.desk.clock_marks._files[1 - lost].write_text("{}")
    times.desk.clock_marks._files[lost].write_text("not JSON")
    assert ClockMarks(times.workspace.path, times.workspace.id).read() is None


def test_only_the_owner_corrects_it_and_says_why(times: Times) -> None:
    owner, reviewer = times.people
    with pytest.raises(UsageError):
        times.workspace.correct_clock("nothing happened", by=owner)
    times.passes(timedelta(), clock=timedelta(hours=-80))
    with pytest.raises(Blocked):
        times.workspace.correct_clock("battery", by=reviewer)
    with pytest.raises(Blocked):  # who asks comes before what is missing
        times.workspace.correct_clock(" ", by=reviewer)
    with pytest.raises(UsageError):
        times.workspace.correct_clock(" ", by=owner)
    times.workspace.correct_clock("The battery was empty.", by=owner)
    assert times.codes() == []
    assert times.desk.highest_now() == times.shown
    times.passes(timedelta(hours=3))
    assert times.codes() == []


def test_a_correction_counts_once_and_only_with_an_owner_s_key(times: Times) -> None:
    owner, reviewer = times.people
    times.passes(timedelta(), clock=timedelta(days=4000))
    times.workspace.correct_clock("So late already.", by=owner)
    assert times.codes() == []
    times.passes(timedelta(), clock=timedelta(days=-4000))
    assert times.codes() == ["clock.jump"]  # the correction is not taken again for the time before
    for number, person, workspace in (
        (2, reviewer, times.workspace.id),
        (2, owner, "another"),
        (1, owner, times.workspace.id),
    ):
        forged = sign_correction(
            ClockCorrection(
                workspace=workspace,
                number=number,
                at=times.shown,
                instead_of=times.shown,
                reason="x",
            ),
            private_key=private_key_for(person, times.desk.keychain),
        )
        times.desk.statements.add("clock", times.workspace.id, forged, times.shown)
        assert times.codes() == ["clock.jump"]


def test_a_correction_counts_also_where_the_former_ones_were_taken_away(times: Times) -> None:
    owner = times.people[0]
    times.passes(timedelta(), clock=timedelta(hours=-80))
    times.workspace.correct_clock("The battery was empty.", by=owner)
    with times.desk.folder.database.write() as connection:
        connection.execute(delete(statement).where(statement.c.kind == "clock"))
    times.passes(timedelta(), clock=timedelta(hours=-80))
    times.workspace.correct_clock("Again.", by=owner)
    assert times.codes() == []


def test_without_people_and_corrections_a_clock_is_right(tmp_path: Path, home: Path) -> None:
    workspace = Workspace.create(tmp_path / "new")
    assert clock_findings(workspace._desk) == []
    workspace.close()


def test_a_correction_that_counted_does_not_excuse_a_clock_that_is_set_back_later(
    times: Times,
) -> None:
    times.passes(timedelta(), clock=timedelta(hours=-80))
    times.workspace.correct_clock("The battery was empty.", by=times.people[0])
    times.passes(timedelta(hours=100))
    assert times.codes() == []
    latest = times.desk.highest_now()
    times.passes(timedelta(), clock=timedelta(hours=-50))
    assert times.codes() == ["clock.jump"]
    assert times.desk.highest_now() == latest


def test_steps_that_are_small_enough_for_themselves_do_not_add_up(times: Times) -> None:
    for _step in range(60):
        times.passes(timedelta(minutes=1), clock=timedelta(minutes=5))
        times.desk.highest_now()
    assert times.codes() == ["clock.jump"]
    assert times.desk.highest_now() < BEGIN + timedelta(minutes=10)


def test_a_clock_that_was_put_ahead_and_back_left_no_time_behind(times: Times) -> None:
    times.passes(timedelta(hours=1), clock=timedelta(hours=5))
    assert times.codes() == ["clock.jump"]
    assert times.desk.highest_now() == BEGIN
    (found,) = clock_findings(times.desk)
    assert dict(found.values) == {"shown": "2026-12-01 17:00 UTC", "known": "2026-12-01 13:00 UTC"}
    times.shown = BEGIN + timedelta(hours=1)
    assert times.codes() == []
    assert times.desk.highest_now() == BEGIN + timedelta(hours=1)


def test_a_night_asleep_and_a_clock_that_drifts_are_no_fault(times: Times) -> None:
    times.passes(timedelta(hours=8))  # asleep, as far as the counter goes on
    assert times.codes() == []
    times.passes(timedelta(days=60), clock=timedelta(days=60, minutes=80))  # not quite as exact
    assert times.codes() == []


def test_hours_that_the_counter_did_not_count_are_held(times: Times) -> None:
    """A virtual machine that was frozen, or a system whose counter stands still asleep."""
    times.passes(timedelta(), clock=timedelta(hours=8))
    assert times.codes() == ["clock.jump"]
    times.workspace.correct_clock("The machine was resumed from a snapshot.", by=times.people[0])
    assert times.codes() == []
    times.passes(timedelta(hours=2))
    assert times.codes() == []


def test_a_first_look_after_a_start_is_kept_at_once(times: Times) -> None:
    times.start, times.passed = "two", timedelta()
    times.passes(timedelta(), clock=timedelta(seconds=20))
    times.desk.highest_now()
    times.passes(timedelta(), clock=timedelta(hours=4))
    assert times.codes() == ["clock.jump"]


def test_another_computer_of_the_same_folder_takes_no_first_look_away(times: Times) -> None:
    for number in range(STARTS_KEPT - 1):
        times.start = f"another {number}"
        times.passes(timedelta(minutes=2))
        times.desk.highest_now()
    times.start = "one"
    times.passes(timedelta(), clock=timedelta(hours=4))
    assert times.codes() == ["clock.jump"]


@pytest.mark.parametrize("changed", [0, 1])
def test_one_of_both_places_is_enough_to_know_the_first_look(times: Times, changed: int) -> None:
    """Whoever puts the clock ahead writes a first look that fits into the file they can write."""
    times.passes(timedelta(), clock=timedelta(hours=4))
    file = times.desk.clock_marks._files[changed]
    written = orjson.loads(file.read_bytes())
    written["first_looks"] = [[times.shown.isoformat(), "one", 100.0]]
    written["at"] = times.shown.isoformat()
    file.write_bytes(orjson.dumps(written))
    assert times.codes() == ["clock.jump"]


def test_what_a_former_program_wrote_is_still_known(times: Times) -> None:
    former = {"at": BEGIN.isoformat(), "start": "one", "seconds": 100.0, "corrected": 0}
    for file in times.desk.clock_marks._files:
        file.write_bytes(orjson.dumps(former))
    assert times.codes() == []
    times.passes(timedelta(minutes=1), clock=timedelta(hours=4))
    assert times.codes() == ["clock.jump"]


def test_the_clock_s_zone_and_summer_time_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = utc_now()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    after = utc_now()
    monkeypatch.undo()
    time.tzset()
    assert timedelta() <= after - before < timedelta(minutes=1)
