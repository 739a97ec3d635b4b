"""What one worker holds while it checks many messages: it must be small and stay so.

`.venv/bin/python -m tests.bench.memory [messages]` (Linux): one real worker of the pool, an
audience of as many people as messages, so that every recipient is new to every cache. It prints the
worker's resident memory after each tenth. Results are kept in docs/benchmarks.md.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from composer.checks.everybody import CheckContext, check_chunk, set_up_check
from composer.model.campaign import TransportKind
from composer.rendering.pool import WorkerPool
from composer.wire.audience_index import index_audience
from tests.bench.facts_message import bench_context, bench_people

CHUNK = 250


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    context = bench_context(TransportKind.SMTP)
    index = index_audience(bench_people(0, total), ids=context.campaign.audience.ids, contacts=())
    chunks = (tuple(bench_people(start, CHUNK)) for start in range(0, total, CHUNK))
    with WorkerPool(set_up_check, CheckContext(rendering=context, index=index), workers=1) as pool:
        pid = pool._idle[0]._process.pid
        begun = time.monotonic()
        for number, checked in enumerate(pool.map_chunks(check_chunk, chunks), start=1):
            assert checked.messages == CHUNK
            assert not checked.findings
            done = number * CHUNK
            if number == 1 or done % (total // 10) == 0:
                spent = time.monotonic() - begun
                print(
                    f"{done:8} messages  {resident_mib(pid):6.1f} MiB  {spent:6.0f} s", flush=True
                )


def resident_mib(pid: int | None) -> float:
    """Read a process's resident memory."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
