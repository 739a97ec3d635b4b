"""Links are asked once, briefly, and nowhere private; where they lead on is told, not followed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from composer.transports.link_reach import Reach, is_public, reach_links


class Site(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str, str]]] = []

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers.get("Cookie", "")))
        status = {"/gone": 404, "/broken": 500, "/moved": 302, "/no-head": 405}.get(self.path, 200)
        if self.path == "/no-head" and self.command == "GET":
            status = 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://10.0.0.1/secret")
        self.send_header("Set-Cookie", "a=b")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def ask(*links: str) -> list[tuple[Reach, str]]:
    found = reach_links(links, may_connect=lambda _address: True, timeout_s=5)
    return [(one.reach, one.leads_to) for one in found]


def test_each_answer_has_its_word(site: str) -> None:
    assert ask(f"{site}/a", f"{site}/gone", f"{site}/broken", f"{site}/no-head") == [
        (Reach.ANSWERS, ""), (Reach.GONE, ""), (Reach.GONE, ""), (Reach.ANSWERS, ""),
    ]  # fmt: skip


def test_where_a_link_leads_on_is_told_and_not_followed(site: str) -> None:
    assert ask(f"{site}/moved") == [(Reach.LEADS_ON, "http://10.0.0.1/secret")]
    assert [path for _method, path, _cookie in Site.asked] == ["/moved"]


def test_each_link_is_asked_once_without_cookies(site: str) -> None:
    ask(f"{site}/a", f"{site}/a", f"{site}/no-head")
    asked = sorted(Site.asked)
    assert asked == [("GET", "/no-head", ""), ("HEAD", "/a", ""), ("HEAD", "/no-head", "")]


def test_a_private_address_is_never_connected_to(site: str) -> None:
    port = site.rpartition(":")[2]
    links = [f"{site}/a", f"http://localhost:{port}/", f"http://[::1]:{port}/", "http://10.0.0.1/"]
    assert {one.reach for one in reach_links(links)} <= {Reach.PRIVATE, Reach.NO_ANSWER}
    assert reach_links([f"{site}/a"])[0].reach is Reach.PRIVATE
    assert Site.asked == []


def test_one_private_address_among_several_is_enough() -> None:
    looked_at: list[str] = []

    def may_connect(address: str) -> bool:
        looked_at.append(address)
        return False

    assert reach_links(["http://localhost/"], may_connect=may_connect)[0].reach is Reach.PRIVATE
    assert looked_at


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "::1",
     "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "224.0.0.1", "240.0.0.1"],
)  # fmt: skip
def test_what_is_not_public_is_known(address: str) -> None:
    assert not is_public(address)


def test_nobody_there_is_no_answer() -> None:
    assert (
        ask("http://127.0.0.1:1/", "http://no such host/", "http://[bad/")
        == [(Reach.NO_ANSWER, "")] * 3
    )
