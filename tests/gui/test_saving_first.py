"""What was typed a moment ago is recorded before everybody is checked, or anything is frozen."""

from __future__ import annotations

from composer.gui.saving import Saving
from composer.model.stages import Stage


def at_preview(author):
    author.window.show_stage(Stage.PREVIEW)
    author.until(lambda: author.window.page.stage is Stage.PREVIEW)
    return author.window.page


def test_a_check_pressed_straight_after_typing_counts(author, qtbot):
    qtbot.keyClicks(author.page.editor, "Typed just now. ")
    page, session = at_preview(author), author.window.session
    page.press_primary()
    assert not page.footer.primary.isEnabled()
    author.until(lambda: session.check is not None)
    assert "Typed just now." in session.content.message.body
    assert session.check.messages == session.content.audience
    author.idle()


def test_a_check_that_does_not_count_says_so(author, qtbot, monkeypatch):
    page = at_preview(author)
    author.idle()
    told = []
    monkeypatch.setattr(page, "say", lambda words, **_more: told.append(words))
    monkeypatch.setattr(type(author.workspace), "last_check", lambda _self, _campaign: None)
    page.check_everybody()
    author.until(lambda: told)
    assert told == ["The campaign changed meanwhile. Check everybody again."]
    author.idle()


def test_nothing_that_was_typed_waits_for_nothing(author):
    done = []
    saving = author.window.session.saving
    author.idle()
    saving.first(lambda: done.append(1), owner=author.window)
    assert done == [1]
    assert isinstance(saving, Saving)
