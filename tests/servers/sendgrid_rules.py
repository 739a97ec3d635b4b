"""The documented rules of SendGrid's mail/send, all of them, and what each recipient would get.

No public stand-in is a judge: the best-known takes a thousand addresses in one To line. What is not
documented is refused here, so that nothing is sent that only happens to work.
Source: SendGrid v3 mail/send.
"""

from __future__ import annotations

import json
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from typing import Any

RESERVED = frozenset(
    {
        "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type",
        "content-transfer-encoding", "to", "from", "subject", "reply-to", "cc", "bcc",
    }
)  # fmt: skip
MOST_RECIPIENTS = 1000
MOST_BYTES = 30_000_000
MOST_ARGUMENT_BYTES = 10_000
LONGEST_AHEAD_S = 72 * 3600
MOST_CATEGORIES = 10
KEYS = {
    "": {
        "personalizations", "from", "reply_to", "reply_to_list", "subject", "content",
        "attachments", "template_id", "headers", "categories", "custom_args", "send_at",
        "batch_id", "asm", "ip_pool_name", "mail_settings", "tracking_settings",
    },
    "personalizations": {
        "from", "to", "cc", "bcc", "subject", "headers", "substitutions",
        "dynamic_template_data", "custom_args", "send_at",
    },
    "mailbox": {"email", "name"},
    "content": {"type", "value"},
    "attachments": {"content", "type", "filename", "disposition", "content_id"},
    "asm": {"group_id", "groups_to_display"},
    "mail_settings": {
        "bypass_list_management", "bypass_spam_management", "bypass_bounce_management",
        "bypass_unsubscribe_management", "footer", "sandbox_mode",
    },
    "tracking_settings": {
        "click_tracking", "open_tracking", "subscription_tracking", "ganalytics",
    },
}  # fmt: skip
SWITCHES = {
    "footer": {"enable", "text", "html"},
    "click_tracking": {"enable", "enable_text"},
    "open_tracking": {"enable", "substitution_tag"},
    "subscription_tracking": {"enable", "text", "html", "substitution_tag"},
    "ganalytics": {
        "enable", "utm_source", "utm_medium", "utm_term", "utm_content", "utm_campaign",
    },
}  # fmt: skip

QUOTED = Charset("utf-8")
QUOTED.body_encoding = QP

Body = dict[str, Any]


