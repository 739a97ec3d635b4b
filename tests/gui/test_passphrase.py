"""Where there is no password store, the window asks for the passphrase of the key file."""

from __future__ import annotations

import os

import pytest
from author import SOON
from PySide6.QtWidgets import QMainWindow

from composer import keychain
from composer.errors import KeychainError
from composer.gui import passphrase_sheet
from composer.gui.background import Background
from composer.gui.passphrase_sheet import PassphraseQuestion
from composer.keychain import open_keychain
from composer.keychain_asking import WindowQuestion

PASSPHRASE = "horse battery staple"


@pytest.fixture
def asking(qtbot, monkeypatch, tmp_path):
    """Give a way to open the keys in the background, and the question that it leads to."""
    monkeypatch.delenv("COMPOSER_PASSPHRASE", raising=False)
    asked = WindowQuestion()
    monkeypatch.setattr(keychain, "WINDOW", asked)
    monkeypatch.setattr(passphrase_sheet, "WINDOW", asked)
    monkeypatch.setattr(keychain, "find_system_keychain", lambda: None)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    question = PassphraseQuestion(window)
    question.install()
    background = Background(window)
    found = []

    def open_keys():
        background.run(
            lambda _task: open_keychain(keys_dir=tmp_path, workspace_id="w", practice=False),
            owner=window, then=found.append, otherwise=found.append,
        )  # fmt: skip

    yield open_keys, question, found, asked
    background.close()


def answer(qtbot, question, first, again=""):
    qtbot.waitUntil(lambda: question.sheet is not None, timeout=SOON)
    sheet = question.sheet
    qtbot.keyClicks(sheet.first, first)
    qtbot.keyClicks(sheet.again, again)
    sheet.act.click()
    return sheet


def test_a_new_passphrase_is_typed_twice_and_opens_the_file_again(qtbot, asking):
    open_keys, question, found, asked = asking
    open_keys()
    sheet = answer(qtbot, question, PASSPHRASE, "horse battery")
    assert sheet.isVisible()
    assert sheet.advice.isVisible()
    sheet.again.clear()
    answer(qtbot, question, "", PASSPHRASE)
    qtbot.waitUntil(lambda: found, timeout=SOON)
    found[0].set("n", "1")

    assert PASSPHRASE not in str(os.environ)
    assert asked.given == PASSPHRASE
    asked.given = ""
    open_keys()
    answer(qtbot, question, "something else")
    qtbot.waitUntil(lambda: question.sheet is not None and question.sheet is not sheet)
    qtbot.waitUntil(lambda: question.sheet.advice.text() == "That is not the passphrase.")
    assert not question.sheet.again.isVisible()
    answer(qtbot, question, PASSPHRASE)
    qtbot.waitUntil(lambda: len(found) > 1, timeout=SOON)
    assert found[1].get("n") == "1"


def test_whoever_gives_none_is_not_asked_again_and_again(qtbot, asking):
    open_keys, question, found, _asked = asking
    open_keys()
    qtbot.waitUntil(lambda: question.sheet is not None, timeout=SOON)
    question.sheet.stay.click()
    qtbot.waitUntil(lambda: found, timeout=SOON)
    open_keys()
    qtbot.waitUntil(lambda: len(found) > 1, timeout=SOON)
    assert all(isinstance(one, KeychainError) for one in found)
    assert question.sheet is None
