"""Decodes a finished SendGrid v3 mail/send body into the message that one recipient would get.

A list of what may stand at each level; every other key is refused: `cc`, `bcc`, `substitutions`,
`send_at`, a template, a second personalization. Keys twice, NaN, floats and lone surrogates are
refused. The decoded message has the very shape, and so the very digest, of the Internet form.
Source: SendGrid v3 mail/send. Rule 1.
"""

from __future__ import annotations

import binascii
import json
import re
from contextlib import suppress
from typing import NoReturn

from composer.errors import GuardRefused
from composer.model.campaign import Mailbox
from composer.model.rendered import Attachment
from composer.wire.address_list import address_text, check_address, check_name
from composer.wire.bodies import read_decoded
from composer.wire.decode import MAX_BYTES
from composer.wire.decoded import DecodedMessage
from composer.wire.header_block import CONTROLS
from composer.wire.json_text import STAND_INS, take_texts_out
from composer.wire.rules import refuse
from composer.wire.skeleton import whole

_KEYS = frozenset(
    {
        "personalizations",
        "from",
        "reply_to",
        "subject",
        "content",
        "attachments",
        "headers",
        "custom_args",
        "tracking_settings",
        "mail_settings",
    }
)
_TRACKING = frozenset({"click_tracking", "open_tracking", "subscription_tracking", "ganalytics"})
_MAIL = frozenset({"bypass_list_management", "footer", "sandbox_mode"})
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")
_NOTHING = whole(b"")
_NO_CONTROL = b"\t\n" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))

JsonObject = dict[str, object]


def decode_sendgrid(content: bytes) -> DecodedMessage:
    """Decode a request body.

    Raises:
        GuardRefused: not exactly one personalization with one `to`, or any key not on the list.
    """
    if len(content) > MAX_BYTES:
        refuse("size")
    request = take_texts_out(content)
    if request is not None:
        with suppress(GuardRefused):  # what is wrong is told after everything was read
            message, stand_ins = _read(request.rest)
            found = request.texts(language=_language(message))
            if stand_ins == STAND_INS and found is not None:
                return message._replace(plain=found[0], markup=found[1])
    message, (text, html) = _read(content)
    if request is not None:
        request.learn(language=_language(message))
    return message._replace(
        plain=read_decoded(_utf8(text), kind="text/plain"),
        markup=read_decoded(_utf8(html), kind="text/html"),
    )


def _language(message: DecodedMessage) -> str:
    return message.header("Content-Language") or ""


def _read(content: bytes) -> tuple[DecodedMessage, tuple[str, str]]:
    """Read a request in full; its texts are given apart."""
    body = _object(_parse(content), keys=_KEYS)
    _check_settings(body)
    recipient = _recipient(body)
    sender = _mailbox(body.get("from"))
    headers = [("From", address_text(sender)), ("To", address_text(recipient))]
    replies = [_mailbox(body["reply_to"])] if "reply_to" in body else []
    headers.extend([("Reply-To", address_text(mailbox)) for mailbox in replies])
    headers.append(("Subject", _header_value(body.get("subject"))))
    headers.extend(_headers(body.get("headers", {})))
    texts = _bodies(body.get("content"))
    message = DecodedMessage(
        headers=tuple(headers),
        header_names=tuple([name for name, _ in headers]),
        from_addresses=(sender.address,),
        to_addresses=(recipient.address,),
        reply_addresses=tuple([mailbox.address for mailbox in replies]),
        plain=_NOTHING,
        markup=_NOTHING,
        attachments=tuple([_attachment(item) for item in _list(body.get("attachments", []))]),
    )
    return message, texts


def _parse(content: bytes) -> object:
    try:
        text = content.decode("utf-8")
        parsed: object = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_no_number,
            parse_float=_no_number,
            parse_int=_no_number,
        )
    except (ValueError, RecursionError):
        refuse("json_form")
    return parsed


