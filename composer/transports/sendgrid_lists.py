"""Read from SendGrid who must not be written to: bounces, bad addresses, spam reports, opt-outs.

The one file that imports sendgrid, for management calls only. Its client is kept from what makes it
unsafe: no redirect is followed, every call has a time-out, a cut answer is no answer, and nothing
with the key in it is logged. All of it is read or nothing: a list that changes while its pages are
read is read again. *Blocks* are left out, because SendGrid itself goes on sending to them: they are
refusals for a while, not people who must not be written to.

Source: SendGrid v3, GET /suppression/{list} (limit ≤ 500, offset), GET /asm/groups, GET
/asm/groups/{id}/suppressions.
"""

from __future__ import annotations

import http.client
import logging
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import IO
from urllib.error import HTTPError, URLError

import orjson
from python_http_client import Client
from sendgrid import SendGridAPIClient

from composer.errors import AccountRefused, TransportError, TryLater, Unreachable
from composer.i18n import _, place
from composer.model.suppression import SuppressionReason

PAGE = 500
_TIMEOUT_S = 30.0
_TRIES = 4
_LONGEST_WAIT_S = 120.0
_PASSES = 5
_MOST_ENTRIES = 10_000_000
_REASON_LENGTH = 200
_LISTS = (
    ("bounces", SuppressionReason.BOUNCE),
    ("invalid_emails", SuppressionReason.BOUNCE),
    ("spam_reports", SuppressionReason.COMPLAINT),
    ("unsubscribes", SuppressionReason.UNSUBSCRIBE),
)

Wait = Callable[[float], None]
ReportRead = Callable[[str, int], None]
"""Told the list that is being read and how many entries it gave so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendGridAccount:
    """Where the lists are, and the key that opens them."""

    base_url: str
    api_key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAddress:
    """One entry of a list: `source` names the list; `at` is None where SendGrid does not say."""

    address: str
    reason: SuppressionReason
    source: str
    at: datetime | None
    note: str


def read_lists(
    account: SendGridAccount, *, wait: Wait = time.sleep, progress: ReportRead | None = None
) -> tuple[ListedAddress, ...]:
    """Read every list of an account, all or none.

    Raises:
        AccountRefused: the key is refused or may not read suppressions.
        TryLater: SendGrid has no time for us, or the lists change too fast to be read.
        Unreachable: no answer, or none that can be understood.
    """
    reader = _Reader(account, wait=wait, progress=progress or (lambda _name, _count: None))
    found: list[ListedAddress] = []
    for name, reason in _LISTS:
        found += reader.pages(name, reason)
    for group in reader.groups():
        found += reader.group(group)
    return tuple(found)


class _Reader:
    """Reads one account's lists, slowing down when SendGrid asks for it."""

    def __init__(self, account: SendGridAccount, *, wait: Wait, progress: ReportRead) -> None:
        logging.getLogger("python_http_client.client").setLevel(logging.WARNING)
        api = SendGridAPIClient(api_key=account.api_key, host=account.base_url)
        self._client = _CarefulClient(
            host=account.base_url,
            request_headers={**api.client.request_headers},
            version=3,
            timeout=_TIMEOUT_S,
        )
        self._wait = wait
        self._progress = progress

    def pages(self, name: str, reason: SuppressionReason) -> list[ListedAddress]:
        """Read a list page by page, again when it changed meanwhile, until nothing new comes."""
        found: dict[str, ListedAddress] = {}
        for _nth in range(_PASSES):
            before = len(found)
            is_whole = self._read_pages(name, reason, found)
            if is_whole or (before and len(found) == before):
                return list(found.values())
        raise TryLater(
            _("The mail service's lists change too fast to be read."),
            advice=_("Try again when no campaign is being sent."),
        )

    def groups(self) -> list[int]:
        """Give the ids of the account's unsubscribe groups."""
        answer = self._get("asm", "groups")
        ids = [item.get("id") if isinstance(item, dict) else None for item in answer]
        if not all(isinstance(one, int) for one in ids):
            raise _not_understood()
        return [one for one in ids if isinstance(one, int)]

    def group(self, number: int) -> list[ListedAddress]:
        """Read who left one unsubscribe group; SendGrid gives addresses only."""
        answer = self._get("asm", "groups", str(number), "suppressions")
        if not all(isinstance(item, str) for item in answer):
            raise _not_understood()
        source = f"sendgrid:group:{number}"
        self._progress(source, len(answer))
        return [
            ListedAddress(
                address=str(item),
                reason=SuppressionReason.UNSUBSCRIBE,
                source=source,
                at=None,
                note="",
            )
            for item in answer
        ]

    def _read_pages(
        self, name: str, reason: SuppressionReason, found: dict[str, ListedAddress]
    ) -> bool:
        """Read all pages into `found`; false when something was taken out of the list meanwhile.

        Pages overlap by one entry: where the first of a page was not on the one before, the list
        got shorter, and an entry may have moved into a page that was read already.
        """
        is_whole, offset, before = True, 0, frozenset[str]()
        while offset < _MOST_ENTRIES:
            page = [
                _listed(item, name, reason)
                for item in self._get("suppression", name, query={"limit": PAGE, "offset": offset})
            ]
            if offset and page and page[0].address not in before:
                is_whole = False
            found.update((item.address, item) for item in page)
            self._progress(f"sendgrid:{name}", len(found))
            if len(page) < PAGE:
                return is_whole
            before = frozenset(item.address for item in page)
            offset += PAGE - 1
        raise _not_understood()

    def _get(self, *path: str, query: Mapping[str, int] | None = None) -> list[object]:
        """Ask for a list, again after a time when SendGrid is too busy; everything else ends it."""
        for left in reversed(range(_TRIES)):
            try:
                return self._ask(path, query)
            except TransportError as error:
                pause_s = _pause_s(error, tries_before=_TRIES - 1 - left)
                if pause_s is None or not left:
                    raise
                self._wait(pause_s)
        raise AssertionError  # the last try returns or raises

    def _ask(self, path: tuple[str, ...], query: Mapping[str, int] | None) -> list[object]:
        call = self._client
        for part in path:
            call = call._(part)
        try:
            answer = orjson.loads(call.get(query_params=dict(query or {})).body)
        except (URLError, OSError, http.client.HTTPException):
            raise Unreachable(
                _("The mail service could not be reached."),
                advice=_("Check the connection, then try again. The list here is as it was."),
            ) from None
        except orjson.JSONDecodeError:
            raise _not_understood() from None
        if not isinstance(answer, list):
            raise _not_understood()
        return answer


