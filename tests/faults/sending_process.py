"""A sending process to be killed: `python -m tests.faults.sending_process FOLDER PEOPLE`.

It goes on with the record in FOLDER through the practice server, until everybody is final or unknown.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from composer.model.campaign import Security
from composer.transports.practice import HOST, practice_server
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.faults.small_campaign import FAST, Box, people

EXIT_FINISHED = 0
EXIT_UNFINISHED = 1


async def send(folder: Path, count: int) -> int:
    box = Box(folder, people(count), pace=replace(FAST, connections=6, batches=(10, 50)))
    async with practice_server(folder / "mailbox", seeds=frozenset()) as port:
        account = SmtpAccount(host=HOST, port=port, security=Security.NONE)
        print("sending", flush=True)
        outcome = await box.send(SmtpTransport(account))
    return EXIT_FINISHED if outcome.finished else EXIT_UNFINISHED


if __name__ == "__main__":
    sys.exit(asyncio.run(send(Path(sys.argv[1]), int(sys.argv[2]))))
