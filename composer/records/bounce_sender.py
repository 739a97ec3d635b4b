"""Who wrote a message that came back: a mail system about the mail, or a machine for a person.

Machines that answer for people are no bounces, whatever they say: whoever is away, has left or
wants to be asked first has the message.

Source: RFC 3834, RFC 8098, and what programs used before them.
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

_LONGEST = 998
_SYSTEM = re.compile(
    r"mailer-?daemon|postmaster|mail[ _-]?(?:delivery|system|administrator|server|router|transport|"
    r"zustell)|\bmdaemon|microsoft ?exchange|\bexchange (?:server|system)|^mailer\b|"
    r"^bounces?(?:[+-]|$)|^double-bounce|\bdelivery[ _-](?:status|subsystem|system|failure)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:undeliver|undelivered|failure notice|mail delivery fail|mail system error|returned mail|"
    r"returned to sender|delivery (?:status|fail|notification)|\[bounce\]|unzustellbar|"
    r"non[- ](?:remis|deliver)|message (?:undeliver|delivery fail)|failed delivery)",
    re.IGNORECASE,
)
_PREFIX = (
    r"^(?:\W*(?:re|aw|fwd?|wg|sv|vs|odp|tr|res|rv|antw|rif|ynt)\s*(?:\[\d+\])?\s*[:\uff1a])*\W*"
)
_AUTOMATIC = re.compile(
    _PREFIX
    + r"(?:auto(?:m(?:at(?:ic|ische|isch|iskt?|icky|ick[aá]|ikus|yczna)?)?)?(?:\.|ic)?[\s_-]{0,2}"
    r"(?:re(?:ply|sponse|sponder|ponse)?\b|antwo?o?rd|antwort|svar|odpow|v[aá]lasz)|abwesen|absence|"
    r"vacation|vacances|vacaciones|urlaub|ferie|afwezig|fuera de|frånvaro|frav[æa]r|"
    r"r[ée]ponse automatique|message d['’]absence|(?:respuesta|resposta) autom[áa]tica|"
    r"risposta automatica|automatisch antwoord|automaattinen vastaus|poissa|"
    r"automatická odpověď|automatikus válasz|odpowied[źz] automatyczna|otomatik yanıt|"
    r"răspuns automat|автоответ|автоматическ|автоматичн|αυτόματη απάντηση|תשובה אוטומטית|"
    r"رد تلقائي|自动回复|自動回覆|自動返信|自動応答|不在|자동 ?(?:회신|응답)|부재)",
    re.IGNORECASE,
)
_AUTOMATIC_ANYWHERE = re.compile(
    r"\bout of (?:the )?office\b|\bauto(?:matic)?[ -]?reply\b|\bautoresponder\b|"
    r"\b(?:read|return) receipt\b",
    re.IGNORECASE,
)
_ANSWERING = frozenset(
    {"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress", "x-vacation"}
)


def is_from_system(message: Message) -> bool:
    """Whether a mail system wrote it: an empty sender, or a name that only mail systems have."""
    return has_empty_sender(message) or has_system_name(message)


def is_surely_from_system(message: Message) -> bool:
    """Whether its writer's name says so, or its empty sender and its subject together."""
    is_titled = _SUBJECT.match(plain_subject(message)) is not None
    return has_system_name(message) or (has_empty_sender(message) and is_titled)


def has_empty_sender(message: Message) -> bool:
    """Whether it was sent so that nothing can come back of it, as reports are."""
    return str(message.get("return-path", "")).strip() == "<>"


def has_system_name(message: Message) -> bool:
    """Whether its writer has a name that only mail systems have; its domain says nothing."""
    written = _plain(_field(message, "from"))
    name, address = parseaddr(written)
    local = address.rpartition("@")[0] or address
    names = (name, local) if name or local else (written.partition("@")[0],)
    return any(map(is_system_name, names))


def is_system_name(name: str) -> bool:
    """Whether only mail systems have a name, or the part of an address before the @."""
    return _SYSTEM.search(name) is not None


def is_automatic(message: Message) -> bool:
    """Whether a machine answered in somebody's name."""
    if "x-failed-recipients" in message:
        return False
    submitted = str(message.get("auto-submitted", "")).strip().lower()
    precedence = str(message.get("precedence", "")).strip().lower()
    if submitted.startswith("auto-replied") or precedence in {"auto_reply", "auto-reply"}:
        return True
    if any(name in message for name in _ANSWERING) or _is_receipt(message):
        return True
    subject = plain_subject(message)
    if _AUTOMATIC.match(subject) or _AUTOMATIC_ANYWHERE.search(subject):
        return True
    is_made = has_empty_sender(message) or submitted.startswith("auto-") or precedence == "junk"
    return is_made and ("in-reply-to" in message or "references" in message)


def plain_subject(message: Message) -> str:
    """Give the subject as people see it."""
    return _plain(_field(message, "subject"))


# --- inside -------------------------------------------------------------------------------------


def _is_receipt(message: Message) -> bool:
    return any(
        part.get_content_type() == "message/disposition-notification" for part in message.walk()
    )


def _field(message: Message, name: str) -> str:
    """Give a field as it stands there; bytes that are no ASCII are read as UTF-8."""
    found = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    return found.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _plain(text: str) -> str:
    try:
        return " ".join(str(make_header(decode_header(text[:_LONGEST]))).split())
    except (ValueError, LookupError, MessageError):
        return text[:_LONGEST]
