"""What SendGrid's answer to mail/send means for one message (facts: sending, the table of faults).

Only a complete header counts. 202 took the message; 400 and 413 refuse it for good; 401 and 403 say
that it was not taken and refuse us as a whole. 429 puts it off only where SendGrid itself speaks:
whatever stands in between, and every 5xx, may have handed it on before. Everything else is not the
answer of this service at all: nothing is followed, and the campaign holds.
Source: SendGrid v3, POST /v3/mail/send.
"""

from __future__ import annotations

import re

import orjson

from composer.errors import (
    AccountRefused,
    OutcomeUnknown,
    RefusedByServer,
    StrangeAnswer,
    TransportError,
    TryLater,
)
from composer.i18n import _
from composer.transports.handover import Answer, without_addresses
from composer.transports.http_answer import HttpAnswer
from composer.transports.waits import asked_wait_s

_MESSAGE_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_RATE_FIELDS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


def judge(answer: HttpAnswer, *, now_s: float) -> Answer:
    """Judge an answer that came after the end of the request.

    Raises:
        RefusedByServer, AccountRefused, TryLater, OutcomeUnknown: what it says instead of yes.
    """
    said = _words(answer)
    match answer.status:
        case 202:
            found = _MESSAGE_ID.fullmatch(answer.field("X-Message-Id"))
            text = said if found else f"{said} without X-Message-Id"
            return Answer(code=202, text=text, provider_id=found[0] if found else "")
        case 429 if not _is_of_the_service(answer):
            raise OutcomeUnknown(no_answer(), code=429, answer=said)
        case 400 | 401 | 403 | 413 | 429:
            raise _refusal(answer, now_s=now_s)
        case status if status >= 500:
            raise OutcomeUnknown(no_answer(), code=status, answer=said)
        case status:
            raise StrangeAnswer(not_the_service(), code=status, answer=said)


def judge_early(answer: HttpAnswer, *, now_s: float) -> TransportError:
    """Judge an answer that came before the request was whole: nothing can have been taken."""
    if answer.status >= 500 or answer.status in {400, 401, 403, 413, 429}:
        return _refusal(answer, now_s=now_s)
    return AccountRefused(not_the_service(), code=answer.status, answer=_words(answer))


def no_answer() -> str:
    """Say that nobody can tell what became of a message."""
    return _("The message was whole, but no clear answer came back.")


def not_the_service() -> str:
    """Say that somebody else seems to answer."""
    return _("Something answered that does not seem to be the mail service.")


def _refusal(answer: HttpAnswer, *, now_s: float) -> TransportError:
    code, said = answer.status, _words(answer)
    match code:
        case 400 | 413:
            return RefusedByServer(
                _("The mail service refuses this message."), code=code, answer=said
            )
        case 401 | 403:
            return AccountRefused(_("The mail service refuses us."), code=code, answer=said)
    later = TryLater(_("The mail service said: not now."), code=code, answer=said)
    later.after_s = asked_wait_s(
        reset=answer.field("X-RateLimit-Reset"), after=answer.field("Retry-After"), now_s=now_s
    )
    return later


def _is_of_the_service(answer: HttpAnswer) -> bool:
    """Whether SendGrid itself says so: by its headers, or by an error in its own form."""
    return any(answer.field(name) for name in _RATE_FIELDS) or bool(_errors(answer))


def _words(answer: HttpAnswer) -> str:
    """Give the status and SendGrid's own words, without addresses."""
    errors = " ".join(
        f"{field}: {message}" if field else message for field, message in _errors(answer)
    )
    return without_addresses(f"{answer.status} {errors}".strip())


def _errors(answer: HttpAnswer) -> list[tuple[str, str]]:
    """Give (field, message) of each error in SendGrid's form; a cut or foreign body has none."""
    if not answer.is_whole or not answer.body:
        return []
    try:
        body = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return []
    errors = body.get("errors") if isinstance(body, dict) else None
    return [
        (str(item.get("field") or ""), message)
        for item in (errors if isinstance(errors, list) else [])
        if isinstance(item, dict) and isinstance(message := item.get("message"), str)
    ]
