"""The list of a language's units with its filter, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from composer.gui import density, theme
from composer.gui.parts import label
from composer.gui.translating.unit_filter import UnitFilter
from composer.gui.unit_table import PART, TEXT, TRANSLATION, UnitModel
from composer.i18n import _
from composer.model.translation import UnitLine

WIDE_ENOUGH = 44  # letters: from here on there is room to say where a unit stands


class UnitList(QWidget):
    """Units to choose from.

    Signals:
        chosen(UnitLine): another unit is to be edited.
    """

    chosen = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.model = UnitModel()
        self.filter = UnitFilter(page)
        self.table = QTableView()
        self.nothing = label(_("No part is like this."), role="muted", wraps=True)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Parts of the text"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        density.follow(self.table, comfortable=32)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column in (TEXT, TRANSLATION):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(PART, QHeaderView.ResizeMode.Fixed)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(1, 0, 1, 0)
        inner.setSpacing(8)
        inner.addWidget(self.filter)
        inner.addWidget(self.nothing)
        inner.addWidget(self.table, 1)
        self.table.setMinimumHeight(theme.row_height(32, 1.0) * 3)
        self.nothing.hide()
        self._show_current = QTimer(self)
        self._show_current.setSingleShot(True)
        self._show_current.setInterval(0)  # once the table has its new height
        self._show_current.timeout.connect(lambda: self.table.scrollTo(self.table.currentIndex()))
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)

    @property
    def unit(self) -> UnitLine | None:
        """The unit that is chosen."""
        row = self.table.currentIndex().row()
        return self.model.shown[row] if 0 <= row < len(self.model.shown) else None

    def show_units(self, units: tuple[UnitLine, ...], locale: str) -> None:
        """Show other units, or the same ones as they are now; the chosen one stays chosen."""
        former, row = self.unit, self.table.currentIndex().row()
        self.model.replace(units, locale=locale)
        self.filter.show_counts(units)
        self._say_nothing()
        if former is not None and self.unit is None and not self.select(former.source):
            self.select_row(min(row, self.model.rowCount() - 1))  # its text has changed

    def apply_filter(self, *, keep: str) -> None:
        """List what the filter lets through; the unit that is edited stays."""
        self.model.filter(self.filter.which, self.filter.words, keep=keep)
        self._say_nothing()
        if keep and self.unit is None:
            self.select(keep)

    def select(self, source: str) -> bool:
        """Choose a unit by its text; False if it is not listed."""
        row = self.model.row_of(source)
        if row is None:
            return False
        self.table.setCurrentIndex(self.model.index(row, 0))
        return True

    def select_row(self, row: int) -> None:
        """Choose a row."""
        if 0 <= row < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, 0))

    def step(self, by: int) -> None:
        """Choose the next or previous row."""
        self.select_row(self.table.currentIndex().row() + by)

    def select_next(self, wanted: Callable[[UnitLine], bool]) -> bool:
        """Choose the next unit with something to do; in all units if none is listed."""
        row = self.model.next_row(self.table.currentIndex().row(), wanted)
        if row is None and any(map(wanted, self.model.units)):
            self.filter.show_all()
            row = self.model.next_row(self.table.currentIndex().row(), wanted)
        if row is None:
            return False
        self.select_row(row)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say where a unit stands while there is room."""
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        self.table.setColumnHidden(PART, self.width() < WIDE_ENOUGH * letter * 2)
        self.table.setColumnWidth(PART, letter * 15)
        self._show_current.start()

    def _say_nothing(self) -> None:
        self.nothing.setVisible(bool(self.model.units) and not self.model.shown)

    def _row_changed(self, current: QModelIndex, _former: QModelIndex) -> None:
        if current.isValid() and current.row() < len(self.model.shown):
            self.chosen.emit(self.model.shown[current.row()])
