"""Reads finished messages back in three independent ways, for the tests of exactness."""

from __future__ import annotations

import email
import email.errors
import email.message
import email.policy

from composer.model.rendered import RenderedMessage
from composer.rendering.mime import build_eml
from composer.wire.guard import inspect

# Not a defect of a message that is handed over with SMTPUTF8 (RFC 6531).
_FOR_SMTPUTF8 = email.errors.NonASCIILocalPartDefect


def parsed(content: bytes) -> email.message.EmailMessage:
    """Read by the standard library; raw letters in addresses need the text as UTF-8 (SMTPUTF8)."""
    if content.isascii():
        message = email.message_from_bytes(content, policy=email.policy.default)
    else:
        message = email.message_from_string(content.decode("utf-8"), policy=email.policy.SMTPUTF8)
    assert isinstance(message, email.message.EmailMessage)
    return message


def check_round_trip(message: RenderedMessage) -> bytes:
    """Require that the bytes say what was rendered, by every reader; give them."""
    content = build_eml(message)
    check_lines(content)
    check_guard(message, content)
    check_library(message, content)
    return content


def check_lines(content: bytes) -> None:
    """Only CRLF ends a line; at most 78 octets wherever a line can be folded, 998 everywhere."""
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    head, _, body = content.partition(b"\r\n\r\n")
    assert all(len(line) <= 78 for line in body.split(b"\r\n"))
    for line in head.split(b"\r\n"):
        assert len(line) <= 998
        words = line.partition(b": ")[2] if line[:1] != b" " else line[1:]
        assert len(line) <= 78 or b" " not in words, line


def check_guard(message: RenderedMessage, content: bytes) -> None:
    """The guard's decoder reads the same headers in the same order, the same parts and digest."""
    decoded = inspect(content, form="eml")
    assert decoded.headers == message.headers
    assert (decoded.text, decoded.html) == (message.text, message.html)
    assert decoded.attachments == message.attachments
    assert decoded.to_addresses == (message.envelope_recipient,)
    assert (
        decoded.digest(
            envelope_sender=message.envelope_sender, envelope_recipient=message.envelope_recipient
        )
        == message.digest
    )


def check_library(message: RenderedMessage, content: bytes) -> None:
    """The standard library's parser reads the same, without a defect in any part."""
    found = parsed(content)
    framing = {"mime-version", "content-type", "content-transfer-encoding"}
    names = [name for name in found.keys() if name.lower() not in framing]  # noqa: SIM118 - a message
    assert names == [name for name, _ in message.headers]
    assert [part.defects for part in found.walk()] == [[] for _ in found.walk()]
    for name, value in message.headers:
        if name not in {"From", "To", "Reply-To"}:
            assert str(found[name]) == value
        defects = [item for item in found[name].defects if not isinstance(item, _FOR_SMTPUTF8)]
        assert not defects, name
    _check_mailboxes(message, found)
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == message.text
    assert html.get_content().replace("\r\n", "\n") == message.html
    files = [part for part in found.walk() if "content-disposition" in part]
    # Not get_filename(): it takes quotation marks and brackets off the ends of a name.
    assert [
        (part["content-disposition"].params["filename"], part.get_payload(decode=True))
        for part in files
    ] == [(item.name, item.content) for item in message.attachments]


def _check_mailboxes(message: RenderedMessage, found: email.message.EmailMessage) -> None:
    for field in ("From", "To", "Reply-To"):
        value = message.header(field)
        if value is None:
            assert found[field] is None
            continue
        (address,) = found[field].addresses
        name, _, bare = (
            value.removesuffix(">").rpartition(" <") if value.endswith(">") else ("", "", value)
        )
        assert address.addr_spec == bare
        # That parser leaves a blank between two encoded words of a display name.
        shown = address.display_name.replace(" ", "")
        assert shown == name.replace(" ", "")
