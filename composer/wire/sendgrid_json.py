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
from typing import NamedTuple, NoReturn

from composer.errors import GuardRefused
from composer.model.campaign import Mailbox
from composer.model.rendered import Attachment
from composer.wire.address_list import address_text, check_address, check_name
from composer.wire.bodies import read_decoded
from composer.wire.decode import MAX_BYTES
from composer.wire.decoded import DecodedMessage
from composer.wire.header_block import CONTROLS
from composer.wire.json_text import STAND_INS, Request, find_texts
from composer.wire.request_forms import Path, RequestForms
from composer.wire.rules import refuse
from composer.wire.skeleton import ReadText

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
_NO_CONTROL = b"\t\n" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))

JsonObject = dict[str, object]


def decode_sendgrid(content: bytes) -> DecodedMessage:
    """Decode a request body.

    Raises:
        GuardRefused: not exactly one personalization with one `to`, or any key not on the list.
    """
    if len(content) > MAX_BYTES:
        refuse("size")
    request = find_texts(content)
    if request is not None:
        with suppress(GuardRefused):  # what is wrong is told after everything was read
            beside = _by_form(request) or _by_rest(request)
            texts = request.texts(language=beside.language()) if beside else None
            if beside is not None and texts is not None:
                return beside.message(*texts)
    beside, (text, html) = _read(_parse(content))
    if request is not None:
        request.learn(language=beside.language())
    return beside.message(
        read_decoded(_utf8(text), kind="text/plain"), read_decoded(_utf8(html), kind="text/html")
    )


class _Beside(NamedTuple):
    """What a request holds beside its texts."""

    headers: tuple[tuple[str, str], ...]
    header_names: tuple[str, ...]
    from_addresses: tuple[str, ...]
    to_addresses: tuple[str, ...]
    reply_addresses: tuple[str, ...]
    attachments: tuple[Attachment, ...]

    def language(self) -> str:
        for name, value in self.headers:
            if name == "Content-Language":
                return value
        return ""

    def message(self, plain: ReadText, markup: ReadText) -> DecodedMessage:
        return DecodedMessage(*self[:5], plain, markup, self.attachments)


def _by_form(request: Request) -> _Beside | None:
    """Read a request that differs from one read in full only in strings of its own.

    Raises:
        GuardRefused: one of them may not stand there.
    """
    found = _FORMS.read(request.content, first=request.plain[0], last=request.markup[1])
    if found is None:
        return None
    told = found.told
    headers, to_addresses = list(told.headers), told.to_addresses
    for path, text in zip(found.paths, found.strings, strict=True):
        match path:
            case ("personalizations", 0, "to", 0, "email") if told.headers[1][1] == to_addresses[0]:
                to_addresses = (check_address(text),)
                headers[1] = ("To", text)
            case (*_, "custom_args", _):
                _check_label(text)
            case ("subject",):
                at = told.header_names.index("Subject")
                headers[at] = ("Subject", _header_value(text))
            case ("headers", str(name)):
                at = len(headers) - told.header_names[::-1].index(name) - 1
                headers[at] = (name, _header_value(text))
            case _:
                return None
    return told._replace(headers=tuple(headers), to_addresses=to_addresses)


def _by_rest(request: Request) -> _Beside | None:
    """Read a request in full but for its texts, and remember its form."""
    rest = request.rest()
    if rest is None:
        return None
    body = _parse(rest)
    beside, texts = _read(body)
    if texts != STAND_INS:
        return None
    _FORMS.learn(rest, body, told=beside)
    return beside


def _read(parsed: object) -> tuple[_Beside, tuple[str, str]]:
    """Read a request in full; its texts are given apart."""
    body = _object(parsed, keys=_KEYS)
    _check_settings(body)
    recipient = _recipient(body)
    sender = _mailbox(body.get("from"))
    headers = [("From", address_text(sender)), ("To", address_text(recipient))]
    replies = [_mailbox(body["reply_to"])] if "reply_to" in body else []
    headers.extend([("Reply-To", address_text(mailbox)) for mailbox in replies])
    headers.append(("Subject", _header_value(body.get("subject"))))
    headers.extend(_headers(body.get("headers", {})))
    texts = _bodies(body.get("content"))
    beside = _Beside(
        headers=tuple(headers),
        header_names=tuple([name for name, _ in headers]),
        from_addresses=(sender.address,),
        to_addresses=(recipient.address,),
        reply_addresses=tuple([mailbox.address for mailbox in replies]),
        attachments=tuple([_attachment(item) for item in _list(body.get("attachments", []))]),
    )
    return beside, texts


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
        _check_label(label)
        _check_label(key)


def _check_label(label: object) -> None:
    if not isinstance(label, str) or not _OPAQUE.fullmatch(label):
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


def _may_differ(path: Path) -> bool:
    """Tell whether `_by_form` reads what stands there."""
    match path:
        case ("personalizations", 0, "to", 0, "email") | ("subject",) | ("headers", _):
            return True
        case (*_, "custom_args", _):
            return True
    return False


_FORMS: RequestForms[_Beside] = RequestForms(stand_ins=(b"A", b"B"), may_differ=_may_differ)
