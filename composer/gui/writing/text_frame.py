"""The text with everything that belongs to it: tools, notes above it, finding, what is to be read.

A text that was brought as HTML is shown as its source, and the tools say why they rest.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from composer.gui.editor import MessageEditor
from composer.gui.format_bar import FormatBar
from composer.gui.parts import Card, ElidedLabel, IconLabel, label, rule
from composer.gui.writing.find_bar import FindBar
from composer.gui.writing.first_words import FirstWords
from composer.gui.writing.html_highlighter import HtmlHighlighter
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.problem_line import ProblemLine
from composer.gui.writing.reading_time import measure_reading
from composer.gui.writing.tools import Tools
from composer.i18n import _

COUNT_PAUSE_MS = 250


class TextFrame(Card):
    """Tools, text, and lines about it."""

    def __init__(self, editor: MessageEditor, tools: Tools, draft: PageDraft) -> None:
        super().__init__()
        self.editor = editor
        self._html: HtmlHighlighter | None = None
        self._read_only = False
        self.bar = FormatBar(tools.all(), undo=draft.undo, redo=draft.redo, keys_for=editor)
        self.find_bar = FindBar(editor)
        self.first_words = FirstWords()
        self.problem = ProblemLine()
        self.reading = ElidedLabel(role="caption")
        self.reason = QWidget()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(COUNT_PAUSE_MS)
        self._pause.timeout.connect(self._measure)
        self._build()
        self.first_words.wanted.connect(self._put_first_words)
        self._draft = draft
        for keys, replace in ((QKeySequence.StandardKey.Find, False), ("Ctrl+H", True)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda r=replace: self.find_bar.open_bar(replace=r))

    def show_kind(self, *, is_html: bool, read_only: bool) -> None:
        """Show the source of an HTML text, or a text in Markdown; perhaps only to be read."""
        self._read_only = read_only
        if is_html != (self._html is not None):
            self._change_highlighter(is_html=is_html)
        self.reason.setVisible(is_html and not read_only)
        self.bar.allow_tools(unless=_why_no_tools(is_html=is_html, read_only=read_only))
        self.editor.setReadOnly(read_only)
        self.show_text()

    def show_text(self) -> None:
        """Say what is to be read, or teach how to begin."""
        source = self.editor.source()
        empty = source.isspace() or not source
        self.first_words.setVisible(empty and self._html is None and not self._read_only)
        self._pause.start()

    # --- inside ------------------------------------------------------------------------------

    def _measure(self) -> None:
        source = self.editor.source()
        self.reading.show_text(str(measure_reading(source)) if self._html is None else "")

    def _build(self) -> None:
        words = _why_no_tools(is_html=True, read_only=False)
        inner = QHBoxLayout(self.reason)
        inner.setContentsMargins(16, 6, 16, 6)
        inner.addWidget(IconLabel("info", "muted"))
        inner.addWidget(label(words, role="caption", wraps=True), 1)
        self.reason.hide()
        self.editor.setProperty("kind", "bare")
        self.editor.setAccessibleName(_("Text"))
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self.bar)
        self.body.addWidget(rule())
        for part in (self.reason, self.find_bar, self.first_words):
            self.body.addWidget(part)
        self.body.addWidget(self.editor, 1)
        self.body.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 4, 16, 6)
        foot.addWidget(self.reading, 1)
        foot.addWidget(label(_("Ctrl+Tab leaves the text"), role="caption"))
        self.body.addLayout(foot)

    def _change_highlighter(self, *, is_html: bool) -> None:
        document = self.editor.document()
        if is_html:
            self.editor.highlighter.setDocument(None)
            self._html = HtmlHighlighter(document)
        elif self._html is not None:
            self._html.setDocument(None)
            self._html.deleteLater()
            self._html = None
            self.editor.highlighter.setDocument(document)

    def _put_first_words(self, source: str) -> None:
        with self._draft.named(_("first words")):
            self.editor.replace_text(source)
            self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        self.editor.setFocus()


def _why_no_tools(*, is_html: bool, read_only: bool) -> str:
    if read_only:
        return _("This message is frozen: it can only be read.")
    if is_html:
        return _("The text was brought as HTML; the tools are for text written here.")
    return ""
