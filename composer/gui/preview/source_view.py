"""The source of one message: a tree of its parts, and every line as it is sent.

A part that is chosen leads to its place. *Decoded* shows a part's text as its reader gets it.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from composer.gui import theme
from composer.gui.parts import Button, label, row
from composer.gui.preview.source_text import part_words, source_text
from composer.gui.preview.viewers import LEAST_HEIGHT, make_viewer
from composer.gui.reasons import allow
from composer.gui.writing.panels.size_words import size_words
from composer.i18n import N_, _, isolate_ltr
from composer.wire.structure import PartLine, Structure, decoded_text

COLUMNS = (N_("Part"), N_("Encoding"), N_("Size"))


class SourceView(QWidget):
    """Tree and text beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self._content = b""
        self._parts: tuple[PartLine, ...] = ()
        self._lines: tuple[int, ...] = ()
        self.model = QStandardItemModel()
        self.tree = QTreeView()
        self.tree.setModel(self.model)
        self.tree.setAccessibleName(_("Parts of the message"))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setTabKeyNavigation(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setMinimumHeight(LEAST_HEIGHT)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.decoded = Button(_("Decoded"), icon="eye", checkable=True)
        self.note = label(role="caption", wraps=True)
        self.viewer: QPlainTextEdit = make_viewer(_("Source"))
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(16)
        halves.addWidget(self.tree)
        halves.addWidget(self.viewer)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        halves.setSizes([400, 600])
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(halves, 1)
        inner.addLayout(row(self.decoded, self.note, gap=12, stretch=1))
        self.decoded.toggled.connect(lambda _checked: self._show())
        self.tree.selectionModel().currentChanged.connect(lambda _now, _old: self._show())

    def show_source(self, content: bytes, structure: Structure, *, note: str) -> None:
        """Show another message; the same part stays chosen where there is one."""
        at = self._chosen
        self._content, self._parts = content, structure.parts
        made = source_text(content, structure)
        self._lines = made.lines
        self._raw = made.text
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._fill()
        self.tree.setCurrentIndex(self._index(at if at < len(self._parts) else 0))
        self._show()

    def set_zoom(self, factor: float) -> None:
        """Show the lines larger or smaller."""
        self.viewer.setFont(theme.fixed_font(0.95 * factor))

    @property
    def _chosen(self) -> int:
        index = self.tree.currentIndex()
        number_of_part = index.siblingAtColumn(0).data(Qt.ItemDataRole.UserRole)
        return int(number_of_part) if number_of_part is not None else 0

    def _fill(self) -> None:
        self.model.clear()
        self.model.setHorizontalHeaderLabels([_(name) for name in COLUMNS])
        above: list[QStandardItem] = [self.model.invisibleRootItem()]
        for at, part in enumerate(self._parts):
            cells = [QStandardItem(text) for text in _cells(part)]
            cells[0].setData(at, Qt.ItemDataRole.UserRole)
            cells[0].setData(", ".join(_cells(part)), Qt.ItemDataRole.AccessibleTextRole)
            cells[0].setToolTip(part_words(part))
            del above[part.depth + 1 :]
            above[part.depth].appendRow(cells)
            above.append(cells[0])
        self.tree.expandAll()
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def _index(self, wanted: int) -> QModelIndex:
        found = self.model.match(
            self.model.index(0, 0),
            Qt.ItemDataRole.UserRole,
            wanted,
            1,
            Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
        )
        return found[0] if found else QModelIndex()

    def _show(self) -> None:
        if not self._parts:
            return
        at = self._chosen
        text = decoded_text(self._content, self._parts[at])
        allow(self.decoded, unless="" if text is not None else _("This part is not a text."))
        is_decoded = self.decoded.isChecked() and text is not None
        wrap = QPlainTextEdit.LineWrapMode
        self.viewer.setLineWrapMode(wrap.WidgetWidth if is_decoded else wrap.NoWrap)
        if is_decoded:
            self.viewer.setPlainText(text or "")
            return
        if self.viewer.toPlainText() != self._raw:
            self.viewer.setPlainText(self._raw)
        self._go_to(self._lines[at])

    def _go_to(self, line: int) -> None:
        """Put the line at the top of what is seen, and the cursor into it."""
        block = self.viewer.document().findBlockByNumber(line)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.viewer.setTextCursor(cursor)
        self.viewer.verticalScrollBar().setValue(block.firstLineNumber())
        across = self.viewer.horizontalScrollBar()
        across.setValue(across.minimum())


def _cells(part: PartLine) -> tuple[str, str, str]:
    return (
        isolate_ltr(part_words(part)),
        isolate_ltr(part.encoding) if not part.is_multipart else "",
        size_words(part.size_bytes),
    )
