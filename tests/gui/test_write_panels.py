"""The panels of the Write page and the Brand page, on a real workspace with forty people."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from unexplained import unexplained

from composer.gui.application import make_window
from composer.gui.sheets import Sheet
from composer.gui.theme import ThemeChoice
from composer.gui.writing.panels.files_panel import FilesPanel
from composer.gui.writing.panels.headers_panel import HeadersPanel
from composer.gui.writing.panels.layout_panel import LayoutPanel
from composer.gui.writing.panels.size_words import limit_words
from composer.gui.writing.panels.text_panel import TextPanel
from composer.model.campaign import AttachmentSettings, TransportKind
from composer.model.identifiers import CampaignId
from composer.model.stages import Stage
from tests.flow.command_line import CommandLine
from tests.flow.conftest import FEW, make_practice

SOON = 20_000


class Author:
    """A window on the small example, at its Write page."""

    def __init__(self, qtbot, window, workspace, campaign, person) -> None:
        self.qtbot = qtbot
        self.window = window
        self.workspace = workspace
        self.campaign = campaign
        self.person = person

    @property
    def page(self):
        return self.window.page

    @property
    def stored(self):
        return self.workspace.authoring.draft(self.campaign)

    def open(self, kind):
        panel = self.page.side.show_panel(kind)
        self.idle()
        return panel

    def until(self, holds) -> None:
        self.qtbot.waitUntil(holds, timeout=SOON)

    def idle(self) -> None:
        self.until(lambda: self.window.session.background.is_idle)

    def saved(self, holds) -> None:
        """Wait until what is stored is as wanted, by the page's own saving."""
        self.page.save()
        self.until(lambda: holds(self.stored))
        self.idle()

    def undo(self) -> None:
        self.page.text.undo()

    def write(self, edit, text: str) -> None:
        """Write into a line as a person does, and leave it."""
        edit.setFocus()
        edit.selectAll()
        self.qtbot.keyClick(edit, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(edit, text)
        self.qtbot.keyClick(edit, Qt.Key.Key_Return)

    def click(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return make_practice(tmp_path_factory.mktemp("example"), people=FEW)


@pytest.fixture
def author(qtbot, qapp, tmp_path, example):
    folder = tmp_path / "workspace"
    shutil.copytree(example.run.workspace, folder)
    practice = replace(example, run=CommandLine(folder))
    with practice.here() as workspace:
        person = workspace.resolve_person(practice.author)
        window = make_window(workspace, person=person, theme=ThemeChoice.LIGHT)
        qtbot.addWidget(window)
        window.resize(1280, 900)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
        window.open_campaign(CampaignId(practice.campaign), Stage.WRITE)
        made = Author(qtbot, window, workspace, CampaignId(practice.campaign), person)
        made.until(lambda: window.session.content is not None)
        made.until(lambda: window.page.stage is Stage.WRITE)
        made.until(lambda: window.page.preview.preview is not None)
        made.idle()
        yield made
        if not window.close():  # something unsaved was left on purpose
            window.findChild(Sheet).accept()
        qtbot.waitUntil(lambda: window.session.background.is_idle, timeout=SOON)


def picture(path: Path, *, width: int = 2000, height: int = 1000) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    assert image.save(str(path))
    return path


# --- layout -------------------------------------------------------------------------------------


def test_the_layouts_are_listed_and_one_click_changes_it(author):
    panel = author.open(LayoutPanel)
    model = panel.list.layouts
    assert [line.name for line in model.lines][:2] == ["notice", "announcement"]
    assert model.chosen == "notice"
    at = panel.list.visualRect(model.index(1)).center()
    author.qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert model.chosen == "announcement"
    author.saved(lambda draft: draft.layout == "announcement")
    author.undo()
    assert model.chosen == "notice"


def test_a_layout_is_chosen_by_keyboard_and_said_in_words(author):
    panel = author.open(LayoutPanel)
    panel.list.setFocus()
    author.qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    assert panel.list.layouts.chosen == "notice"
    author.qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.list.layouts.chosen == "announcement"
    said = panel.list.layouts.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Announcement, in use.")


def test_the_list_of_layouts_settles_in_one_pass(author):
    panel = author.open(LayoutPanel)
    author.until(lambda: panel.list.layouts.rowCount() > 0)
    for width in (1100, 1280, 1600, 1920, 1100):
        author.window.resize(width, 900)
        panel.layout().activate()
        wanted = panel.list.heightForWidth(panel.list.width())
        assert panel.list.height() == wanted
        assert panel.list.geometry().bottom() < panel.add.geometry().top()
        last = panel.list.layouts.index(panel.list.layouts.rowCount() - 1)
        assert panel.list.visualRect(last).bottom() < panel.list.viewport().height()


def test_every_layout_of_the_program_has_a_picture(author):
    from composer.gui.writing.panels.layout_list import layout_picture

    panel = author.open(LayoutPanel)
    for line in panel.list.layouts.lines:
        for dark in (False, True):
            assert not layout_picture(line.name, dark=dark).isNull(), line.name


def test_a_layout_of_ones_own_is_taken_and_used_at_once(author, tmp_path):
    panel = author.open(LayoutPanel)
    file = tmp_path / "Our Frame.html"
    file.write_text("<html><head><title>{{ subject }}</title></head><body>{{ body }}</body></html>")
    panel.take_layout(file)
    author.until(lambda: panel.list.layouts.chosen == "our-frame.html")
    author.saved(lambda draft: draft.layout == "our-frame.html")
    author.until(lambda: panel.list.layouts.lines[-1].own)
    assert panel.taken.text() == "our-frame.html was added and is in use."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html><body>nothing</body></html>", "does not show the message"),
        ("{{ body }}{% include 'x' %}", "not allowed in messages"),
        ("{{ body }}{{ nobody }}", "no column provides it"),
    ],
)
def test_a_layout_that_cannot_be_used_is_told_and_changes_nothing(author, tmp_path, content, words):
    panel = author.open(LayoutPanel)
    file = tmp_path / "bad.html"
    file.write_text(content)
    panel.take_layout(file)
    author.until(lambda: panel.problems.text != "")
    assert words in panel.problems.text
    assert panel.list.layouts.chosen == "notice"
    assert not any(line.own for line in author.workspace.authoring.layouts(author.campaign))


