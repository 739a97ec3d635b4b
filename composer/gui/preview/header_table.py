"""Every header of one message, in order: its value, who adds it, and why.

The envelope stands on top, what others add on the way at the end. Below the table the chosen header
stands as it is sent, letter by letter.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from composer.gui import theme
from composer.gui.preview.header_words import HeaderRow
from composer.gui.preview.viewers import LEAST_HEIGHT, make_viewer
from composer.gui.table_model import AnyIndex, TableModel
from composer.i18n import N_, _, isolate_ltr, place

COLUMNS = (N_("Header"), N_("Value"), N_("Added by"), N_("Why"))
NAME, VALUE, ADDER, WHY = range(4)
LETTERS = {NAME: 23, ADDER: 20}
RAW_LINES, RAW_PADDING = 3, 28


class HeaderModel(TableModel):
    """Names, decoded values, who adds them and why."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.rows: tuple[HeaderRow, ...] = ()

    def show_rows(self, rows: tuple[HeaderRow, ...]) -> None:
        """Show another message's headers."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def count(self) -> int:
        """Count the headers."""
        return len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give one cell; a header's own lines are always written left to right."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return row.value if column == VALUE else _cell(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row)
        return _look(row, column, role)


class HeaderView(QWidget):
    """The table, and below it the chosen header as it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.model = HeaderModel()
        self.table = _make_table(self.model)
        self.raw = make_viewer(_("The chosen header as it is sent"))
        self.set_zoom(1.0)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.raw)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _old: self._show(now))

    def show_rows(self, rows: tuple[HeaderRow, ...]) -> None:
        """Show another message's headers; the same header stays chosen."""
        at = self.table.currentIndex()
        chosen = self.model.rows[at.row()].name if at.isValid() else ""
        self.model.show_rows(rows)
        where = next((n for n, row in enumerate(rows) if row.name == chosen), 0)
        self.table.setCurrentIndex(self.model.index(where, NAME))
        self._show(self.table.currentIndex())

    def set_zoom(self, factor: float) -> None:
        """Show the chosen header larger or smaller."""
        self.raw.setFont(theme.fixed_font(0.95 * factor))
        line = self.raw.fontMetrics().lineSpacing()
        self.raw.setMinimumHeight(line + RAW_PADDING)
        self.raw.setMaximumHeight(line * RAW_LINES + RAW_PADDING)

    def _show(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self.model.rows[index.row()]
        self.raw.setPlainText(row.raw.replace("\r\n", "\n") or row.why)


def _make_table(model: HeaderModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(_("Headers"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setMinimumHeight(LEAST_HEIGHT)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.row_height(32, 1.0))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)
    across = table.fontMetrics().averageCharWidth()
    for column, letters in LETTERS.items():
        table.setColumnWidth(column, across * letters)
    return table


def _cell(row: HeaderRow, column: int) -> str:
    match column:
        case 0:
            return isolate_ltr(row.name)
        case 1:
            return isolate_ltr(row.value) if row.value else _("not known yet")
        case 2:
            return row.adder.word
        case _:
            return row.why


def _look(row: HeaderRow, column: int, role: int) -> object:
    if role == Qt.ItemDataRole.FontRole and column == VALUE and row.value:
        return theme.fixed_font()
    if role == Qt.ItemDataRole.ForegroundRole and (column == WHY or not row.value):
        return theme.colour("muted")
    return None


def _spoken(row: HeaderRow) -> str:
    return place(
        _("{name}, {value}, added by {adder}. {why}"),
        name=row.name,
        value=row.value or _("not known yet"),
        adder=row.adder.word,
        why=row.why,
    )
