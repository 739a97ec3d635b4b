"""Which kind of message shows what: a row for each thing that not everybody has, a column each."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from composer.gui import theme
from composer.gui.kind_bar import kind_words
from composer.gui.numbers import number
from composer.i18n import _, isolate, ngettext, place
from composer.model.check_summary import KindRow, Variant

AnyIndex = QModelIndex | QPersistentModelIndex
SHOWN = "●"
MOST_ROWS = 16
"""More are scrolled within the table: the numbers of the kinds and the bars stay in sight."""
_FACT_LETTERS, _ROW_HEIGHT, _PADDING, _EDGES = 22, 26, 5, 2


class KindsModel(QAbstractTableModel):
    """A mark for each kind that shows what a row is about."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[KindRow, ...] = ()
        self.kinds: tuple[Variant, ...] = ()
        self._current = -1

    def show_kinds(self, rows: tuple[KindRow, ...], kinds: tuple[Variant, ...]) -> None:
        """Show another check's kinds."""
        self.beginResetModel()
        self.rows, self.kinds, self._current = rows, kinds, -1
        self.endResetModel()

    def note_address(self, address: str) -> int:
        """Set off the kind that somebody stands for; gives its column, or -1."""
        found = (at for at, kind in enumerate(self.kinds) if kind.address == address)
        self._current = next(found, -1)
        last = len(self.kinds) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, last))
        return self._current

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count what sets messages apart."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count the kinds."""
        return 0 if parent is not None and parent.isValid() else len(self.kinds)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Say what a row is about and how many people have it; number the kinds."""
        if orientation is Qt.Orientation.Vertical:
            return _row_header(self.rows[section], role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return number(section + 1)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._kind(section)
            case Qt.ItemDataRole.ForegroundRole if section == self._current:
                return theme.colour("accent")
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a mark, and what it says in words."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        is_shown = column in row.kinds
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return SHOWN if is_shown else ""
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                words = _("{fact}: shown by {kind}") if is_shown else _("{fact}: not in {kind}")
                return place(words, fact=row.fact, kind=self._kind(column))
            case Qt.ItemDataRole.ForegroundRole:
                return theme.colour("accent" if column == self._current else "text")
        return None

    def _kind(self, column: int) -> str:
        words = kind_words(self.kinds[column])
        return place(_("Kind {number}: {kind}"), number=number(column + 1), kind=words)


class KindsTable(QTableView):
    """The table; a mark or a number leads to the kind's message.

    Signals:
        chosen(str): the address of somebody who gets this kind.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.kinds = KindsModel()
        self.setModel(self.kinds)
        self.setAccessibleName(_("What each kind shows"))
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        down, across = self.verticalHeader(), self.horizontalHeader()
        for part in (self, down, across):
            part.setProperty("kind", "tight")
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setHighlightSections(False)
        down.setTextElideMode(Qt.TextElideMode.ElideRight)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setMinimumSectionSize(1)
        across.setHighlightSections(False)
        across.setSectionsClickable(True)
        across.sectionClicked.connect(self._choose)
        self.clicked.connect(lambda index: self._choose(index.column()))
        self.activated.connect(lambda index: self._choose(index.column()))

    def show_kinds(self, rows: tuple[KindRow, ...], kinds: tuple[Variant, ...]) -> None:
        """Show another check's kinds, as high as they need."""
        self.kinds.show_kinds(rows, kinds)
        down, across = self.verticalHeader(), self.horizontalHeader()
        letters = self.fontMetrics()
        down.setDefaultSectionSize(theme.row_height(_ROW_HEIGHT, 1.0))
        down.setFixedWidth(letters.averageCharWidth() * _FACT_LETTERS)
        widest = letters.horizontalAdvance(number(max(len(kinds), 10)))
        across.setDefaultSectionSize(widest + 2 * _PADDING)
        height = down.defaultSectionSize() * min(len(rows), MOST_ROWS)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height + across.sizeHint().height() + bar + _EDGES)

    def note_address(self, address: str) -> None:
        """Set off whom the page shows, if that is a kind."""
        if self.kinds.rows and (column := self.kinds.note_address(address)) >= 0:
            self.scrollTo(self.kinds.index(0, column))

    def _choose(self, column: int) -> None:
        self.chosen.emit(self.kinds.kinds[column].address)


def _row_header(row: KindRow, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole if row.people:
            return place(_("{fact} ({count})"), fact=isolate(row.fact), count=number(row.people))
        case Qt.ItemDataRole.DisplayRole:
            return isolate(row.fact)
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole if row.people:
            words = ngettext("{fact}: {count} person", "{fact}: {count} people", row.people)
            return place(words, fact=row.fact, count=number(row.people))
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
            return row.fact
        case Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    return None
