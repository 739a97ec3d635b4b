"""Bounces in forms that no standard describes: what servers write to people when mail comes back.

flufl.bounce knows the forms of many servers. What it does not know is read as any person would: a
message from a mail system, an address, and a code or words that mail systems use.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

from flufl.bounce import all_failures

from composer.model.bounce import BounceKind, BounceNote
from composer.records.bounce_fields import LONGEST_ANSWER, STATUS, best_status, failure_kind
from composer.records.bounce_words import DELAYED, FAILED

MOST_TEXT = 32 * 1024
MOST_BYTES = 256 * 1024
_LONGEST_LINE = 300
MOST_ADDRESSES = 20
_SYSTEM = re.compile(
    r"mailer-?daemon|postmaster|mail[ _-]?(delivery|system|administrator)|mdaemon|exchange|"
    r"^mailer\b|^bounces?[@+-]|^double-bounce",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-=_]{3}")
_OF_RETURNED = re.compile(r"original|copy|returned|below|header|message|mail", re.IGNORECASE)
_FIELD = re.compile(
    r"[\s>]{0,8}(?:return-path|received|x-[a-z-]{1,40}|mime-version|dkim-signature):\s",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\boriginal message (?:follows|headers?|below)|\bcopy of (?:the|your) message\b", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_CODE = re.compile(r"(?<![\d.:-])([45])\d\d(?=[ :-])(?!-\d\d-)")


def known_form(message: Message, content: bytes) -> tuple[BounceNote, ...]:
    """Read the forms that flufl.bounce knows; nothing where it knows none."""
    delayed, failed = _known(content)
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
    if code is None and not named and not has_system_name(message):
        return ()  # machines that answer for people send with an empty sender, too
    kind = _said_kind(said, code[1] if code else "", status)
    if kind is BounceKind.NONE and not named:
        return ()
    kind = failure_kind(status) if kind is BounceKind.NONE else kind
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
    return str(message.get("return-path", "")).strip() == "<>" or has_system_name(message)


def has_system_name(message: Message) -> bool:
    """Whether its writer has a name that only mail systems have."""
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

_TO_ASCII = bytes(sign if sign in range(1, 128) else ord("?") for sign in range(256))


def _known(content: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ask flufl.bounce, which trips over a missing From and over bytes that are no ASCII."""
    logging.getLogger("flufl.bounce").disabled = True  # it would write what it trips over
    message = message_from_bytes(content[:MOST_BYTES].translate(_TO_ASCII))
    if "from" not in message:
        message["From"] = "<>"
    try:
        delayed, failed = all_failures(message)
    except Exception:  # noqa: BLE001 - it may trip over anything in a hostile message
        return (), ()
    return _texts(delayed), _texts(failed)


def _texts(found: frozenset[bytes] | frozenset[str]) -> tuple[str, ...]:
    """Give the addresses; one with two dots in a row was shortened for people, and is none."""
    texts = (one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in found)
    return tuple(sorted(text for text in texts if ".." not in text))


def _said_kind(said: str, code: str, status: str) -> BounceKind:
    """Tell from the class of a code, or from words, what a mail system says."""
    is_lost = bool(FAILED.search(said))
    is_late = bool(DELAYED.search(said)) and code != "5"
    if is_late or (code == "4" and not is_lost):
        return BounceKind.DELAYED
    return failure_kind(status) if code or is_lost else BounceKind.NONE


def _named_failed(message: Message) -> tuple[str, ...]:
    """Give whom Exim and Gmail name in a header field of their own."""
    fields = " ".join(str(one) for one in message.get_all("x-failed-recipients", []))
    found = (one for one in _ADDRESS.findall(fields[:MOST_TEXT]) if ".." not in one)
    return tuple(dict.fromkeys(found))[:MOST_ADDRESSES]


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
    """Give the lines before the returned message; a rule or a title at the very top is none."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if _begins_returned(line[:_LONGEST_LINE]) and any(one.strip() for one in lines[:at]):
            return "\n".join(lines[:at])
    return "\n".join(lines)


def _begins_returned(line: str) -> bool:
    rule = _RULE.match(line.lstrip(" >*"))
    if rule is not None and _OF_RETURNED.search(line):
        return True
    return bool(_FIELD.match(line) or _SAID.search(line))