def test_a_text_is_brought_as_html_and_markdown_comes_back(author, tmp_path):
    panel = author.open(LayoutPanel)
    body = author.stored.body
    file = tmp_path / "text.html"
    file.write_bytes(b"\xef\xbb\xbf<h1>Dear {{ first_name }}</h1>")
    panel.take_body(file)
    author.until(lambda: author.page.draft.html == "<h1>Dear {{ first_name }}</h1>")
    author.until(panel.markdown.isVisible)
    author.click(panel.markdown)
    assert author.page.draft.html == ""
    assert author.page.draft.body == body


def test_a_text_that_is_not_utf8_is_told(author, tmp_path):
    panel = author.open(LayoutPanel)
    file = tmp_path / "text.html"
    file.write_bytes(b"<p>caf\xe9</p>")
    panel.take_body(file)
    author.until(lambda: "UTF-8" in panel.problems.text)
    assert not author.page.draft.html


# --- pictures and files -------------------------------------------------------------------------


def test_a_picture_goes_into_the_text_only_with_words(author, tmp_path):
    panel = author.open(FilesPanel)
    panel.take_files([str(picture(tmp_path / "Index chart.png"))])
    author.until(panel.card.isVisible)
    assert not panel.card.put.isEnabled()
    assert "Write what it shows" in panel.card.reason.text()
    author.qtbot.keyClicks(panel.card.words, "Index chart")
    assert "name of the file says nothing" in panel.card.reason.text()
    assert not panel.card.put.isEnabled()
    panel.card.words.clear()
    author.qtbot.keyClicks(panel.card.words, "The index rose from 100 to 140")
    author.click(panel.card.put)
    wanted = "![The index rose from 100 to 140](files/Index-chart.png)"
    author.until(lambda: wanted in author.page.draft.body)
    assert not panel.card.isVisible()
    author.saved(lambda draft: wanted in draft.body)
    author.until(lambda: any("in the text" in row.facts.caption for row in panel.pictures.rows))
    lines = author.workspace.authoring.files(author.campaign)
    line = next(item for item in lines if item.path == "files/Index-chart.png")
    assert line.is_shown
    assert line.size_bytes < (tmp_path / "Index chart.png").stat().st_size


