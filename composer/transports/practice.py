"""The practice server: a real mail server on this computer, where nothing leaves it.

The sending process starts it on a free loopback port and hands over through the same SMTP client as
to any other server. Everybody's mail lands in one Maildir, tests to seeds in its `.Seeds` folder,
with the bytes as they came after a few trace lines. It answers 250 only after the disk has it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as ServerSession

from composer.transports.handover import is_test_message
from composer.transports.maildir import SEEDS_FOLDER, deliver, make_maildir, trace_lines

HOST = "127.0.0.1"
_LARGEST = 64 * 1024 * 1024
_WRITERS = 8
_IDLE_S = 900.0


class MailboxHandler:
    """Puts what the server receives into the practice mailbox."""

    def __init__(
        self, mailbox: Path, *, seeds: frozenset[str], writers: ThreadPoolExecutor
    ) -> None:
        self._mailbox = mailbox
        self._seeds = frozenset(seed.casefold() for seed in seeds)
        self._writers = writers
        make_maildir(mailbox)
        make_maildir(mailbox / SEEDS_FOLDER)

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: ServerSession,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take exactly one recipient for each message."""
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient for each message"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _server: SMTP, _session: ServerSession, envelope: Envelope) -> str:
        """Write the message down, then say yes."""
        content = envelope.content
        if not isinstance(content, bytes) or len(envelope.rcpt_tos) != 1:
            return "554 5.5.0 exactly one recipient and one message"
        recipient = envelope.rcpt_tos[0]
        is_test = recipient.casefold() in self._seeds and is_test_message(content)
        folder = self._mailbox / SEEDS_FOLDER if is_test else self._mailbox
        traced = trace_lines(envelope.mail_from or "", recipient, where="practice") + content
        try:
            await asyncio.get_running_loop().run_in_executor(self._writers, deliver, folder, traced)
        except OSError:
            return "452 4.3.1 the practice mailbox cannot be written"
        return "250 2.0.0 in the practice mailbox"


@asynccontextmanager
async def practice_server(mailbox: Path, *, seeds: frozenset[str]) -> AsyncIterator[int]:
    """Run the practice server while the context lasts; gives its port."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(_WRITERS, thread_name_prefix="practice") as writers:
        handler = MailboxHandler(mailbox, seeds=seeds, writers=writers)

        def session() -> SMTP:
            return SMTP(
                handler,
                data_size_limit=_LARGEST,
                enable_SMTPUTF8=True,
                hostname="localhost",
                ident="practice mailbox",
                timeout=_IDLE_S,
                loop=loop,
            )

        server = await loop.create_server(session, HOST, 0)
        try:
            yield int(server.sockets[0].getsockname()[1])
        finally:
            server.close()
            await server.wait_closed()
