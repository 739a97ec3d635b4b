"""A campaign whose every connection is struck at another byte, through the real sending machine.

The machine, the record on the disk, the client and the sockets are the real ones. Each connection
goes through a proxy that strikes once; the time between tries runs a thousand times faster.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from composer.delivery import engine, verdicts
from composer.delivery.outcome import Outcome
from composer.errors import OutcomeUnknown, TransportError
from composer.model.campaign import Security
from composer.model.identifiers import RecipientId
from composer.model.recipient import Recipient
from composer.model.states import RecipientState as S
from composer.transports.handover import Answer, Brink, Connection, Prepared
from composer.transports.mailboxes import header_value
from composer.transports.smtp import SmtpAccount, SmtpLimits, SmtpTransport
from composer.transports.watched_stream import WatchedStream, open_stream
from tests.faults.scripted_server import ScriptedServer, scripted_server
from tests.faults.small_campaign import FAST, Box, people, prepared_for, small_message
from tests.servers.certificates import Authority
from tests.servers.fault_proxy import HOST, Fault, FaultProxy, Passage, Way, fault_proxy

OFFERS = b"250-strict\r\n250-SIZE 10000000\r\n250-8BITMIME\r\n%s250 AUTH PLAIN LOGIN\r\n"
FIRST = 1000  # everybody's number has four digits, so that all sessions have the same length
STRETCH = 1000
SHORTEST_REST_S = 0.005
ONE_EACH = SmtpLimits(look_s=0.2, fresh_look_s=0.2, after_421_s=0.2, goodbye_s=1.0, messages=1)


class KeptMessages:
    """Renders everybody once, however often they are tried."""

    def __init__(self, recipients: Sequence[Recipient]) -> None:
        compiled = small_message()
        self._ready = {item.id: prepared_for(compiled, item) for item in recipients}

    def prepare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        return [self._ready[item] for item in ids]

    def prepare_seeds(self, messages: object) -> Sequence[Prepared]:
        raise NotImplementedError


class FastClock:
    """A clock that runs fast, so that who is deferred is tried again soon."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.monotonic_s())

    def monotonic_s(self) -> float:
        return (time.monotonic() - self._began_s) * STRETCH

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds / STRETCH, SHORTEST_REST_S))


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How the server protects a session, and what the client needs for it."""

    security: Security
    offers: bytes
    server: ssl.SSLContext | None = None
    ca_file: str = ""

    @classmethod
    def of(cls, security: Security, folder: Path) -> Self:
        """Make an authority and a server's certificate where one is needed."""
        if security is Security.NONE:
            return cls(security=security, offers=OFFERS % b"")
        authority = Authority()
        issued = authority.issue("localhost")
        pem, trusted = folder / "server.pem", folder / "ca.pem"
        pem.write_bytes(issued.certificate + issued.key)
        trusted.write_bytes(authority.pem)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(pem)
        offers = OFFERS % (b"250-STARTTLS\r\n" if security is Security.STARTTLS else b"")
        return cls(security=security, offers=offers, server=server, ca_file=str(trusted))

    def account(self, port: int) -> SmtpAccount:
        return SmtpAccount(
            host="localhost" if self.server else HOST,
            port=port,
            security=self.security,
            username="me",
            password="secret",
            ca_file=self.ca_file,
        )

    def serve(self) -> object:
        """Run the server."""
        return scripted_server(
            {"ehlo": self.offers}, tls=self.server, wrapped=self.security is Security.TLS
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How many bytes have gone each way at the end of each phase of a session without a fault."""

    introduced: Mapping[Way, int]
    at_brink: Mapping[Way, int]
    answered: Mapping[Way, int]
    closed: Mapping[Way, int]

    def phases(self, way: Way) -> Iterator[range]:
        """Give each phase as the bytes that belong to it."""
        begins = 0
        for ends in (self.introduced, self.at_brink, self.answered, self.closed):
            yield range(begins, ends[way])
            begins = ends[way]

    def places(self, *, every: int, last: int) -> list[tuple[Way, int]]:
        """Give every so manyth byte, and the last ones of each phase, both ways."""
        found = {
            (way, at)
            for way in Way
            for phase in self.phases(way)
            for at in phase
            if at % every == 0 or at >= phase.stop - last
        }
        return sorted(found | {(way, self.closed[way]) for way in Way}, key=repr)

    def ends_after(self, places: Sequence[tuple[Way, int]]) -> int:
        """Count the places after which a message may have been taken."""
        return sum(at > self.at_brink[way] for way, at in places)


def everybody(count: int) -> tuple[Recipient, ...]:
    return people(FIRST + count)[FIRST:]


async def measure(protection: Protection) -> Marks:
    """Carry one message without a fault, and count."""
    message = prepared_for(small_message(), everybody(1)[0])
    seen: list[dict[Way, int]] = []
    async with protection.serve() as server, fault_proxy(server.port) as proxy:

        def note() -> None:
            (passage,) = proxy.passages.values()
            seen.append(dict(passage.passed))

        async def brink() -> Callable[[], None]:
            await asyncio.sleep(0.05)  # until everything before the end has gone through
            note()
            return lambda: None

        connection = await SmtpTransport(protection.account(proxy.port), limits=ONE_EACH).connect()
        note()
        await connection.hand_over(message, brink=brink)
        note()
        await connection.close()
        note()
    introduced, at_brink, answered, closed = seen
    return Marks(introduced=introduced, at_brink=at_brink, answered=answered, closed=closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What became of one connection: whom it was for, and what the client said.

    `fault` is None where the connection failed before the client could tell which one it was.
    """

    fault: Fault | None
    recipient_id: RecipientId | None
    error: TransportError | None

    @property
    def outcome(self) -> str:
        match self.error:
            case None:
                return "accepted"
            case OutcomeUnknown():
                return "unknown"
            case _:
                return type(self.error).__name__


@dataclass
class Observed:
    """The real transport, through the proxy; it notes what became of each connection."""

    protection: Protection
    proxy: FaultProxy
    limits: SmtpLimits
    tries: list[Try] = field(default_factory=list)

    async def connect(self) -> Connection:
        found: list[Passage] = []

        async def open_and_note(
            host: str, port: int, *, tls: ssl.SSLContext | None
        ) -> WatchedStream:
            stream = await open_stream(host, port, tls=tls)
            found.append(self.proxy.passages[stream.transport.get_extra_info("sockname")[1]])
            return stream

        account = self.protection.account(self.proxy.port)
        transport = SmtpTransport(account, limits=self.limits, open_stream=open_and_note)
        try:
            inner = await transport.connect()
        except TransportError as error:
            self.note(found[0] if found else None, None, error)
            raise
        return ObservedConnection(self, inner, found[0])

    def note(
        self, passage: Passage | None, recipient: RecipientId | None, error: TransportError | None
    ) -> None:
        fault = passage.fault if passage else None
        if fault is not None or error is not None:
            self.tries.append(Try(fault=fault, recipient_id=recipient, error=error))


@dataclass
class ObservedConnection:
    observer: Observed
    inner: Connection
    passage: Passage

    @property
    def is_usable(self) -> bool:
        return self.inner.is_usable

    async def hand_over(self, prepared: Prepared, *, brink: Brink) -> Answer:
        try:
            answer = await self.inner.hand_over(prepared, brink=brink)
        except TransportError as error:
            self.observer.note(self.passage, prepared.recipient_id, error)
            raise
        self.observer.note(self.passage, prepared.recipient_id, None)
        return answer

    async def close(self) -> None:
        await self.inner.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a campaign of cuts left: the tries, the record, and what the server has."""

    tries: Sequence[Try]
    states: Mapping[RecipientId, S]
    delivered: Counter[RecipientId]
    ended: Outcome
    faults_left: int


async def send_through(
    box: Box,
    protection: Protection,
    faults: Sequence[Fault],
    *,
    limits: SmtpLimits = ONE_EACH,
) -> Story:
    """Send to everybody while each connection meets the next fault, until all is done."""
    left = deque(faults)
    async with protection.serve() as server:
        async with fault_proxy(server.port, lambda: left.popleft() if left else None) as proxy:
            observed = Observed(protection, proxy, limits)
            ended = await box.send(observed)
            again = await box.send(observed)
        assert again.counts == ended.counts, "a second run changed something"
        delivered = _delivered(server, box)
    with box.open_ledger() as record:
        assert record.find_chain_findings() == []
        states = {item.id: record.state_of(item.id) for item in box.recipients}
    return Story(
        tries=observed.tries,
        states={one: state for one, state in states.items() if state is not None},
        delivered=delivered,
        ended=ended,
        faults_left=len(left),
    )


def _delivered(server: ScriptedServer, box: Box) -> Counter[RecipientId]:
    by_address = {item.address: item.id for item in box.recipients}
    return Counter(by_address[header_value(message, "To")] for message in server.whole)


def campaign_of(folder: Path, count: int, *, connections: int = 24) -> Box:
    pace = replace(FAST, connections=connections, batches=(count,))
    recipients = everybody(count)
    return Box(folder, recipients, pace, source=KeptMessages(recipients), clock=FastClock())


def without_holds(patch: object) -> None:
    """Let faults in a row be no reason to hold: here every connection has one.

    Nor is leave asked for anew: by the fast clock that would be twice in a second, and who is then
    at the brink is given back over a connection that nobody can tell the outcome of.
    """
    patch.setattr(engine, "LEAVE_LASTS", timedelta(days=3650))
    for name in ("UNREACHABLE_IN_A_ROW", "UNKNOWN_IN_A_ROW", "ALIKE_IN_A_ROW", "MOST_TRIES"):
        patch.setattr(verdicts, name, 10**9)
