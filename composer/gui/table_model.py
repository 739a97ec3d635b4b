"""What every table of the window has in common: rows below named columns, in one level."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from composer.i18n import _

AnyIndex = QModelIndex | QPersistentModelIndex
LEADING = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)


class TableModel(QAbstractTableModel):
    """A table with named columns; whoever inherits counts the rows and gives the cells.

    `columns` are sentences marked with `N_`: they are said in the language of the moment.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self._heads = tuple(columns)

    @abstractmethod
    def count(self) -> int:
        """Count the rows."""

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the rows; a row has none below it."""
        return 0 if parent is not None and parent.isValid() else self.count()

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Name the columns, at the side where their cells begin."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self._heads[section])
        return LEADING if role == Qt.ItemDataRole.TextAlignmentRole else None
