"""A spam filter of this computer is asked where there is one; elsewhere nothing is said."""

from __future__ import annotations

import json
import stat
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from composer.transports.spam_filters import SpamScore, spam_scores

MESSAGE = b"Subject: Hello\n\nHello\n"


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\ncat >/dev/null\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    return tmp_path


def test_without_any_filter_nothing_is_said(only: Path) -> None:
    assert spam_scores(MESSAGE, rspamd_port=1) == []


def test_spamassassin_says_score_limit_and_why(only: Path) -> None:
    program(
        only, "spamassassin",
        "printf 'X-Spam-Status: No, score=1.3 required=5.0 tests=HTML_MESSAGE,\\n\\tMISSING_DATE autolearn=no\\n\\n'",
    )  # fmt: skip
    (score,) = spam_scores(MESSAGE, rspamd_port=1)
    assert (score.filter, score.score, score.limit) == ("SpamAssassin", "1.3", "5.0")
    assert score.signs == ("HTML_MESSAGE", "MISSING_DATE")


def test_the_quick_way_is_taken_where_its_service_runs(only: Path) -> None:
    program(only, "spamc", "echo 2.1/5.0")
    assert spam_scores(MESSAGE, rspamd_port=1) == [
        SpamScore(filter="SpamAssassin", score="2.1", limit="5.0", signs=())
    ]
    program(only, "spamc", "echo 0/0; exit 1")
    assert spam_scores(MESSAGE, rspamd_port=1) == []


def test_rspamd_is_asked_on_this_computer() -> None:
    received: list[bytes] = []

    class Filter(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            said = {
                "score": 3.25, "required_score": 15,
                "symbols": {"A": {"score": 0.5}, "B": {"score": 2.75}, "C": {"score": -1}},
            }  # fmt: skip
            content = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Filter) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        found = spam_scores(MESSAGE, rspamd_port=server.server_address[1])
        thread.join()
    assert SpamScore(filter="rspamd", score="3.2", limit="15.0", signs=("B", "A")) in found
    assert received == [MESSAGE]
