"""Fields that show lines of a message as they are, never to be edited."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from composer.gui import theme

LEAST_HEIGHT = 40
"""Less than Qt's own: in a low window with large letters the lines below must stay whole."""


def make_viewer(name: str) -> QPlainTextEdit:
    """Make a field in the monospace font whose lines run from left to right in every language."""
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setUndoRedoEnabled(False)
    made.setMinimumHeight(LEAST_HEIGHT)
    made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.document().setDefaultTextOption(option)
    made.setFont(theme.fixed_font())
    return made
