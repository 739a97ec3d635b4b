"""The program itself killed at random moments of one campaign, and started again each time.

`composer send` is the real process with its workers, its practice server and its files. Whatever a
kill cuts off, nobody gets a second message, nobody is missing from the accounts, and what the
accounts say about anybody is what the mailbox holds.
"""

from __future__ import annotations

import csv
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from composer.store.ledger_view import open_ledger_read_only
from tests.flow.conftest import (
    Practice,
    change_settings,
    make_practice,
    on_the_wire,
    wait_for,
)

KILLS = 50
CAMPAIGNS_IN_LONG = 20  # of that many kills each
PEOPLE = 600
BEFORE_THE_FIRST = 0.4  # of the kills: before the first hand-over of that process
LAST_JITTER_S = 0.01


@dataclass
class Killer:
    """Starts the program, kills it at a random moment, and keeps count."""

    practice: Practice
    chance: random.Random
    kills: int
    start_s: float = 2.0  # what a process needs until its first hand-over, as last seen
    hits: list[str] = field(default_factory=list)
    seen: tuple[int, int] = (0, 0)

    def delivered(self) -> int:
        new = self.practice.mailbox / "new"
        changed_ns = new.stat().st_mtime_ns
        if changed_ns != self.seen[0]:  # counting costs the sender time; looking does not
            self.seen = changed_ns, sum(1 for _entry in os.scandir(new))
        return self.seen[1]

    def run_once(self) -> int | None:
        """Let one process run until its moment has come; gives its exit code if it ended before."""
        is_early = self._chooses_early()
        with _alone(self.practice) as process:
            began_s, before = time.monotonic(), self.delivered()
            wanted = before + self._share()
            early_s = self.chance.random() * self.start_s
            has_begun = False
            while process.poll() is None:
                now_s, count = time.monotonic() - began_s, self.delivered()
                if count > before and not has_begun:
                    has_begun, self.start_s = True, now_s
                if (is_early and now_s >= early_s) or count >= wanted:
                    time.sleep(self.chance.random() * LAST_JITTER_S)
                    process.kill()
                    process.wait()
                    self.hits.append("before" if self.delivered() == before else "while")
                    return None
                time.sleep(0.002)
            return process.returncode

    def _chooses_early(self) -> bool:
        left = BEFORE_THE_FIRST * self.kills - self.hits.count("before")
        return self.chance.random() < left / (self.kills - len(self.hits))

    def _share(self) -> int:
        """How many messages the next process may hand over, so that all kills find something.

        Never more than half of what is left: it goes on while its moment is being noticed.
        """
        left = self._left()
        most = min(int(1.2 * left / (self.kills - len(self.hits))), left // 2)
        return self.chance.randint(1, max(1, most))

    def _left(self) -> int:
        """Nobody sends now: whoever is not planned is final, or was at the brink."""
        path = self.practice.run.workspace / "sends" / self.practice.campaign / "ledger.db"
        if not path.exists():
            return PEOPLE
        with open_ledger_read_only(path) as view:
            counts = view.counts()
        return counts.planned + counts.claimed + counts.held or PEOPLE


@contextmanager
def _alone(practice: Practice) -> Iterator:
    """Start the program; at the end nothing that it started is left."""
    with practice.run.started("send", practice.campaign, by=practice.author) as process:
        yield process
    wait_for(lambda: not _children_left(practice))


def _children_left(practice: Practice) -> list[str]:
    """Find processes that still use the workspace's mark in their environment (Linux)."""
    mark = practice.run.environment["COMPOSER_TEST_MARK"].encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return found


def released_in(tmp_path: Path) -> Practice:
    """The example, released, in many batches, so that kills meet their edges too."""
    practice = make_practice(tmp_path, people=PEOPLE)
    folder = practice.export(tmp_path / "campaign")
    change_settings(folder, "batches = [10, 100, 1000]", "batches = [10, 100, 250]")
    practice.bring_back(folder)
    practice.released(tmp_path)
    practice.run.environment["COMPOSER_TEST_MARK"] = str(tmp_path)
    return practice


@pytest.mark.timeout(900 * CAMPAIGNS_IN_LONG)
@pytest.mark.parametrize("campaigns", [1, pytest.param(CAMPAIGNS_IN_LONG, marks=pytest.mark.long)])
def test_kills_of_the_program_write_to_nobody_twice_and_lose_nobody(
    tmp_path: Path, campaigns: int
) -> None:
    for number in range(campaigns):
        seed = os.environ.get("COMPOSER_TEST_SEED") or str(random.SystemRandom().getrandbits(32))
        print(f"the moments come from COMPOSER_TEST_SEED={seed}")
        folder = tmp_path / str(number)
        folder.mkdir()
        _kill_and_go_on(released_in(folder), folder, seed=seed, kills=KILLS)


def _kill_and_go_on(released: Practice, folder: Path, *, seed: str, kills: int) -> None:
    killer = Killer(released, random.Random(seed), kills)
    while len(killer.hits) < kills:
        code = killer.run_once()
        assert code != 0, "it was over before its time"
        if code is not None:
            _resume(released)
    answer = released.run("send", released.campaign, by=released.author, code=None)
    while answer.code == 1 and not answer.record["finished"]:
        _resume(released)
        answer = released.run("send", released.campaign, by=released.author, code=None)
    assert answer.record["finished"] is True
    print(dict(Counter(killer.hits)), answer.record["counts"])
    assert killer.hits.count("while") >= kills // 2
    assert killer.hits.count("before") >= 1
    connections = 8
    assert answer.record["counts"]["unknown"] <= kills * connections
    _nobody_twice_nobody_lost(released, folder, answer.record["counts"])


def _resume(practice: Practice) -> None:
    """A process that ended by itself was held; only then a person has to resume."""
    practice.run("resume", practice.campaign, by=practice.author)


def _received(practice: Practice) -> Counter[str]:
    """Count the messages in the practice mailbox by the address they were delivered to."""
    found: Counter[str] = Counter()
    for message in practice.messages():
        lines = message.partition(b"\r\n\r\n")[0].split(b"\r\n")
        (to,) = [line for line in lines if line.startswith(b"Delivered-To: ")]
        found[to.removeprefix(b"Delivered-To: ").decode()] += 1
    return found


def _nobody_twice_nobody_lost(practice: Practice, folder: Path, counts: dict[str, int]) -> None:
    received = _received(practice)
    assert max(received.values()) == 1

    practice.run("report", practice.campaign, "--format", "csv", folder / "report.csv")
    rows = list(csv.DictReader((folder / "report.csv").read_text("utf-8-sig").splitlines()))
    states = {on_the_wire(row["address"]): row["state"] for row in rows}
    assert len(rows) == len(states) == PEOPLE
    assert set(states.values()) <= {"accepted", "unknown"}, "nobody waits any more"
    assert {address for address, state in states.items() if state == "accepted"} <= set(received)
    assert set(received) <= set(states)

    status = practice.run("status", practice.campaign).record
    assert status["counts"] == counts
    assert sum(counts.values()) == PEOPLE
    assert Counter(states.values()) == {state: number for state, number in counts.items() if number}

    practice.run("evidence", practice.campaign, folder / "evidence.json")
    assert practice.run("verify", folder / "evidence.json").record["valid"] is True
