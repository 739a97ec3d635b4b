"""A text field that holds source: Markdown with tags, shown as letters and chips.

The clipboard, dragging and dropping carry source too. Text is only ever changed through cursors, so
that Ctrl+Z takes back everything, the switch between chips and tags as written included. A tag
typed by hand becomes a chip when its last brace is typed; one step back gives the letters again.
Pasted rich text becomes Markdown. How chips look and what they answer to is `ChipSurface`'s.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit, QWidget

from composer.gui.writing import paste
from composer.gui.writing.chip_text import (
    CHIP,
    CHIP_TYPE,
    chip_format,
    insert_source,
    lines_of,
    runs_of,
    selected_source,
    source_between,
    source_of_block,
    span_of,
    units_of,
)
from composer.translation.jinja_source import split_tags

AS_WRITTEN = QTextFormat.Property.UserProperty.value + 4


class SourceEdit(QTextEdit):
    """A text field for Markdown with tags.

    Signals:
        source_changed(): the source may have changed; at most once for each turn of the event loop.
        tags_as_written_changed(shown): chips became source or source chips, by undoing too.
        images_dropped(images): pictures were pasted or dropped: (name, bytes) pairs.
        files_dropped(paths): files were pasted or dropped.
    """

    source_changed = Signal()
    tags_as_written_changed = Signal(bool)
    images_dropped = Signal(object)
    files_dropped = Signal(object)

    line_percent = 100

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[str | None] | None = None
        self._joined: str | None = None
        self._as_written = False
        self._is_emptied = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(False)
        self.document().setDocumentMargin(0)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self._tell)
        self._told = self.document().revision()
        self.document().contentsChange.connect(self._forget_lines)
        self.document().contentsChanged.connect(self._contents_changed)
        self.cursorPositionChanged.connect(self._leave_chip_format)
        self._empty()

    def source(self) -> str:
        """Give the whole source; only what was changed since it was last asked is read."""
        if self._joined is None:
            lines = self._lines
            if lines is None or len(lines) != self.document().blockCount():
                self._lines = list(lines_of(self.document()))
            else:
                for number, line in enumerate(lines):
                    if line is None:
                        block = self.document().findBlockByNumber(number)
                        lines[number] = source_of_block(block)
            self._joined = "\n".join(cast("list[str]", self._lines))  # none is open any more
        return self._joined

    def set_source(self, text: str) -> None:
        """Show another text; there is nothing to undo afterwards."""
        self.document().setUndoRedoEnabled(False)
        self._empty()
        self._insert(QTextCursor(self.document()), text)
        self.document().setUndoRedoEnabled(True)
        self.document().setModified(False)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def replace_text(self, text: str) -> None:
        """Put another text in; Ctrl+Z brings the former one back."""
        if text == self.source():
            return
        at = self.textCursor().position()
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self._insert(cursor, text)
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def insert_source(self, text: str) -> None:
        """Write source at the cursor, in place of what is selected; its tags become chips."""
        cursor = self.textCursor()
        self._insert(cursor, text)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def selected_source(self) -> str:
        """Give the source of what is selected."""
        return selected_source(self.textCursor())

    def source_at(self, start: int, end: int) -> str:
        """Give the source of a stretch of the document."""
        return source_between(self.document(), start, end)

    def span_of_line(self, number: int) -> tuple[int, int]:
        """Give the document's stretch of a line of the source, counted from 1."""
        return span_of(self.document(), line=number, column=1, length=0)

    def toPlainText(self) -> str:
        """Give the source: what Qt calls the plain text has no tags."""
        return self.source()

    def setPlainText(self, text: str) -> None:
        """Show another text."""
        self.set_source(text)

    # --- chips or tags as written ---------------------------------------------------------------

    @property
    def tags_as_written(self) -> bool:
        """Whether tags show as they are written, without chips."""
        return self._as_written

    def set_tags_as_written(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        """Switch between chips and source: a step that can be undone like any other."""
        if shown == self._as_written:
            return
        before = source_between(self.document(), 0, self.textCursor().position())
        source, frozen = self.source(), self.isReadOnly()
        self._as_written = shown
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        frame = self.document().rootFrame()
        made = frame.frameFormat()
        made.setProperty(AS_WRITTEN, shown)
        frame.setFrameFormat(made)
        cursor.select(QTextCursor.SelectionType.Document)
        self._insert(cursor, source)
        cursor.endEditBlock()
        cursor.setPosition(self._position_after(before))
        self.setTextCursor(cursor)
        self.setReadOnly(frozen)
        self.tags_as_written_changed.emit(shown)

    # --- clipboard and dragging -----------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy source."""
        made = QMimeData()
        made.setText(self.selected_source())
        return made

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text, and pictures and files for those who listen."""
        return source.hasText() or source.hasHtml() or source.hasUrls() or source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste: files and pictures are told, rich text becomes Markdown, text stays text."""
        if files := paste.local_files(source):
            self.files_dropped.emit(files)
            return
        text = paste.markdown_of(source)
        if text:
            self.insert_source(self.cleaned(text))
        elif images := paste.images_of(source):
            self.images_dropped.emit(images)

    def paste_plain(self) -> bool:
        """Paste the clipboard's plain text as it is."""
        self.insert_source(self.cleaned(paste.plain_text()))
        return True

    def cleaned(self, text: str) -> str:
        """Make pasted text fit for this field."""
        return text

    # --- inside ---------------------------------------------------------------------------------

    def _convert_typed(self) -> None:
        """Make a chip of the tag that ends at the cursor."""
        cursor = self.textCursor()
        at = cursor.position()
        block = cursor.block()
        begun = next(
            (r for r in runs_of(block) if not r.is_chip and r.position < at <= r.end), None
        )
        if self._as_written or begun is None:
            return
        before = source_between(self.document(), begun.position, at)
        pieces = split_tags(before)
        if not pieces or not pieces[-1].is_tag:
            return
        cursor.setPosition(at - units_of(pieces[-1].text))
        cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        cursor.beginEditBlock()
        cursor.insertText(CHIP, chip_format(pieces[-1].text))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _insert(self, cursor: QTextCursor, text: str) -> None:
        insert_source(cursor, text, chips=not self._as_written)

    def _empty(self) -> None:
        self._is_emptied = True  # clearing forgets how tags are shown, which is not meant
        self.document().clear()
        made = QTextBlockFormat()
        if self.line_percent != 100:
            kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight
            made.setLineHeight(self.line_percent, kind.value)
        QTextCursor(self.document()).setBlockFormat(made)
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        shape.setProperty(AS_WRITTEN, self._as_written)
        frame.setFrameFormat(shape)
        self._is_emptied = False

    def _select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _position_after(self, source: str) -> int:
        """Find where this beginning of the source ends in the document."""
        if self._as_written:
            return min(units_of(source), self.document().characterCount() - 1)
        units = sum(1 if p.is_tag else units_of(p.text) for p in split_tags(source))
        return min(units, self.document().characterCount() - 1)

    def _leave_chip_format(self) -> None:
        """Write letters behind a chip, not chips."""
        if (
            self.currentCharFormat().objectType() == CHIP_TYPE
            and not self.textCursor().hasSelection()
        ):
            self.setCurrentCharFormat(QTextCharFormat())

    def _forget_lines(self, position: int, _removed: int, added: int) -> None:
        """Have the changed paragraphs read anew: those before and after them are the same."""
        self._joined = None
        if self._lines is None:
            return
        document = self.document()
        first = document.findBlock(position).blockNumber()
        end = min(position + added, document.characterCount() - 1)
        last = document.findBlock(end).blockNumber()
        former_last = last - (document.blockCount() - len(self._lines))
        if 0 <= first <= former_last + 1 <= len(self._lines):
            self._lines[first : former_last + 1] = [None] * (last - first + 1)
        else:
            self._lines = None

    def _contents_changed(self) -> None:
        shown = self.document().rootFrame().frameFormat().boolProperty(AS_WRITTEN)
        if shown != self._as_written and not self._is_emptied:  # undone or done again
            self._as_written = shown
            self.tags_as_written_changed.emit(shown)
        if self.document().revision() != self._told and not self._telling.isActive():
            self._telling.start()

    def _tell(self) -> None:
        self._told = self.document().revision()
        self.source_changed.emit()
