"""Read what SendGrid's account does to messages: scopes, verified senders, domains, its settings.

An account's footer, copy or template changes messages behind our back, and no request can tell. All
of it is read within a limited time, by the provider's library as `sendgrid_client` keeps it. What a
key may not read is told apart from what is switched off.
Source: SendGrid v3, GET /scopes, /verified_senders, /whitelabel/domains, /mail_settings,
/tracking_settings.
"""

from __future__ import annotations

import http.client
import logging
from urllib.error import URLError

import orjson

from composer.errors import AccountRefused, TransportError, TryLater, Unreachable
from composer.i18n import _
from composer.model.service_account import ServiceAccount
from composer.transports.sendgrid_client import Allowance, CarefulClient
from composer.transports.sendgrid_request import SendGridAccount

_CALL_S = 10.0
_LIMIT_S = 45.0
_MOST_BYTES = 4_000_000
_PAGE = 100
_MOST_PAGES = 100


def read_service_account(account: SendGridAccount) -> ServiceAccount:
    """Read an account's settings.

    Raises:
        AccountRefused: the service does not know the key, or it cannot be one.
        TryLater: it has no time for us, or takes too long.
        Unreachable: no answer, or none that can be understood.
    """
    reader = _Reader(account)
    return ServiceAccount(
        scopes=reader.scopes(),
        mail_settings=reader.switched_on("mail_settings"),
        tracking=reader.switched_on("tracking_settings"),
        domains=reader.domains(),
        senders=reader.senders(),
    )


class _Reader:
    """Asks one account, one question after the other."""

    def __init__(self, account: SendGridAccount) -> None:
        account.require_usable_key()
        logging.getLogger("python_http_client.client").setLevel(logging.WARNING)
        self._client = CarefulClient(
            allowance=Allowance.from_now(limit_s=_LIMIT_S, most_bytes=_MOST_BYTES),
            host=account.base_url,
            request_headers={"Authorization": f"Bearer {account.api_key}"},
            version=3,
            timeout=_CALL_S,
        )

    def scopes(self) -> tuple[str, ...]:
        """Name what the key may do."""
        match self._ask("scopes"):
            case {"scopes": list(found)}:
                return tuple(sorted(str(item) for item in found))
        raise _not_understood()

    def switched_on(self, name: str) -> tuple[str, ...] | None:
        """Name the settings that are switched on."""
        match self._ask(name):
            case None:
                return None
            case {"result": list(found)}:
                known = [item for item in found if _flag(item, "enabled")]
                return tuple(sorted(_text(item, "name") for item in known))
        raise _not_understood()

    def senders(self) -> tuple[str, ...] | None:
        """Give the verified addresses."""
        match self._ask("verified_senders"):
            case None:
                return None
            case {"results": list(found)}:
                known = [item for item in found if _flag(item, "verified")]
                return tuple(sorted(_text(item, "from_email") for item in known))
        raise _not_understood()

    def domains(self) -> tuple[str, ...] | None:
        """Give the authenticated domains, page by page."""
        found: list[str] = []
        for nth in range(_MOST_PAGES):
            page = self._ask("whitelabel", "domains", limit=_PAGE, offset=nth * _PAGE)
            if page is None:
                return None
            if not isinstance(page, list):
                raise _not_understood()
            found += [_text(item, "domain") for item in page if _flag(item, "valid")]
            if len(page) < _PAGE:
                return tuple(sorted(found))
        raise _not_understood()

    def _ask(self, *path: str, **query: int) -> object:
        """Ask one question; None where the key may not ask it."""
        call = self._client
        for part in path:
            call = call._(part)
        try:
            return orjson.loads(call.get(query_params=query).body)
        except AccountRefused as error:
            if error.code == http.client.FORBIDDEN and path != ("scopes",):
                return None
            raise AccountRefused(
                _("The mail service does not know this key, or it was withdrawn."),
                advice=_("Make a new key at the mail service, then store it: composer keys set"),
                code=error.code,
            ) from None
        except TryLater as error:
            raise TryLater(
                _("The mail service has no time to show the account's settings."),
                advice=_("Try again in some minutes. Nothing was sent or frozen."),
                code=error.code,
            ) from None
        except (TransportError, URLError, OSError, http.client.HTTPException):
            raise Unreachable(
                _("The mail service could not be asked for the account's settings."),
                advice=_("Check the network and the address of the mail service."),
            ) from None
        except orjson.JSONDecodeError:
            raise _not_understood() from None


def _text(item: object, key: str) -> str:
    if isinstance(item, dict) and isinstance(found := item.get(key), str):
        return found.lower()
    raise _not_understood()


def _flag(item: object, key: str) -> bool:
    if isinstance(item, dict) and isinstance(found := item.get(key), bool):
        return found
    raise _not_understood()


def _not_understood() -> Unreachable:
    return Unreachable(
        _("What the mail service says about the account cannot be understood."),
        advice=_("Check the address of the mail service. Nothing was sent or frozen."),
    )