def _unique_keys(pairs: list[tuple[str, object]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        refuse("json_twice")
    return found


def _no_number(_text: str) -> NoReturn:
    refuse("json_value")


def _object(value: object, *, keys: frozenset[str]) -> JsonObject:
    if not isinstance(value, dict):
        refuse("json_value")
    if set(value) - keys:
        refuse("json_key")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        refuse("json_value")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        refuse("json_value")
    if not value.isascii():
        _utf8(value)
    return value


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        refuse("json_value")


def _header_value(value: object) -> str:
    text = _string(value)
    if CONTROLS.search(text) or "\t" in text:
        refuse("header_control")
    if "=?" in text:
        refuse("encoded_word")
    if text != text.strip():
        refuse("json_value")
    return text


def _mailbox(value: object) -> Mailbox:
    entry = _object(value, keys=frozenset({"email", "name"}))
    name = _header_value(entry.get("name", ""))
    return Mailbox(name=check_name(name), address=check_address(_string(entry.get("email"))))


def _recipient(body: JsonObject) -> Mailbox:
    personalizations = _list(body.get("personalizations"))
    if len(personalizations) != 1:
        refuse("personalization")
    only = _object(personalizations[0], keys=frozenset({"to", "custom_args"}))
    _check_custom_args(only.get("custom_args", {}))
    to = _list(only.get("to"))
    if len(to) != 1:
        refuse("one_recipient")
    mailbox = _mailbox(to[0])
    if set(mailbox.name) & set(";,"):
        refuse("address_name")
    return mailbox


def _check_settings(body: JsonObject) -> None:
    _check_custom_args(body.get("custom_args", {}))
    tracking = _object(body.get("tracking_settings"), keys=_TRACKING)
    mail = _object(body.get("mail_settings", {}), keys=_MAIL)
    if set(tracking) != _TRACKING:
        refuse("tracking")
    for setting in (*tracking.values(), *mail.values()):
        switches = _object(setting, keys=frozenset({"enable", "enable_text"}))
        if "enable" not in switches or any(value is not False for value in switches.values()):
            refuse("tracking")


def _check_custom_args(value: object) -> None:
    if not isinstance(value, dict) or len(value) > 4:
        refuse("custom_args")
    for key, label in value.items():
        if not isinstance(label, str) or not _OPAQUE.fullmatch(label):
            refuse("custom_args")
        if not _OPAQUE.fullmatch(key):
            refuse("custom_args")


def _headers(value: object) -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        refuse("json_value")
    if not all(_HEADER_NAME.fullmatch(name) for name in value):
        refuse("header_name")
    return [(name, _header_value(text)) for name, text in value.items()]


def _bodies(value: object) -> tuple[str, str]:
    found: dict[str, str] = {}
    for item in _list(value):
        entry = _object(item, keys=frozenset({"type", "value"}))
        kind, text = _string(entry.get("type")), entry.get("value")
        if not isinstance(text, str):
            refuse("json_value")
        if _utf8(text).translate(None, _NO_CONTROL):
            refuse("text_control")
        if kind in found or not text:
            refuse("structure")
        found[kind] = text
    if list(found) not in (["text/plain", "text/html"], ["text/plain"], ["text/html"]):
        refuse("structure")
    return found.get("text/plain", ""), found.get("text/html", "")


def _attachment(value: object) -> Attachment:
    keys = frozenset({"content", "type", "filename", "disposition", "content_id"})
    entry = _object(value, keys=keys)
    content_id = _header_value(entry.get("content_id", ""))
    if entry.get("disposition") != ("inline" if content_id else "attachment"):
        refuse("json_value")
    return Attachment(
        name=_header_value(entry.get("filename")),
        content_type=_header_value(entry.get("type")),
        content_id=content_id,
        content=_base64(_string(entry.get("content"))),
    )


def _base64(encoded: str) -> bytes:
    try:
        content = binascii.a2b_base64(encoded, strict_mode=True)
    except ValueError:
        refuse("transfer_encoding")
    if binascii.b2a_base64(content, newline=False).decode("ascii") != encoded:
        refuse("transfer_encoding")
    return content
