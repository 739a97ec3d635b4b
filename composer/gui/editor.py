"""The editor of a message's text: Markdown with fields, completion, wrapping, undo that survives.

Text is only ever changed through cursors, so that Ctrl+Z takes back everything. Tab writes into the
text; Ctrl+Tab leaves the editor.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QCompleter, QPlainTextEdit, QWidget

from composer.gui.highlighter import MarkdownHighlighter
from composer.i18n import _, is_right_to_left, place

LINE_LETTERS = 76
POPUP_KEYS = frozenset(
    {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
)


class MessageEditor(QPlainTextEdit):
    """A plain-text editor that knows fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.highlighter = MarkdownHighlighter(self.document())
        self.setTabChangesFocus(False)
        self._fields: dict[str, str] = {}
        self._names = QStringListModel(self)
        self.completer = QCompleter(self._names, self)
        self.completer.setWidget(self)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.activated.connect(self._complete)
        popup = self.completer.popup()
        assert popup is not None
        self.popup = popup

    def offer_fields(self, fields: Mapping[str, str]) -> None:
        """Offer these fields while `{{` is typed, each with somebody's value as a sample."""
        self._fields = dict(fields)
        self._names.setStringList([_offer(name, value) for name, value in fields.items()])

    def replace_text(self, text: str) -> None:
        """Put another text in; Ctrl+Z brings the former one back."""
        if text == self.toPlainText():
            return
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def wrap(self, before: str, after: str = "") -> None:
        """Put marks around the selection, or take them away if they are there."""
        after = after or before
        cursor = self.textCursor()
        chosen = cursor.selectedText()
        if chosen.startswith(before) and chosen.endswith(after) and len(chosen) > len(before):
            cursor.insertText(chosen[len(before) : len(chosen) - len(after)])
            return
        cursor.insertText(f"{before}{chosen}{after}")
        if not chosen:
            cursor.movePosition(
                QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.MoveAnchor, len(after)
            )
        self.setTextCursor(cursor)
        self.setFocus()

    def start_lines(self, mark: str) -> None:
        """Put a mark at the start of each chosen line, or take it away."""
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        remove = first.text().startswith(mark)
        cursor.beginEditBlock()
        block = first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            edit = QTextCursor(block)
            if remove and block.text().startswith(mark):
                edit.movePosition(
                    QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, len(mark)
                )
                edit.removeSelectedText()
            elif not remove:
                edit.insertText(mark)
            block = block.next()
        cursor.endEditBlock()
        self.setFocus()

    def insert_field(self, name: str) -> None:
        """Write a field at the cursor."""
        self.textCursor().insertText("{{ " + name + " }}")
        self.setFocus()

    def insert_condition(self, name: str) -> None:
        """Write a condition on a field around the chosen lines."""
        cursor = self.textCursor()
        chosen = cursor.selectedText().replace("\u2029", "\n") or _("Text for these people.")
        cursor.insertText("{% if " + name + " %}\n" + chosen + "\n{% endif %}\n")
        self.setFocus()

    def find_next(self, text: str, *, back: bool = False) -> bool:
        """Select the next place of a text, going round at the end."""
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if self.find(text, flags):
            return True
        cursor = self.textCursor()
        end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
        cursor.movePosition(end)
        self.setTextCursor(cursor)
        return self.find(text, flags)

    def show_line(self, number: int) -> None:
        """Select a line, counted from 1."""
        block = self.document().findBlockByNumber(max(0, number - 1))
        if block.isValid():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            self.setTextCursor(cursor)
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write, and offer fields after two opening braces."""
        popup = self.popup
        if popup.isVisible() and event.key() in POPUP_KEYS:
            event.ignore()
            return
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._leave(forward=event.key() == Qt.Key.Key_Tab)
            return
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)
        self._offer()

    def _leave(self, *, forward: bool) -> None:
        """Move the focus on, which Qt allows only while Tab does so too."""
        self.setTabChangesFocus(True)
        self.focusNextPrevChild(forward)
        self.setTabChangesFocus(False)

    def _begun(self) -> str | None:
        """Give what was typed of a field's name, or None outside an open field."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        opened = max(before.rfind("{{"), before.rfind("{% if "))
        if opened < 0 or "}" in before[opened:]:
            return None
        skip = 6 if before.startswith("{% if ", opened) else 2
        return before[opened + skip :].lstrip()

    def _offer(self) -> None:
        begun = self._begun()
        popup = self.popup
        if begun is None or not self._fields or (begun and not begun.isidentifier()):
            popup.hide()
            return
        self.completer.setCompletionPrefix(begun)
        if self.completer.completionCount() == 0 or begun in self._fields:
            popup.hide()
            return
        popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        place_at = self.cursorRect()
        place_at.setWidth(max(280, popup.sizeHintForColumn(0) + 32))
        self.completer.complete(place_at)

    def _complete(self, offer: str) -> None:
        name = offer.split(" ", 1)[0]
        begun = self._begun() or ""
        cursor = self.textCursor()
        block = cursor.block().text()
        before = block[: cursor.positionInBlock()]
        for _letter in begun:
            cursor.deletePreviousChar()
        in_condition = before.rfind("{% if ") > before.rfind("{{")
        space = "" if before[: len(before) - len(begun)].endswith(" ") else " "
        rest = block[len(before) :].lstrip()
        closing = "" if rest.startswith(("}}", "%}")) else (" %}" if in_condition else " }}")
        cursor.insertText(f"{space}{name}{closing}")
        self.setTextCursor(cursor)


def _offer(name: str, value: str) -> str:
    return place(_("{name}   {sample}"), name=name, sample=value) if value else name


def set_writing_direction(edit: QPlainTextEdit, tag: str) -> None:
    """Write from the side where lines of a language begin."""
    right = is_right_to_left(tag)
    option = edit.document().defaultTextOption()
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    )
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    edit.document().setDefaultTextOption(option)
