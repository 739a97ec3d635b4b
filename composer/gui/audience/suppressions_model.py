"""The entries of the do-not-write list as a table, read page by page while they are looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from composer.gui import theme
from composer.gui.audience.suppression_words import reason_words, source_words
from composer.gui.background import Latest, Task
from composer.gui.page_cache import PAGE_ROWS, PageCache
from composer.gui.session import Session
from composer.gui.table_model import AnyIndex, TableModel
from composer.gui.times import full_moment
from composer.i18n import N_, _, isolate, isolate_ltr, place
from composer.model.audience import SuppressionLine

COLUMNS = (N_("Address"), N_("Reason"), N_("Since"), N_("Where from"), N_("Note"))
ADDRESS, REASON, SINCE, FROM, NOTE = range(5)
Found = tuple[tuple[SuppressionLine, ...], int]


class SuppressionsModel(TableModel):
    """Entries that match a search, the newest first.

    Signals:
        counted(int): how many match.
    """

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(COLUMNS)
        self._session = session
        self._latest = Latest(session.background, self)
        self._pages: PageCache[SuppressionLine] = PageCache(self._ask)
        self._total = 0
        self._search = ""
        self._generation = 0

    def show_search(self, search: str) -> None:
        """Show what matches; the former entries stay until the new ones are here."""
        suppressions = self._session.workspace.suppressions

        def find(_task: Task) -> Found:
            return suppressions.lines(search=search, offset=0, limit=PAGE_ROWS)

        self._latest.ask(
            find,
            then=lambda found: self._take(search, found),
            otherwise=self._session.failed.emit,
        )

    def line(self, row: int) -> SuppressionLine | None:
        """Give an entry if it was read; otherwise ask for it."""
        return self._pages.row(row)

    def count(self) -> int:
        """Count the entries."""
        return self._total

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell; a whole entry is said to screen readers."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.isValid() else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return _cell(line, index.column())
            case Qt.ItemDataRole.ForegroundRole if index.column() in {SINCE, FROM}:
                return theme.colour("muted")
            case Qt.ItemDataRole.AccessibleTextRole:
                return place(
                    _("{address}, {reason}"),
                    address=line.address or _("erased"),
                    reason=reason_words(line.reason),
                )
        return None

    # --- inside ------------------------------------------------------------------------------

    def _take(self, search: str, found: Found) -> None:
        lines, total = found
        self._search = search
        self._generation += 1
        self.beginResetModel()
        self._pages.begin(lines)
        self._total = total
        self.endResetModel()
        self.counted.emit(total)

    def _ask(self, number: int) -> None:
        suppressions, search = self._session.workspace.suppressions, self._search
        generation = self._generation

        def read(_task: Task) -> Found:
            return suppressions.lines(search=search, offset=number * PAGE_ROWS, limit=PAGE_ROWS)

        def take(found: Found) -> None:
            if generation == self._generation:
                rows = self._pages.take(number, found[0])
                if rows:
                    last = self.index(rows[-1], NOTE)
                    self.dataChanged.emit(self.index(rows[0], 0), last)

        def missed(error: Exception) -> None:
            if generation == self._generation:
                self._pages.miss()
                self._session.failed.emit(error)

        self._session.ask(read, owner=self, then=take, otherwise=missed)


def _cell(line: SuppressionLine, column: int) -> str:
    match column:
        case 0:
            return isolate_ltr(line.address) if line.address else _("erased")
        case 1:
            return reason_words(line.reason)
        case 2:
            return full_moment(line.at)
        case 3:
            return source_words(line.source)
    return isolate(line.note) if line.note else ""
