"""The panel "Files": pictures with words, attachments, one file for each person, the weight."""

from __future__ import annotations

from author import picture
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from composer.gui.writing.panels.files_panel import FilesPanel
from composer.gui.writing.panels.size_words import limit_words
from composer.model.campaign import AttachmentSettings, TransportKind


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
