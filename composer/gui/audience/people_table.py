"""The view of the people: rows by keyboard, order by a press on a column, problems in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QTableView,
)

from composer.gui import density, theme
from composer.gui.audience.people_delegate import PeopleDelegate
from composer.gui.audience.people_model import OWN_COLUMNS, PeopleModel
from composer.gui.tables import ROW_HEIGHT, dress_table, wide
from composer.i18n import _, place

ROW_LETTERS, ADDRESS_LETTERS, LETTERS = 9, 34, 17


class PeopleTable(QTableView):
    """A table of people.

    Signals:
        order_wanted(str, bool): sort by this column, downwards; an empty name: as in the file.
        details_wanted(): show all of the row one stands on.
        row_wanted(TableRow): mend this row as a whole: it has another length.
        column_entered(str): one stands in another column of the list.
    """

    order_wanted = Signal(str, bool)
    details_wanted = Signal()
    row_wanted = Signal(object)
    column_entered = Signal(str)

    def __init__(self, model: PeopleModel) -> None:
        super().__init__()
        self._model = model
        self._painter = PeopleDelegate(self, model)
        self._sort, self._descending = "", False
        self._sized: tuple[str, ...] = ()
        self.setModel(model)
        dress_table(self)
        density.follow(self, comfortable=ROW_HEIGHT)
        self.setItemDelegate(self._painter)
        # Only an opaque viewport is moved when it scrolls; any other is painted anew as a whole.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("People"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.sectionClicked.connect(self._press_header)
        model.modelReset.connect(self._size)
        self.selectionModel().currentColumnChanged.connect(
            lambda now, _before: self._enter_column(now)
        )
        self.doubleClicked.connect(self._double_clicked)
        self._painter.began.connect(lambda: model.hold(held=True))
        self._painter.closeEditor.connect(lambda: model.hold(held=False))

    def show_order(self, column: str, *, descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        self._sort, self._descending = column, descending
        header = self.horizontalHeader()
        if column not in self._model.columns:
            header.setSortIndicatorShown(False)
            return
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(self._model.columns.index(column) + OWN_COLUMNS, order)
        header.setSortIndicatorShown(True)

    def go_to(self, index: QModelIndex) -> None:
        """Stand on a cell, in the middle of what is seen."""
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def mend_row(self) -> bool:
        """Ask for all cells of the row one stands on, where it has another length."""
        found = self._model.ragged_row(self.currentIndex().row())
        if found is not None:
            self.row_wanted.emit(found)
        return found is not None

    def keep_written(self) -> None:
        """Take what is being written into a cell: the page is about to go."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._painter.take_written()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground first: the viewport has promised to leave nothing of it out."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        painter.end()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours and fonts of another theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._painter.forget_looks()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows all of a row, Ctrl+C copies a cell."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.matches(QKeySequence.StandardKey.Copy):
            text = self.currentIndex().data(Qt.ItemDataRole.EditRole)
            if text:
                QGuiApplication.clipboard().setText(str(text))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self.details_wanted.emit()
        elif event.key() == Qt.Key.Key_F2 and not editing and self.mend_row():
            pass  # it cannot be mended cell by cell
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the column one stands in."""
        at = self.currentIndex().column() - OWN_COLUMNS
        if not 0 <= at < len(self._model.columns):
            return
        column = self._model.columns[at]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, name, downwards in (
            (_("Sort by {column}, smallest first"), column, False),
            (_("Sort by {column}, largest first"), column, True),
            (_("In the order of the file"), "", False),
        ):
            action = menu.addAction(place(words, column=column))
            action.triggered.connect(
                lambda _checked=False, name=name, down=downwards: self.order_wanted.emit(name, down)
            )
        menu.addSeparator()
        menu.addAction(_("Show all of this row")).triggered.connect(self.details_wanted)
        if self._model.ragged_row(self.currentIndex().row()) is not None:
            menu.addAction(_("Mend this row…")).triggered.connect(lambda _checked: self.mend_row())
        where = self.visualRect(self.currentIndex()).bottomLeft()
        menu.popup(self.viewport().mapToGlobal(where))
        event.accept()

    # --- inside ------------------------------------------------------------------------------

    def _press_header(self, section: int) -> None:
        if section < OWN_COLUMNS:
            self.order_wanted.emit("", False)
            return
        column = self._model.columns[section - OWN_COLUMNS]
        if column != self._sort:
            self.order_wanted.emit(column, False)
        elif not self._descending:
            self.order_wanted.emit(column, True)
        else:
            self.order_wanted.emit("", False)

    def _enter_column(self, index: QModelIndex) -> None:
        at = index.column() - OWN_COLUMNS
        if 0 <= at < len(self._model.columns):
            self.column_entered.emit(self._model.columns[at])

    def _double_clicked(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable and not self.mend_row():
            self.details_wanted.emit()

    def _size(self) -> None:
        """Give the columns their first widths; afterwards they stay as they were pulled."""
        self.show_order(self._sort, descending=self._descending)
        if self._sized == self._model.columns:
            return
        self._sized = self._model.columns
        self.setColumnWidth(0, wide(self, ROW_LETTERS))
        for at, name in enumerate(self._model.columns):
            letters = ADDRESS_LETTERS if at == 0 or "mail" in name.casefold() else LETTERS
            self.setColumnWidth(at + OWN_COLUMNS, wide(self, letters))
