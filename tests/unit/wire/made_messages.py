"""Finished messages made by hand for the guard's tests: nothing here comes from rendering."""

from __future__ import annotations

import hashlib
import json

from composer.model.rendered import message_digest
from composer.wire.guard import Intended

SENDER = "bounces+7f3a@example.com"
RECIPIENT = "ann@example.org"
OTHER = "eve@example.net"
DATE = b"Date: Sun, 22 Nov 2026 16:05:00 +0000\r\n"
TEXT = "Hello Ann\n\nYour rate = 3 %, gr\u00fc\u00dfe\n"
HTML = '<p>Hello <b>Ann</b></p>\n<a href="https://example.com/?a=1">more</a>\n'
HEADERS = (
    ("From", "Example Exchange <notices@example.com>"),
    ("To", RECIPIENT),
    ("Reply-To", "support@example.com"),
    ("Subject", "Gr\u00fc\u00dfe an Ann"),
    ("Message-ID", "<0123456789abcdef@example.com>"),
    ("Content-Language", "de"),
    ("X-Campaign", "weights-2019"),
)

TOP = (
    b"From: Example Exchange <notices@example.com>\r\n"
    b"To: ann@example.org\r\n"
    b"Reply-To: support@example.com\r\n"
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= an\r\n Ann\r\n"
    b"Message-ID: <0123456789abcdef@example.com>\r\n"
    b"Content-Language: de\r\n"
    b"X-Campaign: weights-2019\r\n"
    b"MIME-Version: 1.0\r\n"
)
PLAIN = (
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"Hello Ann\r\n\r\nYour rate =3D 3 %, gr=C3=BC=\r\n=C3=9Fe\r\n"
)
RICH = (
    b"Content-Type: text/html; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    b'<p>Hello <b>Ann</b></p>\r\n<a href=3D"https://example.com/?a=3D1">more</a>\r\n'
)
ALTERNATIVE = (
    b'Content-Type: multipart/alternative; boundary="=_alt_0123456789"\r\n\r\n'
    b"--=_alt_0123456789\r\n"
    + PLAIN
    + b"\r\n--=_alt_0123456789\r\n"
    + RICH
    + b"\r\n--=_alt_0123456789--\r\n"
)
EML = TOP + ALTERNATIVE

TRACKING = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
    "ganalytics": {"enable": False},
}


def provider_body(**changes: object) -> dict[str, object]:
    """Give the provider's body of the same message, with changes at the top level."""
    body: dict[str, object] = {
        "personalizations": [{"to": [{"email": RECIPIENT}]}],
        "from": {"email": "notices@example.com", "name": "Example Exchange"},
        "reply_to": {"email": "support@example.com"},
        "subject": "Gr\u00fc\u00dfe an Ann",
        "content": [
            {"type": "text/plain", "value": TEXT},
            {"type": "text/html", "value": HTML},
        ],
        "headers": dict(HEADERS[4:]),
        "custom_args": {"id": "a" * 32},
        "tracking_settings": TRACKING,
    }
    body.update(changes)
    return {key: value for key, value in body.items() if value is not None}


def json_bytes(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def intended(wire: bytes, *, recipient: str = RECIPIENT, **changes: object) -> Intended:
    """Say that exactly these bytes and the digest of the made message are intended."""
    digest = message_digest(
        envelope_sender=SENDER,
        envelope_recipient=recipient,
        headers=changes.get("headers", HEADERS),  # type: ignore[arg-type]
        text=str(changes.get("text", TEXT)),
        html=str(changes.get("html", HTML)),
        attachments=changes.get("attachments", ()),  # type: ignore[arg-type]
    )
    return Intended(
        envelope_sender=SENDER,
        envelope_recipient=recipient,
        digest=digest,
        wire_sha256=hashlib.sha256(wire).hexdigest(),
    )
