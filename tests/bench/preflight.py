"""The check of everybody as a whole: messages a second, memory of each process, what two are worth.

`.venv/bin/python -m tests.bench.preflight [people] [--workers N] [--kill-at SHARE]` (Linux). A real
workspace in a temporary folder takes the people and the message of `facts_message.py` in, and
everybody is checked as `composer check` does it, in a process of its own; after it the same with one
worker, and `EmailMessage` for a few of the same messages with nothing checked. `--kill-at 0.5` kills
it with SIGKILL half-way and lets it go on. Results are kept in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from composer.model.campaign import TransportKind
from composer.model.person import Role
from composer.workspace import Workspace
from tests.bench.facts_message import COLUMNS, bench_context, bench_people
from tests.bench.message import Measured, each, measure

PEOPLE = 20_000
LOOK_EVERY_S = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
COMMAND = """
import sys
from composer.stages import checking
checking.WORKERS = int(sys.argv.pop(1))
from composer.__main__ import main
sys.exit(main())
"""
SETTINGS = """
name = "Bench"
purpose = "service"
from = "Example Exchange <notices@example.com>"
reply_to = "support@example.com"
locale = "en"
layout = "bench.html"
unsubscribe = "https://example.com/u/{{ token }}"
[audience]
file = "audience.csv"
ids = ["account", "reference"]
[transport]
kind = "practice"
"""


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("people", type=int, nargs="?", default=PEOPLE)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--kill-at", type=float, default=0.0, metavar="SHARE")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        take_in(folder, wanted.people)
        print(f"{wanted.people:,} people, load {os.getloadavg()[0]:.1f}")
        if wanted.kill_at:
            killed = check(folder, wanted.workers, kill_at=wanted.kill_at)
            print(f"killed at {killed.done:,}; it goes on at {check(folder, 2).first:,}")
            return 0
        many = check(folder, wanted.workers)
        show(f"{wanted.workers} workers", many)
        if wanted.workers > 1:
            one = check(folder, 1)
            show("1 worker", one)
            print(f"{many.rate / one.rate:.2f} times one worker")
    measured = Measured(TransportKind.SMTP)
    best = measure({"naive": each(measured.naive_email), "whole": measured.checked})
    print(f"{best['naive'] * 1e6:.0f} us with EmailMessage, nothing checked; one process, CPU time")
    print(f"{best['whole'] * 1e6:.0f} us rendered, built, guarded, scanned")
    print(f"{best['naive'] / best['whole']:.1f} times")
    return 0


def take_in(folder: Path, people: int) -> None:
    """Make a practice workspace with the message and the people."""
    context, campaign = bench_context(TransportKind.SMTP), folder / "campaign"
    campaign.mkdir()
    (campaign / "campaign.toml").write_text(SETTINGS)
    (campaign / "bench.html").write_text(context.message.layout.html)
    message = context.message
    (campaign / "message.md").write_text(
        f'---\nsubject: "{message.subject}"\npreheader: "{message.preheader}"\n---\n{message.body}'
    )
    write_people(campaign / "audience.csv", people)
    workspace = Workspace.create(folder / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    by = workspace.add_person(name="Ana", email="ana@example.com", roles=roles, by=None)
    taken = workspace.import_folder(campaign, by=by)
    assert taken.id, taken.findings
    workspace.close()


def write_people(file: Path, people: int) -> None:
    """Write the list."""
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for person in bench_people(0, people):
            writer.writerow([value for _name, value in person.fields])


@dataclass(slots=True)
class Process:
    """What one process took: CPU seconds, those before anybody was checked, and MiB at most."""

    cpu_s: float = 0.0
    before_s: float = 0.0
    memory_mib: float = 0.0
    looks: int = 0


@dataclass(slots=True)
class Run:
    """One check: where it began and ended, its result, and its processes, the first one first."""

    first: int = 0
    done: int = 0
    clock_s: float = 0.0
    result: dict[str, Any] = field(default_factory=dict)
    processes: dict[int, Process] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Messages a second, from the first worker's start to the last message."""
        return float(self.result["messages_per_s"])


def check(folder: Path, workers: int, *, kill_at: float = 0.0) -> Run:
    """Check everybody, to the end or to that share."""
    run, began = Run(), time.perf_counter()
    environment = {
        **os.environ,
        "COMPOSER_WORKSPACE": str(folder / "workspace"),
        "XDG_STATE_HOME": str(folder / "state"),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(workers), "--json", "check", "Bench"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    watch = threading.Thread(target=watch_processes, args=(process, run))
    watch.start()
    assert process.stdout is not None
    for number, line in enumerate(process.stdout):
        told = json.loads(line)
        if "progress" not in told:
            run.result = told
            continue
        run.done = told["progress"]["done"]
        if number == 0:
            run.first = run.done
            for one in run.processes.values():
                one.before_s = one.cpu_s
        if kill_at and run.done > kill_at * told["progress"]["total"]:
            process.send_signal(signal.SIGKILL)
    process.wait()
    run.clock_s = time.perf_counter() - began
    watch.join()
    assert kill_at or process.returncode == 0, run.result
    return run


def watch_processes(process: subprocess.Popen[str], run: Run) -> None:
    """Look again and again what a process and its children have taken."""
    ended = threading.Event()
    while process.returncode is None:
        for pid in (process.pid, *children_of(process.pid)):
            look_at(pid, run.processes)
        ended.wait(LOOK_EVERY_S)


def look_at(pid: int, known: dict[int, Process]) -> None:
    """Read what one process has taken so far."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        times = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return
    most = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    one = known.setdefault(pid, Process())
    one.cpu_s = (int(times[11]) + int(times[12])) / TICKS
    one.looks += 1
    if one.looks > 1 and most:  # a process that was just begun shows its parent's memory
        one.memory_mib = max(one.memory_mib, int(most[0].split()[1]) / 1024)


def children_of(pid: int) -> list[int]:
    """Give a process's children."""
    try:
        found = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for some in found for child in some.split()]


def show(name: str, run: Run) -> None:
    """Print one run."""
    messages = run.result["messages"]
    print(f"{name}: {messages:,} in {run.result['seconds']:.1f} s, {run.rate:,.0f} messages/s")
    print(f"  the whole command {run.clock_s:.1f} s; load {os.getloadavg()[0]:.1f}")
    for number, one in enumerate(run.processes.values()):
        if one.cpu_s > 0.1:
            who = "worker" if number else "parent"
            print(
                f"  {who}: {(one.cpu_s - one.before_s) / messages * 1e6:6.1f} us of CPU a message of"
                f" all, {one.before_s:.1f} s before; {one.memory_mib:.0f} MiB at most"
            )


if __name__ == "__main__":
    sys.exit(main())
