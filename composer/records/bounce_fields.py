"""The machine-readable parts of what comes back: delivery status (RFC 3464) and spam reports (ARF).

Nothing here believes anything: it reads what is written, within limits, from parts that may hold
any bytes at all.

Source: RFC 3464 §2, RFC 3463 §2, RFC 6533 §3, RFC 5965 §3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message

from composer.model.bounce import BounceKind, BounceNote
from composer.records.bounce_parts import decoded, status_text
from composer.records.bounce_reasons import REPLY, best_status, failure_kind

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
_ADDRESS = re.compile(r"<?([^\s<>;,\"()]{1,128}@[^\s<>;,\"()@]{1,253})>?")
_HIDDEN = re.compile(
    r"(?:redacted|removed|hidden|undisclosed|suppressed|anonymi[sz]ed|x{3,})@|[^@]*[*\[\]]",
    re.IGNORECASE,
)
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
_WIDE = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_RECIPIENT = ("original-recipient", "final-recipient", "x-actual-recipient")
_SORT = "feedback-type"
_SAYS = frozenset({"action", "status"})
_HIGHEST_SIGN = 0x10FFFF

Fields = Mapping[str, str]


def status_notes(part: Message) -> Iterator[BounceNote]:
    """Read a delivery-status part: one note for each recipient that it names."""
    return notes_of(field_blocks(part))


def notes_of(blocks: Iterable[Fields]) -> Iterator[BounceNote]:
    """Read blocks of fields: one note for each recipient that they name."""
    for number, fields in enumerate(_whole(blocks)):
        if number >= MOST_RECIPIENTS:
            return
        said = " ".join(fields.get("diagnostic-code", "").split())[:LONGEST_ANSWER]
        status = best_status(fields.get("status", ""), said)
        answer = said.partition(";")[2].strip() or said
        names = tuple(_recipients(fields))
        yield BounceNote(
            kind=_kind_of(fields.get("action", ""), status, answer),
            addresses=names[:1],
            also=names[1:],
            status=status,
            answer=answer,
        )


def feedback_note(part: Message) -> BounceNote:
    """Read a feedback report: who complained, where the report still says so."""
    fields: dict[str, str] = {}
    for block in field_blocks(part):
        fields |= block
    sort = fields.get(_SORT, "").strip().lower()
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
    hidden = list(text_blocks(status_text(part)))
    if any(_names_recipient(block) or _SORT in block for block in hidden):
        yield from hidden
        return
    if any(name in part for name in _RECIPIENT):  # no blank line after the head of the part
        yield from _blocks(part.raw_items())
    payload = part.get_payload()
    if isinstance(payload, list):
        for inner in payload:
            if isinstance(inner, Message):
                yield from _blocks_of(inner)
    elif isinstance(payload, str):
        yield from text_blocks(decoded(payload, str(part.get("content-transfer-encoding", ""))))


def text_blocks(text: str) -> Iterator[dict[str, str]]:
    """Read blocks of fields out of text, with folded lines put together."""
    unfolded = re.sub(r"\r?\n[ \t]+(?=\S)", " ", text)
    for block in re.split(r"(?:\r?\n[ \t]*){2,}", unfolded):
        lines = (line.strip(" \t>|").partition(":") for line in block.splitlines())
        yield from _blocks(
            (name, value)
            for name, colon, value in lines
            if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{1,60}", name.strip())
        )


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


# --- inside -------------------------------------------------------------------------------------


def _names_recipient(fields: Fields) -> bool:
    return any(name in fields for name in _RECIPIENT)


def _whole(blocks: Iterable[Fields]) -> Iterator[dict[str, str]]:
    """Give the blocks about recipients; one that a blank line cut apart is put together."""
    about: dict[str, str] | None = None
    for fields in blocks:
        if _names_recipient(fields):
            if about is not None:
                yield about
            about = dict(fields)
        elif about is not None and not about.keys() & _SAYS:
            about = {**fields, **about}
    if about is not None:
        yield about


def _recipients(fields: Fields) -> Iterator[str]:
    """Give every name of the recipient; of an original one its xtext as it was meant, too."""
    found: list[str] = []
    for name in _RECIPIENT:
        address = typed_address(fields.get(name, ""))
        if address:
            found += [address, _XTEXT.sub(lambda sign: chr(int(sign[1], 16)), address)]
    return iter(dict.fromkeys(found))


def _kind_of(action: str, status: str, answer: str) -> BounceKind:
    word = re.match(r"[a-z]*", action.strip().lower())
    reply = REPLY.search(answer)
    grade = status[:1] or (reply[1] if reply else "")
    match word[0] if word else "":
        case "failed" | "failure" | "error" | "fail":
            return failure_kind(status, answer)
        case "delayed" | "delay":
            return BounceKind.DELAYED
        case "delivered" | "relayed" | "expanded":
            return BounceKind.NONE
        case _ if grade == "5":
            return failure_kind(status, answer)
        case _:
            return BounceKind.DELAYED if grade == "4" else BounceKind.NONE


def _blocks_of(inner: Message) -> Iterator[dict[str, str]]:
    yield from _blocks(inner.raw_items())
    body = None if inner.is_multipart() else inner.get_payload(decode=True)
    if isinstance(body, bytes) and body.strip():
        yield from text_blocks(body.decode("utf-8", "replace"))


def _blocks(fields: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Put fields into a block; where a recipient is named once more, the next one begins."""
    block: dict[str, str] = {}
    for name, value in fields:
        key = name.strip().lower()
        if key in _RECIPIENT and key in block:
            yield block
            block = {}
        block.setdefault(key, " ".join(_text_of(str(value)).split()))
    if block:
        yield block


def _text_of(value: str) -> str:
    """Read bytes that are no ASCII as UTF-8 (RFC 6533); Python keeps them as half characters."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _sign(digits: str) -> str:
    number = int(digits, 16)
    is_sign = number <= _HIGHEST_SIGN and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_sign else ""
