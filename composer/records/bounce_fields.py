"""The machine-readable parts of what comes back: delivery status (RFC 3464) and spam reports (ARF).

Nothing here believes anything: it reads what is written, within limits, from parts that may hold
any bytes at all.

Source: RFC 3464 §2, RFC 3463 §2, RFC 6533 §3, RFC 5965 §3.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from email.message import Message

from composer.model.bounce import BounceKind, BounceNote

MOST_RECIPIENTS = 100
LONGEST_ANSWER = 500
STATUS_TYPES = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "text/delivery-status",
        "application/delivery-status",
    }
)
FEEDBACK_TYPES = frozenset({"message/feedback-report", "text/feedback-report"})
HARMLESS_FEEDBACK = frozenset({"not-spam", "auth-failure", "dkim", "dmarc"})
STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")
_ADDRESS = re.compile(r"<?([^\s<>;,\"()]{1,128}@[^\s<>;,\"()@]{1,253})>?")
_HIDDEN = re.compile(
    r"(?:redacted|removed|hidden|undisclosed|suppressed|anonymi[sz]ed|x{3,})@|[^@]*[*\[\]]",
    re.IGNORECASE,
)
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
_WIDE = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_ADDRESS_IS_WHY = frozenset({"0", "1", "2", "4"})
_TOO_LONG = ("2", "3")
_ANYTHING = ("3", "0")  # "other mail system status": what sendmail said of unknown users
_HIGHEST_SIGN = 0x10FFFF

Fields = Mapping[str, str]


def status_notes(part: Message) -> Iterator[BounceNote]:
    """Read a delivery-status part: one note for each recipient that it names."""
    blocks = list(field_blocks(part))
    for fields in [one for one in blocks if _names_recipient(one)][:MOST_RECIPIENTS]:
        answer = " ".join(fields.get("diagnostic-code", "").split())[:LONGEST_ANSWER]
        status = best_status(fields.get("status", ""), answer)
        kind = _kind_of(fields.get("action", ""), status)
        names = tuple(_recipients(fields))
        yield BounceNote(
            kind=kind,
            addresses=names[:1],
            also=names[1:],
            status=status,
            answer=answer.partition(";")[2].strip() or answer,
        )


def feedback_note(part: Message) -> BounceNote:
    """Read a feedback report: who complained, where the report still says so."""
    fields: dict[str, str] = {}
    for block in field_blocks(part):
        fields |= block
    sort = fields.get("feedback-type", "").strip().lower()
    kind = BounceKind.NONE if sort in HARMLESS_FEEDBACK or not sort else BounceKind.COMPLAINT
    names = (fields.get(name, "") for name in ("original-rcpt-to", "removal-recipient"))
    found = (one for text in names if (one := typed_address(text)))
    found = (one for one in found if _HIDDEN.match(one) is None)  # services hide who complained
    return BounceNote(kind=kind, addresses=tuple(dict.fromkeys(found)), answer=sort)


def feedback_sender(part: Message) -> tuple[str, ...]:
    """Give the envelope sender that a feedback report names."""
    return tuple(
        value for block in field_blocks(part) if (value := block.get("original-mail-from", ""))
    )


def field_blocks(part: Message) -> Iterator[dict[str, str]]:
    """Give the blocks of fields of a part, names in lower case; the first of a name counts."""
    payload = part.get_payload()
    if isinstance(payload, list):
        for inner in payload:
            if isinstance(inner, Message):
                yield from _blocks_of(inner)
    elif isinstance(payload, str):
        yield from text_blocks(_decoded(payload, str(part.get("content-transfer-encoding", ""))))


def text_blocks(text: str) -> Iterator[dict[str, str]]:
    """Read blocks of fields out of text, with folded lines put together."""
    unfolded = re.sub(r"\r?\n[ \t]+", " ", text)
    for block in re.split(r"(?:\r?\n){2,}", unfolded):
        fields: dict[str, str] = {}
        for line in block.splitlines():
            name, colon, value = line.partition(":")
            if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{1,60}", name.strip()):
                fields.setdefault(name.strip().lower(), value.strip())
        if fields:
            yield fields


def typed_address(text: str) -> str:
    r"""Give the address of a typed field, however it is written; "" when it holds none.

    >>> typed_address("rfc822; <bob@example.com> (Bob)")
    'bob@example.com'
    >>> typed_address(r"utf-8;j\x{00F6}rg@example.com")
    'jörg@example.com'
    """
    sort, semicolon, value = text.partition(";")
    value = value if semicolon else sort
    value = _WIDE.sub(lambda found: _sign(found[1]), value)
    found = _ADDRESS.search(value)
    address = found[1].strip(".") if found else ""
    return "" if ".." in address else address  # shortened for people, and no address any more


def best_status(status: str, answer: str) -> str:
    """Give the status code that says most: a server's own words before a general 5.0.0.

    >>> best_status("5.0.0 (permanent failure)", "smtp; 550 5.1.1 no such user")
    '5.1.1'
    """
    own, told = STATUS.search(status), STATUS.search(answer)
    if own and told and own[2] == "0" and own[1] == told[1]:
        return told[0]
    found = own or told
    return found[0] if found else ""


def failure_kind(status: str) -> BounceKind:
    """Tell for what a message was refused for good; without a status, for its address.

    >>> failure_kind("5.7.1").value, failure_kind("5.1.1").value, failure_kind("4.4.7").value
    ('refused', 'permanent', 'gave_up')
    """
    found = STATUS.fullmatch(status)
    if found is None:
        return BounceKind.PERMANENT
    if found[1] != "5":
        return BounceKind.GAVE_UP
    detail = found[2], found[3]
    is_why = (found[2] in _ADDRESS_IS_WHY or detail == _ANYTHING) and detail != _TOO_LONG
    return BounceKind.PERMANENT if is_why else BounceKind.REFUSED


# --- inside -------------------------------------------------------------------------------------


def _names_recipient(fields: Fields) -> bool:
    return any(
        name in fields for name in ("final-recipient", "original-recipient", "x-actual-recipient")
    )


def _recipients(fields: Fields) -> Iterator[str]:
    """Give every name of the recipient; of an original one its xtext as it was meant, too."""
    found: list[str] = []
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        address = typed_address(fields.get(name, ""))
        if address:
            found += [address, _XTEXT.sub(lambda sign: chr(int(sign[1], 16)), address)]
    return iter(dict.fromkeys(found))


def _kind_of(action: str, status: str) -> BounceKind:
    word = re.match(r"[a-z]*", action.strip().lower())
    match word[0] if word else "":
        case "failed" | "failure" | "error" | "fail":
            return failure_kind(status)
        case "delayed" | "delay":
            return BounceKind.DELAYED
        case "delivered" | "relayed" | "expanded":
            return BounceKind.NONE
        case _ if status.startswith("5"):
            return failure_kind(status)
        case _:
            return BounceKind.DELAYED if status.startswith("4") else BounceKind.NONE


def _blocks_of(inner: Message) -> Iterator[dict[str, str]]:
    fields: dict[str, str] = {}
    for name, value in inner.raw_items():
        fields.setdefault(name.lower(), " ".join(_text_of(str(value)).split()))
    if fields:
        yield fields
    body = None if inner.is_multipart() else inner.get_payload(decode=True)
    if isinstance(body, bytes) and body.strip():
        yield from text_blocks(body.decode("utf-8", "replace"))


def _text_of(value: str) -> str:
    """Read bytes that are no ASCII as UTF-8 (RFC 6533); Python keeps them as half characters."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(text: str, encoding: str) -> str:
    raw = text.encode("utf-8", "replace")
    try:
        match encoding.strip().lower():
            case "base64":
                raw = base64.b64decode(raw)
            case "quoted-printable":
                raw = quopri.decodestring(raw)
    except (binascii.Error, ValueError):
        return text
    return raw.decode("utf-8", "replace")


def _sign(digits: str) -> str:
    number = int(digits, 16)
    is_sign = number <= _HIGHEST_SIGN and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_sign else ""
