"""The Audience page on a real workspace: a list is read, mended and used; nothing is made up."""

from __future__ import annotations

import csv
import io
import shutil
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from composer.findings import Severity
from composer.gui.application import make_window
from composer.gui.audience.people_model import PROBLEM_ROLE
from composer.gui.audience.row_sheet import RowSheet
from composer.gui.audience.situation import Mode
from composer.gui.theme import ThemeChoice
from composer.model.stages import Stage
from composer.model.suppression import SuppressionReason
from composer.workspace import Workspace, make_demo

SOON_MS = 20_000


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "workspace"
    workspace, campaign = make_demo(folder, domain="seed.test")
    workspace.close()
    return folder, campaign


@pytest.fixture
def real(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "workspace")
    workspace = Workspace.open(tmp_path / "workspace")
    yield workspace
    workspace.close()


@pytest.fixture
def page(qtbot, real, made):
    window = make_window(real, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    window.open_campaign(made[1], Stage.AUDIENCE)
    shown = window.page
    qtbot.waitUntil(lambda: shown.model.rowCount() == 2000, timeout=SOON_MS)
    yield shown
    qtbot.waitUntil(lambda: window.session.background.is_idle, timeout=SOON_MS)


@pytest.fixture
def rows(real, made):
    """The first twelve people of the example, as cells; header first."""
    columns = list(real.audiences.columns(made[1]))
    wanted = real.audiences.find_rows(made[1]).positions[:12]
    found = real.audiences.rows(made[1], wanted)
    return [columns, *(list(row.cells) for row in found)]


def written(rows, file, encoding="utf-8"):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    file.write_text(stream.getvalue(), encoding=encoding)
    return file


def expect(qtbot, page, count):
    audiences, campaign = page.session.workspace.audiences, page.session.campaign
    audiences.set_contract(
        campaign,
        expected=count,
        tolerance=Decimal(0),
        rule="twelve of them",
        agreed="Chen",
        by=page.session.person,
    )
    page.session.reload()
    settings = lambda: page.session.content.campaign.audience  # noqa: E731
    qtbot.waitUntil(lambda: settings().expected == count, timeout=SOON_MS)


def read(qtbot, page, file):
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE, timeout=SOON_MS)
    qtbot.waitUntil(page.footer.primary.isEnabled, timeout=SOON_MS)
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING, timeout=SOON_MS)


def shown_rows(qtbot, page, count):
    qtbot.waitUntil(lambda: page.model.rowCount() == count, timeout=SOON_MS)


def test_a_bad_row_is_mended_and_exactly_these_people_are_used(qtbot, page, rows, tmp_path):
    at = rows[0].index("email")
    rows[3][at] = ""
    rows[5][at] = rows[5][at].replace("@", " at ")
    expect(qtbot, page, 12)
    read(qtbot, page, written(rows, tmp_path / "twelve.csv"))
    shown_rows(qtbot, page, 12)
    assert not page.footer.primary.isEnabled()
    codes = {line.code for line in page.problems.lines if line.severity is Severity.BLOCK}
    assert "address.empty" in codes
    cell = page.model.index(2, at + 1)
    assert cell.data(PROBLEM_ROLE) is Severity.BLOCK
    page.model.setData(cell, "mended@example.com")
    qtbot.waitUntil(
        lambda: "address.empty" not in {line.code for line in page.problems.lines}, timeout=SOON_MS
    )
    other = page.model.index(4, at + 1)
    page.model.setData(other, "other@example.com")
    qtbot.waitUntil(page.footer.primary.isEnabled, timeout=SOON_MS)
    assert page.footer.primary.text() == "Use these 12 people"
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.IN_USE, timeout=SOON_MS)
    qtbot.waitUntil(lambda: page.session.content.audience == 12, timeout=SOON_MS)
    shown_rows(qtbot, page, 12)
    assert page.model.index(2, at + 1).data(Qt.ItemDataRole.EditRole) == "mended@example.com"


def test_a_list_that_was_just_used_is_never_shown_as_none_or_the_former_one(
    qtbot, page, rows, tmp_path, monkeypatch
):
    shown, show = [], page.view.show_situation

    def note(now, *others, **more):
        shown.append((now.mode, now.count))
        show(now, *others, **more)

    expect(qtbot, page, 12)
    read(qtbot, page, written(rows, tmp_path / "twelve.csv"))
    shown_rows(qtbot, page, 12)
    monkeypatch.setattr(page.view, "show_situation", note)
    with qtbot.waitSignal(page.with_pending.taken, timeout=SOON_MS):
        page.press_primary()
    assert not page.footer.primary.isEnabled()  # it would be taken over once more
    qtbot.waitUntil(lambda: page.mode is Mode.IN_USE, timeout=SOON_MS)
    assert set(shown) <= {(Mode.PENDING, 12), (Mode.IN_USE, 12)}


