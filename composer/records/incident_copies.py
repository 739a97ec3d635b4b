"""Addresses that stand in a received message, wherever they stand: header, text or HTML."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header

MOST_BYTES = 4 * 1024 * 1024
_ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]=?&]{1,64}@[^\s<>\"'(),;:\[\]=?&@]{1,253}")


def addresses_in(content: bytes) -> frozenset[str]:
    """Find every address of a message; what cannot be read as one holds none."""
    message = message_from_bytes(content[:MOST_BYTES])
    texts = [_header_text(str(value)) for value in message.values()]
    for part in message.walk():
        raw = part.get_payload(decode=True)
        if isinstance(raw, bytes) and part.get_content_maintype() == "text":
            texts.append(raw.decode("utf-8", "replace"))
    return frozenset(
        found.strip(".") for text in texts for found in _ADDRESS.findall(text)
    )  # fmt: skip


def _header_text(value: str) -> str:
    try:
        return f"{value} {make_header(decode_header(value))}"
    except (ValueError, LookupError, MessageError):
        return value
