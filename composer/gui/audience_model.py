"""The audience as a table that reads pages when they are looked at, never the whole.

Pages of 256 rows come in the background; 64 of them are kept, the least recently seen go first.
"""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from composer.gui import theme
from composer.gui.background import Task
from composer.gui.session import Session
from composer.i18n import _, isolate, place
from composer.model.overview import AudiencePage
from composer.model.recipient import Recipient

AnyIndex = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 256
PAGES_KEPT = 64
OWN_COLUMNS = 1


class AudienceModel(QAbstractTableModel):
    """Rows of the audience that match the search, in the order of the file.

    Signals:
        counted(int): how many rows match.
    """

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._columns: tuple[str, ...] = ()
        self._total = 0
        self._search = ""
        self._generation = 0
        self._pages: OrderedDict[int, tuple[Recipient, ...]] = OrderedDict()
        self._asked: set[int] = set()

    @property
    def columns(self) -> tuple[str, ...]:
        """The audience's columns in order."""
        return self._columns

    def show_search(self, search: str) -> None:
        """Show the rows that match; the old ones stay until the new ones are here."""
        self._search = search
        self._generation += 1
        self._asked.clear()
        self._ask(0)

    def recipient(self, row: int) -> Recipient | None:
        """Give a row if it has been read; otherwise ask for it."""
        number, at = divmod(row, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        self._pages.move_to_end(number)
        return page[at] if at < len(page) else None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the matching rows."""
        return 0 if parent is not None and parent.isValid() else self._total

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count the row's number and the audience's own columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns) + OWN_COLUMNS

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
            return _("Row") if section == 0 else self._columns[section - OWN_COLUMNS]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell, shortened by the view; empty cells are named for screen readers."""
        if not index.isValid():
            return None
        recipient = self.recipient(index.row())
        if recipient is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        number, cell = self._row_number, self._cell
        return number(recipient, role) if index.column() == 0 else cell(recipient, index, role)

    @staticmethod
    def _cell(recipient: Recipient, index: AnyIndex, role: int) -> object:
        name, value = recipient.fields[index.column() - OWN_COLUMNS]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return isolate(value) if value.strip() else _("empty")
            case Qt.ItemDataRole.ToolTipRole:
                return value
            case Qt.ItemDataRole.ForegroundRole if not value.strip():
                return theme.colour("placeholder")
            case Qt.ItemDataRole.AccessibleTextRole:
                return place(
                    _("row {row}, {column}, {value}"),
                    row=recipient.row,
                    column=name,
                    value=value or _("empty"),
                )
        return None

    @staticmethod
    def _row_number(recipient: Recipient, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{recipient.row:,}"
            case Qt.ItemDataRole.FontRole:
                return theme.scaled_font(digits=True)
            case Qt.ItemDataRole.ForegroundRole:
                return theme.colour("muted")
        return None

    def _ask(self, number: int) -> None:
        if number in self._asked or self._session.campaign_id is None:
            return
        self._asked.add(number)
        campaign, workspace = self._session.campaign, self._session.workspace
        generation, search = self._generation, self._search

        def read(_task: Task) -> AudiencePage:
            return workspace.audience_page(
                campaign, offset=number * PAGE_ROWS, limit=PAGE_ROWS, search=search
            )

        def take(page: AudiencePage) -> None:
            if generation == self._generation:
                self._take(number, page)

        self._session.ask(read, owner=self, then=take)

    def _take(self, number: int, page: AudiencePage) -> None:
        self._asked.discard(number)
        if number == 0:
            self.beginResetModel()
            self._pages.clear()
            self._columns, self._total = page.columns, page.total
            self._pages[0] = page.rows
            self.endResetModel()
            self.counted.emit(page.total)
            return
        self._pages[number] = page.rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = number * PAGE_ROWS
        last = min(first + PAGE_ROWS, self._total) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
