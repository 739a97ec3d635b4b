"""The list of units: state, text and translation, one row each."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from composer.gui import icons
from composer.i18n import N_, _, isolate
from composer.model.translation import UnitLine

AnyIndex = QModelIndex | QPersistentModelIndex

STATE_ICONS = {
    "new": ("circle-dashed", "muted"),
    "draft": ("circle-dot", "muted"),
    "needs_work": ("triangle-alert", "look"),
    "reviewed": ("circle-check", "done"),
}
_STATE_WORDS = {
    "new": N_("not translated"),
    "draft": N_("waits for review"),
    "needs_work": N_("needs work"),
    "reviewed": N_("reviewed"),
}
_KIND_WORDS = {
    "subject": N_("Subject"),
    "preheader": N_("Preheader"),
    "heading": N_("Heading"),
    "paragraph": N_("Paragraph"),
    "list_item": N_("List"),
    "table_cell": N_("Table"),
    "alt": N_("Picture text"),
    "layout": N_("Layout"),
    "text": N_("Plain text"),
}


def state_word(state: str) -> str:
    """Say a state in words."""
    return _(_STATE_WORDS.get(state, state))


def kind_word(kind: str) -> str:
    """Say what a unit is in the message."""
    return _(_KIND_WORDS.get(kind, kind))


class UnitModel(QAbstractTableModel):
    """Units of one language in reading order; the first column holds the text and its state."""

    def __init__(self) -> None:
        super().__init__()
        self.units: tuple[UnitLine, ...] = ()

    def replace(self, units: tuple[UnitLine, ...]) -> None:
        """Show other units; only the changed rows are drawn anew if the sources are the same."""
        same = [unit.source for unit in units] == [unit.source for unit in self.units]
        if same and units:
            self.units = units
            self.dataChanged.emit(self.index(0, 0), self.index(len(units) - 1, 1))
            return
        self.beginResetModel()
        self.units = units
        self.endResetModel()

    def row_of(self, source: str) -> int | None:
        """Find a unit by its text."""
        return next((n for n, unit in enumerate(self.units) if unit.source == source), None)

    def next_unfinished(self, row: int) -> int | None:
        """Find the next unit that is not reviewed after a row, going round; None: all are."""
        count = len(self.units)
        around = ((row + step) % count for step in range(1, count + 1))
        return next((n for n in around if self.units[n].state != "reviewed"), None)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the units."""
        return 0 if parent is not None and parent.isValid() else len(self.units)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count text and translation."""
        return 0 if parent is not None and parent.isValid() else 2

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Text"), _("Translation"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give text, state as an icon, and all of it for a screen reader."""
        if not index.isValid():
            return None
        unit = self.units[index.row()]
        is_source = index.column() == 0
        text = unit.source if is_source else unit.target
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return isolate(" ".join(text.split())) if text else ""
            case Qt.ItemDataRole.DecorationRole if is_source:
                return icons.icon(*STATE_ICONS.get(unit.state, STATE_ICONS["new"]))
            case Qt.ItemDataRole.ToolTipRole:
                return f"{kind_word(unit.kind)} · {state_word(unit.state)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join((kind_word(unit.kind), text, state_word(unit.state)))
        return None
