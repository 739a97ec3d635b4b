"""SendGrid's client for management calls, kept from what makes it unsafe.

No redirect is followed, no proxy of the environment is asked, every call has a time-out, a cut
answer is no answer, and an answer is read only as far as the whole reading may take: so much time,
and so many bytes at once.
"""

from __future__ import annotations

import http.client
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import IO
from urllib.error import HTTPError

from python_http_client import Client

from composer.errors import AccountRefused, TransportError, TryLater, Unreachable
from composer.i18n import _, ngettext, place

_READ_AT_ONCE = 65_536
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How long a reading may take in all, and how large one answer may be."""

    limit_s: float
    ends_s: float
    most_bytes: int

    @classmethod
    def from_now(cls, *, limit_s: float, most_bytes: int) -> Allowance:
        """Begin now."""
        return cls(limit_s=limit_s, ends_s=time.monotonic() + limit_s, most_bytes=most_bytes)

    def require_time(self, pause_s: float = 0.0) -> None:
        """Raise OutOfTimeError when the time is over, or would be after a pause."""
        if time.monotonic() + pause_s < self.ends_s:
            return
        minutes = max(round(self.limit_s / 60), 1)
        words = ngettext(
            "The mail service's lists could not be read within {minutes} minute.",
            "The mail service's lists could not be read within {minutes} minutes.",
            minutes,
        )
        raise OutOfTimeError(place(words, minutes=minutes), advice=_export_instead(), code=0)

    def require_room(self, size_bytes: int) -> None:
        """Raise Unreachable for an answer that is too large."""
        if size_bytes > self.most_bytes:
            megabytes = self.most_bytes // _MEGABYTE
            words = _("One answer of the mail service is larger than {megabytes} MB.")
            raise Unreachable(place(words, megabytes=megabytes), advice=_export_instead(), code=0)


class OutOfTimeError(TryLater):
    """Reading everything took longer than it may."""


class BusyError(TryLater):
    """SendGrid has no time for us."""


class CarefulClient(Client):  # type: ignore[misc]
    """SendGrid's client without redirects, with whole answers only."""

    def __init__(self, *, allowance: Allowance, **settings: object) -> None:
        super().__init__(**settings)
        self._allowance = allowance

    def _build_client(self, name: str | None = None) -> CarefulClient:
        return CarefulClient(
            allowance=self._allowance,
            host=self.host,
            version=self._version,
            request_headers=self.request_headers,
            url_path=[*self._url_path, name] if name else self._url_path,
            timeout=self.timeout,
        )

    def _make_request(
        self, opener: object, request: urllib.request.Request, timeout: float | None = None
    ) -> _Answer:
        del opener  # it follows redirects
        own = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
        try:
            self._allowance.require_time()
            with own.open(request, timeout=timeout or self.timeout) as response:
                return _Answer(response.getcode(), self._body(response), response.info())
        except HTTPError as error:
            with error:
                raise refusal(error.code, error.headers) from None

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """Read an answer as it comes: a slow one must not take for ever."""
        parts, size_bytes = [], 0
        while part := response.read1(_READ_AT_ONCE):
            parts.append(part)
            size_bytes += len(part)
            self._allowance.require_time()
            self._allowance.require_room(size_bytes)
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(parts)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Takes a redirect as the error that it is: the key is for one host."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow none."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A whole answer, as the client's `Response` reads it."""

    code: int
    body: bytes
    headers: Message

    def getcode(self) -> int:
        return self.code

    def read(self) -> bytes:
        return self.body

    def info(self) -> Message:
        return self.headers


def refusal(status: int, headers: Message) -> TransportError:
    """Make the error that a status means."""
    if status in {401, 403}:
        return AccountRefused(
            _("The mail service refuses this key."),
            advice=_("It must be allowed to read suppressions and unsubscribe groups."),
            code=status,
        )
    if status == 429 or status >= 500:
        busy = BusyError(
            _("The mail service has no time now."),
            advice=_("Try again in some minutes. The list here is as it was."),
            code=status,
        )
        busy.after_s = next(_waits_s(headers), None)
        return busy
    return Unreachable(
        place(_("The mail service answered with {status}."), status=status),
        advice=_("Check the address of the service (--base-url). The list here is as it was."),
        code=status,
    )


def _waits_s(headers: Message) -> Iterator[float]:
    """Give how long to wait: X-RateLimit-Reset (a moment), else Retry-After (seconds or a date)."""
    reset = str(headers.get("X-RateLimit-Reset") or "").strip()
    if reset.isascii() and reset.isdigit() and len(reset) < 12:
        yield int(reset) - time.time()
    after = str(headers.get("Retry-After") or "").strip()
    if after.isascii() and after.isdigit() and len(after) < 12:
        yield float(after)
    elif after:
        try:
            yield parsedate_to_datetime(after).timestamp() - time.time()
        except (ValueError, OverflowError):
            return


def _export_instead() -> str:
    return _(
        "The list here is as it was. Export the lists at the mail service and bring them in as a"
        " file: composer suppress add --file FILE"
    )