def test_several_pictures_wait_one_behind_the_other(author, tmp_path):
    panel = author.open(FilesPanel)
    files = [picture(tmp_path / f"{name}.png", width=200, height=80) for name in "abc"]
    panel.take_files([str(file) for file in files])
    author.until(panel.card.isVisible)
    assert "2 more" in panel.card._sizes.text()
    for name in "abc":
        assert panel.card.waiting.name == f"{name}.png"
        author.click(panel.card.cancel)
    assert not panel.card.isVisible()
    names = {line.name for line in author.workspace.authoring.files(author.campaign)}
    assert not names & {"a.png", "b.png", "c.png"}


def test_what_is_no_picture_is_told_beside_those_that_are(author, tmp_path):
    panel = author.open(FilesPanel)
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"not a picture")
    panel.take_files([str(bad), str(picture(tmp_path / "good.png"))])
    author.until(panel.card.isVisible)
    assert panel.card.waiting.name == "good.png"
    assert "bad.png is not a picture" in panel.problems.text


def test_a_copied_picture_and_dropped_files_are_taken(author, tmp_path):
    panel = author.open(FilesPanel)
    mime = QMimeData()
    mime.setImageData(QImage(str(picture(tmp_path / "x.png"))))
    assert panel.take_mime(mime)
    author.until(panel.card.isVisible)
    assert panel.card.waiting.name == "picture.png"
    author.click(panel.card.cancel)
    file = tmp_path / "Terms.pdf"
    file.write_bytes(b"%PDF-1.4 terms")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    assert panel.take_mime(mime)
    wanted = (AttachmentSettings(path="files/Terms.pdf"),)
    author.until(lambda: author.page.draft.attachments == wanted)
    author.saved(lambda draft: draft.attachments == wanted)
    assert not panel.take_mime(QMimeData())


def test_an_attachment_is_taken_off_and_undone(author, tmp_path):
    panel = author.open(FilesPanel)
    file = tmp_path / "Terms.pdf"
    file.write_bytes(b"%PDF-1.4 terms")
    panel.take_files([str(file)])
    author.until(lambda: len(panel.attachments.rows) == 1)
    author.until(lambda: "to every message" in panel.attachments.rows[0].facts.caption)
    author.click(panel.attachments.rows[0].remove)
    assert author.page.draft.attachments == ()
    author.until(lambda: [row.facts.name for row in panel.others.rows] == ["Terms.pdf"])
    author.undo()
    assert author.page.draft.attachments == (AttachmentSettings(path="files/Terms.pdf"),)
    author.undo()
    author.until(lambda: len(panel.others.rows) == 1)
    author.click(panel.others.rows[0].action)
    assert author.page.draft.attachments == (AttachmentSettings(path="files/Terms.pdf"),)


def test_a_file_that_is_removed_can_be_brought_back(author, tmp_path):
    path = author.workspace.authoring.add_file(
        author.campaign, "unused.pdf", b"%PDF", by=author.person
    )
    author.window.session.reload()
    panel = author.open(FilesPanel)
    author.until(lambda: len(panel.others.rows) == 1)
    author.click(panel.others.rows[0].remove)
    author.until(panel.undo_line.isVisible)
    author.idle()
    assert path not in {line.path for line in author.workspace.authoring.files(author.campaign)}
    author.click(panel.undo_line._button)
    author.until(lambda: len(panel.others.rows) == 1)
    assert path in {line.path for line in author.workspace.authoring.files(author.campaign)}


