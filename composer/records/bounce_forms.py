"""Bounces in forms that no standard describes: what servers write to people when mail comes back.

flufl.bounce knows the forms of many servers. What it does not know is read as any person would: a
message from a mail system, an address, and a code or words that mail systems use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.utils import parseaddr

from flufl.bounce import all_failures

from composer.model.bounce import BounceKind, BounceNote
from composer.records.bounce_fields import LONGEST_ANSWER, STATUS, best_status, failure_kind

MOST_TEXT = 64 * 1024
MOST_ADDRESSES = 20
_SYSTEM = re.compile(
    r"mailer-?daemon|postmaster|mail[ _-]?(delivery|system|administrator)|mdaemon|exchange|"
    r"^mailer\b|^bounces?[@+-]|^double-bounce",
    re.IGNORECASE,
)
_RETURNED = re.compile(
    r"^(?:[\s>*-]*(?:-{3,}|={3,}|_{3,}).*(?:original|copy|returned|below|header|message|mail).*"
    r"|[\s>]*(?:return-path|received|x-[a-z-]+|mime-version|dkim-signature):\s.*"
    r"|.*\b(?:original message (?:follows|headers?|below)|copy of (?:the|your) message)\b.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_CODE = re.compile(r"(?<![\d.:-])([45])\d\d(?=[ :-])(?!-\d\d-)")
_DELAYED = re.compile(
    r"\b(?:has been|is being|was|is) delayed\b|\bdelivery (?:status )?(?:delay|has been delayed)|"
    r"\b(?:will|shall) (?:be|keep|continue)[a-z ]{0,12} (?:trying|retr|to (?:be )?(?:try|retr|deliver))|"
    r"\bnot yet been delivered\b|\bstill (?:being|trying)\b|\bmail system will (?:retry|continue)|"
    r"\bdo not need to resend\b|\bno action is required\b|\bwarning: (?:message|could not|mail)\b|"
    r"\bverz(?:ö|oe)ger|\bretard[ée]|\bзадерж|\bretrasad|\bin ritardo|延迟|遅延",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\bun(?:known|deliverable|deliverd|routable|reachable)\b|\bno(?:t)? (?:such|a valid|known|"
    r"found|exist|listed|active)|\bdoes(?: not|n['’]t) (?:exist|have)|\b(?:cannot|could not|can['’]t|"
    r"couldn['’]t|was not|wasn['’]t|unable to|failed to) (?:be )?(?:deliver|find|found|reach|accept|sent)|"
    r"\b(?:delivery|mail|message) (?:to the following[a-z ]+)?(?:failed|failure|has failed|returned)|"
    r"\breturned (?:mail|to sender)|\b(?:mailbox|account|user|address|recipient)[a-z ]{0,20} (?:is )?"
    r"(?:full|disabled|inactive|unavailable|rejected|invalid|closed|suspended|over quota|not found|"
    r"unknown|denied|no longer)|\bquota (?:exceeded|is full)|\bover ?quota\b|\binvalid (?:recipient|"
    r"address|mailbox|user)|\brelay(?:ing)? (?:denied|not permitted)|\brejected\b|\bhost (?:unknown|"
    r"not found)|\bunzustellbar|\bnicht (?:zugestellt|gefunden)|\bunbekannt|\bnon (?:remis|distribu)|"
    r"\bn['’]a pas pu|\binconnu|\bn['’]existe pas|\bno (?:se )?(?:ha )?(?:podido|pudo|existe)|"
    r"\bdesconocid|\bimpossibile|\bnon (?:esiste|trovat|consegn)|\bsconosciut|\bniet (?:worden )?"
    r"(?:afgeleverd|bezorgd|gevonden)|\bonbekend|\bnão (?:foi|existe|pôde)|\bnie (?:istnieje|"
    r"dostarczon|można)|\bне (?:доставлен|найден|существует|удалось)|\bнедоступен|退信|无法|不存在|"
    r"配信でき|見つかりません|存在しません",
    re.IGNORECASE,
)


def known_form(message: Message) -> tuple[BounceNote, ...]:
    """Read the forms that flufl.bounce knows; nothing where it knows none."""
    delayed, failed = (_texts(found) for found in all_failures(message))
    text = report_text(message)
    found = [
        BounceNote(
            kind=failure_kind(status_near(text, address)),
            addresses=(address,),
            status=status_near(text, address),
            answer=words_near(text, address),
        )
        for address in failed
    ]
    found += [
        BounceNote(kind=BounceKind.DELAYED, addresses=(address,), answer=words_near(text, address))
        for address in delayed
        if address not in failed
    ]
    return tuple(found)


def usual_form(message: Message) -> tuple[BounceNote, ...]:
    """Read what a mail system wrote in words: whom it names, and with what code or words."""
    named = _named_failed(message)
    if not named and not is_from_system(message):
        return ()
    text = report_text(message)
    said = f"{message.get('subject', '')}\n{text}"
    status = status_near(text, "")
    code = STATUS.search(text) or _CODE.search(text)
    if _DELAYED.search(said) and (code is None or code[1] == "4"):
        kind = BounceKind.DELAYED
    elif code is not None and code[1] == "4" and not _FAILED.search(said):
        kind = BounceKind.DELAYED
    elif code is not None or _FAILED.search(said) or named:
        kind = failure_kind(status)
    else:
        return ()
    addresses = named or tuple(_named_in(message, text))
    return (
        BounceNote(
            kind=kind,
            addresses=addresses,
            status=status,
            answer=words_near(text, addresses[0] if addresses else ""),
        ),
    )


def is_from_system(message: Message) -> bool:
    """Whether a mail system wrote it: an empty sender, or a name that only mail systems have."""
    if str(message.get("return-path", "")).strip() == "<>":
        return True
    name, address = parseaddr(str(message.get("from", "")))
    return any(_SYSTEM.search(one) for one in (name, address))


def report_text(message: Message) -> str:
    """Give what a report says in words, up to where it returns our own message."""
    for part in message.walk():
        if part.get_content_type() not in {"text/plain", "text/html"} or part.is_multipart():
            continue
        text = _text_of(part)
        if part.get_content_type() == "text/html":
            text = re.sub(r"<(?![^<>@\s]{1,64}@)[^<>]{0,500}>", " ", text)
        if text.strip():
            return _before_returned(text)
    return ""


def status_near(text: str, address: str) -> str:
    """Give the status code that stands with an address, or the first of the report."""
    return best_status("", words_near(text, address)) or best_status("", text)


def words_near(text: str, address: str) -> str:
    """Give the words of the other server: the lines from where an address is named."""
    at = text.lower().find(address.lower()) if address else -1
    if at < 0:
        code = STATUS.search(text) or _CODE.search(text)
        at = code.start() if code else -1
    if at < 0:
        return ""
    start = text.rfind("\n", 0, at) + 1
    return " ".join(text[start : start + 4 * LONGEST_ANSWER].split())[:LONGEST_ANSWER]


# --- inside -------------------------------------------------------------------------------------


def _texts(found: frozenset[bytes] | frozenset[str]) -> tuple[str, ...]:
    """Give the addresses; one with two dots in a row was shortened for people, and is none."""
    texts = (one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in found)
    return tuple(sorted(text for text in texts if ".." not in text))


def _named_failed(message: Message) -> tuple[str, ...]:
    """Give whom Exim and Gmail name in a header field of their own."""
    fields = " ".join(str(one) for one in message.get_all("x-failed-recipients", []))
    return tuple(dict.fromkeys(_ADDRESS.findall(fields[:MOST_TEXT])))[:MOST_ADDRESSES]


def _named_in(message: Message, text: str) -> Iterator[str]:
    """Give the addresses of a report's text that are neither its writer's nor its reader's."""
    own = " ".join(
        str(one).lower()
        for name in ("from", "to", "reply-to", "delivered-to", "x-original-to", "sender")
        for one in message.get_all(name, [])
    )
    seen: set[str] = set()
    for found in _ADDRESS.findall(text):
        address = found.strip(".")
        key = address.lower()
        if key in seen or key in own or ".." in key or _SYSTEM.search(key):
            continue
        seen.add(key)
        yield address
        if len(seen) >= MOST_ADDRESSES:
            return


def _text_of(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return raw[:MOST_TEXT].decode(charset, "replace")
    except (LookupError, ValueError):
        return raw[:MOST_TEXT].decode("latin-1")


def _before_returned(text: str) -> str:
    found = _RETURNED.search(text)
    while found is not None and not text[: found.start()].strip():
        found = _RETURNED.search(text, found.end())
    return text[: found.start()] if found else text
