"""Every page in both themes, two sizes, two directions, plain and at 200 % text: nothing is cut off.

With COMPOSER_PICTURES=DIR each picture is kept, to be looked at.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from sample_workspace import SampleWorkspace

from composer import i18n
from composer.gui import theme
from composer.gui.application import make_window
from composer.gui.parts import ElidedLabel
from composer.gui.theme import ThemeChoice
from composer.model.stages import Stage

PAGES = (Stage.WRITE, Stage.TRANSLATE, Stage.AUDIENCE, Stage.PREVIEW)


def cut_off(window) -> list[str]:
    """Name the visible texts that do not fit into their widget."""
    found = []
    for widget in window.findChildren(QLabel):
        if not widget.isVisible() or isinstance(widget, ElidedLabel) or not widget.text():
            continue
        wraps = widget.wordWrap()
        needed = widget.heightForWidth(widget.width()) if wraps else widget.sizeHint().height()
        too_wide = not wraps and widget.sizeHint().width() > widget.width() + 1
        if too_wide or needed > widget.height() + 2:
            found.append(f"label {widget.text()!r}")
    edits = [edit for edit in window.findChildren(QLineEdit) if edit.isVisible()]
    found += [
        f"line {edit.accessibleName()!r}"
        for edit in edits
        if edit.sizeHint().height() > edit.height() + 1
    ]
    buttons = [b for b in window.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    return found + [f"button {b.text()!r}" for b in buttons if b.sizeHint().width() > b.width() + 1]


@pytest.fixture(params=["en", "ar"])
def tongue(request, qapp):
    i18n.use_language(request.param)
    right = i18n.is_right_to_left()
    qapp.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    )
    yield request.param
    i18n.use_language("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture(params=[100, 200])
def text_size(request, qapp):
    look = qapp.findChild(theme.Theme)
    before = qapp.font()
    font = qapp.font()
    font.setPointSizeF(theme.base_size_pt(before) * request.param / 100)
    qapp.setFont(font)
    yield request.param
    qapp.setFont(before)
    if look is not None:
        look.base_pt = theme.base_size_pt(before)
        look.choose(ThemeChoice.LIGHT)


def test_nothing_is_cut_off(qtbot, qapp, tongue, text_size):
    window = make_window(SampleWorkspace(people=40), theme=ThemeChoice.LIGHT)
    window.theme.base_pt = theme.base_size_pt(qapp.font())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.session.content is not None)
    problems = []
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        window.theme.choose(choice)
        for size in ((1280, 800), (1920, 1080)):
            window.resize(*size)
            for stage in PAGES:
                window.show_stage(stage)
                qtbot.waitUntil(lambda: not window.page._stale)
                qtbot.wait(150)  # the layout's own timers
                name = f"{stage.value}-{choice.value}-{size[0]}-{tongue}-{text_size}"
                keep(window, name)
                problems += [f"{name}: {text}" for text in lasting_cuts(qtbot, window)]
    assert problems == [], "\n".join(problems)


def lasting_cuts(qtbot, window) -> list[str]:
    """Name what stays cut off: a text that has just come is laid out a moment later."""
    with contextlib.suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not cut_off(window), timeout=2_000)
    return cut_off(window)


def keep(window, name: str) -> None:
    folder = os.environ.get("COMPOSER_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        screen = QApplication.primaryScreen()
        screen.grabWindow(0, window.x(), window.y(), window.width(), window.height()).save(
            f"{folder}/{name}.png"
        )
