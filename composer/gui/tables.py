"""How tables look: quiet, leading-aligned, one line for each row, no grid."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from composer.gui import theme

ROW_HEIGHT = 36
ROWS_AT_LEAST = 3


def dress_table(table: QTableView) -> None:
    """Give a table the window's looks; its model is set already."""
    model = table.model()
    assert model is not None
    header = table.horizontalHeader()
    # Without a selection model of its own the header walks through every row of a selection.
    header.setSelectionModel(QItemSelectionModel(model, table))
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    one = theme.row_height(ROW_HEIGHT, 1.0)
    table.verticalHeader().setDefaultSectionSize(one)
    table.setMinimumHeight(one * ROWS_AT_LEAST)


def dress_list(table: QTableView) -> None:
    """Dress a table of which one whole row is chosen at a time, and nothing is edited."""
    dress_table(table)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)


def wide(table: QTableView, letters: int) -> int:
    """Give a column's width for so many letters of the text in use."""
    return table.fontMetrics().averageCharWidth() * letters + 24


def fit_columns(table: QTableView, *, most: int = 34) -> None:
    """Give each column but the last what its words need, up to so many letters.

    For short lists only: all of their rows are looked at.
    """
    header = table.horizontalHeader()
    for column in range(header.count() - 1):
        needed = max(table.sizeHintForColumn(column), header.sectionSizeHint(column)) + 8
        table.setColumnWidth(column, min(needed, wide(table, most)))
