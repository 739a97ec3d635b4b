"""How long after a stop the last message still crosses the brink, at 500 messages a second.

`.venv/bin/python -m tests.bench.stop [runs]`. The machine, the record on the disk, the stop file
and the SMTP client are the real ones; the server takes everything. Time runs from the moment at
which the stop is asked for until the last commit of a brink has returned. The goal is 200 ms at the
99th percentile of 100 runs, and nobody later.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from composer.delivery.stopping import request_stop
from composer.model.campaign import Security
from composer.model.moves import Move
from composer.model.states import RecipientState
from composer.store.ledger import SqliteLedger
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.faults.cut_sessions import KeptMessages
from tests.faults.scripted_server import scripted_server
from tests.faults.small_campaign import FAST, Box, people

RUNS = 10
PEOPLE = 1200
PER_SECOND = 500
CONNECTIONS = 32
GOAL_S = 0.2


@dataclass
class Brinks:
    """Notes when each commit that held a brink returned."""

    ledger: SqliteLedger
    returned_s: list[float] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        apply = self.ledger.apply

        def noted(moves: Sequence[Move]) -> None:
            apply(moves)
            found = [move for move in moves if move.to is RecipientState.BRINK]
            self.returned_s += [time.monotonic()] * len(found)
            if found:
                loop.call_soon_threadsafe(self.begun.set)

        self.ledger.apply = noted


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("runs", type=int, nargs="?", default=RUNS)
    runs = options.parse_args().runs
    recipients = people(PEOPLE)
    source = KeptMessages(recipients)
    late, rates = [], []
    for _nth in range(runs):
        with tempfile.TemporaryDirectory() as name:
            pace = replace(
                FAST,
                per_second=Decimal(PER_SECOND),
                connections=CONNECTIONS,
                batches=(PEOPLE,),
            )
            took_s, rate = asyncio.run(stopped(Box(Path(name), recipients, pace, source=source)))
        late.append(took_s)
        rates.append(rate)
    late.sort()
    print(f"{runs} stops at {sum(rates) / runs:.0f}/s, load {os.getloadavg()[0]:.1f}")
    print(f"  last brink after the stop: median {late[runs // 2] * 1000:.0f} ms,")
    print(
        f"  99th percentile {late[-(-99 * runs // 100) - 1] * 1000:.0f} ms, goal {GOAL_S * 1000:.0f}"
    )
    return 0


async def stopped(box: Box) -> tuple[float, float]:
    """Send, stop at a random moment, and give the last brink's lateness and the rate before."""
    with box.open_ledger() as ledger:
        brinks = Brinks(ledger)
        brinks.watch(asyncio.get_running_loop())
        async with scripted_server({}) as server:
            account = SmtpAccount(host="127.0.0.1", port=server.port, security=Security.NONE)
            sending = asyncio.create_task(box.send(SmtpTransport(account), ledger=ledger))
            await brinks.begun.wait()
            began_s = time.monotonic()
            await asyncio.sleep(0.6 + random.random() * 0.4)
            rate = len(brinks.returned_s) / (time.monotonic() - began_s)
            asked_s = time.monotonic()
            await asyncio.to_thread(request_stop, box.folder, by="Ana")
            ended = await sending
        assert not ended.finished, "it was over before the stop"
        assert ended.counts.accepted == len(brinks.returned_s)
        assert ended.counts.accepted + ended.counts.held == PEOPLE
    return max(0.0, brinks.returned_s[-1] - asked_s), rate


if __name__ == "__main__":
    sys.exit(main())
