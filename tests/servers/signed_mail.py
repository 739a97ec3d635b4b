"""Mail signed as a mail service signs it (DKIM), and the name server that tells its key."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from composer.transports.mail_domains import NameService
from tests.servers.name_server import Names, name_server

USUAL = (b"from", b"to", b"subject", b"date")
KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)
DOMAINS = ("example.com", "mail.example.com", "other.example")


@contextmanager
def keys_served() -> Iterator[Names]:
    """Serve the key under selector s1 of some domains; s2 fails."""
    public = KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
    halves = f'"{text[:200]}" "{text[200:]}"'  # a text of DNS holds 255 bytes
    with name_server() as served:
        for domain in DOMAINS:
            served.records["s1._domainkey." + domain, "TXT"] = ['"v=spf1 -all"', halves]
        served.records["example.com", "TXT"] = ['"v=spf1 -all"']
        served.failing.add("s2._domainkey.example.com")
        yield served


def service(names: Names) -> NameService:
    """Give how this name server is asked."""
    return NameService(host="127.0.0.1", port=names.port, query_s=5)


def signed(
    message: bytes,
    *,
    domain: str = "example.com",
    selector: str = "s1",
    covers: Sequence[bytes] = USUAL,
    length: bool = False,
    algorithm: bytes = b"rsa-sha256",
) -> bytes:
    """Put a signature in front of a message."""
    pem = KEY.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    line: bytes = dkim.sign(
        message,
        selector.encode(),
        domain.encode(),
        pem,
        include_headers=list(covers),
        length=length,
        signature_algorithm=algorithm,
    )
    return line + message
