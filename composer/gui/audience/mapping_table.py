"""The columns of a source as a table: one line each, names to write, roles to tick."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from composer.gui import theme
from composer.gui.audience.mapping import (
    ROLE_MEANINGS,
    ROLE_NAMES,
    ROLES,
    MappedColumn,
    Mapping,
)
from composer.gui.tables import dress_table, wide
from composer.i18n import N_, _, isolate, place

AnyIndex = QModelIndex | QPersistentModelIndex
SOURCE, EXAMPLES, NAME, FIRST_ROLE = range(4)
ORIGIN = FIRST_ROLE + len(ROLES)
_ORIGINS = {
    "suggested": N_("suggested"),
    "remembered": N_("remembered"),
    "chosen": N_("chosen by you"),
}
_HEADS = {SOURCE: N_("In the file"), EXAMPLES: N_("For example"), NAME: N_("In the message")}


class MappingModel(QAbstractTableModel):
    """One row for each column of the source.

    Signals:
        changed(): somebody named a column or gave it a role.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mapping = Mapping()

    def show_mapping(self, mapping: Mapping) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.mapping = mapping
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the columns of the source."""
        return 0 if parent is not None and parent.isValid() else len(self.mapping.columns)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count what is said about each."""
        return 0 if parent is not None and parent.isValid() else ORIGIN + 1

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Name what is said, and explain the roles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        which = ROLES[section - FIRST_ROLE] if FIRST_ROLE <= section < ORIGIN else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(ROLE_NAMES[which]) if which else _(_HEADS.get(section, ""))
            case Qt.ItemDataRole.ToolTipRole:
                return _(ROLE_MEANINGS[which]) if which else None
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let names be written and roles be ticked."""
        flags = super().flags(index)
        if index.column() == NAME:
            return flags | Qt.ItemFlag.ItemIsEditable
        if FIRST_ROLE <= index.column() < ORIGIN:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(  # noqa: PLR0911 - one line for each role
        self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give a cell."""
        if not index.isValid():
            return None
        column, at = self.mapping.columns[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return _text(column, at, is_edited=role == Qt.ItemDataRole.EditRole)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(column, at)
            case Qt.ItemDataRole.CheckStateRole if FIRST_ROLE <= at < ORIGIN:
                has = ROLES[at - FIRST_ROLE] in column.roles
                return Qt.CheckState.Checked if has else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ToolTipRole if at == EXAMPLES:
                return "\n".join(column.examples)
            case Qt.ItemDataRole.ForegroundRole if at in {EXAMPLES, ORIGIN}:
                return theme.colour("muted")
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a name or a role."""
        row, at = index.row(), index.column()
        if role == Qt.ItemDataRole.EditRole and at == NAME:
            if str(value).strip() == self.mapping.columns[row].name:
                return False
            self.mapping = self.mapping.with_name(row, str(value))
        elif role == Qt.ItemDataRole.CheckStateRole and FIRST_ROLE <= at < ORIGIN:
            has = Qt.CheckState(value) == Qt.CheckState.Checked
            self.mapping = self.mapping.with_role(row, ROLES[at - FIRST_ROLE], has=has)
        else:
            return False
        last = self.index(self.rowCount() - 1, ORIGIN)
        self.dataChanged.emit(self.index(0, 0), last)
        self.changed.emit()
        return True


class MappingTable(QTableView):
    """The table; Space ticks, F2 or Enter writes."""

    def __init__(self, model: MappingModel) -> None:
        super().__init__()
        self.setModel(model)
        dress_table(self)
        self.setAccessibleName(_("Columns of the list"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        model.modelReset.connect(self._size)
        self._size()

    def _size(self) -> None:
        for column, letters in ((SOURCE, 14), (NAME, 14), (ORIGIN, 11)):
            self.setColumnWidth(column, self._least(column, letters))
        for column in range(FIRST_ROLE, ORIGIN):
            self.setColumnWidth(column, self._least(column, 4))
        self._share()

    def _least(self, column: int, letters: int) -> int:
        """Give the room for so many letters and for the whole heading."""
        return max(self.horizontalHeader().sectionSizeHint(column), wide(self, letters))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Let the examples take the rest; where large text leaves none, the table scrolls."""
        others = sum(self.columnWidth(at) for at in range(ORIGIN + 1) if at != EXAMPLES)
        least = self._least(EXAMPLES, 10)
        self.setColumnWidth(EXAMPLES, max(self.viewport().width() - others, least))


def _text(column: MappedColumn, at: int, *, is_edited: bool) -> str:
    if at == SOURCE:
        return isolate(column.source)
    if at == EXAMPLES:
        return " · ".join(isolate(value) for value in column.examples if value.strip())
    if at == NAME:
        return column.name if is_edited else isolate(column.name)
    return _(_ORIGINS[column.origin]) if at == ORIGIN else ""


def _spoken(column: MappedColumn, at: int) -> str:
    if FIRST_ROLE <= at < ORIGIN:
        role = ROLES[at - FIRST_ROLE]
        words = _("{column}, {role}, yes") if role in column.roles else _("{column}, {role}, no")
        return place(words, column=column.source, role=_(ROLE_NAMES[role]))
    return _text(column, at, is_edited=True)