def test_a_mended_cell_is_taken_back(qtbot, page, rows, tmp_path):
    at = rows[0].index("email")
    rows[3][at] = ""
    read(qtbot, page, written(rows, tmp_path / "twelve.csv"))
    shown_rows(qtbot, page, 12)
    cell = page.model.index(2, at + 1)
    page.model.setData(cell, "mended@example.com")
    gone = lambda: "address.empty" not in {one.code for one in page.problems.lines}  # noqa: E731
    qtbot.waitUntil(gone, timeout=SOON_MS)
    page.changes.undo()
    qtbot.waitUntil(lambda: not gone(), timeout=SOON_MS)
    qtbot.waitUntil(lambda: cell.data(Qt.ItemDataRole.EditRole) == "", timeout=SOON_MS)


def test_a_row_of_another_length_is_mended_cell_by_cell_and_taken_back(qtbot, page, rows, tmp_path):
    whole = list(rows[4])
    rows[4] = [whole[0], *whole[2:]]
    expect(qtbot, page, 12)
    read(qtbot, page, written(rows, tmp_path / "ragged.csv"))
    lines = {line.code for line in page.problems.lines}
    assert "audience.short_row" in lines
    mend = page.problems.buttons("audience.short_row")[1]
    mend.click()
    qtbot.waitUntil(lambda: page.findChild(RowSheet) is not None, timeout=SOON_MS)
    sheet = page.findChild(RowSheet)
    assert sheet.model.cells == tuple(rows[4]), "as written, nothing moved"
    assert not sheet.save.isEnabled()
    assert sheet.said.text() == "1 cell is missing."
    sheet.table.setCurrentIndex(sheet.model.index(1, 1))
    sheet.put_in.click()
    sheet.model.setData(sheet.model.index(1, 1), whole[1])
    assert sheet.model.cells == tuple(whole)
    sheet.save.click()
    audiences, campaign = page.session.workspace.audiences, page.session.campaign
    qtbot.waitUntil(lambda: audiences.pending(campaign).may_be_taken_over, timeout=SOON_MS)
    (row,) = audiences.rows(campaign, [5], pending=True)
    assert row.cells == tuple(whole)
    qtbot.waitUntil(lambda: page.changes._current is None, timeout=SOON_MS)
    page.changes.undo()
    qtbot.waitUntil(lambda: not audiences.pending(campaign).may_be_taken_over, timeout=SOON_MS)
    (row,) = audiences.rows(campaign, [5], pending=True)
    assert row.cells == tuple(rows[4])


def test_a_list_that_was_read_elsewhere_is_shown_and_stays_as_it_is(qtbot, page, rows, tmp_path):
    at = rows[0].index("email")
    expect(qtbot, page, 12)
    read(qtbot, page, written(rows, tmp_path / "mine.csv"))
    shown_rows(qtbot, page, 12)
    audiences, campaign = page.session.workspace.audiences, page.session.campaign
    other = audiences.read(
        campaign, written(rows[:6], tmp_path / "theirs.csv"), by=page.session.person
    )
    page.model.setData(page.model.index(1, at + 1), "other@seed.test")
    shown_rows(qtbot, page, 5)
    assert "audience.other_list" in {item.code for item in page.findings.shown}
    assert page.pending_bar.title.text().count("theirs.csv")
    assert audiences.pending(campaign) == other


def test_the_wrong_list_is_stopped_by_what_was_expected(qtbot, page, rows, tmp_path):
    read(qtbot, page, written(rows, tmp_path / "twelve.csv"))
    assert not page.footer.primary.isEnabled()
    assert "12" in page.promise.words.text()
    assert page.footer.reason._whole
    page.press_primary()
    qtbot.waitUntil(lambda: page.session.background.is_idle, timeout=SOON_MS)
    assert page.session.content.audience == 2000


def test_people_are_left_out_by_a_decision(qtbot, page, rows, tmp_path):
    at = rows[0].index("email")
    rows[3][at] = ""
    expect(qtbot, page, 11)
    read(qtbot, page, written(rows, tmp_path / "twelve.csv"))
    page.problems.leave_out_wanted.emit("address.empty")
    qtbot.waitUntil(page.footer.primary.isEnabled, timeout=SOON_MS)
    assert page.footer.primary.text() == "Use these 11 people"
    assert [line.code for line in page.problems.lines if line.is_left_out] == ["address.empty"]
    page.problems.take_back_wanted.emit("address.empty")
    qtbot.waitUntil(lambda: not page.footer.primary.isEnabled(), timeout=SOON_MS)


