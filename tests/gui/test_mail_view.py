"""The safe view: a hostile message reaches nobody, runs nothing, and still looks like itself."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QUrl
from sample_text import LOGO
from sample_workspace import CAMPAIGN, SampleWorkspace

from composer.gui.mail_copy import preview_copy
from composer.gui.mail_view import MailPane
from composer.gui.mail_web import START
from composer.model.rendered import Attachment


class Listener:
    """Counts connections to a loopback port."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self.server.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


@pytest.fixture
def listener():
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def pane(qtbot):
    made = MailPane()
    made.resize(800, 600)
    qtbot.addWidget(made, before_close_func=lambda pane: pane.close_view())
    made.show()
    return made


@pytest.fixture(scope="module")
def message():
    return SampleWorkspace(people=3).preview(CAMPAIGN, None).rendered


def hostile(port: int) -> str:
    there = f"http://127.0.0.1:{port}"
    return f"""<html><head>
<base href="{there}/"><link rel="preconnect" href="{there}"><link rel="dns-prefetch" href="{there}">
<link rel="stylesheet" href="{there}/a.css"><meta http-equiv="refresh" content="0;url={there}/r">
<style>@import "{there}/b.css"; body {{ background: url({there}/c.png) }} @font-face {{ font-family: x; src: url({there}/f.woff) }}</style>
<script src="{there}/d.js"></script><script>fetch("{there}/e"); document.title = "ran"</script></head>
<body onload="fetch('{there}/f')" background="{there}/g.png">
<img src="{there}/h.png" srcset="{there}/i.png 2x" onerror="fetch('{there}/j')">
<iframe src="{there}/k"></iframe><object data="{there}/l"></object><embed src="{there}/m">
<video src="{there}/n" poster="{there}/o"></video><audio src="{there}/p" autoplay></audio>
<form action="{there}/q"><input type="image" src="{there}/s"></form>
<svg><image href="{there}/t.png"/><use href="{there}/u.svg#x"/><script>fetch("{there}/v")</script></svg>
<table background="{there}/w"><tr><td style="background:url('{there}/x')">The words stay.</td></tr></table>
<a href="{there}/y" ping="{there}/z">A link</a></body></html>"""


def load(qtbot, pane, rendered):
    with qtbot.waitSignal(pane.loaded, timeout=30_000):
        pane.show_message(rendered)


def text_of(qtbot, pane):
    got = []
    pane.view.page().toPlainText(got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=10_000)
    return got[0]


def test_a_hostile_message_opens_no_connection(qtbot, pane, listener, message):
    load(qtbot, pane, replace(message, html_utf8=hostile(listener.port).encode()))
    assert "The words stay." in text_of(qtbot, pane)
    pane.view.page().runJavaScript("1", lambda _result: None)
    qtbot.waitUntil(lambda: text_of(qtbot, pane) != "", timeout=5000)
    assert listener.connections == 0
    assert pane.view.page().title() != "ran"
    assert pane.view.page().profile().isOffTheRecord()
    assert pane.blocked.isVisible()


def test_painted_is_said_once_the_message_itself_is_seen_not_the_one_before(qtbot, pane, message):
    seen = []

    def corner() -> str:
        return pane.view.grab().toImage().pixelColor(780, 580).name()

    pane.painted.connect(lambda: seen.append(corner()))
    colours = ["#ff0000", "#00aa00", "#0000ff", "#ffff00"]
    for colour in colours:
        page = f'<html><body style="background:{colour}">{"<p>words</p>" * 400}</body></html>'
        with qtbot.waitSignal(pane.painted, timeout=30_000):
            pane.show_message(replace(message, html_utf8=page.encode(), digest=colour))
    assert seen == colours


def test_a_message_without_anything_to_paint_is_not_waited_for_for_ever(qtbot, pane, message):
    with qtbot.waitSignal(pane.painted, timeout=30_000):
        pane.show_message(replace(message, html_utf8=b"<html><body></body></html>"))


def test_the_walls_hold_without_the_copy(qtbot, pane, listener, message):
    """Interceptor, policy and resolver stop what a hole in the copy would let through."""
    load(qtbot, pane, message)
    pane._store.replace(hostile(listener.port), {})
    with qtbot.waitSignal(pane.loaded, timeout=30_000):
        pane.view.load(START)
    assert "The words stay." in text_of(qtbot, pane)
    assert listener.connections == 0


def test_the_listener_counts(listener):
    socket.create_connection(("127.0.0.1", listener.port)).close()
    deadline = threading.Event()
    for _turn in range(200):
        if listener.connections:
            break
        deadline.wait(0.01)
    assert listener.connections == 1


def test_navigation_is_refused_and_the_link_is_told(qtbot, pane, message):
    load(qtbot, pane, message)
    page = pane.view.page()
    kind = page.NavigationType.NavigationTypeLinkClicked
    assert not page.acceptNavigationRequest(QUrl("https://example.com/notices"), kind, True)
    assert pane.link.address == "https://example.com/notices"
    assert not page.acceptNavigationRequest(
        QUrl("file:///etc/passwd"), page.NavigationType.NavigationTypeOther, True
    )


def test_pictures_of_the_message_are_served_from_memory(qtbot, pane, message):
    load(qtbot, pane, message)
    got = []
    pane.view.page().runJavaScript(
        "document.images[0].naturalWidth", 1, got.append
    )  # the application's own world
    qtbot.waitUntil(lambda: bool(got), timeout=10_000)
    assert got == [120]


def test_a_message_over_two_megabytes_is_shown(qtbot, pane, message):
    load(
        qtbot, pane, replace(message, html_utf8=b"<p>" + b"x" * 2_500_000 + b"</p><p>The end.</p>")
    )
    assert "The end." in text_of(qtbot, pane)


def test_a_renderer_that_died_comes_back(qtbot, pane, message):
    load(qtbot, pane, message)
    page = pane.view.page()
    with qtbot.waitSignal(pane.loaded, timeout=30_000):
        page.renderProcessTerminated.emit(
            page.RenderProcessTerminationStatus.CrashedTerminationStatus, 1
        )
    assert "Dear Ada" in text_of(qtbot, pane)


def test_the_view_is_made_when_it_is_needed(qtbot):
    pane = MailPane()
    qtbot.addWidget(pane)
    assert pane.view is None


@pytest.mark.parametrize(("dark", "width"), [(True, "min"), (False, "max")])
def test_dark_and_light_are_decided_in_the_copy(dark, width):
    html = "<style>@media (prefers-color-scheme: dark) { p { color: white } }</style><p>x"
    copy = preview_copy(html, dark=dark, images=True).html
    assert f"@media ({width}-width: 0px)" in copy
    assert "prefers-color-scheme" not in copy


def test_the_copy_keeps_what_is_harmless():
    html = '<p lang="ar" dir="rtl">A &amp; B &#8212; <a href="https://example.com/?a=1&amp;b=2">link</a><br></p>'
    copy = preview_copy(html, dark=False, images=True)
    assert html in copy.html
    assert copy.blocked == ()


def test_images_off_leaves_the_words_of_pictures():
    copy = preview_copy('<img src="cid:logo" alt="Example Exchange">', dark=False, images=False)
    assert 'alt="Example Exchange"' in copy.html
    assert "src" not in copy.html.rpartition("</style>")[2]


def test_attachments_without_a_content_id_are_not_served(qtbot, pane, message):
    file = Attachment(name="terms.pdf", content_type="application/pdf", content_id="", content=LOGO)
    load(qtbot, pane, replace(message, attachments=(*message.attachments, file)))
    assert set(pane._store._images) == {"logo"}
