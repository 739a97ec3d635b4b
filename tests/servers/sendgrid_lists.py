"""A strict stand-in for SendGrid's lists of suppressed addresses, on a loopback port.

It knows only what is documented, refuses everything else, and breaks on request: `faults` holds what
to do instead of answering, one for each request, in order.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "SG.a-key-for-tests"
LISTS = ("bounces", "invalid_emails", "spam_reports", "unsubscribes")


@dataclass
class SendGridLists:
    """What the account holds; `groups` maps an id to its addresses."""

    lists: dict[str, list[dict]] = field(default_factory=lambda: {name: [] for name in LISTS})
    groups: dict[int, list[str]] = field(default_factory=dict)
    faults: list[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    base_url: str = ""
    before_page: Callable[[str, int], None] = lambda _name, _offset: None

    def add(self, name: str, count: int, *, reason: str = "550 unknown user") -> None:
        for n in range(count):
            entry = {"created": 1_572_600_000 + n, "email": f"{name}{n}@example.com"}
            if name != "unsubscribes":
                entry["reason"] = reason
            self.lists[name].append(entry)


@contextmanager
def sendgrid_lists() -> Iterator[SendGridLists]:
    account = SendGridLists()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            account.asked.append(self.path)
            if account.faults:
                fault = account.faults.pop(0)
                if fault is not None:
                    fault(self)
                    return
            status, answer = self.decide()
            answer_with(self, status, json.dumps(answer).encode())

        def decide(self) -> tuple[int, object]:
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                return 401, {"errors": [{"message": "authorization required"}]}
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, strict_parsing=bool(parts.query))
            match parts.path.strip("/").split("/"):
                case ["v3", "suppression", name] if name in LISTS:
                    return self.page(name, query)
                case ["v3", "asm", "groups"] if not query:
                    return 200, [{"id": one, "name": f"Group {one}"} for one in account.groups]
                case ["v3", "asm", "groups", number, "suppressions"] if not query:
                    found = account.groups.get(int(number))
                    return (200, found) if found is not None else (404, {"errors": []})
                case _:
                    return 404, {"errors": [{"message": "not found"}]}

        def page(self, name: str, query: dict[str, list[str]]) -> tuple[int, object]:
            if not set(query) <= {"limit", "offset", "start_time", "end_time"}:
                return 400, {"errors": [{"message": "unknown parameter"}]}
            limit, offset = int(query.get("limit", ["500"])[0]), int(query.get("offset", ["0"])[0])
            if not 1 <= limit <= 500 or offset < 0:
                return 400, {"errors": [{"message": "limit"}]}
            account.before_page(name, offset)
            return 200, account.lists[name][offset : offset + limit]

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    account.base_url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield account
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer_with(
    handler: BaseHTTPRequestHandler, status: int, body: bytes = b"[]", **headers: str
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", headers.pop("length", str(len(body))))
    handler.send_header("Connection", "close")
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True


def busy(**headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: answer_with(handler, 429, b'{"errors":[]}', **headers)


def status(code: int, body: bytes = b"{}", **headers: str):
    return lambda handler: answer_with(handler, code, body, **headers)


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than comes."""
    answer_with(handler, 200, b'[{"email": "a@exa', length="5000")


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Answer byte by byte, for ever."""
    answer_with(handler, 200, b"[", length="5000")
    with suppress(OSError):
        while True:
            handler.wfile.write(b" ")
            time.sleep(0.05)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


def in_seconds(seconds: int) -> str:
    return str(int(time.time()) + seconds)
