"""People of some states of the record, read page by page while they are looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from composer.gui import density, icons, theme
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page_cache import PAGE_ROWS, PageCache
from composer.gui.pages.groups import group_of, state_words
from composer.gui.pages.wording import exact_time
from composer.gui.session import Session
from composer.gui.table_model import AnyIndex, TableModel
from composer.gui.tables import ROW_HEIGHT, dress_list
from composer.i18n import N_, _, isolate, isolate_ltr, place
from composer.model.overview import LedgerLine
from composer.model.states import RecipientState

COLUMNS = (
    N_("Row"), N_("Address"), N_("State"), N_("Since"), N_("What the mail service said"),
    N_("Message"),
)  # fmt: skip
WIDTHS = (80, 280, 220, 104, 200, 96)
ROW, ADDRESS, STATE, SINCE, SAID, MESSAGE = range(6)


class LedgerModel(TableModel):
    """The lines of the record in some states, in the order of the send.

    Signals:
        counted(int): how many there are.
    """

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(COLUMNS)
        self._session = session
        self._states: frozenset[RecipientState] = frozenset()
        self._total = 0
        self._generation = 0
        self._pages: PageCache[LedgerLine] = PageCache(self._ask_page)

    def show_states(self, states: frozenset[RecipientState]) -> None:
        """Show the people in these states; the old ones stay until the new ones are here."""
        self._states = states
        self._generation += 1
        if states:
            self._ask(0, then=self._show)
        else:
            self._show((), 0)

    def line(self, row: int) -> LedgerLine | None:
        """Give a line if it was read; otherwise ask for it."""
        return self._pages.row(row)

    def ask_message(self, index: AnyIndex) -> None:
        """Have the message of the person in this row shown, as far as the person is still known."""
        line = self.line(index.row()) if index.isValid() else None
        if line is not None and line.address:
            self._session.message_requested.emit(line.address)

    def count(self) -> int:
        """Count the people."""
        return self._total

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

    def _ask_page(self, number: int) -> None:
        self._ask(number, then=lambda lines, _total: self._take(number, lines))

    def _ask(
        self, page_number: int, *, then: Callable[[tuple[LedgerLine, ...], int], None]
    ) -> None:
        if self._session.campaign_id is None:
            return
        campaign, workspace = self._session.campaign, self._session.workspace
        generation, states = self._generation, self._states

        def read(_task: Task) -> tuple[tuple[LedgerLine, ...], int]:
            return workspace.ledger_lines(
                campaign, states, offset=page_number * PAGE_ROWS, limit=PAGE_ROWS
            )

        def take(found: tuple[tuple[LedgerLine, ...], int]) -> None:
            if generation == self._generation:
                then(*found)

        self._session.ask(read, owner=self, then=take)

    def _take(self, page_number: int, lines: tuple[LedgerLine, ...]) -> None:
        rows = self._pages.take(page_number, lines)
        if rows:
            last = self.index(rows[-1], len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(rows[0], 0), last)

    def _show(self, lines: tuple[LedgerLine, ...], total: int) -> None:
        self.beginResetModel()
        self._pages.begin(lines)
        self._total = total
        self.endResetModel()
        self.counted.emit(total)


def make_ledger_table(model: LedgerModel) -> QTableView:
    """Make a table for the model, one row selected at a time, widths set once."""
    table = QTableView()
    table.setModel(model)
    dress_list(table)
    table.setAccessibleName(_("People"))
    density.follow(table, comfortable=ROW_HEIGHT)
    table.setMinimumHeight(148)
    header = table.horizontalHeader()
    header.setStretchLastSection(False)
    for column, width in enumerate(WIDTHS):
        table.setColumnWidth(column, width)
    header.setSectionResizeMode(SAID, QHeaderView.ResizeMode.Stretch)
    table.activated.connect(model.ask_message)  # Enter, or a double click
    table.clicked.connect(lambda at: model.ask_message(at) if at.column() == MESSAGE else None)
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
    if column == MESSAGE:
        return _("Show") if line.address else ""
    return isolate(line.detail) if line.detail else ""


def _look(line: LedgerLine, column: int, role: int) -> object:
    if role == Qt.ItemDataRole.DecorationRole and column == STATE:
        group = group_of(line.state)
        return icons.icon(group.icon, group.tint)
    if column == MESSAGE and line.address:
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon("eye", "accent")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("accent")
    if column in {ROW, SINCE}:
        if role == Qt.ItemDataRole.FontRole:
            return theme.scaled_font(digits=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("muted")
    return None