def test_one_file_for_each_person_says_which_are_missing(author):
    panel = author.open(FilesPanel)
    panel._list_columns()
    actions = {action.text(): action for action in panel.by_column.menu().actions()}
    actions["account"].trigger()
    assert author.page.draft.attachments == (AttachmentSettings(column="account"),)
    author.until(lambda: "40 rows name files" in panel.attachments.rows[0].facts.caption)
    assert panel.attachments.rows[0].facts.tone == "danger"
    panel._list_columns()
    assert "account" not in [action.text() for action in panel.by_column.menu().actions()]
    author.click(panel.attachments.rows[0].remove)
    assert author.page.draft.attachments == ()


def test_the_weight_of_the_message_is_told(author):
    panel = author.open(FilesPanel)
    author.until(lambda: "together, 40 people get" in panel.total.text())
    mega = 1024 * 1024
    assert limit_words(9 * mega, TransportKind.SENDGRID) == ("", False)
    assert "Many mailboxes" in limit_words(11 * mega, TransportKind.SENDGRID)[0]
    words, refused = limit_words(31 * mega, TransportKind.SENDGRID)
    assert "30 MB" in words
    assert refused


# --- sender and headers -------------------------------------------------------------------------


def test_the_sender_is_changed_in_one_step_and_undone(author):
    panel = author.open(HeadersPanel)
    before = author.page.draft.sender
    author.write(panel.from_box.name.edit, "Exchange, Desk")
    assert author.page.draft.sender == '"Exchange, Desk" <notices@seed.test>'
    author.write(panel.from_box.address.edit, "desk@seed.test")
    author.saved(lambda draft: draft.sender == '"Exchange, Desk" <desk@seed.test>')
    author.undo()
    author.undo()
    assert author.page.draft.sender == before
    assert panel.from_box.name.edit.text() == "Example Exchange"
    assert panel.from_box.address.edit.text() == "notices@seed.test"


def test_an_address_that_cannot_be_one_is_told_under_its_field_and_kept_there(author):
    panel = author.open(HeadersPanel)
    author.write(panel.from_box.address.edit, "nobody at all")
    author.until(lambda: panel.from_box.address.edit.property("state") == "error")
    assert panel.from_box.address.problems.text
    author.page.save()
    author.idle()
    assert author.stored.sender == "Example Exchange <notices@seed.test>"
    assert panel.from_box.address.edit.text() == "nobody at all"
    author.write(panel.from_box.address.edit, "desk@seed.test")
    author.until(lambda: panel.from_box.address.edit.property("state") == "")
    author.saved(lambda draft: draft.sender == "Example Exchange <desk@seed.test>")


def test_an_address_comes_from_a_column_of_contacts_only(author):
    panel = author.open(HeadersPanel)
    box = panel.reply_to
    box._list_columns()
    assert [action.text() for action in box.from_column.menu().actions()] == ["manager_email"]
    box.choose_column("manager_email")
    assert author.page.draft.reply_to.endswith("<{{ manager_email }}>")
    assert not box.address.edit.isVisible()
    assert "manager_email" in box.chosen.text()
    author.saved(lambda draft: draft.reply_to.endswith("<{{ manager_email }}>"))
    box.choose_column("")
    assert box.address.edit.isVisible()
    assert box.address.edit.hasFocus()
    author.idle()
    assert author.page.draft.reply_to.endswith("<{{ manager_email }}>")  # nothing is written yet
    box.name.edit.setFocus()
    assert author.page.draft.reply_to == "Example Exchange Support <>"
    author.undo()
    assert author.page.draft.reply_to.endswith("<{{ manager_email }}>")
    assert not box.address.edit.isVisible()
    box.choose_column("")
    author.write(box.address.edit, "{{ company }}")
    author.until(lambda: "not a column of contacts" in box.address.problems.text)


