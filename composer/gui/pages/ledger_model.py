"""People of some states of the record, read page by page while they are looked at."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView

from composer.gui import icons, theme
from composer.gui.background import Task
from composer.gui.pages.groups import group_of, state_words
from composer.gui.pages.wording import exact_time, number
from composer.gui.session import Session
from composer.i18n import N_, _, isolate, isolate_ltr, place
from composer.model.overview import LedgerLine
from composer.model.states import RecipientState

AnyIndex = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 256
PAGES_KEPT = 64
COLUMNS = (N_("Row"), N_("Address"), N_("State"), N_("Since"), N_("What the mail service said"))
WIDTHS = (80, 300, 220, 104, 260)
ROW, ADDRESS, STATE, SINCE = range(4)


class LedgerModel(QAbstractTableModel):
    """The lines of the record in some states, in the order of the send.

    Signals:
        counted(int): how many there are.
    """

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._states: frozenset[RecipientState] = frozenset()
        self._total = 0
        self._generation = 0
        self._pages: OrderedDict[int, tuple[LedgerLine, ...]] = OrderedDict()
        self._asked: set[int] = set()

    def show_states(self, states: frozenset[RecipientState]) -> None:
        """Show the people in these states; the old ones stay until the new ones are here."""
        self._states = states
        self._generation += 1
        self._asked.clear()
        if states:
            self._ask(0)
        else:
            self._take(0, (), 0)

    def line(self, row: int) -> LedgerLine | None:
        """Give a line if it was read; otherwise ask for it."""
        page_number, at = divmod(row, PAGE_ROWS)
        page = self._pages.get(page_number)
        if page is None:
            self._ask(page_number)
            return None
        self._pages.move_to_end(page_number)
        return page[at] if at < len(page) else None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the people."""
        return 0 if parent is not None and parent.isValid() else self._total

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

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
            return _(COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell; a whole line is said to screen readers."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.isValid() else None
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return line.address if column == ADDRESS else _cell(line, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return place(
                    _("row {row}, {address}, {state}"),
                    row=line.row,
                    address=line.address,
                    state=state_words(line.state),
                )
        return _look(line, column, role)

    def _ask(self, page_number: int) -> None:
        if page_number in self._asked or self._session.campaign_id is None:
            return
        self._asked.add(page_number)
        campaign, workspace = self._session.campaign, self._session.workspace
        generation, states = self._generation, self._states

        def read(_task: Task) -> tuple[tuple[LedgerLine, ...], int]:
            return workspace.ledger_lines(
                campaign, states, offset=page_number * PAGE_ROWS, limit=PAGE_ROWS
            )

        def take(found: tuple[tuple[LedgerLine, ...], int]) -> None:
            if generation == self._generation:
                self._take(page_number, *found)

        self._session.ask(read, owner=self, then=take)

    def _take(self, page_number: int, lines: tuple[LedgerLine, ...], total: int) -> None:
        self._asked.discard(page_number)
        if page_number == 0:
            self.beginResetModel()
            self._pages.clear()
            self._pages[0] = lines
            self._total = total
            self.endResetModel()
            self.counted.emit(total)
            return
        self._pages[page_number] = lines
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = page_number * PAGE_ROWS
        last = min(first + PAGE_ROWS, self._total) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


def make_ledger_table(model: LedgerModel) -> QTableView:
    """Make a table for the model, one row selected at a time, widths set once."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(_("People"))
    table.horizontalHeader().setSelectionModel(QItemSelectionModel(model, table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(36)
    table.setMinimumHeight(148)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    for column, width in enumerate(WIDTHS):
        table.setColumnWidth(column, width)
    return table


def _cell(line: LedgerLine, column: int) -> str:
    if column == ROW:
        return number(line.row)
    if column == ADDRESS:
        return isolate_ltr(line.address) if line.address else "—"
    if column == STATE:
        return state_words(line.state)
    if column == SINCE:
        return exact_time(line.at) if line.at else ""
    return isolate(line.detail) if line.detail else ""


def _look(line: LedgerLine, column: int, role: int) -> object:
    if role == Qt.ItemDataRole.DecorationRole and column == STATE:
        group = group_of(line.state)
        return icons.icon(group.icon, group.tint)
    if column in {ROW, SINCE}:
        if role == Qt.ItemDataRole.FontRole:
            return theme.scaled_font(digits=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("muted")
    return None
