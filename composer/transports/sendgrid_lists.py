"""Read from SendGrid who must not be written to: bounces, bad addresses, spam reports, opt-outs.

The one file that imports sendgrid, for management calls only; `sendgrid_client` keeps its client
from what makes it unsafe, and nothing with the key in it is logged. All of it is read or nothing,
within a limited time: a list that changes while its pages are read is read again. *Blocks* are left
out, because SendGrid itself goes on sending to them: they are refusals for a while, not people who
must not be written to.

Source: SendGrid v3, GET /suppression/{list} (limit ≤ 500, offset), GET /asm/groups, GET
/asm/groups/{id}/suppressions.
"""

from __future__ import annotations

import http.client
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.error import URLError

import orjson
from sendgrid import SendGridAPIClient

from composer.errors import TransportError, TryLater, Unreachable
from composer.i18n import _
from composer.model.suppression import SuppressionReason
from composer.transports.sendgrid_client import Allowance, BusyError, CarefulClient
from composer.transports.sendgrid_request import SendGridAccount

PAGE = 500
_TIMEOUT_S = 30.0
_TRIES = 4
_LONGEST_WAIT_S = 120.0
_PASSES = 5
_MOST_ENTRIES = 10_000_000
LIMIT_S = 1800.0
MOST_BYTES = 100_000_000
"""Of one answer: a group's millions of addresses come in one."""
_REASON_LENGTH = 200
MOST_COMPLAINT_PAGES = 10
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
class ListedAddress:
    """One entry of a list: `source` names the list; `at` is None where SendGrid does not say."""

    address: str
    reason: SuppressionReason
    source: str
    at: datetime | None
    note: str


def read_lists(
    account: SendGridAccount,
    *,
    wait: Wait = time.sleep,
    progress: ReportRead | None = None,
    limit_s: float = LIMIT_S,
    most_bytes: int = MOST_BYTES,
) -> tuple[ListedAddress, ...]:
    """Read every list of an account, all or none.

    Raises:
        AccountRefused: the key is refused or may not read suppressions.
        TryLater: SendGrid has no time for us, the lists change too fast to be read, or reading
            them all takes too long.
        Unreachable: no answer, one that is too large, or none that can be understood.
    """
    allowance = Allowance.from_now(limit_s=limit_s, most_bytes=most_bytes)
    report = progress or (lambda _name, _count: None)
    reader = _Reader(account, allowance=allowance, wait=wait, progress=report)
    found: list[ListedAddress] = []
    for name, reason in _LISTS:
        found += reader.pages(name, reason)
    for group in reader.groups():
        found += reader.group(group)
    return tuple(found)


def read_complaints(
    account: SendGridAccount, *, since: datetime, wait: Wait = time.sleep
) -> tuple[ListedAddress, ...]:
    """Read who has reported a message as spam since a time; at most some thousand of them.

    Raises:
        AccountRefused, TryLater, Unreachable: as `read_lists`.
    """
    allowance = Allowance.from_now(limit_s=LIMIT_S, most_bytes=MOST_BYTES)
    reader = _Reader(account, allowance=allowance, wait=wait, progress=lambda _name, _count: None)
    return reader.complaints(since)


class _Reader:
    """Reads one account's lists, slowing down when SendGrid asks for it."""

    def __init__(
        self, account: SendGridAccount, *, allowance: Allowance, wait: Wait, progress: ReportRead
    ) -> None:
        account.require_usable_key()
        logging.getLogger("python_http_client.client").setLevel(logging.WARNING)
        api = SendGridAPIClient(api_key=account.api_key, host=account.base_url)
        self._client = CarefulClient(
            allowance=allowance,
            host=account.base_url,
            request_headers={**api.client.request_headers},
            version=3,
            timeout=_TIMEOUT_S,
        )
        self._allowance = allowance
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

    def complaints(self, since: datetime) -> tuple[ListedAddress, ...]:
        """Read the newest complaints page by page; one that moves meanwhile is read next time."""
        found: dict[str, ListedAddress] = {}
        start = {"start_time": int(since.timestamp())}
        for number in range(MOST_COMPLAINT_PAGES):
            query = start | {"limit": PAGE, "offset": number * PAGE}
            page = [
                _listed(item, "spam_reports", SuppressionReason.COMPLAINT)
                for item in self._get("suppression", "spam_reports", query=query)
            ]
            found.update((item.address, item) for item in page)
            if len(page) < PAGE:
                break
        return tuple(item for item in found.values() if item.at is None or item.at >= since)

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
                self._allowance.require_time(pause_s)
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


def _pause_s(error: TransportError, *, tries_before: int) -> float | None:
    """Tell how long to wait before the next try; None when another try is of no use."""
    match error:
        case BusyError(after_s=float(after_s)) if after_s > _LONGEST_WAIT_S:
            return None
        case BusyError(after_s=float(after_s)):
            return max(after_s, 1.0)
        case BusyError() | Unreachable(code=None):
            return float(2**tries_before)
        case _:
            return None


def _not_understood() -> Unreachable:
    return Unreachable(
        _("The mail service's answer could not be understood."),
        advice=_("Check the address of the service (--base-url). The list here is as it was."),
        code=0,
    )
