"""Bounces in forms that no standard describes: what servers write to people when mail comes back.

flufl.bounce knows the forms of many servers. What it does not know is read as any person would: a
message from a mail system, an address, and a code or words that mail systems use.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from composer.model.bounce import BounceKind, BounceNote
from composer.records.bounce_marks import message_ids_of
from composer.records.bounce_reasons import GIVEN_UP, REPLY, STATUS, failure_kind
from composer.records.bounce_sender import (
    is_from_system,
    is_surely_from_system,
    is_system_name,
    plain_subject,
)
from composer.records.bounce_text import reason_near, report_texts, status_near, words_near
from composer.records.bounce_words import DELAYED, FAILED, HELD

MOST_FIELD = 32 * 1024
MOST_BYTES = 256 * 1024
MOST_ADDRESSES = 20
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_FIRST = re.compile(
    r"[ \t>|*\u2022<'\"(\[-]{0,12}(?:(?:to|recipient|address|user|e-?mail|rcpt to)\s?:\s?)?"
    r"[<'\"\[]{0,2}(?:smtp:|mailto:)?$",
    re.IGNORECASE,
)
"""What stands between the start of a line and the address that the line is about."""
_BESIDE = re.compile(
    r"(?:mail from|from|sender|reply-to|return-path|absender|expéditeur|remitente)\W{0,4}$|"
    r"(?:contact|help|support|administrator|kontakt[a-z]*)\W{1,4}(?:[a-z]{1,12}\W{1,3}){0,3}$",
    re.IGNORECASE,
)
"""What stands before an address that is not the one that failed."""
_TO_ASK = frozenset(
    {
        "abuse", "admin", "administrator", "aide", "contact", "help", "helpdesk", "hilfe", "info",
        "kontakt", "noc", "noreply", "no-reply", "security", "soporte", "spam", "support",
        "webmaster",
    }
)  # fmt: skip
"""Whom a report says to ask; one of them failed only where nobody else is named."""
_REACH = 60
_SPOKEN = re.compile(
    r"(?:said|says|error|returned|replied|response|reply|status|code|smtp|diagnostic)"
    r"[^\n]{0,60}?(?<!\d)([45])\d\d(?!\d)",
    re.IGNORECASE,
)
"""A reply code where one machine tells of another; other digits may be somebody's telephone."""


def known_form(message: Message, content: bytes) -> tuple[BounceNote, ...]:
    """Read the forms that flufl.bounce knows; nothing where it knows none."""
    delayed, failed = _known(content)
    texts = report_texts(message)
    text = texts[0] if texts else ""
    if failed and set(failed) <= set(_named_failed(message)) and _is_late(message, text):
        delayed, failed = (*delayed, *failed), ()  # Gmail names whom it has not reached yet, too
    found = [_failure(text, address, failed) for address in failed]
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
    found = [_usual(message, text, named) for text in report_texts(message) or ("",)]
    naming = (notes for notes in found if any(note.addresses for note in notes))
    return next(naming, ()) or next(filter(None, found), ())


# --- inside -------------------------------------------------------------------------------------

_TO_ASCII = bytes(sign if sign in range(1, 128) else ord("?") for sign in range(256))


def _usual(message: Message, text: str, named: tuple[str, ...]) -> tuple[BounceNote, ...]:
    said = _said(message, text)
    code = STATUS.search(text) or REPLY.search(text)
    is_sure = bool(named) or is_surely_from_system(message)
    if not is_sure and STATUS.search(text) is None and _SPOKEN.search(text) is None:
        return ()  # machines that answer for people send with an empty sender, too
    grade = code[1] if code else ""
    if HELD.search(said) and grade != "5":
        return ()  # somebody is to be asked first; nothing was refused
    kind = _said_kind(said, grade)
    if kind is BounceKind.NONE and not named:
        return ()
    addresses = named or tuple(_named_in(message, text))
    if kind is BounceKind.DELAYED:
        answer = words_near(text, addresses[0] if addresses else "")
        return (BounceNote(kind=kind, addresses=addresses, answer=answer),)
    return tuple(_failure(text, one, addresses) for one in addresses or ("",))


def _failure(text: str, address: str, others: Collection[str]) -> BounceNote:
    status = status_near(text, address, others=others)
    return BounceNote(
        kind=failure_kind(status, reason_near(text, address, others=others)),
        addresses=(address,) if address else (),
        status=status,
        answer=words_near(text, address, others=others),
    )


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


def _said(message: Message, text: str) -> str:
    """Give the words of a report in one line: phrases are broken anywhere."""
    return " ".join(f"{plain_subject(message)} \n {text}".split())


def _said_kind(said: str, grade: str) -> BounceKind:
    """Tell from the class of a code, or from words, whether mail is late or lost."""
    is_lost = bool(FAILED.search(said) or GIVEN_UP.search(said))
    is_late = bool(DELAYED.search(said)) and grade != "5"
    if is_late or (grade == "4" and not is_lost):
        return BounceKind.DELAYED
    return BounceKind.PERMANENT if grade or is_lost else BounceKind.NONE


def _is_late(message: Message, text: str) -> bool:
    code = STATUS.search(text) or REPLY.search(text)
    return _said_kind(_said(message, text), code[1] if code else "") is BounceKind.DELAYED


def _named_failed(message: Message) -> tuple[str, ...]:
    """Give whom Exim and Gmail name in a header field of their own."""
    fields = " ".join(str(one) for one in message.get_all("x-failed-recipients", []))
    found = (one for one in _ADDRESS.findall(fields[:MOST_FIELD]) if ".." not in one)
    return tuple(dict.fromkeys(found))[:MOST_ADDRESSES]


def _named_in(message: Message, text: str) -> list[str]:
    """Give whom a report's text names: those at the start of a line, where there are such."""
    own = {
        found.lower()
        for name in ("from", "to", "reply-to", "delivered-to", "x-original-to", "sender")
        for one in message.get_all(name, [])
        for found in _ADDRESS.findall(str(one))
    }
    own |= {one.strip("<>").lower() for one in message_ids_of(message, replies=True)}
    first: dict[str, str] = {}
    other: dict[str, str] = {}
    for address, before in _told(text):
        key = address.lower()
        if key not in own and ".." not in key and not is_system_name(key.partition("@")[0]):
            (first if _FIRST.fullmatch(before) else other).setdefault(key, address)
    people = [_people(named) for named in (first, other)]
    found = next(filter(None, people), []) or list((first or other).values())
    return found[:MOST_ADDRESSES]


def _people(named: dict[str, str]) -> list[str]:
    return [one for key, one in named.items() if key.partition("@")[0] not in _TO_ASK]


def _told(text: str) -> Iterator[tuple[str, str]]:
    """Give the addresses of a text with what stands before each in its line."""
    for found in _ADDRESS.finditer(text):
        line = text.rfind("\n", 0, found.start()) + 1
        before = text[max(line, found.start() - _REACH) : found.start()]
        if _BESIDE.search(before) is None:
            yield found[0].strip("."), before
