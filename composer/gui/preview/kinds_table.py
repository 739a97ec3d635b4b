"""Which kind of message shows what: a row for each thing that not everybody has, a column each."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from composer.gui import theme
from composer.gui.kind_bar import kind_words
from composer.gui.numbers import number
from composer.i18n import _, isolate, place
from composer.model.overview import KindRow, Variant

AnyIndex = QModelIndex | QPersistentModelIndex
PEOPLE = 0
SHOWN = "●"
MOST_ROWS = 40
_FACT_LETTERS, _ROW_HEIGHT, _EDGES = 22, 26, 2


class KindsModel(QAbstractTableModel):
    """How many people have it, then a mark for each kind that shows it."""

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
        found = (at for at, kind in enumerate(self.kinds, start=1) if kind.address == address)
        self._current = next(found, -1)
        last = self.columnCount() - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, last))
        return self._current

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count what sets messages apart."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count the people's column and the kinds."""
        return 0 if parent is not None and parent.isValid() else 1 + len(self.kinds)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Say what a row is about, and number the kinds."""
        if orientation is Qt.Orientation.Vertical:
            return self._row_header(section, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _("People") if section == PEOPLE else number(section)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return _("People who have it") if section == PEOPLE else self._kind(section)
            case Qt.ItemDataRole.ForegroundRole if section == self._current:
                return theme.colour("accent")
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a count or a mark, and either in words."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _count(row) if column == PEOPLE else _mark(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                across = Qt.AlignmentFlag.AlignTrailing if column == PEOPLE else CENTRE
                return across | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, column)
            case Qt.ItemDataRole.ForegroundRole:
                return theme.colour("accent" if column == self._current else "text")
        return None

    def _row_header(self, section: int, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return isolate(self.rows[section].fact)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None

    def _kind(self, column: int) -> str:
        kind = self.kinds[column - 1]
        return place(_("Kind {number}: {kind}"), number=number(column), kind=kind_words(kind))

    def _spoken(self, row: KindRow, column: int) -> str:
        if column == PEOPLE:
            return place(_("{fact}, {count} people"), fact=row.fact, count=_count(row) or "–")
        words = _("{fact}: shown by {kind}") if _mark(row, column) else _("{fact}: not in {kind}")
        return place(words, fact=row.fact, kind=self._kind(column))


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
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        down.setHighlightSections(False)
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
        letters = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(theme.row_height(_ROW_HEIGHT, 1.0))
        self.verticalHeader().setFixedWidth(letters.averageCharWidth() * _FACT_LETTERS)
        for column in range(self.kinds.columnCount()):
            title = str(self.kinds.headerData(column, Qt.Orientation.Horizontal))
            widest = max([title, "00", *(_count(row) for row in rows if column == PEOPLE)], key=len)
            self.setColumnWidth(column, letters.horizontalAdvance(widest) + 12)
        height = self.verticalHeader().defaultSectionSize() * min(len(rows), MOST_ROWS)
        bars = (
            self.horizontalHeader().sizeHint().height()
            + self.horizontalScrollBar().sizeHint().height()
        )
        self.setFixedHeight(height + bars + _EDGES)

    def note_address(self, address: str) -> None:
        """Set off whom the page shows, if that is a kind."""
        if self.kinds.rows and (column := self.kinds.note_address(address)) > 0:
            self.scrollTo(self.kinds.index(0, column))

    def _choose(self, column: int) -> None:
        if column != PEOPLE:
            self.chosen.emit(self.kinds.kinds[column - 1].address)


CENTRE = Qt.AlignmentFlag.AlignHCenter


def _count(row: KindRow) -> str:
    return number(row.people) if row.people else ""


def _mark(row: KindRow, column: int) -> str:
    return SHOWN if column - 1 in row.kinds else ""
