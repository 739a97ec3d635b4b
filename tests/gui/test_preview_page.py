"""The Preview page's own parts: what a person does there reaches the message, its sides and back."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from sample_workspace import BEN, CAMPAIGN
from sending_workspace import SendingWorkspace

from composer.gui.application import make_window
from composer.gui.inbox import cut_words
from composer.gui.pages.ledger_model import MESSAGE
from composer.gui.preview.differences import Sign, find_differences, mark_words
from composer.gui.preview.header_words import Adder, header_rows
from composer.gui.preview.message_tabs import HEADERS, SOURCE, WIRE
from composer.gui.preview.promise_line import PromiseLine
from composer.gui.preview.source_text import source_text
from composer.gui.theme import ThemeChoice
from composer.model.campaign import TransportKind
from composer.model.identifiers import CampaignId
from composer.model.stages import Stage
from composer.wire.guard import inspect
from composer.wire.structure import read_structure

SOON = 20_000
WORDS = "document.body.innerText"
ADDED = "[...document.querySelectorAll('ins')].map(e => e.innerText).join('|')"
REMOVED = "[...document.querySelectorAll('del')].map(e => e.innerText).join('|')"


@pytest.fixture
def page(qtbot, window):
    window.show_stage(Stage.PREVIEW)
    qtbot.waitUntil(lambda: window.page._preview is not None, timeout=SOON)
    return window.page


@pytest.fixture(scope="module")
def preview(written_example):
    """Give a real message of the small example."""
    with written_example.here() as workspace:
        return workspace.preview(CampaignId(written_example.campaign), None)


def answers(qtbot, pane, code, holds):
    """Ask the message until an answer holds: what a dying renderer was asked is never answered."""
    got = []

    def look():
        if pane.view is not None:
            pane.view.page().runJavaScript(code, 1, got.append)
        return any(holds(answer) for answer in got)

    qtbot.waitUntil(look, timeout=SOON)


# --- who is shown --------------------------------------------------------------------------------


def test_somebody_at_random_is_somebody_else(qtbot, page):
    first = page._preview.recipient.address
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page._preview.recipient.address != first, timeout=SOON)


def test_people_are_counted_without_the_rows_that_are_left_out(qtbot, page, workspace):
    people = workspace._recipients
    workspace._recipients = (*people[:2], *people[10:])
    wanted = workspace._recipients
    page.show_address(wanted[3].address)
    qtbot.waitUntil(lambda: page.recipients.count.text().startswith("4 of"), timeout=SOON)
    page.recipients.step(1)
    qtbot.waitUntil(lambda: page._preview.recipient.address == wanted[4].address, timeout=SOON)
    assert page.recipients.count.text().startswith("5 of")


def test_a_row_of_the_audience_leads_to_its_message(qtbot, window):
    window.show_stage(Stage.AUDIENCE)
    people = window.page.people
    qtbot.waitUntil(lambda: people.model.row(3) is not None, timeout=SOON)
    assert not people.message.isEnabled()
    people.table.setCurrentIndex(people.model.index(3, 1))
    qtbot.mouseClick(people.message, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page.stage is Stage.PREVIEW, timeout=SOON)
    qtbot.waitUntil(lambda: window.page._preview is not None, timeout=SOON)
    qtbot.waitUntil(lambda: window.page._preview.recipient.row == 5, timeout=SOON)


# --- how it is shown -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("Index weighting update", 40, "Index weighting update"),
        ("Index weighting update", 9, "Index wei…"),
        ("指数の比重の変更", 8, "指数の比…"),
    ],
)
def test_the_inbox_line_is_cut_by_letters_wide_ones_double(text, most, cut):
    assert cut_words(text, most) == cut


def test_the_inbox_line_says_how_much_a_phone_cuts_off(qtbot, page, workspace):
    content = workspace.content(CAMPAIGN)
    assert len(content.message.subject) < 70
    inbox = page.inbox
    assert not inbox.rest.isVisible()
    inbox._shown = ("An update that is longer than what any phone shows of it", "words")
    qtbot.mouseClick(inbox.phone, Qt.MouseButton.LeftButton)
    assert inbox.subject._whole.strip("\u2068\u2069").endswith("…")
    assert inbox.rest.text().startswith("18 letters")


@pytest.mark.parametrize(("wide", "beside"), [(1400, True), (640, False)])
def test_the_promise_is_said_whole_on_one_line_or_on_several(qtbot, workspace, wide, beside):
    line = PromiseLine()
    qtbot.addWidget(line)
    line.resize(wide, 200)
    line.show()
    message = workspace.preview(CAMPAIGN, None).rendered
    line.show_message(message)
    qtbot.waitUntil(lambda: line.above.isVisible() is not beside)
    assert line.words.isVisible() is line.one.isVisible() is beside
    shown = line.words if beside else line.whole
    assert message.envelope_recipient in shown.text()
    said = f"{line.words.text()} {line.one.text()}" if beside else line.whole.text()
    assert "will receive. One recipient: yes." in said
    assert message.digest[:8] in (line.fingerprint if beside else line.whole).text()
    qtbot.waitUntil(lambda: shown.height() >= shown.heightForWidth(shown.width()))
    line.show_nothing()
    assert not line.above.isVisible()
    assert not line.words.isVisible()


def test_the_size_is_changed_by_keys_for_every_side(qtbot, page):
    tabs = page.message
    qtbot.waitUntil(lambda: tabs.pane.view is not None, timeout=SOON)
    qtbot.keyClick(page, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert tabs.zoom.factor == 1.1
    assert tabs.pane.view.zoomFactor() == pytest.approx(1.1)
    before = tabs.wire.viewer.font().pointSizeF()
    qtbot.keyClick(page, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert tabs.zoom.factor == 0.9
    assert tabs.wire.viewer.font().pointSizeF() < before
    qtbot.keyClick(page, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert tabs.pane.view.zoomFactor() == pytest.approx(1.0)


def test_a_message_is_saved_as_a_pdf(qtbot, page, tmp_path):
    tabs = page.message
    qtbot.waitUntil(lambda: tabs.pane.view is not None, timeout=SOON)
    with qtbot.waitSignal(tabs.printing.done, timeout=SOON) as said:
        tabs.printing.save_pdf(tmp_path / "ada.pdf")
    assert said.args[0].startswith("Saved as")
    assert (tmp_path / "ada.pdf").read_bytes().startswith(b"%PDF-")


def test_a_killed_renderer_comes_back_with_the_message(qtbot, page):
    pane = page.message.pane
    answers(qtbot, pane, WORDS, lambda words: "Dear Ada" in words)
    process = pane.view.page().renderProcessPid()
    assert process > 0
    with qtbot.waitSignal(pane.loaded, timeout=SOON):
        os.kill(process, signal.SIGKILL)
    answers(qtbot, pane, WORDS, lambda words: "Dear Ada" in words)
    assert pane.view.page().renderProcessPid() != process


def test_a_message_that_kills_every_renderer_is_said_to(qtbot, page):
    pane = page.message.pane
    qtbot.waitUntil(lambda: pane.view is not None, timeout=SOON)
    web = pane.view.page()
    for _turn in range(4):
        assert not pane.broken.isVisible()
        web.renderProcessTerminated.emit(
            web.RenderProcessTerminationStatus.CrashedTerminationStatus, 1
        )
    assert pane.broken.isVisible()
    page.recipients.step(1)
    qtbot.waitUntil(lambda: not pane.broken.isVisible(), timeout=SOON)


def test_printing_asks_for_a_printer_and_prints_nothing_by_itself(qtbot, page):
    tabs = page.message
    qtbot.waitUntil(lambda: tabs.pane.view is not None, timeout=SOON)
    tabs.print_it.trigger()
    qtbot.waitUntil(lambda: bool(tabs.pane.findChildren(QPrintDialog)), timeout=SOON)
    with qtbot.assertNotEmitted(tabs.printing.done):
        tabs.pane.findChildren(QPrintDialog)[0].reject()
    tabs.ways.plain.click()
    assert not tabs.print_it.isEnabled()


# --- side by side --------------------------------------------------------------------------------


def test_two_messages_beside_each_other_mark_what_differs(qtbot, page):
    tabs = page.message
    qtbot.mouseClick(tabs.compare, Qt.MouseButton.LeftButton)
    answers(qtbot, tabs.pane, ADDED, lambda words: "+" in words and "Ada" in words)
    answers(qtbot, tabs.beside.pane, REMOVED, lambda words: "\u2212" in words)
    assert tabs.beside.words._whole.startswith("They differ in ")
    tabs.compare.click()
    answers(qtbot, tabs.pane, ADDED, lambda words: not words)


def test_the_source_language_beside_it_is_said_to_be_nobodys(qtbot, page, workspace):
    german = next(r for r in workspace._recipients if r.locale == "de")
    page.show_address(german.address)
    qtbot.waitUntil(lambda: page._preview.recipient.locale == "de", timeout=SOON)
    tabs = page.message
    tabs.compare.click()
    qtbot.waitUntil(tabs.beside.source.isEnabled, timeout=SOON)
    tabs.beside.source.click()
    qtbot.waitUntil(lambda: "Nobody gets this version" in tabs.beside.words._whole, timeout=SOON)


def test_two_languages_are_not_marked_word_by_word():
    found = find_differences("<p>one two three four five six", "<p>eins zwei drei vier fünf sechs")
    assert not found.are_comparable
    assert found.first == found.second == frozenset()


def test_marks_stand_in_the_text_and_never_inside_a_tag_or_a_style():
    copy = '<style>p { color: red }</style><p title="Dear Ana">Dear Ana &amp; Bo</p>'
    marked = mark_words(copy, {0, 1, 2, 3}, Sign.REMOVED)
    assert marked.startswith('<style>p { color: red }</style><p title="Dear Ana"><del ')
    assert marked.count("<del ") == 1


# --- headers, source, wire -----------------------------------------------------------------------


def test_every_header_that_leaves_is_listed_with_who_adds_it(preview):
    rows = header_rows(preview, read_structure(preview.eml), TransportKind.SMTP)
    names = [row.name for row in rows if row.raw]
    assert names == list(inspect(preview.wire, form="eml").header_names)
    assert all(row.why for row in rows)
    later = {row.name: row.adder for row in rows if not row.value}
    assert later == {
        "Date": Adder.AT_HAND_OVER,
        "DKIM-Signature": Adder.ON_THE_WAY,
        "Received": Adder.ON_THE_WAY,
        "Return-Path": Adder.RECEIVER,
        "Authentication-Results": Adder.RECEIVER,
    }


def test_by_sendgrid_its_own_headers_are_named_as_its_own(preview):
    rows = header_rows(preview, read_structure(preview.eml), TransportKind.SENDGRID)
    own = [row.name for row in rows if row.adder is Adder.SENDGRID]
    assert {"Date", "MIME-Version", "Content-Type", "DKIM-Signature", "X-SG-ID"} <= set(own)
    assert [row.name for row in rows if row.raw] == [name for name, _ in preview.rendered.headers]


def test_the_middle_of_a_long_file_is_left_out_of_the_source_only(preview):
    content = preview.eml
    structure = read_structure(content)
    made = source_text(content, structure)
    lines = made.text.split("\n")
    for part, line in zip(structure.parts[1:], made.lines[1:], strict=True):
        assert lines[line].startswith(f"Content-Type: {part.kind}")


def test_each_side_of_a_real_message(qtbot, author):
    author.window.show_stage(Stage.PREVIEW)
    page = author.window.page
    qtbot.waitUntil(lambda: page._preview is not None, timeout=SOON)
    look_at_headers(page.message)
    look_at_source(page.message)
    look_at_wire(qtbot, page)


def look_at_headers(tabs):
    """A chosen header stands below the table as it is sent."""
    tabs.tabs.setCurrentIndex(HEADERS)
    view = tabs.headers
    at = next(n for n, row in enumerate(view.model.rows) if row.name == "Content-Type")
    view.table.setCurrentIndex(view.model.index(at, 0))
    assert "multipart/" in view.raw.toPlainText()


def look_at_source(tabs):
    """A part leads to its place and can be read decoded."""
    tabs.tabs.setCurrentIndex(SOURCE)
    view = tabs.source
    at = next(n for n, part in enumerate(view._parts) if part.kind == "text/html")
    view.tree.setCurrentIndex(view._index(at))
    chosen = view.viewer.textCursor().selectedText()
    assert chosen.startswith("Content-Type: text/html")
    view.decoded.click()
    assert view.viewer.toPlainText().lower().startswith("<!doctype html")
    view.decoded.click()
    assert view.viewer.toPlainText().startswith("From: ")


def look_at_wire(qtbot, page):
    """The wire is what the transport says: one recipient, to the last answer."""
    tabs = page.message
    tabs.tabs.setCurrentIndex(WIRE)
    viewer = tabs.wire.viewer
    qtbot.waitUntil(lambda: "RCPT TO" in viewer.toPlainText(), timeout=SOON)
    lines = viewer.toPlainText().split("\n")
    address = page._preview.rendered.envelope_recipient
    assert [line for line in lines if "RCPT TO" in line] == [f"→ RCPT TO:<{address}>"]
    assert "→ ." in lines
    assert lines[-1].startswith("← 221")


# --- links and what was blocked ------------------------------------------------------------------


def test_a_pressed_link_shows_its_target_and_is_copied(qtbot, page):
    pane = page.message.pane
    qtbot.waitUntil(lambda: pane.view is not None, timeout=SOON)
    pane.view.page().link_pressed.emit("https://example.com/notices")
    assert pane.link.isVisible()
    assert pane.link.open.isVisible()
    with qtbot.waitSignal(page.message.said):
        pane.link.copy.click()
    assert QGuiApplication.clipboard().text() == "https://example.com/notices"


@pytest.mark.parametrize(
    "address", ["https://example.com/u/{token}", "javascript:alert(1)", "file:///etc/passwd"]
)
def test_what_unsubscribes_or_runs_is_never_opened(qtbot, page, address):
    pane = page.message.pane
    qtbot.waitUntil(lambda: pane.view is not None, timeout=SOON)
    link = address.format(token=page._preview.recipient.token)
    pane.view.page().link_pressed.emit(link)
    assert not pane.link.open.isVisible()
    assert pane.link._why.text()


def test_a_line_of_the_report_leads_to_the_message(qtbot, tmp_path):
    workspace = SendingWorkspace(tmp_path / "mailbox", 60)
    workspace.at("unclear")
    window = make_window(workspace, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.session.content is not None, timeout=SOON)
    window.show_stage(Stage.REPORT)
    report = window.page
    report.list_without()
    qtbot.waitUntil(lambda: report.model.rowCount() > 0, timeout=SOON)
    address = report.model.line(0).address
    report.table.clicked.emit(report.model.index(0, MESSAGE))
    qtbot.waitUntil(lambda: window.page.stage is Stage.PREVIEW, timeout=SOON)
    qtbot.waitUntil(lambda: window.page._preview is not None, timeout=SOON)
    qtbot.waitUntil(lambda: window.page._preview.recipient.address == address, timeout=SOON)
    window.close()


def test_what_was_seen_on_sign_off_counts_here_as_well(qtbot, tmp_path):
    workspace = SendingWorkspace(tmp_path / "mailbox").at("tested")
    window = make_window(workspace, theme=ThemeChoice.LIGHT, person=BEN)
    qtbot.addWidget(window)
    window.show()
    window.open_campaign(CAMPAIGN, Stage.PREVIEW)
    page_of = lambda: window.page  # noqa: E731
    qtbot.waitUntil(lambda: getattr(page_of(), "_preview", None) is not None, timeout=SOON)
    page = window.page
    total = page.kinds.total
    qtbot.waitUntil(lambda: page.kinds.unseen < total, timeout=SOON)  # the one that is shown
    window.show_stage(Stage.SIGN_OFF)
    for kind in window.session.check.variants:  # as the kinds there, which no page is told of
        workspace.record_shown(CAMPAIGN, kind.recipient_id, by=BEN)
    window.show_stage(Stage.PREVIEW)
    qtbot.waitUntil(lambda: page.kinds.unseen == 0, timeout=SOON)
    assert f"{total} of {total} kinds seen" in page.kinds.words.text()
    window.close()