def test_a_default_header_is_left_out_written_and_filled_in_again(author):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    row = panel.defaults["List-Id"]
    author.until(lambda: row.field.edit.text() == "<notices.seed.test>")
    assert row.state.text() == "Filled in by the program."
    author.click(row.turn)
    assert ("List-Id", "") in author.page.draft.headers
    assert row.state.text() == "Left out."
    author.saved(lambda draft: ("List-Id", "") in draft.headers)
    assert "List-Id" not in dict(author.workspace.preview(author.campaign, None).rendered.headers)
    author.click(row.turn)
    assert "List-Id" not in dict(author.page.draft.headers)
    author.write(row.field.edit, "<weights.seed.test>")
    assert ("List-Id", "<weights.seed.test>") in author.page.draft.headers
    assert row.state.text() == "Your own words."
    author.saved(lambda draft: ("List-Id", "<weights.seed.test>") in draft.headers)


def test_a_header_of_ones_own_is_added_and_removed(author):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    assert [(row.name.text(), row.value.text()) for row in panel.own] == [
        ("X-Campaign", "index-weights")
    ]
    author.click(panel.add)
    row = panel.own[-1]
    author.write(row.name, "X-Reason")
    assert "X-Reason" not in dict(author.page.draft.headers)
    author.write(row.value, "terms")
    assert dict(author.page.draft.headers)["X-Reason"] == "terms"
    author.saved(lambda draft: ("X-Reason", "terms") in draft.headers)
    author.click(panel.own[0].remove)
    assert "X-Campaign" not in dict(author.page.draft.headers)
    author.undo()
    assert [row.name.text() for row in panel.own] == ["X-Campaign", "X-Reason"]


def test_a_header_whose_value_is_emptied_leaves_the_message_and_its_row_says_so(author):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    row = panel.own[0]
    author.write(row.value, "")
    assert row.missing.isVisible()
    assert row.missing.text() == "Left out of the message: it has no value."
    assert row.value.accessibleDescription() == row.missing.text()
    assert "X-Campaign" not in dict(author.page.draft.headers)
    author.saved(lambda draft: "X-Campaign" not in dict(draft.headers))
    assert panel.own[0] is row
    author.write(row.value, "again")
    assert not row.missing.isVisible()
    assert dict(author.page.draft.headers)["X-Campaign"] == "again"


