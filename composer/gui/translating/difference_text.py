"""Two texts as one: what was added is underlined, what was removed is struck through.

Never by colour alone: a sign stands before each stretch for whoever sees no lines, and screen
readers are told in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from composer.gui import theme
from composer.gui.editor import set_writing_direction
from composer.i18n import _, place
from composer.model.memory import Change, Stretch

_TOKENS = {Change.ADDED: ("done", "done_soft"), Change.REMOVED: ("danger", "danger_soft")}
_SIGNS = {Change.ADDED: "+", Change.REMOVED: "−"}
MOST_LINES = 4


class DifferenceText(QTextEdit):
    """A few lines of text with what has changed in them."""

    def __init__(self, name: str) -> None:
        self._stretches: tuple[Stretch, ...] = ()  # asked for by events while it is made
        super().__init__()
        self._name = name
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("kind", "line")
        self.document().setDocumentMargin(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_stretches(self, stretches: Sequence[Stretch], tag: str) -> None:
        """Show another text."""
        self._stretches = tuple(stretches)
        set_writing_direction(self, tag)
        self.draw_anew()
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(spoken(self._stretches))
        self._fit()

    def draw_anew(self) -> None:
        """Take the theme's colours."""
        self.clear()
        cursor = QTextCursor(self.document())
        for item in self._stretches:
            sign = _SIGNS.get(item.change, "")
            cursor.insertText(f"{sign}{item.text}", _format(item.change))
        cursor.setPosition(0)
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        """Ask for the height of its lines, at most some."""
        return QSize(200, self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        """Take no less than a line."""
        return QSize(60, theme.line_height() + 14)

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        """Take the height that the width asks for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._stretches:
            self.draw_anew()

    def _fit(self) -> None:
        if self.height() != self._wanted_height():
            self.setFixedHeight(self._wanted_height())

    def _wanted_height(self) -> int:
        lines = self.document().size().height()
        return round(min(max(lines, theme.line_height()), MOST_LINES * theme.line_height())) + 14


def spoken(stretches: Sequence[Stretch]) -> str:
    """Say in words what has changed."""
    words = {Change.ADDED: _("added: {text}"), Change.REMOVED: _("removed: {text}")}
    return "; ".join(
        place(words[item.change], text=item.text.strip())
        for item in stretches
        if item.change in words and item.text.strip()
    )


def _format(change: Change) -> QTextCharFormat:
    made = QTextCharFormat()
    if change in _TOKENS:
        tint, ground = _TOKENS[change]
        made.setForeground(theme.colour(tint))
        made.setBackground(theme.colour(ground))
        made.setFontUnderline(change is Change.ADDED)
        made.setFontStrikeOut(change is Change.REMOVED)
    return made