@dataclass(frozen=True)
class Expanded:
    """One personalization as its recipients would get it: everybody of it sees `to` and `cc`."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    sender: str
    reply_to: str
    headers: dict[str, str]
    text: str
    html: str
    attachments: tuple[dict[str, Any], ...] = ()
    custom_args: tuple[tuple[str, str], ...] = ()
    is_rewritten: bool = False

    @property
    def recipients(self) -> tuple[str, ...]:
        return (*self.to, *self.cc, *self.bcc)

    def as_eml(self) -> bytes:
        """Give the message as a mailbox would hold it."""
        texts = MIMEMultipart("alternative")
        for kind, text in (("plain", self.text), ("html", self.html)):
            if text:
                texts.attach(MIMEText(text, kind, QUOTED))
        message = MIMEMultipart("mixed") if self.attachments else texts
        if self.attachments:
            message.attach(texts)
        for item in self.attachments:
            message.attach(_attached(item))
        message["From"], message["To"] = self.sender, ", ".join(self.to)
        if self.cc:
            message["Cc"] = ", ".join(self.cc)
        if self.reply_to:
            message["Reply-To"] = self.reply_to
        for name, value in self.headers.items():
            message[name] = _encoded(value)
        message["Date"] = "Fri, 01 Nov 2019 06:00:00 +0000"
        message["Received"] = (
            "from o1.sendgrid.example by mx.example; Fri, 01 Nov 2019 06:00:01 +0000"
        )
        return message.as_bytes(policy=compat32.clone(linesep="\r\n", max_line_length=None))


def _encoded(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=70).encode(linesep="\r\n")


def _attached(item: dict[str, Any]) -> MIMEBase:
    part = MIMEBase(*str(item["type"]).partition("/")[::2])
    part.set_payload(b64decode(item["content"]))
    encode_base64(part)
    shown = item.get("disposition", "attachment")
    part.add_header("Content-Disposition", shown, filename=item["filename"])
    if item.get("content_id"):
        part["Content-ID"] = f"<{item['content_id']}>"
    return part


def refusals(raw: bytes, *, now_s: float | None = None) -> list[str]:
    """Name every documented rule that a request breaks; empty means 202."""
    try:
        body: Body = json.loads(raw)
    except ValueError:
        return ["json"]
    if not isinstance(body, dict):
        return ["json"]
    found = [*_unknown(body), *_addressing(body), *_content(body), *_attachments(body)]
    for level in (body, *body.get("personalizations", ())):
        found += _headers(level)
        found += _times(level, now_s=time.time() if now_s is None else now_s)
    found += [*_labels(body), *_settings(body)]
    if len(raw) >= MOST_BYTES:
        found.append("size")
    return found


def expand(raw: bytes) -> list[Expanded]:
    """Give the message of each personalization, as nobody but SendGrid would put it together."""
    body: Body = json.loads(raw)
    messages = []
    for item in body["personalizations"]:
        words = item.get("substitutions", {})
        texts = {part["type"]: part["value"] for part in body.get("content", ())}
        headers = {**body.get("headers", {}), **item.get("headers", {})}
        headers["Subject"] = _filled(item.get("subject", body.get("subject", "")), words)
        arguments = {**body.get("custom_args", {}), **item.get("custom_args", {})}
        messages.append(
            Expanded(
                to=tuple(box["email"] for box in item["to"]),
                cc=tuple(box["email"] for box in item.get("cc", ())),
                bcc=tuple(box["email"] for box in item.get("bcc", ())),
                sender=_mailbox(item.get("from", body["from"])),
                reply_to=_mailbox(body["reply_to"]) if "reply_to" in body else "",
                headers=headers,
                text=_filled(texts.get("text/plain", ""), words),
                html=_filled(texts.get("text/html", ""), words),
                attachments=tuple(body.get("attachments", ())),
                custom_args=tuple(sorted(arguments.items())),
            )
        )
    return messages


def _filled(text: str, words: dict[str, str]) -> str:
    for tag, value in words.items():
        text = text.replace(tag, value)
    return text


def _mailbox(box: Body) -> str:
    if not box.get("name"):
        return str(box["email"])
    if not box["name"].isascii():
        return f"{_encoded(box['name'])} <{box['email']}>"
    name = box["name"].replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{box["email"]}>'


def _unknown(body: Body) -> Iterator[str]:
    """Name fields that no document knows, at every level."""
    levels: list[tuple[str, object]] = [("", body)]
    levels += [("personalizations", item) for item in body.get("personalizations", ())]
    levels += [("content", item) for item in body.get("content", ())]
    levels += [("attachments", item) for item in body.get("attachments", ())]
    levels += [
        (name, body[name]) for name in ("asm", "mail_settings", "tracking_settings") if name in body
    ]
    boxes = [body.get("from", {}), body.get("reply_to", {}), *body.get("reply_to_list", ())]
    for item in body.get("personalizations", ()):
        boxes += [box for kind in ("to", "cc", "bcc") for box in item.get(kind, ())]
    levels += [("mailbox", box) for box in boxes]
    for name in ("mail_settings", "tracking_settings"):
        for switch, setting in body.get(name, {}).items():
            if not isinstance(setting, dict) or not set(setting) <= SWITCHES.get(
                switch, {"enable"}
            ):
                yield f"unknown field {name}.{switch}"
    for where, level in levels:
        if not isinstance(level, dict):
            yield f"unknown field {where}"
            continue
        for name in sorted(set(level) - KEYS[where]):
            yield f"unknown field {where}.{name}".replace("field .", "field ")


def _addressing(body: Body) -> Iterator[str]:
    personalizations = body.get("personalizations", [])
    if not 1 <= len(personalizations) <= MOST_RECIPIENTS:
        yield "personalizations"
    total = 0
    for item in personalizations:
        boxes = [box for kind in ("to", "cc", "bcc") for box in item.get(kind, ())]
        total += len(boxes)
        addresses = [box["email"].lower() for box in boxes]
        if not item.get("to") or len(set(addresses)) < len(addresses):
            yield "to"
        if any(char in box.get("name", "") for box in boxes for char in ";,"):
            yield "name"
        if not (item.get("subject") or body.get("subject")):
            yield "subject"
        arguments = {**body.get("custom_args", {}), **item.get("custom_args", {})}
        if not all(isinstance(value, str) for value in arguments.values()):
            yield "custom_args"
        if len(json.dumps(arguments).encode()) > MOST_ARGUMENT_BYTES:
            yield "custom_args"
    if total > MOST_RECIPIENTS:
        yield "recipients"
    if not body.get("from", {}).get("email"):
        yield "from"
    if "reply_to" in body and "reply_to_list" in body:
        yield "reply_to"


def _headers(level: Body) -> Iterator[str]:
    for name, value in level.get("headers", {}).items():
        if not isinstance(value, str):
            yield f"header value {name}"
        if not name.isascii() or not name.isprintable() or " " in name or not name:
            yield f"header name {name}"
        if name.lower() in RESERVED:
            yield f"reserved header {name}"


def _content(body: Body) -> Iterator[str]:
    kinds = [item.get("type", "") for item in body.get("content", ())]
    order = {"text/plain": 0, "text/html": 1}
    if not kinds or len(set(kinds)) < len(kinds):
        yield "content"
    if kinds != sorted(kinds, key=lambda kind: order.get(kind, 2)):
        yield "content order"
    for item in body.get("content", ()):
        if not item.get("value") or any(char in item.get("type", "") for char in ";\r\n"):
            yield "content"


def _attachments(body: Body) -> Iterator[str]:
    for item in body.get("attachments", ()):
        try:
            content = b64decode(item.get("content", ""), validate=True)
        except NotBase64:
            content = b""
        if not content or not item.get("filename") or {"\r", "\n"} & set(item["filename"]):
            yield "attachment"


def _times(level: Body, *, now_s: float) -> Iterator[str]:
    at = level.get("send_at")
    if at is not None and (type(at) is not int or at > now_s + LONGEST_AHEAD_S):
        yield "send_at"


def _labels(body: Body) -> Iterator[str]:
    labels = body.get("categories", [])
    if (
        len(labels) > MOST_CATEGORIES
        or len(set(labels)) < len(labels)
        or not all(isinstance(one, str) and one.isascii() and len(one) <= 255 for one in labels)
    ):
        yield "categories"
    asm = body.get("asm", {"group_id": 1})
    if type(asm.get("group_id")) is not int or len(asm.get("groups_to_display", ())) > 25:
        yield "asm"


def _settings(body: Body) -> Iterator[str]:
    settings = body.get("mail_settings", {})
    bypasses = {name for name, one in settings.items() if "bypass" in name and one.get("enable")}
    if "bypass_list_management" in bypasses and len(bypasses) > 1:
        yield "bypass"
    for name in ("mail_settings", "tracking_settings"):
        for switch, setting in body.get(name, {}).items():
            if isinstance(setting, dict) and type(setting.get("enable", False)) is not bool:
                yield f"{name}.{switch}"
