"""Ask the name service whether mail can reach a domain at all: its MX records, else its addresses.

Trouble on the way (no answer, a server that fails, the time is over) is no verdict: such a domain
is simply not among the answers. Each domain is asked once, some at a time, for a limited time.

Source: RFC 5321 §5.1 (without MX, the address counts), RFC 7505 (a null MX takes no mail).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from enum import Enum

import dns.exception
import dns.resolver
from dns.rdatatype import RdataType

_QUERY_S = 4.0
_AT_ONCE = 16
_LOOK_EVERY_S = 0.2

ReportAsked = Callable[[int], None]
"""Told about how many domains there is an answer, or none to be had."""


class DomainVerdict(Enum):
    """What the name service says about mail to a domain."""

    TAKES_MAIL = "takes_mail"
    REFUSES_MAIL = "refuses_mail"
    NO_MAIL_SERVER = "no_mail_server"
    NO_DOMAIN = "no_domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameService:
    """A name server to ask; without a host, those that the system uses."""

    host: str = ""
    port: int = 53
    query_s: float = _QUERY_S

    def resolver(self) -> dns.resolver.Resolver:
        """Make a resolver.

        Raises:
            DNSException, OSError: the system names none.
        """
        resolver = dns.resolver.Resolver(configure=not self.host)
        if self.host:
            resolver.nameservers = [self.host]
            resolver.port = self.port
        resolver.timeout = self.query_s / 2
        resolver.lifetime = self.query_s
        return resolver


def look_up_domains(
    domains: Iterable[str],
    *,
    names: NameService,
    limit_s: float,
    cancelled: Callable[[], bool] = lambda: False,
    progress: ReportAsked = lambda _asked: None,
) -> dict[str, DomainVerdict]:
    """Ask about domains (A-labels), in their order, until the time is over.

    Who cancels waits for no answer: what was not answered by then is not among the verdicts.
    """
    try:
        resolver = names.resolver()
    except (dns.exception.DNSException, OSError):
        return {}
    ends_s = time.monotonic() + limit_s
    asking = _Asking(
        begin=lambda domain: _begun(resolver, domain),
        may_begin=lambda: time.monotonic() < ends_s,
        cancelled=cancelled,
        progress=progress,
    )
    return dict(asking.answers(iter(domains)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """Keeps some queries under way; at the end waits for those: each has a time-out of its own."""

    begin: Callable[[str], Future[DomainVerdict | None]]
    may_begin: Callable[[], bool]
    cancelled: Callable[[], bool]
    progress: ReportAsked

    def answers(self, domains: Iterator[str]) -> Iterator[tuple[str, DomainVerdict]]:
        """Give the verdicts as they come; the progress counts those without a verdict, too."""
        running: dict[Future[DomainVerdict | None], str] = {}
        is_over, asked = False, 0
        while (running or not is_over) and not self.cancelled():
            while not is_over and len(running) < _AT_ONCE:
                domain = next(domains, None)
                is_over = domain is None or not self.may_begin()
                if domain is not None and not is_over:
                    running[self.begin(domain)] = domain
            done, _waiting = wait(running, timeout=_LOOK_EVERY_S, return_when=FIRST_COMPLETED)
            for future in done:
                domain, verdict = running.pop(future), future.result()
                if verdict is not None:
                    yield domain, verdict
            asked += len(done)
            self.progress(asked)


def _begun(resolver: dns.resolver.Resolver, domain: str) -> Future[DomainVerdict | None]:
    """Ask in a thread that nobody waits for: neither who cancels nor the end of the program."""
    future: Future[DomainVerdict | None] = Future()

    def ask() -> None:
        try:
            future.set_result(_verdict(resolver, domain))
        except Exception as error:  # noqa: BLE001 - whoever waits for the answer gets it
            future.set_exception(error)

    threading.Thread(target=ask, name="names", daemon=True).start()
    return future


def _verdict(resolver: dns.resolver.Resolver, domain: str) -> DomainVerdict | None:
    try:
        return _ask(resolver, domain)
    except dns.resolver.NXDOMAIN:
        return DomainVerdict.NO_DOMAIN
    except (dns.exception.DNSException, OSError, ValueError):
        return None


def _ask(resolver: dns.resolver.Resolver, domain: str) -> DomainVerdict:
    name = f"{domain}."
    answer = resolver.resolve(name, RdataType.MX, raise_on_no_answer=False, search=False)
    servers = [str(record.exchange) for record in answer.rrset or ()]
    if servers == ["."]:
        return DomainVerdict.REFUSES_MAIL
    if servers:
        return DomainVerdict.TAKES_MAIL
    for kind in (RdataType.A, RdataType.AAAA):
        if resolver.resolve(name, kind, raise_on_no_answer=False, search=False).rrset:
            return DomainVerdict.TAKES_MAIL
    return DomainVerdict.NO_MAIL_SERVER