def test_ctrl_z_in_a_row_made_later_takes_back_the_pages_step(author):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    author.write(panel.own[0].value, "other")
    assert dict(author.page.draft.headers)["X-Campaign"] == "other"
    panel.own[0].value.setFocus()
    author.qtbot.keyClick(panel.own[0].value, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dict(author.page.draft.headers)["X-Campaign"] == "index-weights"
    assert panel.own[0].value.text() == "index-weights"


def test_a_line_that_nobody_left_yet_is_saved_with_the_page(author):
    panel = author.open(HeadersPanel)
    panel.from_box.name.edit.setFocus()
    panel.from_box.name.edit.end(False)
    author.qtbot.keyClicks(panel.from_box.name.edit, " Desk")
    author.page.leave()
    author.until(lambda: " Desk" in author.stored.sender)


@pytest.mark.parametrize("name", ["Bcc", "X-SMTPAPI", "X-Bcc", "Subject", "X-A: x"])
def test_a_header_that_is_not_allowed_is_told_in_its_row_and_not_stored(author, name):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    author.click(panel.add)
    row = panel.own[-1]
    author.write(row.name, name)
    author.write(row.value, "x")
    author.until(lambda: "not allowed" in row.problems.text)
    author.page.save()
    author.idle()
    assert name not in dict(author.stored.headers)


def test_the_link_to_unsubscribe_takes_the_persons_own_word(author):
    panel = author.open(HeadersPanel)
    panel.unsubscribe.edit.setFocus()
    author.qtbot.keyClicks(panel.unsubscribe.edit, "http://seed.test/out?t=")
    author.click(panel.token)
    author.qtbot.keyClick(panel.unsubscribe.edit, Qt.Key.Key_Return)
    assert author.page.draft.unsubscribe == "http://seed.test/out?t={{ token }}"
    author.until(lambda: "not protected" in panel.unsubscribe.problems.text)
    author.write(panel.unsubscribe.edit, "https://seed.test/out?t={{ token }}")
    author.until(lambda: panel.unsubscribe.problems.text == "")
    author.saved(lambda draft: draft.unsubscribe.startswith("https://"))


# --- plain text ---------------------------------------------------------------------------------


def test_plain_text_is_shown_as_one_person_gets_it(author):
    panel = author.open(TextPanel)
    preview = author.page.preview.preview
    author.until(lambda: panel.shown.toPlainText() == preview.rendered.text)
    assert preview.recipient.address in panel.whose.text()
    assert panel.shown.isReadOnly()
    assert panel.by_hand.isVisible()
    assert not panel.derive.isVisible()


def test_plain_text_by_hand_begins_from_the_derived_one_and_goes_back(author):
    panel = author.open(TextPanel)
    author.click(panel.by_hand)
    author.until(lambda: panel.editor.isVisible())
    assert "{{" in panel.editor.toPlainText()
    panel.editor.selectAll()
    author.qtbot.keyClicks(panel.editor, "Dear reader,")
    author.until(lambda: author.page.draft.text_override == "Dear reader,")
    author.saved(lambda draft: draft.text_override == "Dear reader,")
    author.click(panel.derive)
    assert author.page.draft.text_override == ""
    assert panel.shown.isVisible()
    author.undo()
    assert panel.editor.toPlainText() == "Dear reader,"


def test_the_last_letters_of_the_plain_text_are_a_step_of_their_own(author):
    panel = author.open(TextPanel)
    author.click(panel.by_hand)
    author.until(lambda: panel.editor.isVisible())
    begun = author.page.draft.text_override
    author.qtbot.keyClicks(panel.editor, "New: ")
    author.undo()
    assert author.page.draft.text_override == begun
    author.page.text.redo()
    assert author.page.draft.text_override == f"{begun}New: "
    assert panel.editor.toPlainText() == f"{begun}New: "


def test_plain_text_that_is_older_says_what_changed_until_somebody_says_it_fits(author):
    author.workspace.save_message(
        author.campaign, replace(author.stored, text_override="By hand.\n"), by=author.person
    )
    author.workspace.save_message(
        author.campaign,
        replace(author.stored, body=author.stored.body + "\nA new line.\n"),
        by=author.person,
    )
    author.window.session.reload()
    panel = author.open(TextPanel)
    author.until(panel.older.isVisible)
    assert "after this plain text was written" in panel.older_words.text()
    author.click(panel.compare)
    assert "+ A new line." in panel.changes.toPlainText()
    author.click(panel.fits)
    author.until(lambda: not panel.older.isVisible())
    assert not author.workspace.content(author.campaign).text_is_older


# --- all panels ---------------------------------------------------------------------------------


def test_a_frozen_message_offers_no_change_in_any_panel(author):
    author.workspace.check(author.campaign)
    author.workspace.seal(author.campaign, by=author.person)
    author.window.session.reload()
    author.until(lambda: author.window.session.is_frozen)
    before = author.page.draft
    layout = author.open(LayoutPanel)
    at = layout.list.visualRect(layout.list.layouts.index(1)).center()
    author.qtbot.mouseClick(layout.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    files = author.open(FilesPanel)
    assert not files.drop.isVisible()
    files.take_pictures([("x.png", b"x")])
    headers = author.open(HeadersPanel)
    assert headers.from_box.address.edit.isReadOnly()
    assert not headers.add.isVisible()
    text = author.open(TextPanel)
    assert not text.by_hand.isVisible()
    author.idle()
    assert author.page.draft == before


def test_every_control_of_the_panels_has_a_name(author):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

    for kind in (LayoutPanel, FilesPanel, HeadersPanel, TextPanel):
        panel: QWidget = author.open(kind)
        for part in panel.findChildren(QAbstractButton):
            assert part.accessibleName() or part.text(), part
        for edit in (*panel.findChildren(QLineEdit), *panel.findChildren(QPlainTextEdit)):
            assert edit.accessibleName(), edit


@pytest.mark.parametrize("width", [1100, 1280, 1920])
def test_a_line_of_plain_text_stands_on_one_line_as_it_is_sent(author, width):
    author.window.resize(width, 800)
    panel = author.open(TextPanel)
    author.page.preview.ways.plain.click()
    line = "0123456789" * 7 + "01234567"
    for edit in (panel.shown, panel.editor, author.page.preview.text):
        edit.setPlainText(line)
        edit.show()
        block = edit.document().firstBlock()
        assert edit.lineWrapMode() is edit.LineWrapMode.NoWrap
        assert block.layout().lineCount() == 1
    wide = panel.shown.fontMetrics().horizontalAdvance(line)
    scrolls = panel.shown.horizontalScrollBar().maximum() > 0
    author.until(lambda: scrolls or wide <= panel.shown.viewport().width())
    assert panel.shown.font().pointSizeF() >= 7.5


def test_plain_text_begins_at_the_side_of_its_own_language(author):
    panel = author.open(TextPanel)
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.shown.set_language("en")
    panel.shown.setPlainText("0123456789" * 20)
    assert panel.shown.horizontalScrollBar().value() == 0
    assert panel.shown.layoutDirection() == Qt.LayoutDirection.LeftToRight
    panel.shown.set_language("ar")
    assert panel.shown.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_rows_of_files_and_headers_are_named_in_whole_sentences(author, tmp_path):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    turn = panel.defaults["List-Id"].turn
    author.until(lambda: turn.accessibleName() == "Leave List-Id out")
    author.click(turn)
    assert turn.accessibleName() == "Fill in List-Id again"
    assert panel.reply_to.from_column.accessibleName() == "Reply address: take it from a column"
    files = author.open(FilesPanel)
    author.workspace.authoring.add_file(
        author.campaign, "Chart.png", picture(tmp_path / "c.png").read_bytes(), by=author.person
    )
    author.window.session.reload()
    author.until(lambda: any(row.facts.name == "Chart.png" for row in files.pictures.rows))
    row = next(row for row in files.pictures.rows if row.facts.name == "Chart.png")
    assert row.action.accessibleName() == "Insert Chart.png into the text"


# --- the brand ----------------------------------------------------------------------------------


def brand_page(author):
    author.window.session.brand_requested.emit()
    author.idle()
    return author.window.page


def test_the_brand_is_reached_from_the_layouts_and_leads_back(author):
    author.click(author.open(LayoutPanel).brand)
    author.idle()
    page = author.window.page
    assert page.heading.text() == "Brand"
    assert page.footer.primary.text() == "Use this brand in 1 campaign"
    assert not page.footer.primary.isEnabled()
    assert page.footer.reason._whole == "Nothing is changed."
    author.click(page.footer.back)
    assert author.window.page.stage is Stage.WRITE
    author.window.show_campaigns()
    author.click(author.window.campaigns.brand)
    assert author.window.page is page
    author.click(page.footer.back)
    assert author.window.page is author.window.campaigns


def test_a_brand_is_written_seen_and_put_into_the_campaigns(author, tmp_path):
    page = brand_page(author)
    author.write(page.form.name.edit, "Example Exchange")
    author.write(page.form.colour.edit, "#7A1F4B")
    assert "easy to read" in page.form.colour.contrast.text()
    page.form.address.edit.setPlainText("Ring 1\n1010 Vienna")
    author.write(page.form.website.edit, "https://seed.test")
    page.form.logo.take(picture(tmp_path / "Logo.png"))
    author.until(lambda: page.form.logo.value is not None)
    author.until(lambda: page.pane._message is not None and "Ring 1" in page.pane._message.html)
    author.until(page.footer.primary.isEnabled)
    author.click(page.footer.primary)
    author.until(lambda: author.workspace.authoring.brand()[0].name == "Example Exchange")
    author.idle()
    brand = author.workspace.content(author.campaign).message.brand
    assert (brand.colour, brand.address) == ("#7a1f4b", "Ring 1\n1010 Vienna")
    assert brand.logo == "files/brand-logo.png"
    assert QImage.fromData(author.workspace.authoring.brand()[1]).width() == 480
    assert not page.footer.primary.isEnabled()


def test_what_is_wrong_in_the_brand_is_told_under_its_field(author, tmp_path):
    page = brand_page(author)
    author.write(page.form.colour.edit, "#ffff00")
    assert "4.5 is the least" in page.form.colour.contrast.text()
    author.until(lambda: "hard to read" in page.form.colour.problems.text)
    assert page.footer.primary.isEnabled()
    author.write(page.form.website.edit, "http://seed.test")
    author.until(lambda: "not protected" in page.form.website.problems.text)
    author.until(lambda: not page.footer.primary.isEnabled())
    bad = tmp_path / "logo.svg"
    bad.write_text("<svg/>")
    page.form.logo.take(bad)
    author.until(lambda: "not a picture" in page.form.logo.problems.text)


def test_what_is_not_saved_in_the_brand_stays_while_one_looks_elsewhere(author):
    page = brand_page(author)
    author.write(page.form.name.edit, "Half a name")
    author.click(page.footer.back)
    page = brand_page(author)
    assert page.form.name.edit.text() == "Half a name"
    assert page.is_unsaved


def test_leaving_the_brand_unsaved_is_told_where_one_goes(author):
    page = brand_page(author)
    author.write(page.form.name.edit, "Half a name")
    author.click(page.footer.back)
    assert "brand is not saved yet" in author.page.notice._text.text()


def test_the_window_is_not_closed_over_an_unsaved_brand_without_asking(author):
    page = brand_page(author)
    author.write(page.form.name.edit, "Half a name")
    author.click(page.footer.back)
    assert not author.window.close()
    assert author.window.page is page
    sheet = author.window.findChild(Sheet)
    assert sheet.accessibleName() == "The brand is not saved."
    assert sheet.focusWidget().text() == "Keep it open"
    sheet.reject()
    assert author.window.isVisible()
    assert not author.window.close()
    author.until(lambda: len(author.window.findChildren(Sheet)) == 1)
    author.window.findChild(Sheet).accept()
    assert not author.window.isVisible()


def test_the_brand_can_be_written_before_its_campaigns_are_counted(author, monkeypatch):
    may_count = threading.Event()
    count = author.workspace.authoring.brand_reach
    monkeypatch.setattr(
        type(author.workspace.authoring),
        "brand_reach",
        lambda _self: may_count.wait(10) and count(),
    )
    author.window.session.brand_requested.emit()
    page = author.window.page
    author.until(lambda: not page.form.name.edit.isReadOnly())
    author.write(page.form.name.edit, "Example Exchange")
    assert page.footer.reason._whole == "Counting the campaigns that get it…"
    may_count.set()
    author.until(page.footer.primary.isEnabled)
    assert page.footer.primary.text() == "Use this brand in 1 campaign"


def test_frozen_campaigns_keep_their_brand_and_the_page_says_so(author):
    author.workspace.check(author.campaign)
    author.workspace.seal(author.campaign, by=author.person)
    page = brand_page(author)
    assert page.footer.primary.text() == "Save the brand"
    assert "1 campaign is frozen or was sent and keeps its own" in page.reach_words.text()


def test_the_brand_says_why_something_is_off(author):
    page = brand_page(author)
    assert not page.footer.primary.isEnabled()
    assert unexplained(page) == []
    author.write(page.form.website.edit, "http://seed.test")
    author.until(lambda: "must be fixed" in page.footer.reason._whole)
    assert unexplained(page) == []


def test_a_reviewer_may_look_at_the_brand_and_not_change_it(author):
    reviewer = next(
        here.person for here in author.workspace.people() if here.person != author.person
    )
    author.window.session.act_as(reviewer)
    author.idle()
    page = brand_page(author)
    assert page.form.name.edit.isReadOnly()
    assert not page.footer.primary.isEnabled()
    assert "Only authors" in page.footer.reason._whole
    assert unexplained(page) == []
