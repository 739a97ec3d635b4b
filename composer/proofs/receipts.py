"""Receipts: what arrived in the test mailboxes, compared with what was predicted.

A receipt is a message that carries a nonce which this proof's test sent, and at least one line of a
receiving server. Servers may fold, re-encode and reorder, and add the lines of `ADDED_BY_SERVERS`;
everything else must be equal: every header of ours, text, HTML, attachments, and exactly one To
with one address. A Message-ID that the mail service put in the place of ours is told apart, never
passed over. Reading uses the guard's decoders, which know nothing of rendering.

What servers may add are trace lines, which no mail program shows beside the message and which say
where it went and what the receiving side thought of it. Those that carry an address may name one
mailbox, the one that received it: some servers list there everybody whom one delivery was for, and
that would show a recipient another one's address.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from composer.errors import GuardRefused
from composer.model.rendered import MIME_FRAMING, Attachment
from composer.proofs.permit import NONCE, TEST_HEADER
from composer.wire.decode import decode_eml
from composer.wire.decoded import DecodedMessage

ADDED_BY_SERVERS = frozenset(
    {
        "received",
        "return-path",
        "dkim-signature",
        "authentication-results",
        "feedback-id",
        "delivered-to",
        "x-original-to",
        "envelope-to",
        "x-received",
        "received-spf",
    }
)
ADDED_PREFIXES = ("arc-", "x-sg-", "x-spam-")
NAMES_A_MAILBOX = frozenset({"delivered-to", "x-original-to", "envelope-to"})
TRACE = frozenset({"received", "return-path", "delivered-to"})
FOLDING = re.compile(r"[ \t]+")
MBOX_SEPARATOR = b"From "  # the first line of a message that was saved as mbox
LONGEST_SHOWN = 200
MESSAGE_ID = "message-id"


class PredictedMessage(Protocol):
    """What was predicted: a `RenderedMessage`, or a decoded one. Headers without MIME and Date."""

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Ordered, decoded."""

    @property
    def text(self) -> str:
        """The text part, LF."""

    @property
    def html(self) -> str:
        """The HTML part, LF."""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """In order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that arrived otherwise than predicted; `part` is a header's name, or text, html."""

    part: str
    expected: str
    found: str


def compare_receipt(*, predicted: PredictedMessage, received: bytes) -> list[Difference]:
    """List how a received message differs from the predicted one; empty means equal.

    `predicted` holds the test header with the nonce that the received message carries.
    """
    kept = {name.lower() for name, _ in predicted.headers}
    ours = _without_added(received, kept=kept)
    try:
        found = decode_eml(ours)
    except GuardRefused as refused:
        return [Difference(part="message", expected="", found=str(refused))]
    return [
        *_find_named_mailboxes(received, kept=kept),
        *_compare_recipients(found),
        *_compare_headers(predicted.headers, found.headers),
        *_compare_bodies("text", predicted.text, found.text),
        *_compare_bodies("html", predicted.html, found.html),
        *_compare_attachments(predicted.attachments, found.attachments),
    ]


def without_trace(*, predicted: PredictedMessage, received: bytes) -> bytes:
    """Give a received message without the lines that servers may add."""
    return _without_added(received, kept={name.lower() for name, _ in predicted.headers})


def changed_message_id(*, predicted: PredictedMessage, received: bytes) -> tuple[str, str] | None:
    """Give (ours, theirs) where the mail service put a Message-ID of its own; None: it is ours."""
    ours = [value for name, value in predicted.headers if name.lower() == MESSAGE_ID]
    theirs = [
        field.partition(b":")[2].decode("utf-8", "replace").split()
        for name, field in _header_fields(received)[0]
        if name == MESSAGE_ID
    ]
    if len(ours) != 1 or len(theirs) != 1 or theirs[0] == [ours[0]]:
        return None
    return ours[0], " ".join(theirs[0])


def added_names(*, predicted: PredictedMessage, received: bytes) -> tuple[str, ...]:
    """Name the lines that servers added, as written, each once."""
    kept = {name.lower() for name, _ in predicted.headers}
    written = {
        name: field.partition(b":")[0].decode("latin-1")
        for name, field in _header_fields(received)[0]
        if _is_added(name) and name not in kept
    }
    return tuple(written.values())


def nonce_of(received: bytes) -> str | None:
    """Give the nonce of a received message: of its one test header, else None."""
    values = [
        field.partition(b":")[2].strip().decode("latin-1")
        for name, field in _header_fields(received)[0]
        if name == TEST_HEADER.lower()
    ]
    return values[0] if len(values) == 1 and NONCE.fullmatch(values[0]) else None


