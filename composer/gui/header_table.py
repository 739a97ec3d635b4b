"""Every header of one message, in order, with the envelope on top."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from composer.gui import theme
from composer.i18n import _, isolate_ltr
from composer.model.rendered import RenderedMessage

AnyIndex = QModelIndex | QPersistentModelIndex


class HeaderModel(QAbstractTableModel):
    """Names and decoded values."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[tuple[str, str], ...] = ()

    def show_message(self, message: RenderedMessage) -> None:
        """Show another message's headers."""
        self.beginResetModel()
        self.lines = (
            (_("Envelope from"), message.envelope_sender),
            (_("Envelope to"), message.envelope_recipient),
            *message.headers,
        )
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the headers."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count name and value."""
        return 0 if parent is not None and parent.isValid() else 2

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Header"), _("Value"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give one cell; values are always written left to right."""
        if not index.isValid():
            return None
        value = self.lines[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return isolate_ltr(value)
            case Qt.ItemDataRole.ToolTipRole:
                return value
            case Qt.ItemDataRole.FontRole if index.column() == 1:
                return theme.fixed_font()
        return None


def make_header_table(model: HeaderModel) -> QTableView:
    """Make the table that shows them."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(_("Headers"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.row_height(36, 1.0))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    table.setColumnWidth(0, 216)
    return table
