"""Autosave on the Write page: pauses, long typing, a full disk, what a crash left, in words."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QTextCursor
from sample_workspace import CAMPAIGN

from composer.errors import WorkspaceError
from composer.findings import finding
from composer.gui.application import make_window
from composer.gui.sheets import Sheet
from composer.gui.theme import ThemeChoice
from composer.gui.writing import autosave
from composer.model.stages import Stage
from composer.model.writing import KeptDraft, MessageDraft


def shown_page(qtbot, window):
    window.show_stage(Stage.WRITE)
    qtbot.waitUntil(lambda: window.page.subject.source() != "")
    qtbot.waitUntil(lambda: window.page.autosave.may_keep)
    return window.page


@pytest.fixture
def page(qtbot, window):
    return shown_page(qtbot, window)


def type_at_end(qtbot, edit, text):
    edit.setFocus()
    edit.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(edit, text)


def test_saved_says_when(qtbot, page, workspace):
    type_at_end(qtbot, page.subject, "!")
    qtbot.waitUntil(lambda: page.saved.text() == "Not saved yet")
    qtbot.waitUntil(lambda: workspace.saved != [])
    qtbot.waitUntil(lambda: re.fullmatch(r"Saved \d\d:\d\d", page.saved.text()) is not None)
    assert not page.saved.again.isVisible()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("content.no_unsubscribe", "Saved "),  # it is to be mended, and is saved all the same
        ("folder.missing", "Not saved: "),
    ],
)
def test_only_what_cannot_be_read_back_is_called_not_saved(
    qtbot, page, workspace, monkeypatch, code, said
):
    found = finding(code, where={"file": "campaign.toml"}, key="unsubscribe")
    monkeypatch.setattr(workspace, "template_findings", lambda *_about, **_more: (found,))
    type_at_end(qtbot, page.subject, "!")
    qtbot.waitUntil(lambda: workspace.saved != [])
    qtbot.waitUntil(lambda: page.saved.text().startswith(said))


def test_who_never_pauses_is_saved_all_the_same(qtbot, page, workspace, monkeypatch):
    page.autosave._latest.setInterval(1500)
    letters = iter("abcdefghijklmnopqrstuvwxyz" * 4)

    def typed_on() -> bool:
        type_at_end(qtbot, page.editor, next(letters))
        qtbot.wait(100)
        return workspace.saved != []

    qtbot.waitUntil(typed_on, timeout=8000)
    assert page.autosave._pause.interval() == autosave.PAUSE_MS == 800
    assert autosave.LATEST_MS == 5000


def test_what_is_typed_is_kept_each_second_and_dropped_when_saved(qtbot, page, workspace):
    page.autosave._pause.setInterval(3000)
    type_at_end(qtbot, page.subject, "!")
    qtbot.waitUntil(lambda: workspace.authoring.kept is not None, timeout=2500)
    assert workspace.authoring.kept.draft.subject.endswith("!")
    assert workspace.saved == []
    qtbot.waitUntil(lambda: workspace.saved != [], timeout=6000)
    qtbot.waitUntil(lambda: workspace.authoring.kept is None)


def test_what_is_undone_before_it_was_saved_is_not_offered_later(qtbot, page, workspace):
    page.autosave._pause.setInterval(60_000)
    type_at_end(qtbot, page.subject, "!")
    qtbot.waitUntil(lambda: workspace.authoring.kept is not None, timeout=2500)
    qtbot.keySequence(page.subject, "Ctrl+Z")
    qtbot.waitUntil(lambda: workspace.authoring.kept is None)
    assert workspace.saved == []


def test_a_full_disk_keeps_the_text_and_says_what_to_do(qtbot, page, workspace, monkeypatch):
    save, full = workspace.save_message, [True]

    def refuse(campaign_id, draft, *, by):
        if full:
            raise WorkspaceError("The workspace's database could not be used.") from OSError(
                28, "No space left on device"
            )
        return save(campaign_id, draft, by=by)

    monkeypatch.setattr(workspace, "save_message", refuse)
    type_at_end(qtbot, page.subject, "!")
    qtbot.waitUntil(lambda: page.saved.text() == "Not saved: the disk is full")
    qtbot.waitUntil(page.saved.again.isVisible)
    assert page.subject.source().endswith("!")
    assert page.is_unsaved
    qtbot.waitUntil(lambda: workspace.authoring.kept is not None, timeout=3000)
    full.clear()
    page.saved.again.click()
    qtbot.waitUntil(lambda: workspace.saved != [])
    qtbot.waitUntil(lambda: page.saved.text().startswith("Saved "))
    assert not page.saved.again.isVisible()


def test_what_could_not_be_saved_is_not_closed_without_asking(qtbot, window, page, monkeypatch):
    def refuse(_campaign, _draft, *, by):
        raise WorkspaceError("The workspace's database could not be used.")

    monkeypatch.setattr(window.session.workspace, "save_message", refuse)
    type_at_end(qtbot, page.subject, "!")
    qtbot.waitUntil(page.saved.again.isVisible)
    assert not window.close()
    sheet = window.findChild(Sheet)
    assert sheet.accessibleName() == "The message is not saved."
    sheet.accept()
    assert not window.isVisible()


def test_two_attempts_that_both_fail_leave_both_unsaved(qtbot, page, workspace, monkeypatch):
    may_fail = threading.Event()

    def refuse(_campaign, _draft, *, by):
        may_fail.wait(5)
        raise WorkspaceError("The workspace's database could not be used.")

    monkeypatch.setattr(workspace, "save_message", refuse)
    for _attempt in range(2):
        type_at_end(qtbot, page.subject, "!")
        page.text.seal()
        page.save()
    may_fail.set()
    qtbot.waitUntil(lambda: page.autosave.state.mark is autosave.SaveMark.FAILED)
    page.text.undo()
    assert page.subject.source().endswith("!")
    assert page.is_unsaved


def test_leaving_saves_the_last_letters(qtbot, page, workspace, window):
    type_at_end(qtbot, page.subject, "!")
    window.show_campaigns()
    window.open_campaign(CAMPAIGN, Stage.WRITE)
    qtbot.waitUntil(lambda: workspace.saved != [])
    assert workspace.saved[-1].subject.endswith("!")


# --- after a crash ------------------------------------------------------------------------------


@pytest.fixture
def crashed(qtbot, workspace):
    stored = workspace._draft
    draft = MessageDraft(
        subject="News", preheader=stored.preheader, body=stored.body + "One more\n", layout="notice"
    )
    workspace.authoring.kept = KeptDraft(draft=draft, revision=1, at=datetime.now(tz=UTC))
    window = make_window(workspace, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.session.content is not None)
    page = shown_page(qtbot, window)
    qtbot.waitUntil(page.recovery.isVisible)
    return page


def test_what_a_crash_left_is_offered_in_words(crashed, workspace):
    assert re.fullmatch(
        r"Composer ended before this was saved \(\d\d:\d\d\).", crashed.recovery.words.text()
    )
    assert crashed.recovery.differs.text() == "It differs in: 1 line of the text, the subject."
    assert crashed.subject.source() != "News"


def test_taking_it_over_is_one_step(qtbot, crashed, workspace):
    before = crashed.draft
    crashed.recovery.take.click()
    assert crashed.subject.source() == "News"
    assert crashed.editor.source().endswith("One more\n")
    assert not crashed.recovery.isVisible()
    qtbot.keySequence(crashed.editor, "Ctrl+Z")
    assert crashed.draft == before
    qtbot.keySequence(crashed.editor, "Ctrl+Shift+Z")
    qtbot.waitUntil(lambda: workspace.saved != [])
    assert workspace.saved[-1].subject == "News"


def test_leaving_it_forgets_it(qtbot, crashed, workspace):
    crashed.recovery.leave.click()
    qtbot.waitUntil(lambda: workspace.authoring.drops == 1)
    assert crashed.subject.source() != "News"
    assert workspace.saved == []


def test_nothing_is_offered_when_it_says_what_is_stored(qtbot, workspace, window):
    page = shown_page(qtbot, window)
    content = window.session.content
    kept = KeptDraft(draft=page.draft, revision=content.revision, at=datetime.now(tz=UTC))
    assert not page.recovery.offer(kept, page.draft)
    assert page.recovery.offer(replace(kept, draft=replace(kept.draft, body="x")), page.draft)


def test_a_slow_saving_is_followed_by_one_more_and_not_by_many(qtbot, page, workspace, monkeypatch):
    """Each that waits would take a thread: preview and marks of a long text then never came."""
    gate, begun = threading.Event(), []
    save = workspace.save_message

    def slow(*given, **named):
        begun.append(given)
        assert gate.wait(10)
        return save(*given, **named)

    monkeypatch.setattr(workspace, "save_message", slow)
    page.autosave._pause.setInterval(20)
    try:
        for count, letter in enumerate("abcd", start=1):
            type_at_end(qtbot, page.subject, letter)
            pauses = []
            page.autosave._pause.timeout.connect(lambda pauses=pauses: pauses.append(1))
            qtbot.waitUntil(lambda pauses=pauses: len(pauses) > 0)
            assert page.autosave._saving == 1, count
        assert len(begun) == 1
    finally:
        gate.set()
    qtbot.waitUntil(lambda: len(begun) == 2)
    qtbot.waitUntil(lambda: workspace.saved[-1].subject.endswith("abcd"))
