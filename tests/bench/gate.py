"""The gate once everybody is checked: freeze, test, read back and say where it stands.

`.venv/bin/python -m tests.bench.gate [people]`. A real workspace in a temporary folder takes the
people and the message of `facts_message.py` in and checks them; then each step is a process of its
own, as at the command line, with everything that a process has to read again. A second `status` in
one process is what the window asks each second. Results are kept in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from composer.workspace import Workspace
from tests.bench.preflight import take_in

PEOPLE = 20_000
SEEDS = ("seed1@example.com", "seed2@example.com")
STEPS = (("seal",), ("test", "--wait", "30"), ("status",))


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("people", type=int, nargs="?", default=PEOPLE)
    people = options.parse_args().people
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        take_in(folder, people)
        with_seeds(folder)
        print(f"{people:,} people, load {os.getloadavg()[0]:.1f}")
        show("check", *timed(folder, "check"))
        steps = [timed(folder, *words) for words in STEPS]
        for words, took in zip(STEPS, steps, strict=True):
            show(words[0], *took)
        show("the gate", sum(clock for clock, _ in steps), sum(cpu for _, cpu in steps))
        for clock in asked_again(folder):
            print(f"  status asked again by the window {clock * 1000:8.0f} ms")
    return 0


def with_seeds(folder: Path) -> None:
    """Give the workspace its test mailboxes."""
    workspace = Workspace.open(folder / "workspace")
    owner = workspace.resolve_person(None)
    for seed in SEEDS:
        workspace.add_seed(seed, by=owner)
    workspace.close()


def timed(folder: Path, *words: str) -> tuple[float, float]:
    """Run one command; give the seconds by the clock, and those of all its processors."""
    environment = {
        **os.environ,
        "COMPOSER_WORKSPACE": str(folder / "workspace"),
        "XDG_STATE_HOME": str(folder / "state"),
    }
    command, *more = words
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "composer", "--json", command, "Bench", *more],
        env=environment,
        capture_output=True,
        check=False,
    )
    clock = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0, said
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return clock, cpu


def asked_again(folder: Path) -> list[float]:
    """Ask three times in one process where the campaign stands."""
    workspace = Workspace.open(folder / "workspace")
    campaign = workspace.find_campaign("Bench")
    took = []
    for _ in range(3):
        began = time.perf_counter()
        workspace.status(campaign)
        took.append(time.perf_counter() - began)
    workspace.close()
    return took


def show(step: str, clock: float, cpu: float) -> None:
    """Print one line."""
    print(f"  {step:<10} {clock:8.1f} s by the clock {cpu:8.1f} s of processors")


if __name__ == "__main__":
    sys.exit(main())
