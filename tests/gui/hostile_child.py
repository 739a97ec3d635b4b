"""Opens the hostile message in a network of its own and tells what was asked for.

Run by `test_preview_fetches_nothing` inside `unshare --net --mount`, where this process is the only
name server and the only web server there is: `hostile_child.py preview|walls|open`. Prints JSON:
names that were asked for, and how many connections were opened.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import dns.message
import dns.rrset
from hostile_message import hostile_html

QUIET_S = 1.2
MOST_S = 40.0


class Watch:
    """Answers every name with this computer, every connection with an empty page; counts both."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.connections = 0
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 53))
        self._tcp = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._tcp.getsockname()[1]
        for work in (self._answer_names, self._take_connections):
            threading.Thread(target=work, daemon=True).start()

    def _answer_names(self) -> None:
        while True:
            content, client = self._udp.recvfrom(4096)
            query = dns.message.from_wire(content)
            question = query.question[0]
            self.names.add(question.name.to_text(omit_final_dot=True).lower())
            answer = dns.message.make_response(query)
            if question.rdtype == 1:
                answer.answer.append(dns.rrset.from_text(question.name, 9, "IN", "A", "127.0.0.1"))
            self._udp.sendto(answer.to_wire(), client)

    def _take_connections(self) -> None:
        while True:
            connection, _client = self._tcp.accept()
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    @staticmethod
    def _serve(connection: socket.socket) -> None:
        connection.settimeout(2)
        try:
            if connection.recv(65536):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            pass
        finally:
            connection.close()


def main(way: str) -> None:
    """Show the message, then wait until nothing comes any more."""
    watch = Watch()
    proof = socket.getaddrinfo("counted.test", None, socket.AF_INET)[0][4][0]
    socket.create_connection((proof, watch.port)).close()
    while watch.connections < 1:
        time.sleep(0.01)
    watch.names.clear()
    watch.connections = 0
    page = hostile_html(watch.port)
    if way == "open":
        show_openly(page, watch)
        text = ""
    else:
        text = show_safely(page, watch, copied=way == "preview")
    seen = {"names": sorted(watch.names), "connections": watch.connections, "text": text}
    print(json.dumps(seen))
    sys.stdout.flush()
    os._exit(0)  # nothing of Qt is taken down here


def show_safely(page: str, watch: Watch, *, copied: bool) -> str:
    """Show the page as the preview does and give its words; without the copy only walls stand."""
    from dataclasses import replace

    from PySide6.QtTest import QTest
    from sample_workspace import CAMPAIGN, SampleWorkspace

    from composer.gui.application import make_application
    from composer.gui.mail_view import MailPane
    from composer.gui.mail_web import START

    app = make_application(["child"])
    message = SampleWorkspace(people=3).preview(CAMPAIGN, None).rendered
    pane = MailPane()
    pane.resize(800, 600)
    pane.show()
    loads: list[int] = []
    pane.loaded.connect(lambda: loads.append(1))
    pane.show_message(replace(message, html_utf8=page.encode()))
    wait(lambda: loads, QTest)
    if not copied:
        loads.clear()
        pane._store.replace(page, {})
        pane.view.load(START)
        wait(lambda: loads, QTest)
    until_quiet(watch, QTest)
    words: list[str] = []
    pane.view.page().toPlainText(words.append)
    wait(lambda: words, QTest)
    assert app
    return words[0]


def show_openly(page: str, watch: Watch) -> None:
    """Show the page in a web view without any wall, to see that it would reach out."""
    from PySide6.QtCore import QUrl
    from PySide6.QtTest import QTest
    from PySide6.QtWebEngineWidgets import QWebEngineView
    from PySide6.QtWidgets import QApplication

    app = QApplication(["child"])
    view = QWebEngineView()
    view.resize(800, 600)
    view.show()
    view.setHtml(page, QUrl(f"http://start.test:{watch.port}/"))
    until_quiet(watch, QTest)
    assert app


def wait(holds, test) -> None:
    """Wait for something."""
    end = time.monotonic() + MOST_S
    while not holds():
        assert time.monotonic() < end
        test.qWait(10)


def until_quiet(watch: Watch, test) -> None:
    """Wait until nothing was asked for during a while."""
    end = time.monotonic() + MOST_S
    seen, since = (-1, -1), time.monotonic()
    while time.monotonic() - since < QUIET_S and time.monotonic() < end:
        now = (len(watch.names), watch.connections)
        if now != seen:
            seen, since = now, time.monotonic()
        test.qWait(20)


if __name__ == "__main__":
    main(sys.argv[1])
