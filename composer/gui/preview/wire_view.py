"""What is said on the wire for one message, as the transport says it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from composer.errors import ComposerError
from composer.gui import theme
from composer.gui.parts import ElidedLabel, row
from composer.gui.preview.viewers import make_viewer
from composer.gui.preview.wire_text import MARKS, wire_text, wire_words
from composer.i18n import _
from composer.model.dialogue import Dialogue, Speaker, WireKind

_TOKENS = {MARKS[Speaker.SERVER]: "muted", MARKS[Speaker.NOTE]: "accent"}


class WireView(QWidget):
    """How it is handed over in a sentence, then every line."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ElidedLabel(role="caption")
        self.viewer = make_viewer(_("Wire"))
        self._colours = _Colours(self.viewer.document())
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(row(self.words, stretch=0))
        inner.addWidget(self.viewer, 1)

    def show_dialogue(self, dialogue: Dialogue) -> None:
        """Show another dialogue."""
        self._say(wire_words(dialogue))
        wrap = QPlainTextEdit.LineWrapMode  # a request's body is one line, however long
        is_request = dialogue.kind is WireKind.HTTP
        self.viewer.setLineWrapMode(wrap.WidgetWidth if is_request else wrap.NoWrap)
        text = wire_text(dialogue)
        if self.viewer.toPlainText() != text:
            self.viewer.setPlainText(text)

    def show_refusal(self, error: ComposerError) -> None:
        """Say why the transport would not hand this message over."""
        self._say(str(error))
        self.viewer.setPlainText(error.advice)

    def _say(self, words: str) -> None:
        self.words.show_text(words)
        self.words.setToolTip(words)

    def set_zoom(self, factor: float) -> None:
        """Show the lines larger or smaller."""
        self.viewer.setFont(theme.fixed_font(0.95 * factor))

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._colours.rehighlight()


class _Colours(QSyntaxHighlighter):
    """Answers stand back, notes stand out; the marks in front say the same without colour."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        token = _TOKENS.get(text[:2])
        if token is not None:
            shape = QTextCharFormat()
            shape.setForeground(theme.colour(token))
            self.setFormat(0, len(text), shape)
