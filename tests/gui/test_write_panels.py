"""What holds for every panel of the Write page."""

from __future__ import annotations

from inspect import signature

from author import picture
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from composer.gui.writing.panels.files_panel import FilesPanel
from composer.gui.writing.panels.headers_panel import HeadersPanel
from composer.gui.writing.panels.layout_panel import LayoutPanel
from composer.gui.writing.panels.text_panel import TextPanel
from composer.gui.writing.side import PanelFrame


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


def test_who_had_the_focus_is_not_taken_from_qt_it_may_be_in_the_midst_of_its_end():
    assert list(signature(PanelFrame._watch).parameters) == ["self"]


def test_every_control_of_the_panels_has_a_name(author):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

    for kind in (LayoutPanel, FilesPanel, HeadersPanel, TextPanel):
        panel: QWidget = author.open(kind)
        for part in panel.findChildren(QAbstractButton):
            assert part.accessibleName() or part.text(), part
        for edit in (*panel.findChildren(QLineEdit), *panel.findChildren(QPlainTextEdit)):
            assert edit.accessibleName(), edit


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
