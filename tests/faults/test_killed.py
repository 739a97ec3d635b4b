"""A real sending process, killed at random moments and started again, on a real disk."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from composer.model.states import RecipientState as S
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.mailboxes import header_value
from tests.faults.small_campaign import people

ROOT = Path(__file__).resolve().parents[2]


def start(folder: Path, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.sending_process", str(folder), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def delivered(folder: Path) -> Counter[str]:
    found = Counter()
    for path in (folder / "mailbox" / "new").iterdir():
        found[header_value(path.read_bytes(), "Delivered-To")] += 1
    return found


def kill_and_go_on(folder: Path, count: int, kills: int, rng: random.Random) -> int:
    """Kill that many times while it sends, then let it end; gives how many kills hit."""
    hit = 0
    for _nth in range(kills):
        process = start(folder, count)
        assert process.stdout.readline() == b"sending\n", process.stderr.read()
        time.sleep(rng.random() * 0.25)  # the moment of death is what is random here
        hit += process.poll() is None
        process.kill()
        process.communicate()
        check(folder, count)
    process = start(folder, count)
    _out, errors = process.communicate(timeout=600)
    assert process.returncode == 0, errors
    return hit


def check(folder: Path, count: int) -> None:
    """Nobody twice, and every sum right, whatever was cut off."""
    if not (folder / "ledger.db").exists():
        return
    found = delivered(folder)
    assert max(found.values(), default=0) <= 1
    with open_ledger_read_only(folder / "ledger.db") as view:
        assert view.find_chain_findings() == []
        rows = {row.recipient_id: row for row in view.rows()}
        assert view.counts().total in {0, count}
    by_address = {person.address: person.id for person in people(count)}
    for address in found:
        assert rows[by_address[address]].state in {S.ACCEPTED, S.UNKNOWN, S.BRINK}
    has_it = {by_address[address] for address in found}
    for recipient_id, row in rows.items():
        assert row.state is not S.ACCEPTED or recipient_id in has_it


@pytest.mark.parametrize(
    "kills", [12, pytest.param(1000, marks=[pytest.mark.long, pytest.mark.timeout(7200)])]
)
def test_killed_at_random_moments_nobody_gets_two_and_the_sums_are_right(kills, tmp_path):
    seed = random.SystemRandom().randrange(1 << 32)
    print("seed", seed)
    count = 60 * kills
    assert kill_and_go_on(tmp_path, count, kills, random.Random(seed)) > 0
    check(tmp_path, count)
    with open_ledger_read_only(tmp_path / "ledger.db") as view:
        counts = view.counts()
    assert counts.accepted + counts.unknown == count
    has_it = sum(delivered(tmp_path).values())
    assert counts.accepted <= has_it <= count
    print(kills, "kills", counts)


def test_a_second_process_on_the_same_campaign_is_refused(tmp_path):
    first = start(tmp_path, 3000)
    assert first.stdout.readline() == b"sending\n"
    while not (tmp_path / "mailbox" / "new").exists() or not any(
        (tmp_path / "mailbox" / "new").iterdir()
    ):
        assert first.poll() is None
    second = start(tmp_path, 3000)
    _out, errors = second.communicate(timeout=300)
    first.kill()
    first.communicate()
    assert second.returncode != 0
    assert b"LockHeld" in errors
    check(tmp_path, 3000)
