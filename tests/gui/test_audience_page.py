"""The Audience page: from the promise to exactly these people, by mouse and by keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit
from sample_workspace import ANA, CAMPAIGN, SampleWorkspace

from composer.findings import Severity
from composer.gui.audience.people_model import PROBLEM_ROLE, PeopleModel, Wanted
from composer.gui.audience.person_card import PersonCard
from composer.gui.audience.situation import Mode
from composer.gui.session import Session
from composer.model.audience import ColumnRole
from composer.model.stages import Stage

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
LIST = (
    "email,locale,First name,account\n"
    "ada@example.com,en,Ada,AC-1\n"
    ",de,Bob,AC-2\n"
    "chen.example.com,pt-BR,Chen,AC-3\n"
    "dora@example.com,,Dora,AC-4\n"
)


@pytest.fixture
def page(qtbot, window):
    window.show_stage(Stage.AUDIENCE)
    made = window.page
    qtbot.waitUntil(lambda: made.model.rowCount() == 2000)
    return made


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "people.csv"
    made.write_text(LIST)
    return made


def read(qtbot, page, given):
    page.intake.open(given)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING and page.model.rowCount() == 4)


# --- the promise --------------------------------------------------------------------------------


def test_the_promise_is_compared_with_the_list(page):
    assert page.promise.words.text() == "You expected 1,960 to 2,040 people. This list has 2,000."
    assert "customers with status = active" in page.promise.more._whole
    assert page.footer.primary.text() == "Go to Preview"


def test_a_promise_is_written_in_place_and_taken_back(qtbot, page, workspace):
    qtbot.mouseClick(page.promise.change, Qt.MouseButton.LeftButton)
    page.promise.expected.clear()
    qtbot.keyClicks(page.promise.expected, "300")
    page.promise.agreed.setText("Chen, legal")
    qtbot.keyClick(page.promise.expected, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.audiences.contract.get("expected") == 300)
    wrong = "You expected 294 to 306 people, but this list has 2,000."
    qtbot.waitUntil(lambda: page.promise.words.text() == wrong)
    assert "Chen, legal" in page.promise.more._whole
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: workspace.audiences.contract["expected"] == 2000)


def test_a_range_is_understood_and_nonsense_is_not(qtbot, page, workspace):
    page.promise.edit()
    page.promise.expected.setText("many")
    page.promise.keep.click()
    assert page.promise.is_open
    assert "1,900–2,100" in page.promise.advice.text()
    page.promise.expected.setText("1,900–2,100")
    page.promise.keep.click()
    qtbot.waitUntil(lambda: workspace.audiences.contract.get("tolerance") == Decimal("0.0500"))
    assert workspace.audiences.contract["expected"] == 2000


def test_esc_leaves_the_promise_as_it_was(qtbot, page, workspace):
    page.promise.edit()
    page.promise.expected.setText("5")
    qtbot.keyClick(page.promise.expected, Qt.Key.Key_Escape)
    assert not page.promise.is_open
    assert workspace.audiences.contract == {}


def test_the_empty_page_teaches_and_offers_one_next_step(qtbot, page, workspace):
    workspace._recipients = ()
    workspace.audiences.contract = {"expected": None}
    page.session.reload()
    qtbot.waitUntil(lambda: page.mode is Mode.EMPTY and page.drop.isVisible())
    expected = "First say how many you expect. It protects you from the wrong list."
    assert page.promise.words.text() == expected
    assert page.footer.primary.text() == "Choose a file…"


# --- a source -----------------------------------------------------------------------------------


def test_a_dropped_file_shows_what_its_columns_are(qtbot, page, file):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(QPoint(10, 10)),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    assert "people.csv" in page.source.facts._whole
    mapping = page.source.model.mapping
    assert [column.name for column in mapping.columns][2] == "first_name"
    assert {column.origin for column in mapping.columns} == {"suggested", "remembered"}
    assert page.footer.primary.text() == "Read 4 rows"


def test_cells_are_pasted(qtbot, page):
    QGuiApplication.clipboard().setText(LIST.replace(",", "\t"))
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    assert len(page.source.model.mapping.columns) == 4


def test_one_column_holds_the_address(qtbot, page, file):
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    model, space = page.source.model, Qt.ItemDataRole.CheckStateRole
    model.setData(model.index(0, 3), Qt.CheckState.Unchecked, space)
    assert page.footer.reason._whole == "Say which column holds the address."
    assert not page.footer.primary.isEnabled()
    model.setData(model.index(2, 3), Qt.CheckState.Checked, space)
    model.setData(model.index(0, 3), Qt.CheckState.Checked, space)
    assert ColumnRole.EMAIL not in model.mapping.columns[2].roles
    assert model.mapping.columns[0].origin == "chosen"
    assert page.footer.primary.isEnabled()


def test_names_and_roles_reach_the_settings(qtbot, page, file):
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    model = page.source.model
    model.setData(model.index(2, 2), "forename")
    settings = page.source.settings(page.session.content.campaign.audience)
    assert settings.columns == (("First name", "forename"),)
    assert (settings.email, settings.locale, settings.ids) == ("email", "locale", ("account",))


def test_guessed_letters_are_confirmed_by_a_look(qtbot, page, workspace, tmp_path):
    file = tmp_path / "letters.csv"
    file.write_text("email,city\nada@example.com,Zürich\n")
    workspace.audiences.doubtful = True
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    assert "Zürich" in page.source.samples.text()
    assert page.footer.reason._whole == "Say whether the letters are right."
    page.source.right.click()
    assert page.footer.primary.isEnabled()
    assert page.source.settings(page.session.content.campaign.audience).encoding == "windows-1252"


def test_another_encoding_opens_the_file_anew_and_asks_again(qtbot, page, workspace, file):
    workspace.audiences.doubtful = True
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    page.source.other.setCurrentIndex(1)
    page.source.other.activated.emit(1)
    qtbot.waitUntil(lambda: page.source.view.encoding == "windows-1250")
    assert page.source.options.encoding == "windows-1250"


# --- reading ------------------------------------------------------------------------------------


def test_findings_come_while_the_list_is_read_and_cancelling_changes_nothing(
    qtbot, page, workspace, file
):
    workspace.audiences.go_on.clear()
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    page.press_primary()
    qtbot.waitUntil(lambda: page.problems.lines != ())
    assert page.reading.left.text() == "about 4 s left"
    assert page.problems.lines[0].text == "1 row has no address"
    page.reading.cancel.click()
    qtbot.waitUntil(lambda: not page.intake.is_reading)
    assert page.mode is Mode.SOURCE
    assert workspace.audiences.pending(CAMPAIGN) is None


# --- mending ------------------------------------------------------------------------------------


def test_what_was_found_is_grouped_and_blocks(qtbot, page, file):
    read(qtbot, page, file)
    assert [line.text for line in page.problems.lines] == [
        "1 row has no address",
        "1 address has no @",
    ]
    assert page.footer.primary.text() == "Use these 2 people"
    assert not page.footer.primary.isEnabled()
    said = "1 row has no address. Mend it, or leave this row out."
    assert page.footer.reason._whole == said


def test_a_mended_cell_loses_its_mark_at_once_and_ctrl_z_brings_it_back(
    qtbot, page, workspace, file
):
    read(qtbot, page, file)
    index = page.model.index(1, 1)
    assert index.data(PROBLEM_ROLE) is Severity.BLOCK
    assert index.data(SPOKEN) == "row 3, email, empty, must fix, There is no address."
    page.table.setCurrentIndex(index)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.findChild(QLineEdit)
    qtbot.keyClicks(editor, "bob@example.com")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: index.data(PROBLEM_ROLE) is None)
    qtbot.waitUntil(lambda: len(page.problems.lines) == 1)
    assert page.footer.primary.text() == "Use these 3 people"
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.problems.lines) == 2)
    qtbot.waitUntil(lambda: page.model.index(1, 1).data(PROBLEM_ROLE) is Severity.BLOCK)


def test_show_keeps_only_the_rows_concerned(qtbot, page, file):
    read(qtbot, page, file)
    page.problems.show_wanted.emit("address.no_at")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.people.only.isVisible()
    assert "chen" in page.model.index(0, 1).data()
    qtbot.keyClick(page.people, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_people_are_left_out_by_one_press_and_taken_back(qtbot, page, file):
    read(qtbot, page, file)
    leave_out = page.problems.buttons("address.empty")[0]
    assert leave_out.text() == "Leave out 1 person"
    leave_out.click()
    qtbot.waitUntil(lambda: any(line.is_left_out for line in page.problems.lines))
    assert page.problems.lines[-1].text == "Left out: 1 row has no address"
    page.problems.buttons("address.empty")[0].click()
    qtbot.waitUntil(lambda: not any(line.is_left_out for line in page.problems.lines))


def test_the_list_is_used_when_nothing_blocks(qtbot, page, workspace, file):
    read(qtbot, page, file)
    for code in ("address.empty", "address.no_at"):
        page.problems.leave_out_wanted.emit(code)
    qtbot.waitUntil(page.footer.primary.isEnabled)
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.IN_USE)
    assert not page.pending_bar.isVisible()


def test_putting_the_list_away_leaves_the_one_in_use(qtbot, page, file):
    read(qtbot, page, file)
    page.pending_bar.discard.trigger()
    qtbot.waitUntil(lambda: page.mode is Mode.IN_USE and page.model.rowCount() == 2000)


def test_the_columns_can_be_said_anew_without_choosing_the_file_again(qtbot, page, file):
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    page.source.model.setData(page.source.model.index(2, 2), "forename")
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING and "forename" in page.model.columns)
    page.pending_bar.columns.trigger()
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    assert page.source.model.mapping.columns[2].name == "forename"
    page.source.away.click()
    assert page.mode is Mode.PENDING


def test_bad_rows_go_out_and_come_back_corrected(qtbot, page, file, tmp_path):
    read(qtbot, page, file)
    bad = tmp_path / "bad.csv"
    page.with_pending.save_bad_rows(bad)
    qtbot.waitUntil(lambda: bad.exists() and bad.read_text().count("\n") == 2)
    bad.write_text("3,bob@example.com,de,Bob,AC-2\n4,chen@example.com,pt-BR,Chen,AC-3\n")
    page.changes.bring_back(bad)
    qtbot.waitUntil(page.footer.primary.isEnabled)
    assert page.footer.primary.text() == "Use these 4 people"


def test_a_frozen_list_can_only_be_looked_at(qtbot, page, workspace):
    workspace.seal(CAMPAIGN, by=ANA)
    page.session.reload()
    qtbot.waitUntil(lambda: page.session.is_frozen and not page.replace.isVisible())
    assert not page.promise.change.isVisible()
    assert page.people.choices.filter.isReadOnly()


# --- the table ----------------------------------------------------------------------------------


def test_people_are_searched(qtbot, page):
    qtbot.keyClicks(page.search, "person1999@")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=10_000)
    assert page.people.count.text() == "1 person"
    assert "person1999@" in page.model.index(0, 1).data()


def test_a_press_on_a_column_sorts_by_it(qtbot, page):
    header = page.table.horizontalHeader()
    first = page.model.index(0, 4).data()
    header.sectionClicked.emit(4)
    qtbot.waitUntil(lambda: page.model.index(0, 4).data() != first)
    assert header.isSortIndicatorShown()
    header.sectionClicked.emit(0)
    qtbot.waitUntil(lambda: page.model.index(0, 4).data() == first)
    assert not header.isSortIndicatorShown()


def test_the_column_one_stands_in_is_counted(qtbot, page):
    page.table.setCurrentIndex(page.model.index(0, 6))
    words = page.people.column_line.words
    qtbot.waitUntil(lambda: "tier" in words._whole)
    assert "1,334 filled" in words._whole
    assert "666 empty" in words._whole


def test_a_language_says_the_steps_to_the_message(qtbot, page, file):
    read(qtbot, page, file)
    assert page.model.index(2, 2).data().strip("\u2068\u2069") == "pt-BR → nothing"


def test_a_person_is_shown_with_their_message_one_press_away(qtbot, page, window):
    with qtbot.waitSignal(window.session.inspected) as seen:
        page.table.setCurrentIndex(page.model.index(3, 1))
    card = seen.args[0]
    assert isinstance(card, PersonCard)
    assert (card.row, card.has_message) == (5, True)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(window.inspector.isVisible)
    window.session.message_requested.emit(card.address)
    qtbot.waitUntil(lambda: window.page.stage is Stage.PREVIEW)
    qtbot.waitUntil(
        lambda: (
            window.page._preview is not None
            and window.page._preview.recipient.address == card.address
        ),
        timeout=10_000,
    )


def test_an_empty_cell_is_said(page):
    index = page.model.index(6, 3)
    assert index.data() == "empty"
    assert index.data(SPOKEN) == "row 8, first_name, empty"


# --- who gets it --------------------------------------------------------------------------------


def test_a_filter_counts_while_it_is_written(qtbot, page, workspace):
    page.choose_tool.click()
    choices = page.people.choices
    choices.filter.setFocus()
    qtbot.keyClicks(choices.filter, "tier = gold")
    choices.filter.popup.hide()
    qtbot.waitUntil(lambda: choices.kept.text() == "Keeps 667 of 2,000 people.")
    choices.use_filter.click()
    qtbot.waitUntil(lambda: workspace.audiences.settings is not None)
    assert workspace.audiences.settings.segment == "tier = gold"


def test_a_wrong_column_is_told_and_nobody_is_chosen(qtbot, page):
    page.choose_tool.click()
    choices = page.people.choices
    choices.filter.setText("teir = gold")
    choices.filter.paused.emit("teir = gold")
    assert "teir" in choices.kept.text()
    assert not choices.use_filter.isEnabled()


def test_columns_and_values_are_offered(qtbot, page):
    page.choose_tool.click()
    line = page.people.choices.filter
    line.setFocus()
    qtbot.keyClicks(line, "tie")
    qtbot.waitUntil(line.popup.isVisible)
    line.offers.activated.emit("tier")
    assert line.text() == "tier "
    qtbot.keyClicks(line, "= ")
    qtbot.waitUntil(lambda: "gold" in line._words.stringList())


# --- the model ----------------------------------------------------------------------------------


@pytest.mark.parametrize("force_py", [False, True])
def test_the_model_keeps_qts_rules(qtbot, qtmodeltester, force_py):
    session = Session(SampleWorkspace(people=600))
    session.campaign_id = CAMPAIGN
    model = PeopleModel(session)
    with qtbot.waitSignal(model.counted):
        model.show_wanted(Wanted())
    qtmodeltester.check(model, force_py=force_py)
    session.close()


def test_only_the_pages_that_are_looked_at_are_read(qtbot):
    session = Session(SampleWorkspace(people=20_000))
    session.campaign_id = CAMPAIGN
    model = PeopleModel(session)
    with qtbot.waitSignal(model.counted):
        model.show_wanted(Wanted())
    assert model.rowCount() == 20_000
    with qtbot.waitSignal(model.dataChanged):
        assert model.index(10_000, 1).data() == "…"
    assert "10000@" in model.index(10_000, 1).data()
    assert len(model._pages) == 2
    session.close()
