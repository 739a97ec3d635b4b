"""A strict stand-in for SendGrid's mail/send: what its documents forbid, and what each would get.

No public stand-in is a judge (the best-known takes a thousand addresses in one To line); this one
knows the documented rules and expands each personalization into the message of its recipients.
Source: SendGrid v3 mail/send.
"""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
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

Body = dict[str, Any]


def refusals(raw: bytes) -> list[str]:
    """Name every documented rule that a request breaks; empty means 202."""
    body: Body = json.loads(raw)
    found = [*_addressing(body), *_content(body), *_attachments(body)]
    for level in (body, *body.get("personalizations", ())):
        found += _headers(level)
    if len(raw) >= MOST_BYTES:
        found.append("size")
    return found


def expanded(raw: bytes) -> list[tuple[list[str], dict[str, str]]]:
    """Give the message of each personalization: everybody in its To line, and its header fields."""
    body: Body = json.loads(raw)
    messages = []
    for item in body["personalizations"]:
        fields = {**body.get("headers", {}), **item.get("headers", {})}
        fields["Subject"] = item.get("subject", body.get("subject"))
        messages.append(([to["email"] for to in item["to"]], fields))
    return messages


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
