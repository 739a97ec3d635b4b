"""The acts of the log as a table, read page by page while they are looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from composer.gui import theme
from composer.gui.background import Latest, Task
from composer.gui.page_cache import PAGE_ROWS, PageCache
from composer.gui.session import Session
from composer.gui.table_model import AnyIndex, TableModel
from composer.gui.times import dated_moment
from composer.i18n import N_, _, isolate, place
from composer.model.history import HistoryLine, HistoryPage, HistoryQuery

COLUMNS = (N_("When"), N_("Who"), N_("What"), N_("Campaign"))
WHEN, WHO, WHAT, CAMPAIGN = range(4)


class HistoryModel(TableModel):
    """The acts that are wanted, the newest first.

    Signals:
        counted(int): how many there are.
    """

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(COLUMNS)
        self._session = session
        self._latest = Latest(session.background, self)
        self._pages: PageCache[HistoryLine] = PageCache(self._ask)
        self._total = 0
        self._query = HistoryQuery()
        self._generation = 0

    def show_query(self, query: HistoryQuery) -> None:
        """Show what is wanted; the former acts stay until the new ones are here."""
        history = self._session.workspace.history

        def find(_task: Task) -> HistoryPage:
            return history.page(query, offset=0, limit=PAGE_ROWS)

        self._latest.ask(
            find,
            then=lambda found: self._take(query, found),
            otherwise=self._session.failed.emit,
        )

    def line(self, row: int) -> HistoryLine | None:
        """Give an act if it was read; otherwise ask for it."""
        return self._pages.row(row)

    def count(self) -> int:
        """Count the acts."""
        return self._total

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell; a whole act is said to screen readers."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.isValid() else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return _cell(line, index.column())
            case Qt.ItemDataRole.ForegroundRole if index.column() in {WHEN, CAMPAIGN}:
                return theme.colour("muted")
            case Qt.ItemDataRole.AccessibleTextRole:
                return place(
                    _("{person}, {time}: {act}"),
                    person=line.person or _("Not named"),
                    time=dated_moment(line.at),
                    act=line.words,
                )
        return None

    # --- inside ------------------------------------------------------------------------------

    def _take(self, query: HistoryQuery, found: HistoryPage) -> None:
        self._query = query
        self._generation += 1
        self.beginResetModel()
        self._pages.begin(found.lines)
        self._total = found.total
        self.endResetModel()
        self.counted.emit(found.total)

    def _ask(self, number: int) -> None:
        history, query = self._session.workspace.history, self._query
        generation = self._generation

        def read(_task: Task) -> HistoryPage:
            return history.page(query, offset=number * PAGE_ROWS, limit=PAGE_ROWS)

        def take(found: HistoryPage) -> None:
            if generation == self._generation:
                rows = self._pages.take(number, found.lines)
                if rows:
                    last = self.index(rows[-1], CAMPAIGN)
                    self.dataChanged.emit(self.index(rows[0], 0), last)

        def missed(error: Exception) -> None:
            if generation == self._generation:
                self._pages.miss()
                self._session.failed.emit(error)

        self._session.ask(read, owner=self, then=take, otherwise=missed)


def _cell(line: HistoryLine, column: int) -> str:
    match column:
        case 0:
            return dated_moment(line.at)
        case 1:
            return isolate(line.person) if line.person else _("Not named")
        case 2:
            return line.words
    return isolate(line.campaign) if line.campaign else ""
