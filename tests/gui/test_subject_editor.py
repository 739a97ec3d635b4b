"""The line for the subject: chips like the text, and never a second line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from composer.gui.writing.subject_editor import SubjectEditor


@pytest.fixture
def subject(qtbot):
    frame = QWidget()
    made = SubjectEditor()
    made.set_known_fields({"first_name": "Ada"})
    column = QVBoxLayout(frame)
    column.addWidget(made)
    made.after = QLineEdit()
    column.addWidget(made.after)
    qtbot.addWidget(frame)
    frame.resize(400, 120)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    made.setFocus()
    made.frame = frame  # lives as long
    return made


def test_it_holds_source_with_chips(qtbot, subject):
    qtbot.keyClicks(subject, "News for {{ first_name }}")
    assert subject.text() == "News for {{ first_name }}"
    assert len(subject.document().toRawText()) == len("News for ") + 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_enter_and_tab_go_on(qtbot, subject, key):
    subject.set_source("one")
    qtbot.keyClick(subject, key)
    qtbot.waitUntil(subject.after.hasFocus)
    assert subject.text() == "one"


def test_shift_enter_makes_no_line_either(qtbot, subject):
    qtbot.keyClick(subject, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert subject.text() == ""


def test_pasted_lines_become_one(subject):
    mime = QMimeData()
    mime.setText("one\r\n  two\n{{ first_name }}\n")
    subject.insertFromMimeData(mime)
    assert subject.text() == "one two {{ first_name }}"


def test_its_height_is_one_line_also_for_large_letters(qtbot, subject):
    small = subject.height()
    font = subject.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    subject.setFont(font)
    qtbot.waitUntil(lambda: subject.height() > small)
    subject.set_source("{{ first_name }}")
    assert subject.chip_rect(0).bottom() <= subject.viewport().height() + 1
