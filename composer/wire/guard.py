"""Refuses anything but one message to the one intended recipient: the last code before the socket.

It decodes the finished bytes with decoders of its own (`decode`, `sendgrid_json`), takes nothing
from rendering but the bytes, and has no switch. Guards rule 1 (one recipient, no copies) and rule 2
(what is handed over is what was approved: the same digest, the same bytes but for one Date line).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, assert_never

from composer.wire.address_list import check_address
from composer.wire.decode import decode_eml
from composer.wire.decoded import DecodedMessage
from composer.wire.header_block import split_header
from composer.wire.rules import refuse
from composer.wire.sendgrid_json import decode_sendgrid

WireForm = Literal["eml", "sendgrid"]

_ONCE = ("from", "to", "subject", "message-id")
_OURS = frozenset(
    {
        *_ONCE,
        "reply-to",
        "date",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "content-language",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "list-id",
        "feedback-id",
        "auto-submitted",
    }
)
_ROUTING_WORDS = frozenset(
    {"to", "cc", "bcc", "rcpt", "recipient", "recipients", "envelope", "resent", "redirect", "copy"}
)
_ROUTING_PREFIXES = (
    # Headers by which relays take orders, some of which name recipients: SendGrid, SparkPost,
    # Mandrill, Mailgun, Postmark, Mailjet, Amazon SES, Brevo.
    "x-smtpapi",
    "x-sg-",
    "x-msys-",
    "x-mc-",
    "x-mailgun-",
    "x-pm-",
    "x-mj-",
    "x-mailjet-",
    "x-ses-",
    "x-mailin-",
    "x-sib-",
)
_DATE = re.compile(
    rb"Date: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3]?[0-9] "
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [12][0-9]{3} "
    rb"[0-2][0-9]:[0-5][0-9]:[0-6][0-9] [+-][0-9]{4}\r\n"
)
_PARAMETERS = re.compile(rb"(?: [A-Za-z0-9=.-]+)*")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._-]{8,128}@[A-Za-z0-9.-]{1,253}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended:
    """What the proof says about this hand-over; `wire_sha256` is over the bytes without Date."""

    envelope_sender: str
    envelope_recipient: str
    digest: str
    wire_sha256: str


def guard_handover(final: bytes, *, intended: Intended, form: WireForm) -> DecodedMessage:
    """Require that the very bytes about to leave are the one intended message.

    An Internet message carries exactly one Date line, added at hand-over; a provider's body none.

    Raises:
        GuardRefused: otherwise; nothing may leave.
    """
    match form:
        case "eml":
            return guard_wire(_without_date(final), intended=intended, form=form)
        case "sendgrid":
            return guard_wire(final, intended=intended, form=form)
        case _:
            assert_never(form)


def guard_wire(wire: bytes, *, intended: Intended, form: WireForm) -> DecodedMessage:
    """Require the same of a message that has no Date yet.

    Raises:
        GuardRefused: it is not the one intended message.
    """
    decoded = _judged(wire, intended=intended, form=form)
    if hashlib.sha256(wire).hexdigest() != intended.wire_sha256:
        refuse("wire_digest")
    _check_digest(decoded, intended=intended)
    return decoded


def guard_made(wire: bytes, *, intended: Intended, form: WireForm) -> tuple[DecodedMessage, str]:
    """Require the same of bytes just made, whose SHA-256 nobody has noted yet, and give it.

    For preflight alone: what it gives is what `guard_handover` then requires. `wire_sha256` of
    `intended` is not read.

    Raises:
        GuardRefused: it is not the one intended message.
    """
    decoded = _judged(wire, intended=intended, form=form)
    _check_digest(decoded, intended=intended)
    return decoded, hashlib.sha256(wire).hexdigest()


def _judged(wire: bytes, *, intended: Intended, form: WireForm) -> DecodedMessage:
    decoded = inspect(wire, form=form)
    _check_headers(decoded, has_framing=form == "eml")
    _check_recipient(decoded, intended=intended)
    if form == "eml":
        _check_eight_bit(wire, decoded=decoded, intended=intended)
    return decoded


def _check_digest(decoded: DecodedMessage, *, intended: Intended) -> None:
    digest = decoded.digest(
        envelope_sender=intended.envelope_sender, envelope_recipient=intended.envelope_recipient
    )
    if digest != intended.digest:
        refuse("digest")


def guard_envelope(mail_from: bytes, rcpt_to: bytes, *, intended: Intended) -> None:
    """Require that the two SMTP envelope commands name the intended sender and recipient alone.

    Both are whole command lines without CRLF; parameters may follow the closing bracket.

    Raises:
        GuardRefused: anything else.
    """
    for line, verb, address in (
        (mail_from, "MAIL FROM", intended.envelope_sender),
        (rcpt_to, "RCPT TO", intended.envelope_recipient),
    ):
        wanted = f"{verb}:<{address}>".encode()
        if not line.startswith(wanted) or not _PARAMETERS.fullmatch(line, len(wanted)):
            refuse("envelope")


def inspect(wire: bytes, *, form: WireForm) -> DecodedMessage:
    """Decode finished bytes without judging whom they are for; receipts and tests read with it.

    Raises:
        GuardRefused: they cannot be read in exactly one way.
    """
    match form:
        case "eml":
            return decode_eml(wire)
        case "sendgrid":
            return decode_sendgrid(wire)
        case _:
            assert_never(form)


def _without_date(final: bytes) -> bytes:
    """Take out the one Date line; where it is the first line, what follows may hold no other.

    That follows from the rules for the names of the rest (`_check_names`).
    """
    first = _DATE.match(final)
    if first is not None and final[first.end() : first.end() + 1] not in {b" ", b"\t"}:
        return final[first.end() :]
    dates = [field for field in split_header(final)[0] if field.key == "date"]
    if len(dates) != 1:
        refuse("date")
    start, end = dates[0].start, dates[0].end
    if not _DATE.fullmatch(final, start, end):
        refuse("date")
    return final[:start] + final[end:]


def _check_headers(decoded: DecodedMessage, *, has_framing: bool) -> None:
    _check_names(decoded.header_names, has_framing=has_framing)
    if not decoded.header("Subject"):
        refuse("header_missing")
    if not _MESSAGE_ID.fullmatch(decoded.header("Message-ID") or ""):
        refuse("message_id")


@lru_cache(maxsize=256)  # a refusal is raised, so it is never remembered
def _check_names(written: tuple[str, ...], *, has_framing: bool) -> None:
    names = [name.lower() for name in written]
    for name in names:
        if _is_routing(name):
            refuse("header_routing")
        if name not in _OURS and not name.startswith("x-"):
            refuse("header_unknown")
    if len(set(names)) != len(names):
        refuse("header_twice")
    if set(_ONCE) - set(names):
        refuse("header_missing")
    if "date" in names:
        refuse("date")
    if not has_framing and any(
        name.startswith(("content-type", "content-tr", "mime-")) for name in names
    ):
        refuse("header_unknown")


def _is_routing(name: str) -> bool:
    if name in {"to", "reply-to"}:
        return False
    return name.startswith(_ROUTING_PREFIXES) or not _ROUTING_WORDS.isdisjoint(name.split("-"))


def _check_recipient(decoded: DecodedMessage, *, intended: Intended) -> None:
    if len(decoded.to_addresses) != 1:
        refuse("one_recipient")
    if len(decoded.from_addresses) != 1 or len(decoded.reply_addresses) > 1:
        refuse("one_sender")
    wanted = intended.envelope_recipient  # what was read from To is a checked address already
    if decoded.to_addresses[0] != wanted:
        check_address(wanted)
        refuse("intended_recipient")


def _check_eight_bit(wire: bytes, *, decoded: DecodedMessage, intended: Intended) -> None:
    """Allow 8-bit bytes only as raw address headers of an SMTPUTF8 message (RFC 6531)."""
    if wire.isascii():
        return
    fields, body = split_header(wire)
    wide = {field.key for field in fields if not field.value.isascii()}
    addresses = (*decoded.from_addresses, *decoded.to_addresses, intended.envelope_sender)
    needs_smtputf8 = any(not address.rpartition("@")[0].isascii() for address in addresses)
    if not body.isascii() or wide - {"from", "to", "reply-to"} or not needs_smtputf8:
        refuse("eight_bit")
