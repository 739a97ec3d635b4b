"""What a list of a million people costs, from the file to the people in use, beside a bare reader.

The command `composer audience CAMPAIGN --replace FILE` as anybody starts it, and right before and
after it one pass of `csv.reader` over the same file. Measured are the time by the clock, the CPU
time and the most memory of all its processes together; when the first finding is told; and how long
it takes to end after Ctrl+C in the middle. The list has 1,000 rows that are wrong, from its
beginning on; they are left out by decision, so that the command takes the others over.

    .venv/bin/python -m tests.bench.audience [people]
"""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from composer.model.person import Role
from composer.workspace import Workspace

PEOPLE = 1_000_000
WRONG_EACH = 1000
LOOK_EVERY_S = 0.05
HALF_WAY = 0.4
COLUMNS = (
    ["email", "locale", "first_name", "last_name", "account", "city", "country", "balance", "joined", "status"]
)  # fmt: skip
SETTINGS = """
name = "Bench"
purpose = "service"
from = "Example <notices@example.com>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
[fallback]
de = "en"
fr = "en"
[transport]
kind = "practice"
"""


def main() -> int:
    """Print the figures."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "COMPOSER_WORKSPACE": str(folder / "workspace")}
        environment["XDG_STATE_HOME"] = str(folder / "state")
        make_campaign(folder)
        file = folder / "people.csv"
        write_people(file, people)
        print(
            f"{people:,} people, {file.stat().st_size / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}"
        )
        before = bare_pass(file)
        taken = run(environment, file)
        after = bare_pass(file)
        clock, cpu = min(before[0], after[0]), min(before[1], after[1])
        print(f"a bare csv.reader: {clock:.2f} s by the clock, {cpu:.2f} s of CPU")
        print(f"the command: {taken.clock_s:.2f} s by the clock, {taken.clock_s / clock:.1f} times")
        print(f"             {taken.cpu_s:.2f} s of CPU, {taken.cpu_s / cpu:.1f} times")
        print(f"             {taken.memory_mib:.0f} MiB over all processes at most")
        print(f"the first finding after {taken.first_finding_s:.2f} s")
        print(f"ended {cancelled_after(environment, file):.2f} s after Ctrl+C")
    return 0


def make_campaign(folder: Path) -> None:
    """Make a practice workspace with a campaign of two people."""
    campaign = folder / "campaign"
    campaign.mkdir()
    (campaign / "campaign.toml").write_text(SETTINGS)
    (campaign / "message.md").write_text("---\nsubject: Hello\n---\nDear {{ first_name }}\n")
    write_people(campaign / "audience.csv", 2, wrong=False)
    workspace = Workspace.create(folder / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    by = workspace.add_person(name="Ana", email="ana@example.com", roles=roles, by=None)
    taken = workspace.import_folder(campaign, by=by)
    assert taken.id, taken.findings
    workspace.close()


def write_people(file: Path, people: int, *, wrong: bool = True) -> None:
    """Write a list of ten columns in no order, every thousandth row without an address."""
    pick = random.Random(7)
    domains = [f"mail{n}.bench-weights.org" for n in range(300)] + ["gmail.com", "gmx.de"] * 100
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for n in range(people):
            first = pick.choice(("Anna", "Björn", "Chloé", "Dmitri", "Eva", "Fatima"))
            address = f"{first[0].lower()}.{n * 7919 % people:07d}@{pick.choice(domains)}"
            is_wrong = wrong and n % WRONG_EACH == 1
            writer.writerow(
                [
                    "nobody" if is_wrong else address, pick.choice(("", "en", "de", "fr")),
                    first, pick.choice(("Müller", "García", "O'Neil", "Schmidt")),
                    f"AC{pick.randrange(10**9):09d}", pick.choice(("Berlin", "Tokyo, Japan")),
                    pick.choice(("DE", "AT", "US")), f"{pick.random() * 1e5:.2f}",
                    f"20{pick.randrange(10, 25)}-{pick.randrange(1, 13):02d}-11", "active",
                ]
            )  # fmt: skip


def bare_pass(file: Path) -> tuple[float, float]:
    """Read the file with csv.reader alone; give seconds by the clock and of CPU."""
    clock, cpu = time.perf_counter(), time.process_time()
    with file.open(newline="", encoding="utf-8") as opened:
        for _row in csv.reader(opened):
            pass
    return time.perf_counter() - clock, time.process_time() - cpu


def told(line: str) -> dict[str, Any]:
    """Give what a line of the command says about its progress."""
    progress: dict[str, Any] = json.loads(line).get("progress", {})
    return progress


class Taken:
    """What a run of the command took."""

    clock_s = cpu_s = memory_mib = first_finding_s = 0.0


def run(environment: dict[str, str], file: Path) -> Taken:
    """Run the command to its end."""
    taken, began = Taken(), time.perf_counter()
    process = start(environment, file)
    watch = threading.Thread(target=watch_memory, args=(process, taken))
    watch.start()
    assert process.stdout is not None
    line = ""
    for line in process.stdout:
        if not taken.first_finding_s and told(line).get("findings"):
            taken.first_finding_s = time.perf_counter() - began
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    taken.clock_s = time.perf_counter() - began
    taken.cpu_s = usage.ru_utime + usage.ru_stime
    watch.join()
    assert process.returncode == 0, line
    return taken


def cancelled_after(environment: dict[str, str], file: Path) -> float:
    """Press Ctrl+C in the middle, and wait for the end."""
    process = start(environment, file)
    assert process.stdout is not None
    for line in process.stdout:
        if told(line).get("share", 0) > HALF_WAY:
            break
    began = time.perf_counter()
    process.send_signal(signal.SIGINT)
    process.stdout.close()
    process.wait()
    return time.perf_counter() - began


def start(environment: dict[str, str], file: Path) -> subprocess.Popen[str]:
    """Start the command."""
    command = ["audience", "Bench", "--replace", str(file), "--leave-out", "address.no_at"]
    return subprocess.Popen(
        [sys.executable, "-m", "composer", "--json", *command],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def watch_memory(process: subprocess.Popen[str], taken: Taken) -> None:
    """Add up what a process and its children hold, again and again, and keep the most."""
    ended = threading.Event()
    while process.returncode is None:
        held = sum(resident_mib(pid) for pid in (process.pid, *children_of(process.pid)))
        taken.memory_mib = max(taken.memory_mib, held)
        ended.wait(LOOK_EVERY_S)


def children_of(pid: int) -> list[int]:
    """Give a process's children."""
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except OSError:
        return []


def resident_mib(pid: int) -> float:
    """Give the memory that a process holds."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main())
