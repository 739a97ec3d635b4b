"""Looks whether links lead somewhere: one short request each, only when a person asks for it.

Never to this computer or a private network: a name is looked up once, every address that it has
must be public, and the connection goes to the address that was looked at. No cookies, no redirects
followed (where they lead is told), no body read beyond a thousand bytes. Which links are asked for
is decided by the caller; one with anything of a recipient in it never is.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

TIMEOUT_S = 8.0
MOST_BYTES = 1000
_AT_ONCE = 6
_NO_HEAD = frozenset({403, 405, 406, 501})
_HEADERS = {"User-Agent": "Composer-link-check", "Accept": "*/*", "Connection": "close"}

MayConnect = Callable[[str], bool]
"""Tells whether an address may be connected to."""


class Reach(Enum):
    """How a link answered."""

    ANSWERS = "answers"
    LEADS_ON = "leads_on"
    GONE = "gone"
    NO_ANSWER = "no_answer"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedLink:
    """A link, how it answered, and the answer's status or where it leads on to."""

    link: str
    reach: Reach
    status: int = 0
    leads_to: str = ""


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public network.

    >>> [is_public(one) for one in ("93.184.216.34", "127.0.0.1", "10.0.0.1", "::ffff:10.0.0.1")]
    [True, False, False, False]
    """
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return found.is_global and not found.is_multicast and not found.is_reserved


def reach_links(
    links: Iterable[str],
    *,
    may_connect: MayConnect = is_public,
    timeout_s: float = TIMEOUT_S,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[ReachedLink]:
    """Ask each link once, some at a time; in the order in which they were given.

    Once cancelled, no further link is asked: those that were asked already are waited for.
    """
    wanted = list(dict.fromkeys(links))
    reached: dict[str, ReachedLink] = {}
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="links") as pool:
        asked = [pool.submit(_reach, link, may_connect, timeout_s) for link in wanted]
        for future in as_completed(asked):
            if cancelled is not None and cancelled():
                pool.shutdown(wait=True, cancel_futures=True)
                break
            found = future.result()
            reached[found.link] = found
            if progress is not None:
                progress(len(reached), len(wanted))
    return [reached[link] for link in wanted if link in reached]


def _reach(link: str, may_connect: MayConnect, timeout_s: float) -> ReachedLink:
    try:
        parts = urlsplit(link)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = _addresses(parts.hostname or "", port)
    except (OSError, ValueError, UnicodeError):
        return ReachedLink(link=link, reach=Reach.NO_ANSWER)
    if not addresses or not all(may_connect(address) for address in addresses):
        return ReachedLink(link=link, reach=Reach.PRIVATE)
    try:
        status, leads_to = _ask(parts, addresses[0], port=port, timeout_s=timeout_s)
    except (OSError, http.client.HTTPException, ValueError):
        return ReachedLink(link=link, reach=Reach.NO_ANSWER)
    return _reached(link, status, leads_to)


def _reached(link: str, status: int, leads_to: str) -> ReachedLink:
    if 300 <= status < 400 and leads_to:
        return ReachedLink(link=link, reach=Reach.LEADS_ON, status=status, leads_to=leads_to)
    gone = status in {404, 410} or status >= 500
    return ReachedLink(link=link, reach=Reach.GONE if gone else Reach.ANSWERS, status=status)


def _addresses(host: str, port: int) -> list[str]:
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def _ask(parts: SplitResult, address: str, *, port: int, timeout_s: float) -> tuple[int, str]:
    """Give status and Location; GET with a first byte only where HEAD is not answered."""
    status, leads_to = _request("HEAD", parts, address, port=port, timeout_s=timeout_s)
    if status in _NO_HEAD:
        status, leads_to = _request("GET", parts, address, port=port, timeout_s=timeout_s)
    return status, leads_to


def _request(
    method: str, parts: SplitResult, address: str, *, port: int, timeout_s: float
) -> tuple[int, str]:
    connection = _Pinned(parts, address, port=port, timeout_s=timeout_s)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = _HEADERS | ({"Range": "bytes=0-0"} if method == "GET" else {})
    try:
        connection.request(method, target, headers=headers)
        answer = connection.getresponse()
        answer.read(MOST_BYTES)
        return answer.status, answer.getheader("Location", "")
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one address that was looked at, under the name of its host."""

    def __init__(self, parts: SplitResult, address: str, *, port: int, timeout_s: float) -> None:
        super().__init__(parts.hostname or "", port, timeout=timeout_s)
        self._address = address
        self._secure = parts.scheme == "https"

    def connect(self) -> None:
        """Connect to the address; the certificate must be the host's."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
