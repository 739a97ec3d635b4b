"""The program's language: chosen in the window, in use at once, remembered, and where one was."""

from __future__ import annotations

import os

import pytest
from author import SOON
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from composer import i18n
from composer.gui import own_language
from composer.gui.application import make_window
from composer.gui.opened import Opened
from composer.gui.sheets import Sheet
from composer.model.stages import Stage


@pytest.fixture(autouse=True)
def _back_to_english(monkeypatch, tmp_path, qapp):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    monkeypatch.setenv("COMPOSER_LANGUAGE", "en")
    yield
    own_language.choose(qapp, "en")
    QSettings.setDefaultFormat(QSettings.Format.NativeFormat)


@pytest.fixture
def opened(qtbot, qapp, workspace, monkeypatch):
    """Give the program on a small workspace, at the Audience page."""
    monkeypatch.setattr(type(workspace), "open", lambda _path: workspace, raising=False)
    monkeypatch.setattr(type(workspace), "path", None, raising=False)
    monkeypatch.setattr(type(workspace), "close", lambda _self: None, raising=False)
    made = Opened(lambda here, person: make_window(here, person=person))
    qapp.setQuitOnLastWindowClosed(False)
    made.show(workspace)
    qtbot.waitUntil(lambda: made.window.session.content is not None, timeout=SOON)
    made.window.show_stage(Stage.AUDIENCE)
    yield made
    made.window.close()
    qapp.setQuitOnLastWindowClosed(True)


def test_another_language_is_spoken_at_once_where_one_was(qtbot, opened):
    former, person = opened.window, opened.window.session.person
    opened.speak("ar")
    qtbot.waitUntil(lambda: opened.window is not former, timeout=SOON)
    window = opened.window
    qtbot.waitUntil(lambda: window.session.content is not None, timeout=SOON)
    assert (window.stage, window.session.person) == (Stage.AUDIENCE, person)
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert window.header.campaigns.text() == i18n.words_in("ar", "Campaigns")
    assert own_language.chosen() == "ar"
    assert os.environ["COMPOSER_LANGUAGE"] == "ar"  # what workers and the sender are told
    qtbot.waitUntil(lambda: not isValid(former), timeout=SOON)


def test_a_window_that_stays_open_keeps_its_language(qtbot, opened, monkeypatch):
    monkeypatch.setattr(type(opened.window.page), "unsaved_words", ("Not saved", "It waits."))
    former = opened.window
    opened.speak("ar")
    (sheet,) = former.findChildren(Sheet)
    sheet.reject()
    monkeypatch.undo()
    assert i18n.language() == "en"
    former.close()
    assert opened.window is former
    assert i18n.language() == "en"


@pytest.mark.parametrize(
    ("wishes", "spoken"),
    [(["nl-NL", "ar-EG", "en"], "ar-EG"), (["en-GB", "ar"], "en-GB"), (["C"], "en"), ([], "en")],
)
def test_without_a_choice_the_first_language_of_the_system_counts(wishes, spoken):
    assert own_language.of_the_system(wishes) == spoken


def test_what_was_chosen_is_forgotten_when_there_are_no_words_in_it_any_more(qapp):
    QSettings().setValue("language", "xx")
    assert own_language.chosen() == own_language.AS_THE_SYSTEM