class _BusyError(TryLater):
    """SendGrid has no time for us; `after_s` is how long it says to wait, if it does."""

    after_s: float | None = None


class _CarefulClient(Client):  # type: ignore[misc]
    """SendGrid's client without redirects, with whole answers only."""

    def _build_client(self, name: str | None = None) -> _CarefulClient:
        return _CarefulClient(
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
        own = urllib.request.build_opener(_NoRedirects)
        try:
            with own.open(request, timeout=timeout or self.timeout) as response:
                return _Answer(response.getcode(), response.read(), response.info())
        except HTTPError as error:
            with error:
                raise _refusal(error.code, error.headers) from None


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


def _listed(item: object, name: str, reason: SuppressionReason) -> ListedAddress:
    match item:
        case {"email": str(address), "created": int(created), **more}:
            words = str(more.get("reason") or "")
            return ListedAddress(
                address=address,
                reason=reason,
                source=f"sendgrid:{name}",
                at=_moment(created),
                note="".join(filter(str.isprintable, words))[:_REASON_LENGTH],
            )
        case _:
            raise _not_understood()


def _moment(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _refusal(status: int, headers: Message) -> TransportError:
    if status in {401, 403}:
        return AccountRefused(
            _("The mail service refuses this key."),
            advice=_("It must be allowed to read suppressions and unsubscribe groups."),
            code=status,
        )
    if status == 429 or status >= 500:
        busy = _BusyError(
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


def _pause_s(error: TransportError, *, tries_before: int) -> float | None:
    """Tell how long to wait before the next try; None when another try is of no use."""
    match error:
        case _BusyError(after_s=float(after_s)) if after_s > _LONGEST_WAIT_S:
            return None
        case _BusyError(after_s=float(after_s)):
            return max(after_s, 1.0)
        case _BusyError() | Unreachable(code=None):
            return float(2**tries_before)
        case _:
            return None


def _not_understood() -> Unreachable:
    return Unreachable(
        _("The mail service's answer could not be understood."),
        advice=_("Check the address of the service (--base-url). The list here is as it was."),
        code=0,
    )