def test_guessed_letters_are_shown_and_confirmed(qtbot, page, rows, tmp_path):
    at = rows[0].index("first_name")
    for row, name in zip(rows[1:], ("Jürgen", "José", "Zoë", "Åsa") * 3, strict=True):
        row[at] = name
    file = tmp_path / "letters.csv"
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    file.write_bytes(stream.getvalue().encode("windows-1252", errors="replace"))
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE, timeout=SOON_MS)
    assert page.source.letters.isVisible()
    assert not page.footer.primary.isEnabled()
    page.source.right.click()
    qtbot.waitUntil(page.footer.primary.isEnabled, timeout=SOON_MS)
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING, timeout=SOON_MS)
    shown_rows(qtbot, page, 12)
    assert page.model.index(0, at + 1).data(Qt.ItemDataRole.EditRole) == "Jürgen"


def test_a_list_that_waits_is_read_in_another_way_by_whoever_opens_the_campaign_later(
    qtbot, page, rows, tmp_path
):
    rows[2][rows[0].index("first_name")] = "Zoë"
    file = written(rows, tmp_path / "later.csv")
    audiences, campaign = page.session.workspace.audiences, page.session.campaign
    audiences.read(campaign, file, by=page.session.person)
    page.session.reload()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING, timeout=SOON_MS)
    assert page.pending_bar.columns.isVisible()
    page.pending_bar.columns.trigger()
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE, timeout=SOON_MS)
    assert page.source.view.file == "later.csv"
    assert page.intake.name == "later.csv"


def test_a_filter_of_the_list_in_use_makes_a_list_to_be_used(qtbot, page):
    page.choose_tool.click()
    choices = page.people.choices
    choices.filter.setText("locale = de")
    choices.filter.paused.emit("locale = de")
    qtbot.waitUntil(lambda: choices.kept.text().startswith("Keeps "), timeout=SOON_MS)
    kept = int(choices.kept.text().split()[1].replace(",", ""))
    assert 0 < kept < 2000
    choices.use_filter.click()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING, timeout=SOON_MS)
    assert page.situation.pending.people == kept
    page.changes.undo()
    qtbot.waitUntil(lambda: page.session.content.campaign.audience.segment == "", timeout=SOON_MS)


def test_whoever_must_not_be_written_to_is_marked(qtbot, page, real):
    at = page.model.columns.index("email")
    address = page.model.index(1, at + 1).data(Qt.ItemDataRole.EditRole)
    real.suppressions.add(address, reason=SuppressionReason.COMPLAINT, by=page.session.person)
    page.people.refresh_rows()
    spoken = Qt.ItemDataRole.AccessibleTextRole
    qtbot.waitUntil(
        lambda: "do-not-write" in str(page.model.index(1, at + 1).data(spoken)), timeout=SOON_MS
    )


def test_people_are_found_and_sorted_in_the_store(qtbot, page):
    at = page.model.columns.index("email")
    address = page.model.index(5, at + 1).data(Qt.ItemDataRole.EditRole)
    page.search.setText(address)
    shown_rows(qtbot, page, 1)
    page.search.clear()
    shown_rows(qtbot, page, 2000)
    page.table.order_wanted.emit("email", True)
    key = Qt.ItemDataRole.EditRole
    first = lambda: str(page.model.index(0, at + 1).data(key))  # noqa: E731
    second = lambda: str(page.model.index(1, at + 1).data(key))  # noqa: E731
    qtbot.waitUntil(lambda: first() > second(), timeout=SOON_MS)


def test_a_column_is_counted_in_the_store(qtbot, page):
    page.table.setCurrentIndex(page.model.index(0, page.model.columns.index("locale") + 1))
    words = page.people.column_line.words
    qtbot.waitUntil(lambda: "filled" in words._whole, timeout=SOON_MS)
    assert "locale" in words._whole


def test_cells_are_pasted_and_read(qtbot, page, rows):
    text = "\n".join("\t".join(row) for row in rows)
    page.intake.open(text)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE, timeout=SOON_MS)
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING, timeout=SOON_MS)
    shown_rows(qtbot, page, 12)


@pytest.fixture
def reading(qtbot, page, rows, tmp_path):
    """The page in the midst of a long reading."""
    many = [rows[0], *(rows[1 + at % 12] for at in range(60_000))]
    page.intake.open(written(many, tmp_path / "many.csv"))
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE, timeout=SOON_MS)
    with qtbot.waitSignal(page.intake.progressed, timeout=SOON_MS):
        page.press_primary()
    assert page.mode is Mode.READING
    return page


def test_closing_the_window_ends_a_reading_and_nothing_of_it_stays(qtbot, reading, real, made):
    window = reading.window()
    window.close()
    assert window.session.background._pool.activeThreadCount() == 0
    assert real.audiences.pending(made[1]) is None


def test_a_reading_goes_on_while_the_campaign_is_left(qtbot, reading, real, made):
    session = reading.session
    session.open_campaign(None)
    qtbot.waitUntil(lambda: session.background.is_idle, timeout=SOON_MS)
    assert real.audiences.pending(made[1]).rows == 60_000