def has_trace(received: bytes) -> bool:
    """Whether a receiving server has left a line: what we render ourselves carries none."""
    return any(name in TRACE for name, _field in _header_fields(received)[0])


def received_bytes(saved: bytes) -> bytes:
    """Give a saved message with CRLF line ends: mailboxes and files use the system's own.

    A message that holds CRLF already is left as it is, so that a stray CR or LF still shows.
    """
    if saved.startswith(MBOX_SEPARATOR):
        saved = saved.partition(b"\n")[2]
    return saved if b"\r\n" in saved else saved.replace(b"\n", b"\r\n")


def _header_fields(saved: bytes) -> tuple[list[tuple[str, bytes]], bytes]:
    """Split into (lower-case name, whole field) pairs and the body, without judging the form."""
    block, end, body = received_bytes(saved).partition(b"\r\n\r\n")
    fields: list[tuple[str, bytes]] = []
    for line in block.split(b"\r\n"):
        if line[:1] in {b" ", b"\t"} and fields:
            name, field = fields[-1]
            fields[-1] = (name, field + b"\r\n" + line)
        else:
            fields.append((line.partition(b":")[0].decode("latin-1").lower(), line))
    return fields, end + body


def _without_added(saved: bytes, *, kept: Collection[str]) -> bytes:
    """Take out the lines that servers add, unless we sent one of that name ourselves."""
    fields, rest = _header_fields(saved)
    ours = [field for name, field in fields if name in kept or not _is_added(name)]
    return b"\r\n".join(ours) + rest


def _is_added(name: str) -> bool:
    return name in ADDED_BY_SERVERS or name.startswith(ADDED_PREFIXES)


def _find_named_mailboxes(saved: bytes, *, kept: Collection[str]) -> Iterator[Difference]:
    """Find added lines that name more than one mailbox."""
    for name, field in _header_fields(saved)[0]:
        if name in NAMES_A_MAILBOX and name not in kept:
            count = field.count(b"@")
            if count > 1:
                yield Difference(part=name, expected="1", found=str(count))


def _compare_recipients(found: DecodedMessage) -> Iterator[Difference]:
    fields = [name for name in found.header_names if name.lower() == "to"]
    if len(fields) != 1 or len(found.to_addresses) != 1:
        count = str(max(len(fields), len(found.to_addresses)))
        yield Difference(part="To", expected="1", found=count)
    dates = [name for name in found.header_names if name.lower() == "date"]
    if len(dates) != 1:
        yield Difference(part="Date", expected="1", found=str(len(dates)))


def _compare_headers(
    predicted: Iterable[tuple[str, str]], found: Iterable[tuple[str, str]]
) -> Iterator[Difference]:
    expected, arrived = _by_name(predicted), _by_name(found)
    for name in [*expected, *(name for name in arrived if name not in expected)]:
        before, after = expected.get(name, []), arrived.get(name, [])
        if name == MESSAGE_ID and len(before) == len(after) == 1:
            continue  # a mail service may put its own; `changed_message_id` tells
        if [_unfolded(value) for value in before] != [_unfolded(value) for value in after]:
            yield Difference(part=name, expected="\n".join(before), found="\n".join(after))


def _by_name(headers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Group values by name: the order of different headers may change, of equal ones not."""
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        if name.lower() not in MIME_FRAMING:
            grouped.setdefault(name.lower(), []).append(value)
    return grouped


def _unfolded(value: str) -> str:
    """Fold white space to one space: a server that folds anew may write a tab for a space."""
    return FOLDING.sub(" ", value)


def _compare_bodies(part: str, expected: str, found: str) -> Iterator[Difference]:
    """Show the first line that differs, cut to what a person can compare."""
    if expected == found:
        return
    pairs = zip_longest(expected.split("\n"), found.split("\n"), fillvalue="")
    before, after = next(((one, two) for one, two in pairs if one != two), (expected, found))
    yield Difference(part=part, expected=before[:LONGEST_SHOWN], found=after[:LONGEST_SHOWN])


def _compare_attachments(
    predicted: Sequence[Attachment], found: Sequence[Attachment]
) -> Iterator[Difference]:
    if tuple(predicted) == tuple(found):
        return
    for before, after in zip_longest(predicted, found):
        if before != after:
            yield Difference(part="attachment", expected=_named(before), found=_named(after))


def _named(attachment: Attachment | None) -> str:
    if attachment is None:
        return ""
    return f"{attachment.name} {attachment.content_type} {attachment.sha256[:8]}"
