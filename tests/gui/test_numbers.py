"""Numbers in the window are written as the language in use writes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from composer import i18n
from composer.gui import numbers
from composer.gui.numbers import decimal, number
from composer.gui.recipient_bar import RecipientBar
from composer.gui.writing.panels.size_words import size_words, total_words
from composer.gui.writing.reading_time import measure_reading


@pytest.fixture
def german(monkeypatch):
    monkeypatch.setattr(i18n, "language", lambda: "de")


def test_whole_numbers_and_parts_follow_the_language(german):
    assert number(1_204_000) == "1.204.000"
    assert decimal(2.44, 1) == "2,4"
    assert size_words(2_516_582) == "2,4 MB"
    assert "together, 12.000 people get" in total_words(500, 12_000)
    assert "1.500 words" in str(measure_reading("word " * 1500))


def test_an_unknown_language_gets_english_numbers(monkeypatch):
    monkeypatch.setattr(i18n, "language", lambda: "tlh-x")
    assert number(1204) == "1,204"


def test_the_recipient_bar_counts_in_the_persons_language(qtbot, window, workspace, german):
    bar = RecipientBar(window.session)
    qtbot.addWidget(bar)
    first = workspace.audience_page(None, offset=0, limit=1).rows[0]
    bar.show_recipient(first, 2000)
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 2.000")


def test_no_number_of_the_window_is_written_the_english_way_whatever_the_language():
    own = Path(numbers.__file__).parent
    found = [file.name for file in own.rglob("*.py") if re.search(r":,[}d]", file.read_text())]
    assert found == []
