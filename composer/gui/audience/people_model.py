"""The people of an audience as a table: pages are read when they are looked at, never the whole.

What is shown is a list of positions that the store found for a search, an order or a kind of
problem; the rows behind them come in the background. Cells that somebody mends show the new words
at once and lose their mark; the store has the last word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from composer.findings import Severity
from composer.gui import icons, theme
from composer.gui.audience.problem_words import cell_problem, severity_of, state_words
from composer.gui.background import Latest, Task
from composer.gui.numbers import number
from composer.gui.page_cache import PAGE_ROWS, PageCache
from composer.gui.session import Session
from composer.gui.stage_words import SEVERITY_ICONS, severity_word
from composer.i18n import _, isolate, place
from composer.model.audience import RowList, TableRow

AnyIndex = QModelIndex | QPersistentModelIndex
OWN_COLUMNS = 1
PROBLEM_ROLE = Qt.ItemDataRole.UserRole
ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}


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
        self._columns: tuple[str, ...] = ()
        self._list: RowList | None = None
        self._shown = Wanted()
        self._pages: PageCache[TableRow] = PageCache(self._ask)
        self._generation = 0
        self._is_editable = False
        self._locale_column = ""
        self._chain: Callable[[str], str] = str
        self._looks: dict[str, object] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        """The audience's columns in order."""
        return self._columns

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
            if self._wanted == wanted:
                self._take(wanted, found)

        self._latest.ask(find, then=take, otherwise=self._session.failed.emit)

    def refresh_rows(self) -> None:
        """Read again what is looked at; the rows stay where they are."""
        self._pages.mark_old()
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def let_edit(self, *, editable: bool) -> None:
        """Say whether cells may be mended here."""
        self._is_editable = editable

    def show_languages(self, column: str, chain: Callable[[str], str]) -> None:
        """Say which column holds languages, and how one is said."""
        self._locale_column, self._chain = column, chain

    def forget_looks(self) -> None:
        """Drop the colours of the former theme."""
        self._looks.clear()

    def row(self, row: int) -> TableRow | None:
        """Give a row if it was read; otherwise ask for it."""
        return self._pages.row(row)

    def index_of(self, row_number: int) -> QModelIndex:
        """Find a row by its number among those that were read; invalid if it is not here."""
        low, high = 0, self.rowCount()
        for at in range(min(high, PAGE_ROWS)):
            found = self.row(at)
            if found is not None and found.row == row_number:
                return self.index(at, 0)
        return self.index(min(max(row_number - 2, low), high - 1), 0) if high else QModelIndex()

    # --- what Qt asks ------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the matching rows."""
        if self._list is None or (parent is not None and parent.isValid()):
            return 0
        return self._list.total

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count the row's number and the audience's own columns."""
        if not self._columns or (parent is not None and parent.isValid()):
            return 0
        return len(self._columns) + OWN_COLUMNS

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
            return _("Row") if section == 0 else isolate(self._columns[section - OWN_COLUMNS])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let cells be mended where that is possible; the row's number never."""
        flags = super().flags(index)
        if self._is_editable and index.isValid() and index.column() >= OWN_COLUMNS:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell, shortened by the view; empty cells are named."""
        if not index.isValid():
            return None
        found = self._pages.row(index.row())
        if found is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        if index.column() == 0:
            return self._row_number(found, role)
        return self._cell(found, index.column() - OWN_COLUMNS, role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what somebody wrote into a cell."""
        found = self._pages.row(index.row())
        if role != Qt.ItemDataRole.EditRole or found is None:
            return False
        at, text = index.column() - OWN_COLUMNS, str(value)
        if at >= len(found.cells) or found.cells[at] == text:
            return False
        column = self._columns[at]
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

    def _cell(self, found: TableRow, at: int, role: int) -> object:
        value = found.cells[at] if at < len(found.cells) else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown_text(value, at)
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(found, value)
            case Qt.ItemDataRole.EditRole:
                return value
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._words(found, at, role)
        return self._mark(found, at, role) if found.problems else None

    def _ink(self, found: TableRow, value: str) -> QColor | None:
        if found.state:
            return self._colour("muted")
        return None if value.strip() else self._colour("placeholder")

    def _mark(self, found: TableRow, at: int, role: int) -> object:
        if role not in {PROBLEM_ROLE, Qt.ItemDataRole.DecorationRole}:
            return None
        severity = self._severity(found, at)
        if severity is None or role == PROBLEM_ROLE:
            return severity
        return self._icon(*SEVERITY_ICONS[severity])

    def _shown_text(self, value: str, at: int) -> str:
        if not value.strip():
            return _("empty")
        if self._columns[at] == self._locale_column:
            return self._chain(value)
        return isolate(value)

    def _words(self, found: TableRow, at: int, role: int) -> str:
        column, value = self._columns[at], found.cells[at] if at < len(found.cells) else ""
        problems = [code for name, code in found.problems if name == column]
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [
                value,
                *(cell_problem(code, row=found.row, column=column) for code in problems),
            ]
            return "\n".join(line for line in lines if line)
        words = place(
            _("row {row}, {column}, {value}"),
            row=found.row,
            column=column,
            value=value if value.strip() else _("empty"),
        )
        marks = [severity_word(severity_of(code)).lower() for code in problems[:1]]
        marks += [cell_problem(code, row=found.row, column=column) for code in problems]
        return ", ".join([words, *marks, *([state_words(found.state)] if found.state else [])])

    def _row_number(  # noqa: PLR0911 - one line for each role
        self, found: TableRow, role: int
    ) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return number(found.row)
            case Qt.ItemDataRole.FontRole:
                return self._digits()
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour("muted")
            case Qt.ItemDataRole.DecorationRole:
                return self._row_mark(found)
        words = self._row_words(found)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([place(_("row {row}"), row=found.row), *words])
        return None

    def _row_mark(self, found: TableRow) -> object:
        if found.state:
            return self._icon("circle-slash", "muted")
        whole = [code for name, code in found.problems if name not in self._columns]
        worst = min((severity_of(code) for code in whole), key=ORDER.__getitem__, default=None)
        return None if worst is None else self._icon(*SEVERITY_ICONS[worst])

    def _row_words(self, found: TableRow) -> list[str]:
        words = [state_words(found.state)] if found.state else []
        return words + [
            cell_problem(code, row=found.row, column=name) for name, code in found.problems
        ]

    def _severity(self, found: TableRow, at: int) -> Severity | None:
        column = self._columns[at]
        codes = [severity_of(code) for name, code in found.problems if name == column]
        return min(codes, key=ORDER.__getitem__, default=None)

    def _colour(self, name: str) -> QColor:
        made = self._looks.get(name)
        if not isinstance(made, QColor):
            made = self._looks[name] = theme.colour(name)
        return made

    def _digits(self) -> QFont:
        made = self._looks.get("digits")
        if not isinstance(made, QFont):
            made = self._looks["digits"] = theme.scaled_font(digits=True)
        return made

    def _icon(self, name: str, tint: str) -> object:
        key = f"{name}/{tint}"
        if key not in self._looks:
            self._looks[key] = icons.pixmap(name, tint)
        return self._looks[key]

    def _take(self, wanted: Wanted, found: Found) -> None:
        self._generation += 1
        self.beginResetModel()
        self._shown, self._columns, self._list = wanted, found.columns, found.list
        self._pages.begin(found.rows)
        self.endResetModel()
        self.counted.emit(found.list.total)

    def _ask(self, number: int) -> None:
        if self._list is None or self._session.campaign_id is None:
            return
        campaign, audiences = self._session.campaign, self._session.workspace.audiences
        generation, pending = self._generation, self._shown.pending
        first = number * PAGE_ROWS
        positions = self._list.positions[first : first + PAGE_ROWS]

        def read(_task: Task) -> tuple[TableRow, ...]:
            return audiences.rows(campaign, positions, pending=pending)

        def take(rows: tuple[TableRow, ...]) -> None:
            if generation == self._generation:
                self._take_page(number, rows)

        def missed(error: Exception) -> None:
            if generation == self._generation:
                self._pages.miss()
                self._session.failed.emit(error)

        self._session.ask(read, owner=self, then=take, otherwise=missed)

    def _take_page(self, number: int, rows: tuple[TableRow, ...]) -> None:
        kept = self._pages.take(number, rows)
        if kept:
            last = self.index(kept[-1], self.columnCount() - 1)
            self.dataChanged.emit(self.index(kept[0], 0), last)
