"""Every state of the Audience page fits: two languages, two sizes of text, three sizes of window."""

from __future__ import annotations

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt
from sample_workspace import CAMPAIGN, SampleWorkspace

from composer import i18n
from composer.gui import theme
from composer.gui.application import make_window
from composer.gui.audience.situation import Mode
from composer.gui.theme import ThemeChoice
from composer.model.stages import Stage

SIZES = ((1280, 800), (1920, 1080), (1100, 700))
LIST = "email,locale,First name,account,city\n" + "".join(
    f"{'' if at % 9 == 7 else f'p{at}@example.com'},de,Ada,AC-{at},Zürich\n" for at in range(60)
)


@pytest.fixture(params=[("en", 100), ("en", 200), ("ar", 100)], ids=str)
def look(request, qapp, qtbot):
    language, percent = request.param
    before = qapp.font()
    i18n.use_language(language)
    right = i18n.is_right_to_left()
    direction = Qt.LayoutDirection
    qapp.setLayoutDirection(direction.RightToLeft if right else direction.LeftToRight)
    chosen = qapp.findChild(theme.Theme) or theme.Theme(qapp, ThemeChoice.LIGHT)

    def set_scale(to: int) -> None:
        font = qapp.font()
        font.setPointSizeF(theme.base_size_pt(before) * to / 100)
        qapp.setFont(font)
        chosen.base_pt = font.pointSizeF()
        chosen.choose(ThemeChoice.LIGHT)

    set_scale(percent)
    yield percent
    set_scale(100)
    i18n.use_language("en")
    qapp.setLayoutDirection(direction.LeftToRight)


def states(qtbot, page, workspace, tmp_path):
    """Take the page through its states; give their names."""
    qtbot.waitUntil(lambda: page.model.rowCount() == 60)
    page.table.setCurrentIndex(page.model.index(2, 2))
    yield "in use"
    page.choose_tool.click()
    page.people.choices.filter.setText("tier = gold")
    page.people.choices.filter.paused.emit("tier = gold")
    yield "choices"
    page.choose_tool.click()
    page.promise.edit()
    yield "promise"
    page.promise.close_form()
    file = tmp_path / "a rather long name of a file that somebody exported.csv"
    file.write_text(LIST)
    workspace.audiences.doubtful = True
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    yield "letters"
    page.source.right.click()
    yield "source"
    workspace.audiences.go_on.clear()
    page.press_primary()
    qtbot.waitUntil(lambda: page.problems.lines != ())
    yield "reading"
    workspace.audiences.go_on.set()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING)
    yield "pending"
    page.problems.show_wanted.emit("address.empty")
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)
    yield "only some"
    page.problems.leave_out_wanted.emit("address.empty")
    qtbot.waitUntil(lambda: any(line.is_left_out for line in page.problems.lines))
    yield "left out"
    workspace._recipients = ()
    workspace.audiences.contract = {"expected": None}
    workspace.audiences.discard(CAMPAIGN, by=None)
    page.session.reload()
    qtbot.waitUntil(lambda: page.mode is Mode.EMPTY and page.promise.is_open)
    yield "empty"


def test_nothing_is_cut_off(qtbot, look, tmp_path):
    workspace = SampleWorkspace(people=60)
    window = make_window(workspace, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.session.content is not None)
    window.show_stage(Stage.AUDIENCE)
    faults = []
    for state in states(qtbot, window.page, workspace, tmp_path):
        for size in SIZES if look == 100 else SIZES[:2]:
            window.resize(*size)
            found = []

            def fits(found=found) -> bool:
                found[:] = layout_faults(window)
                return not found

            try:
                qtbot.waitUntil(fits, timeout=2_000)
            except qtbot.TimeoutError:
                faults += [f"{state} {size[0]}: {fault}" for fault in found]
    assert faults == [], "\n".join(faults)
