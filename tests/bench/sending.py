"""How fast a whole send is, beside its peers, in one run: 10,000 personalised messages of 5 KB.

`.venv/bin/python -m tests.bench.sending [people] [--rounds N] [--slow] [--alone]`. Ours has
everything on: each message rendered in confined workers, compared with its digest, read back by the
guard, recorded durably before and after its end. Every line sends to a sink of its own kind, a
process that takes everything; all take turns. `--slow` adds mailmerge, which takes a minute;
`--alone` measures ours without installing anything.

Beside the seconds stands what each process computed for a message, the quickest round of each: that
hardly depends on what else the machine does. The machine cannot send faster than its processors can
compute all of it together, nor than one processor can what one process or thread computes. What is
not in it: a check of everybody before the first message, and the look into the do-not-write list.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from composer.confinement.limits import confinement_here
from composer.delivery.source import RenderingSource
from composer.model.campaign import Security, TransportKind
from composer.model.identifiers import Digest, RecipientId
from composer.model.recipient import Recipient
from composer.transports.handover import Transport
from composer.transports.sendgrid import SendGridTransport
from composer.transports.sendgrid_request import SendGridAccount
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.bench.facts_message import bench_context, bench_people
from tests.bench.sending_peers import Took, install_peers
from tests.bench.sink import HOST, sink
from tests.faults.small_campaign import FAST, Box

PEOPLE = 10_000
ROUNDS = 3
CONNECTIONS = 64
FAR_MS = 50.0
WORKERS = 2
MACHINE, BESIDE, RENDERING = "machine", "its other threads", "workers"

Send = Callable[[int], Took]


@dataclass
class Ours:
    """One way of sending, its audience and what the proof says of each message."""

    kind: TransportKind
    recipients: tuple[Recipient, ...]

    def __post_init__(self) -> None:
        self.context = bench_context(self.kind, paragraphs=2, rows=2)
        self.rows = {one.id: one for one in self.recipients}
        self.source = RenderingSource(self.context, recipients=self._look_up, workers=WORKERS)
        self.proven: dict[RecipientId, tuple[Digest, str]] = {}
        ids = list(self.rows)
        for at in range(0, len(ids), 1000):
            for made in self.source.prepare(ids[at : at + 1000]):
                self.proven[made.recipient_id] = made.digest, made.wire_sha256
                self.wire_bytes = len(made.wire)

    def _look_up(self, ids: Sequence[RecipientId]) -> Mapping[RecipientId, Recipient]:
        return {one: self.rows[one] for one in ids}

    def _expected(self, ids: Sequence[RecipientId]) -> Mapping[RecipientId, tuple[Digest, str]]:
        return {one: self.proven[one] for one in ids}

    def transport(self, port: int) -> Transport:
        if self.kind is TransportKind.SMTP:
            return SmtpTransport(SmtpAccount(host=HOST, port=port, security=Security.NONE))
        return SendGridTransport(SendGridAccount(base_url=f"http://{HOST}:{port}", api_key="SG.x"))

    def send(self, port: int) -> Took:
        """Send to everybody once, from the record's plan to its last commit."""
        with tempfile.TemporaryDirectory() as name:
            pace = replace(FAST, connections=CONNECTIONS, batches=(len(self.recipients),))
            box = Box(
                Path(name),
                self.recipients,
                pace=pace,
                source=self.source,
                expected_override=self._expected,
                suppressed=dict,
            )
            before, began_s = self._computed_s(), time.perf_counter()
            outcome = asyncio.run(box.send(self.transport(port)))
            seconds, after = time.perf_counter() - began_s, self._computed_s()
            assert outcome.finished, outcome
            assert outcome.counts.accepted == len(self.recipients)
        return Took(seconds=seconds, computed_s={x: after[x] - before[x] for x in after})

    def _computed_s(self) -> dict[str, float]:
        """Tell what the loop's thread, the process's other threads and the workers computed."""
        own_s = time.thread_time()
        see = confinement_here().computed_s
        workers = self.source.worker_numbers
        return {
            MACHINE: own_s,
            BESIDE: time.process_time() - own_s,
            RENDERING: sum(map(see, workers)),
        }


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("people", type=int, nargs="?", default=PEOPLE)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--slow", action="store_true", help="mailmerge, too")
    options.add_argument("--alone", action="store_true", help="no peers")
    chosen = options.parse_args()
    recipients = tuple(bench_people(0, chosen.people))
    smtp, provider = (
        Ours(kind, recipients) for kind in (TransportKind.SMTP, TransportKind.SENDGRID)
    )
    lines: dict[str, tuple[str, float, Send]] = {
        "ours, SMTP": ("smtp", 0, smtp.send),
        "ours, SendGrid": ("http", 0, provider.send),
        "ours, SendGrid, 50 ms": ("http", FAR_MS, provider.send),
    }
    with tempfile.TemporaryDirectory() as folder:
        if not chosen.alone:
            peers = install_peers(Path(folder), recipients)

            def pool(port: int) -> Took:
                return peers.nodemailer(port, connections=CONNECTIONS)

            lines["nodemailer's pool"] = ("smtp", 0, pool)
            lines["SendGrid's package, a loop"] = ("http", 0, peers.sdk)
            if chosen.slow:
                lines["mailmerge"] = ("smtp", 0, peers.mailmerge)
        tell(measure(lines, rounds=chosen.rounds, people=chosen.people), chosen.people)
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sizes = f"{smtp.wire_bytes} bytes by SMTP, {provider.wire_bytes} by SendGrid"
    print(f"{sizes}; {memory_mib:.0f} MiB in the sending process")
    for one in (smtp, provider):
        one.source.close()
    return 0


def measure(
    lines: Mapping[str, tuple[str, float, Send]], *, rounds: int, people: int
) -> dict[str, list[Took]]:
    """Let all take turns, each to a sink of its own."""
    found: dict[str, list[Took]] = {name: [] for name in lines}
    for _nth in range(rounds):
        for name, (kind, latency_ms, send) in lines.items():
            with sink(kind, latency_ms=latency_ms) as far:
                took = send(far.port)
            assert far.taken == people, f"{name}: {far.taken}"
            computed_s = {**took.computed_s, "sink": far.computed_s}
            found[name].append(replace(took, computed_s=computed_s))
    return found


def tell(found: Mapping[str, Sequence[Took]], people: int) -> None:
    """Print the rates, what was computed, and the ratios that have a goal."""
    print(f"{people} messages, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    rates: dict[str, float] = {}
    for name, took in found.items():
        rates[name] = people / statistics.median(one.seconds for one in took)
        least = {x: min(one.computed_s[x] for one in took) for x in took[0].computed_s}
        parts = ", ".join(f"{what} {1000 * s / people:.2f}" for what, s in least.items())
        all_ms = 1000 * sum(least.values()) / people
        print(f"  {name:28}{rates[name]:8.0f}/s   ms for each: {parts}; all {all_ms:.2f}")
    far = rates["ours, SendGrid, 50 ms"] / (CONNECTIONS / FAR_MS * 1000)
    if "nodemailer's pool" in rates:
        smtp = rates["ours, SMTP"] / rates["nodemailer's pool"]
        provider = rates["ours, SendGrid"] / rates["SendGrid's package, a loop"]
        print(f"SMTP: {smtp:.2f} times nodemailer's pool (goal 2)")
        print(f"SendGrid: {provider:.2f} times the loop (goal 4)")
    print(f"with 50 ms and 64 connections: {100 * far:.0f} % of connections / latency (goal 90)")


if __name__ == "__main__":
    sys.exit(main())
