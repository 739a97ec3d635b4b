"""How fast a whole send is, beside its peers, in one run: 10,000 personalised messages of 5 KB.

`.venv/bin/python -m tests.bench.sending [people] [--rounds N] [--slow]`. Ours has everything on: each
message rendered in confined workers, compared with its digest, read back by the guard, recorded
durably before and after its end. Every line sends to a sink of its own kind, a process that takes
everything; all take turns. `--slow` adds mailmerge, which takes a minute. What is not in it: a
check of everybody before the first message, and the look into the do-not-write list.
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

from composer.delivery.source import RenderingSource
from composer.model.campaign import Security, TransportKind
from composer.model.identifiers import Digest, RecipientId
from composer.model.recipient import Recipient
from composer.transports.handover import Transport
from composer.transports.sendgrid import SendGridTransport
from composer.transports.sendgrid_request import SendGridAccount
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.bench.facts_message import bench_context, bench_people
from tests.bench.sending_peers import install_peers
from tests.bench.sink import HOST, sink
from tests.faults.small_campaign import FAST, Box

PEOPLE = 10_000
ROUNDS = 3
CONNECTIONS = 64
FAR_MS = 50.0
WORKERS = 2


@dataclass
class Ours:
    """One way of sending, its audience and what the proof says of each message."""

    kind: TransportKind
    recipients: tuple[Recipient, ...]

    def __post_init__(self) -> None:
        self.context = bench_context(self.kind, paragraphs=2, rows=2)
        self.rows = {one.id: one for one in self.recipients}
        self.source = RenderingSource(self.context, recipients=self._look_up, workers=WORKERS)
        self.own_ms = 0.0
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

    def send(self, port: int) -> float:
        """Send to everybody once; gives the seconds, from the record's plan to its last commit."""
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
            began_s, computed_s = time.perf_counter(), time.process_time()
            outcome = asyncio.run(box.send(self.transport(port)))
            took_s = time.perf_counter() - began_s
            self.own_ms = 1000 * (time.process_time() - computed_s) / len(self.recipients)
            assert outcome.finished, outcome
            assert outcome.counts.accepted == len(self.recipients)
        return took_s


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("people", type=int, nargs="?", default=PEOPLE)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--slow", action="store_true", help="mailmerge, too")
    chosen = options.parse_args()
    recipients = tuple(bench_people(0, chosen.people))
    smtp, provider = (
        Ours(kind, recipients) for kind in (TransportKind.SMTP, TransportKind.SENDGRID)
    )
    with tempfile.TemporaryDirectory() as folder:
        peers = install_peers(Path(folder), recipients)
        lines: dict[str, tuple[str, float, Callable[[int], float]]] = {
            "ours, SMTP": ("smtp", 0, smtp.send),
            "nodemailer's pool": (
                "smtp", 0, lambda port: peers.nodemailer(port, connections=CONNECTIONS)
            ),
            "ours, SendGrid": ("http", 0, provider.send),
            "SendGrid's package, a loop": ("http", 0, peers.sdk),
            "ours, SendGrid, 50 ms": ("http", FAR_MS, provider.send),
        }  # fmt: skip
        if chosen.slow:
            lines["mailmerge"] = ("smtp", 0, peers.mailmerge)
        rates: dict[str, list[float]] = {name: [] for name in lines}
        for _nth in range(chosen.rounds):
            for name, (kind, latency_ms, send) in lines.items():
                with sink(kind, latency_ms=latency_ms) as far:
                    took_s = send(far.port)
                assert far.taken == chosen.people, f"{name}: {far.taken}"
                rates[name].append(chosen.people / took_s)
    tell({name: statistics.median(found) for name, found in rates.items()}, chosen.people)
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sizes = f"{smtp.wire_bytes} bytes by SMTP, {provider.wire_bytes} by SendGrid"
    print(f"{sizes}; {memory_mib:.0f} MiB in the sending process")
    words = "computed by the sending process for a message, workers apart"
    print(f"{words}: {smtp.own_ms:.2f} ms by SMTP, {provider.own_ms:.2f} by SendGrid")
    for one in (smtp, provider):
        one.source.close()
    return 0


def tell(rates: Mapping[str, float], people: int) -> None:
    """Print the rates, and the ratios that have a goal."""
    print(f"{people} messages, load {os.getloadavg()[0]:.1f}")
    for name, rate in rates.items():
        print(f"  {name:28}{rate:8.0f}/s")
    smtp = rates["ours, SMTP"] / rates["nodemailer's pool"]
    provider = rates["ours, SendGrid"] / rates["SendGrid's package, a loop"]
    far = rates["ours, SendGrid, 50 ms"] / (CONNECTIONS / FAR_MS * 1000)
    print(f"SMTP: {smtp:.2f} times nodemailer's pool (goal 2)")
    print(f"SendGrid: {provider:.2f} times the loop (goal 4)")
    print(f"with 50 ms and 64 connections: {100 * far:.0f} % of connections / latency (goal 90)")


if __name__ == "__main__":
    sys.exit(main())
