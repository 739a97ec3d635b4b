"""The people of an audience as a table: pages are read when they are looked at, never the whole.

What is shown is a list of positions that the store found for a search, an order or a kind of
problem; the rows behind them come in the background. Cells that somebody mends show the new words
at once and lose their mark; the store has the last word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from composer.gui.audience.people_cells import NOT_READ, CellLook, Columns
from composer.gui.background import Latest, Task
from composer.gui.page_cache import PAGE_ROWS, PageCache
from composer.gui.session import Session
from composer.i18n import _, isolate, place
from composer.model.audience import RowList, TableRow

AnyIndex = QModelIndex | QPersistentModelIndex
OWN_COLUMNS = 1
PROBLEM_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the table is to show."""

    pending: bool = False
    search: str = ""
    sort: str = ""
    descending: bool = False
    problem: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the store found: the columns, the positions, and the first rows."""

    columns: tuple[str, ...]
    list: RowList
    rows: tuple[TableRow, ...]


class PeopleModel(QAbstractTableModel):
    """Rows of an audience that match what is wanted.

    Signals:
        counted(int): how many rows match.
        edited(TableRow, str, str): somebody wrote another text into this row's column.
    """

    counted = Signal(int)
    edited = Signal(object, str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._wanted = Wanted()
        self._shown = Wanted()
        self._list: RowList | None = None
        self._pages: PageCache[TableRow] = PageCache(self._ask)
        self._generation = 0
        self._is_editable = False
        self._is_held = self._came_late = False
        self._columns = Columns()

    @property
    def columns(self) -> tuple[str, ...]:
        """The audience's columns in order."""
        return self._columns.names

    @property
    def wanted(self) -> Wanted:
        """What the table shows or is about to show."""
        return self._wanted

    def show_wanted(self, wanted: Wanted) -> None:
        """Show other rows; the old ones stay until the new ones are here."""
        self._wanted = wanted
        if self._session.campaign_id is None:
            return
        campaign, audiences = self._session.campaign, self._session.workspace.audiences

        def find(_task: Task) -> Found:
            found = audiences.find_rows(
                campaign,
                search=wanted.search,
                sort=wanted.sort,
                descending=wanted.descending,
                problem=wanted.problem,
                segment=wanted.segment,
                pending=wanted.pending,
            )
            first = found.positions[:PAGE_ROWS]
            return Found(
                columns=audiences.columns(campaign, pending=wanted.pending),
                list=found,
                rows=audiences.rows(campaign, first, pending=wanted.pending),
            )

        def take(found: Found) -> None:
            if self._wanted == wanted and not self._is_held:
                self._take(wanted, found)
            self._came_late = self._is_held

        self._latest.ask(find, then=take, otherwise=self._session.failed.emit)

    def refresh_rows(self) -> None:
        """Read again what is looked at; the rows stay where they are."""
        self._pages.mark_old()
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def hold(self, *, held: bool) -> None:
        """Keep the rows as they are while a cell is written in; then find them again."""
        self._is_held = held
        if not held and self._came_late:
            self._came_late = False
            self.show_wanted(self._wanted)

    def let_edit(self, *, editable: bool) -> None:
        """Say whether cells may be mended here."""
        self._is_editable = editable

    def show_languages(self, column: str, chain: Callable[[str], str]) -> None:
        """Say which column holds languages, and how one is said."""
        self._columns = replace(self._columns, locale=column, chain=chain)

    def row(self, row: int) -> TableRow | None:
        """Give a row if it was read; otherwise ask for it."""
        return self._pages.row(row)

    def ragged_row(self, row: int) -> TableRow | None:
        """Give a row of another length, where it may be mended: only as a whole."""
        found = self._pages.row(row) if self._is_editable else None
        return found if found is not None and self._is_ragged(found) else None

    def look(self, row: int, column: int) -> CellLook:
        """Say how a cell is painted, all at once: a frame has hundreds of cells."""
        found = self._pages.row(row)
        if found is None:
            return NOT_READ
        if column == 0:
            return self._columns.row_look(found)
        return self._columns.look(found, column - OWN_COLUMNS)

    def index_of(self, row_number: int) -> QModelIndex:
        """Find a row by its number in a list in the order of its file, or where it would stand."""
        if self._list is None or not self._list.total:
            return QModelIndex()
        at = bisect_left(self._list.positions, row_number)  # rows are named by their numbers
        return self.index(min(at, self._list.total - 1), 0)

    def cell(self, at: int, column: str) -> QModelIndex:
        """Give a cell of a line that is shown; of a column that is none, the line's first."""
        known = column in self.columns
        return self.index(at, self.columns.index(column) + OWN_COLUMNS if known else 0)

    # --- what Qt asks ------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the matching rows."""
        if self._list is None or (parent is not None and parent.isValid()):
            return 0
        return self._list.total

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count the row's number and the audience's own columns."""
        if not self.columns or (parent is not None and parent.isValid()):
            return 0
        return len(self.columns) + OWN_COLUMNS

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _("Row") if section == 0 else isolate(self.columns[section - OWN_COLUMNS])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let cells be mended where that is possible; the row's number never."""
        flags = super().flags(index)
        is_cell = self._is_editable and index.isValid() and index.column() >= OWN_COLUMNS
        if is_cell and self.ragged_row(index.row()) is None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell's words; how it looks is told by `look`."""
        if not index.isValid():
            return None
        found = self._pages.row(index.row())
        if found is None:
            return NOT_READ.text if role == Qt.ItemDataRole.DisplayRole else None
        if index.column() == 0:
            return self._row_number(found, role)
        return self._cell(found, index.column() - OWN_COLUMNS, role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what somebody wrote into a cell."""
        found = self._pages.row(index.row())
        if role != Qt.ItemDataRole.EditRole or found is None:
            return False
        at, text = index.column() - OWN_COLUMNS, str(value)
        if self._is_ragged(found) or found.cells[at] == text:
            return False
        column = self.columns[at]
        mended = replace(
            found,
            cells=(*found.cells[:at], text, *found.cells[at + 1 :]),
            problems=tuple(problem for problem in found.problems if problem[0] != column),
        )
        self._pages.replace(index.row(), mended)
        self.dataChanged.emit(self.index(index.row(), 0), index)
        self.edited.emit(found, column, text)
        return True

    # --- inside ------------------------------------------------------------------------------

    def _is_ragged(self, found: TableRow) -> bool:
        return len(found.cells) != len(self.columns)

    def _cell(self, found: TableRow, at: int, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns.shown(found, at)
            case Qt.ItemDataRole.EditRole:
                return self._columns.value(found, at)
            case Qt.ItemDataRole.ToolTipRole:
                return self._columns.hint(found, at)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._columns.spoken(found, at)
        return self._columns.severity(found, at) if role == PROBLEM_ROLE else None

    def _row_number(self, found: TableRow, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns.row_look(found).text
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(self._columns.row_words(found))
            case Qt.ItemDataRole.AccessibleTextRole:
                words = place(_("row {row}"), row=found.row)
                return _(", ").join([words, *self._columns.row_words(found)])
        return None

    def _take(self, wanted: Wanted, found: Found) -> None:
        self._generation += 1
        self.beginResetModel()
        self._shown, self._list = wanted, found.list
        self._columns = replace(self._columns, names=found.columns)
        self._pages.begin(found.rows)
        self.endResetModel()
        self.counted.emit(found.list.total)

    def _ask(self, page_number: int) -> None:
        if self._list is None or self._session.campaign_id is None:
            return
        campaign, audiences = self._session.campaign, self._session.workspace.audiences
        generation, pending = self._generation, self._shown.pending
        first = page_number * PAGE_ROWS
        positions = self._list.positions[first : first + PAGE_ROWS]

        def read(_task: Task) -> tuple[TableRow, ...]:
            return audiences.rows(campaign, positions, pending=pending)

        def take(rows: tuple[TableRow, ...]) -> None:
            if generation == self._generation:
                self._take_page(page_number, rows)

        def missed(error: Exception) -> None:
            if generation == self._generation:
                self._pages.miss()
                self._session.failed.emit(error)

        self._session.ask(read, owner=self, then=take, otherwise=missed)

    def _take_page(self, page_number: int, rows: tuple[TableRow, ...]) -> None:
        kept = self._pages.take(page_number, rows)
        if kept:
            last = self.index(kept[-1], self.columnCount() - 1)
            self.dataChanged.emit(self.index(kept[0], 0), last)
