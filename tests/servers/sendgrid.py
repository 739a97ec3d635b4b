"""A strict stand-in for SendGrid, on a loopback port: what its documents say, and nothing beyond.

It takes a request only if the key, its scope, the verified sender and every rule of the body allow
it; it applies the account's own settings behind the sender's back, as the real one does; and it
keeps what each recipient would get. `faults` holds what to do instead of deciding, one for each
request to mail/send, in order.
"""

from __future__ import annotations

import json
import ssl
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from tests.servers.sendgrid_rules import MOST_BYTES, Expanded, expand, refusals

KEY = "SG.a-key-for-tests"
MAIL_SETTINGS = (
    "address_whitelist", "bcc", "bounce_purge", "event_notify", "footer", "forward_bounce", "forward_spam",
    "plain_content", "spam_check", "template",
)  # fmt: skip
TRACKING_SETTINGS = ("click", "google_analytics", "open", "subscription")
SCOPES = (
    "mail.send", "mail_settings.read", "tracking_settings.read", "sender_verification_eligible",
    "whitelabel.read", "senders.read",
)  # fmt: skip
NEEDED = {
    "verified_senders": "senders.read",
    "whitelabel": "whitelabel.read",
    "mail_settings": "mail_settings.read",
    "tracking_settings": "tracking_settings.read",
}
OWN_SWITCH = {
    "click": "click_tracking",
    "google_analytics": "ganalytics",
    "open": "open_tracking",
    "subscription": "subscription_tracking",
}
Json = dict[str, object]


@dataclass
class SendGrid:
    """An account: who may send through it, what it does to messages, and what it took."""

    scopes: list[str] = field(default_factory=lambda: list(SCOPES))
    senders: dict[str, bool] = field(default_factory=dict)
    domains: dict[str, bool] = field(default_factory=dict)
    mail_settings: dict[str, bool] = field(
        default_factory=lambda: dict.fromkeys(MAIL_SETTINGS, False)
    )
    tracking: dict[str, bool] = field(
        default_factory=lambda: dict.fromkeys(TRACKING_SETTINGS, False)
    )
    has_credits: bool = True
    names_messages: bool = True
    taken: list[Expanded] = field(default_factory=list)
    refused: list[list[str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    faults: list[Callable[[BaseHTTPRequestHandler], None] | None] = field(default_factory=list)
    connections: int = 0
    base_url: str = ""

    def decide(self, path: str, headers: Json, raw: bytes) -> tuple[int, object]:
        """Answer a request to mail/send."""
        if headers.get("Authorization") != f"Bearer {KEY}":
            return 401, errors("The provided authorization grant is invalid, expired, or revoked")
        if not self.has_credits:
            return 401, errors("Maximum credits exceeded")
        if headers.get("Content-Type") != "application/json":
            return 415, errors("Content-Type should be application/json.")
        if len(raw) >= MOST_BYTES:
            return 413, errors("Maximum email size exceeded")
        if "mail.send" not in self.scopes:
            return 403, errors("access forbidden")
        found = refusals(raw)
        if found:
            self.refused.append(found)
            return 400, {
                "errors": [{"message": rule, "field": rule, "help": None} for rule in found]
            }
        body = json.loads(raw)
        sender = body["from"]["email"].lower()
        verified = self.senders.get(sender) or self.domains.get(sender.rpartition("@")[2])
        if not verified:
            return 403, errors(
                "The from address does not match a verified Sender Identity.", "from"
            )
        if body.get("mail_settings", {}).get("sandbox_mode", {}).get("enable"):
            return 200, ""
        self.taken += [self._as_the_account_does(one, body) for one in expand(raw)]
        return 202, ""

    def _as_the_account_does(self, message: Expanded, body: Json) -> Expanded:
        """Copy and rewrite a message as the account's settings say, unless the body forbids it."""
        tracking = body.get("tracking_settings", {})
        assert isinstance(tracking, dict)
        for name, is_on in self.tracking.items():
            own = tracking.get(OWN_SWITCH[name])
            if is_on if own is None else own["enable"]:
                html = f"{message.html}<img src='https://u.example/{name}'>"
                message = replace(message, html=html, is_rewritten=True)
        own = body.get("mail_settings", {})
        assert isinstance(own, dict)
        if own.get("footer", {"enable": self.mail_settings["footer"]})["enable"]:
            message = replace(message, text=f"{message.text}\nfooter", is_rewritten=True)
        if self.mail_settings["template"]:
            message = replace(message, html=f"<div>{message.html}</div>", is_rewritten=True)
        if self.mail_settings["plain_content"]:
            message = replace(message, html="", is_rewritten=True)
        if self.mail_settings["bcc"]:
            message = replace(message, bcc=(*message.bcc, "everything@archive.example"))
        return message

    def manage(self, path: str, headers: Json) -> tuple[int, object]:
        """Answer a management call."""
        if headers.get("Authorization") != f"Bearer {KEY}":
            return 401, errors("authorization required")
        words = path.partition("?")[0].strip("/").split("/")[1:]
        if words[0] in NEEDED and NEEDED[words[0]] not in self.scopes:
            return 403, errors("access forbidden")
        match words:
            case ["scopes"]:
                return 200, {"scopes": self.scopes}
            case ["verified_senders"]:
                found = [
                    {"id": n, "from_email": address, "verified": verified, "locked": False}
                    for n, (address, verified) in enumerate(self.senders.items())
                ]
                return 200, {"results": found}
            case ["whitelabel", "domains"]:
                known = [
                    {"id": n, "domain": name, "subdomain": "em1", "valid": valid}
                    for n, (name, valid) in enumerate(self.domains.items())
                ]
                asked = parse_qs(path.partition("?")[2])
                limit, offset = (int(asked.get(name, ["0"])[0]) for name in ("limit", "offset"))
                return 200, known[offset : offset + (limit or 50)]
            case ["mail_settings"]:
                return 200, {"result": _settings(self.mail_settings)}
            case ["tracking_settings"]:
                return 200, {"result": _settings(self.tracking)}
            case _:
                return 404, errors("not found")


def errors(message: str, name: str | None = None) -> Json:
    return {"errors": [{"message": message, "field": name, "help": None}]}


def _settings(switches: dict[str, bool]) -> list[Json]:
    return [
        {"name": name, "title": name, "description": "", "enabled": is_on}
        for name, is_on in switches.items()
    ]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    account: SendGrid

    def setup(self) -> None:
        super().setup()
        self.account.connections += 1

    def do_GET(self) -> None:
        self.account.asked.append(self.path)
        self.say(*self.account.manage(self.path, dict(self.headers)))

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        raw = self.rfile.read(length)
        if len(raw) < length:  # whoever leaves before the last byte has asked for nothing
            self.close_connection = True
            return
        if self.path != "/v3/mail/send":
            self.say(404, errors("not found"))
            return
        fault = self.account.faults.pop(0) if self.account.faults else None
        if fault is not None:
            fault(self)
            return
        self.say(*self.account.decide(self.path, dict(self.headers), raw))

    def say(self, status: int, answer: object) -> None:
        content = b"" if answer == "" else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if status == 202 and self.account.names_messages:
            self.send_header("X-Message-Id", uuid.uuid4().hex[:22])
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def sendgrid(*, tls: ssl.SSLContext | None = None) -> Iterator[SendGrid]:
    """Run one as long as the context."""
    account = SendGrid()
    handler = type("Handler", (_Handler,), {"account": account})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    account.base_url = f"{'https' if tls else 'http'}://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield account
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
