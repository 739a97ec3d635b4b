"""Memory of the sending process while it writes to a million people, and whether it stays flat.

`.venv/bin/python -m tests.bench.million [people]`. The record, the machine, the workers and the
SendGrid client are the real ones; the people are made by number, so that no list takes part, and a
sink takes everything. Every tenth part of the way the resident memory is read: the goal is 150 MiB
at most. With fewer people than a million the slope says what a million would take.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from composer.delivery.clock import SystemClock
from composer.delivery.dispatch import dispatch
from composer.delivery.ledger import planned
from composer.delivery.means import Means, ProgressReport, SendPlan, Threads
from composer.delivery.source import RenderingSource
from composer.model.campaign import TransportKind
from composer.model.identifiers import Digest, RecipientId
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.transports.sendgrid import SendGridTransport
from composer.transports.sendgrid_request import SendGridAccount
from tests.bench.facts_message import bench_context, bench_people
from tests.bench.sink import HOST, sink
from tests.faults.small_campaign import CAMPAIGN, FAST, LEDGER_KEY, release

PEOPLE = 1_000_000
CONNECTIONS = 64
PARTS = 10
MIB = 1024 * 1024
GOAL_MIB = 150


def resident_mib() -> float:
    """Tell the memory that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


@dataclass
class Gauge:
    """Reads the memory each time another part has been handed over."""

    people: int
    began_s: float = field(default_factory=time.monotonic)
    read: list[tuple[int, float]] = field(default_factory=list)

    def __call__(self, report: ProgressReport) -> None:
        done = report.counts.accepted
        if done >= len(self.read) * self.people / PARTS and report.counts.total:
            self.read.append((done, resident_mib()))
            took_s = time.monotonic() - self.began_s
            print(f"{done:9} handed over, {self.read[-1][1]:5.0f} MiB, {took_s:6.0f} s", flush=True)


class Made:
    """The audience, each made when somebody asks; what is proven is what is rendered."""

    def __init__(self, context: RenderContext) -> None:
        self.source = RenderingSource(context, recipients=self._look_up)
        self._digests: dict[RecipientId, tuple[Digest, str]] = {}

    @staticmethod
    def _look_up(ids: Sequence[RecipientId]) -> Mapping[RecipientId, Recipient]:
        return {one: next(bench_people(int(one, 16), 1)) for one in ids}

    def expected(self, ids: Sequence[RecipientId]) -> Mapping[RecipientId, tuple[Digest, str]]:
        """Give the digests as a second rendering has them: nothing is kept for so many."""
        return {x.recipient_id: (x.digest, x.wire_sha256) for x in self.source.prepare(ids)}


async def send(folder: Path, people: int, port: int) -> Gauge:
    """Send to everybody, and read the memory on the way."""
    made = Made(bench_context(TransportKind.SENDGRID, paragraphs=2, rows=2))
    pace = replace(FAST, connections=CONNECTIONS, batches=(1000, 10_000, 100_000))
    plan = SendPlan(
        audience=lambda: planned(bench_people(0, people), pace=pace, ledger_key=LEDGER_KEY),
        expected=made.expected,
        pace=pace,
    )
    gauge, threads = Gauge(people), Threads()
    outside = OutsideHead(folder / "state", workspace_id="w", campaign_id=CAMPAIGN)
    account = SendGridAccount(base_url=f"http://{HOST}:{port}", api_key="SG.x")
    with SqliteLedger.open(folder / "ledger.db", campaign_id=CAMPAIGN, outside=outside) as ledger:
        means = Means(
            ledger=ledger,
            transport=SendGridTransport(account),
            source=made.source,
            clock=SystemClock(),
            chance=random.random,
            record=threads.record,
            work=threads.work,
            stop_mark=lambda: 0,
            stopped_by=str,
            free_bytes=lambda: 1 << 40,
            report=gauge,
        )
        outcome = await dispatch(release(), plan=plan, means=means)
        assert outcome.finished, outcome
    threads.close()
    made.source.close()
    return gauge


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("people", type=int, nargs="?", default=PEOPLE)
    people = options.parse_args().people
    with tempfile.TemporaryDirectory() as name, sink("http") as far:
        gauge = asyncio.run(send(Path(name), people, far.port))
    most = max(mib for _done, mib in gauge.read)
    (done, first), (last_done, last) = gauge.read[1], gauge.read[-1]
    slope = (last - first) / max(1, last_done - done) * PEOPLE
    print(
        f"{people} people: {most:.0f} MiB at most (goal {GOAL_MIB}), load {os.getloadavg()[0]:.1f}"
    )
    print(f"{slope:.0f} MiB more for a million from the first tenth on")
    return 0


if __name__ == "__main__":
    sys.exit(main())
