"""Read `[transport]` and the IMAP table: the ways out and in, each with the keys it needs.

Nothing unprotected leaves the computer: `security = "none"` and `http://` are accepted for loopback
addresses only. Secrets are named here, never held.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from composer.audience.addresses import find_address_findings
from composer.folder.keys import KeyReader
from composer.model.campaign import (
    LOOPBACK_HOSTS,
    ImapSettings,
    Security,
    TransportKind,
    TransportSettings,
)

_KEYS = {
    TransportKind.SENDGRID: ("base_url", "key"),
    TransportKind.SMTP: ("host", "port", "security", "username", "key", "ca_file", "bounce"),
    TransportKind.PRACTICE: (),
    TransportKind.EML: ("directory",),
}
_ALL_KEYS = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))
SMTP_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_IMAP_PORTS = {Security.STARTTLS: 143, Security.TLS: 993, Security.NONE: 143}
_HOST = re.compile(r"[A-Za-z0-9.\-_]{1,253}|\[?[0-9A-Fa-f:.]{2,45}\]?")
_SECRET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
SENDGRID_URL = "https://api.sendgrid.com"


def read_transport(reader: KeyReader) -> TransportSettings | None:
    """Read `[transport]`; None when not even its kind is known."""
    known = [kind.value for kind in TransportKind]
    chosen = reader.choice("kind", known)
    if not chosen:
        return None
    kind = TransportKind(chosen)
    for key in _ALL_KEYS:
        if reader.has(key) and key not in _KEYS[kind]:
            reader.add("folder.key_without_effect", key, kind=chosen)
    match kind:
        case TransportKind.SENDGRID:
            settings = _sendgrid(reader)
        case TransportKind.SMTP:
            settings = _smtp(reader)
        case TransportKind.PRACTICE:
            settings = TransportSettings(kind=kind)
        case TransportKind.EML:
            settings = TransportSettings(
                kind=kind, directory=reader.text("directory", default="out")
            )
    reader.finish()
    return settings


def read_imap(reader: KeyReader) -> ImapSettings:
    """Read where the test mailboxes are read."""
    security = _security(reader, default=Security.TLS)
    settings = ImapSettings(
        host=_host(reader, security),
        port=reader.integer("port", default=_IMAP_PORTS[security], minimum=1, maximum=65535),
        security=security,
        username=reader.text("username"),
        key=_secret_name(reader),
        ca_file=reader.text("ca_file"),
    )
    reader.finish()
    return settings


def _sendgrid(reader: KeyReader) -> TransportSettings:
    base_url = reader.text("base_url", default=SENDGRID_URL).rstrip("/")
    if not is_safe_url(base_url, bare=True):
        reader.add("folder.insecure_url", "base_url")
    return TransportSettings(
        kind=TransportKind.SENDGRID, base_url=base_url, key=_secret_name(reader, required=True)
    )


def _smtp(reader: KeyReader) -> TransportSettings:
    security = _security(reader, default=Security.STARTTLS)
    username = reader.text("username")
    return TransportSettings(
        kind=TransportKind.SMTP,
        host=_host(reader, security),
        port=reader.integer("port", default=SMTP_PORTS[security], minimum=1, maximum=65535),
        security=security,
        username=username,
        key=_secret_name(reader, required=bool(username)),
        ca_file=reader.text("ca_file"),
        bounce=_bounce(reader),
    )


def _security(reader: KeyReader, *, default: Security) -> Security:
    known = [security.value for security in Security]
    return Security(reader.choice("security", known, default=default.value))


def _host(reader: KeyReader, security: Security) -> str:
    host = reader.text("host", required=True)
    if host and _HOST.fullmatch(host) is None:
        reader.add("folder.bad_host", "host")
    elif host and security is Security.NONE and host.lower() not in LOOPBACK_HOSTS:
        reader.add("folder.unprotected", "security")
    return host


def _secret_name(reader: KeyReader, *, required: bool = False) -> str:
    name = reader.text("key", required=required)
    if name and _SECRET_NAME.fullmatch(name) is None:
        reader.add("folder.bad_secret_name", "key")
    return name


def _bounce(reader: KeyReader) -> str:
    bounce = reader.text("bounce")
    if bounce:
        sample = bounce.replace("{id}", "0123456789abcdef", 1)
        if "{" in sample or "}" in sample or _is_no_address(sample):
            reader.add("folder.bad_bounce", "bounce")
    return bounce


def _is_no_address(text: str) -> bool:
    return any(item.blocks for item in find_address_findings(text))


def is_safe_url(url: str, *, bare: bool = False) -> bool:
    """Tell whether a link is `https`, or `http` to this computer; `bare`: only host and port."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None:
        return False
    if bare and (parts.path or parts.query or parts.fragment):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host.lower() in LOOPBACK_HOSTS)
