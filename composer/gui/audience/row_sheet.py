"""A row with more or fewer cells than there are columns: its cells as written, mended as a whole.

Each cell stands beside the column that it falls into now. An empty cell is put in, or one taken
out, where somebody says so; nothing moves by itself, and only a row of the right length is saved.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from composer.gui import theme
from composer.gui.numbers import number
from composer.gui.parts import Button, label, row
from composer.gui.sheets import Sheet
from composer.gui.table_model import AnyIndex, TableModel
from composer.gui.tables import dress_table, wide
from composer.i18n import N_, _, isolate, ngettext, place
from composer.model.audience import TableRow

COLUMN, CELL = range(2)
HEADS = (N_("Column"), N_("Cell"))
SHEET_WIDTH, TABLE_ROWS = 640, 7
COLUMN_LETTERS = 26


class RowModel(TableModel):
    """The cells of one row, one below the other.

    Signals:
        changed(): a cell was written, put in or taken out.
    """

    changed = Signal()

    def __init__(self, columns: Sequence[str], cells: Sequence[str]) -> None:
        super().__init__(HEADS)
        self._columns = tuple(columns)
        self._cells = list(cells)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells as they are now."""
        return tuple(self._cells)

    @property
    def missing(self) -> int:
        """How many cells are missing; fewer than none where there are too many."""
        return len(self._columns) - len(self._cells)

    def put_in(self, at: int) -> None:
        """Put an empty cell in; those from here on fall into the next column."""
        self.beginResetModel()
        self._cells.insert(at, "")
        self.endResetModel()
        self.changed.emit()

    def take_out(self, at: int) -> None:
        """Take a cell out; those behind it fall into the column before."""
        if at >= len(self._cells):
            return
        self.beginResetModel()
        del self._cells[at]
        self.endResetModel()
        self.changed.emit()

    # --- what Qt asks ------------------------------------------------------------------------

    def count(self) -> int:
        """Count columns or cells, whichever are more."""
        return max(len(self._columns), len(self._cells))

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let cells be written; the one behind the last may be begun."""
        flags = super().flags(index)
        if index.column() == CELL and index.row() <= len(self._cells):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a column's name, or a cell as written."""
        if not index.isValid():
            return None
        at, is_cell = index.row(), index.column() == CELL
        there = at < (len(self._cells) if is_cell else len(self._columns))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(at, is_cell=is_cell) if there else _nothing(is_cell=is_cell)
            case Qt.ItemDataRole.EditRole if is_cell:
                return self._cells[at] if there else ""
            case Qt.ItemDataRole.ForegroundRole if not there or (is_cell and not self._cells[at]):
                return theme.colour("placeholder")
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write a cell, or begin the next one."""
        at, text = index.row(), str(value)
        if role != Qt.ItemDataRole.EditRole or at > len(self._cells):
            return False
        if at < len(self._cells):
            self._cells[at] = text
        elif text:
            self._cells.append(text)  # the next column's; there are still as many lines
        self.dataChanged.emit(self.index(at, CELL), self.index(at, CELL))
        self.changed.emit()
        return True

    def _shown(self, at: int, *, is_cell: bool) -> str:
        if not is_cell:
            return isolate(self._columns[at])
        return isolate(self._cells[at]) if self._cells[at] else _("empty")


class RowSheet(Sheet):
    """Asks for the cells of one row.

    Signals:
        wanted(tuple): the cells, as many as there are columns.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget, found: TableRow, columns: Sequence[str]) -> None:
        super().__init__(
            parent,
            title=place(_("Row {row}, cell by cell"), row=number(found.row)),
            text=_("Put each cell beside its column. Nothing moves unless you move it."),
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(SHEET_WIDTH)
        self.model = RowModel(columns, found.cells)
        self.table = QTableView()
        self.table.setModel(self.model)
        dress_table(self.table)
        self.table.setAccessibleName(_("The cells of the row"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setColumnWidth(COLUMN, wide(self.table, COLUMN_LETTERS))
        one = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(one * (min(self.model.rowCount(), TABLE_ROWS) + 1))
        self.put_in = Button(
            _("Put an empty cell in here"), kind="quiet", icon="plus", pressed=self._put_in
        )
        self.take_out = Button(
            _("Take this cell out"), kind="quiet", icon="minus", pressed=self._take_out
        )
        self.said = label(role="muted", wraps=True)
        self.save = Button(_("Save the row"), kind="primary", pressed=self._save)
        leave = Button(_("Leave it as it is"), pressed=self.reject)
        self.extra.addWidget(self.table)
        ways = row(self.put_in, self.take_out)
        ways.addStretch(1)
        self.extra.addLayout(ways)
        self.extra.addWidget(self.said)
        self.buttons.addWidget(leave)
        self.buttons.addWidget(self.save)
        self.model.changed.connect(self._show)
        self.table.setCurrentIndex(self.model.index(0, CELL))
        self.table.setFocus()
        self._show()

    def _show(self) -> None:
        self.said.setText(_length_words(self.model.missing))
        self.save.setEnabled(self.model.missing == 0)

    def _put_in(self) -> None:
        at = min(self._at, len(self.model.cells))
        self.model.put_in(at)
        self._stand_on(at)

    def _take_out(self) -> None:
        at = self._at
        self.model.take_out(at)
        self._stand_on(min(at, self.model.rowCount() - 1))

    @property
    def _at(self) -> int:
        return max(self.table.currentIndex().row(), 0)

    def _stand_on(self, at: int) -> None:
        self.table.setCurrentIndex(self.model.index(at, CELL))
        self.table.setFocus()

    def _save(self) -> None:
        self.wanted.emit(self.model.cells)
        self.accept()


def _nothing(*, is_cell: bool) -> str:
    return _("no cell") if is_cell else _("no column")


def _length_words(missing: int) -> str:
    if missing > 0:
        words = ngettext("{count} cell is missing.", "{count} cells are missing.", missing)
    elif missing < 0:
        words = ngettext(
            "There is {count} cell too many.", "There are {count} cells too many.", -missing
        )
    else:
        words = _("Every column has its cell.")
    return place(words, count=number(abs(missing)))
