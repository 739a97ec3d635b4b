"""The team's words as a table: one row for each word, one column for each language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from composer.gui import theme
from composer.gui.times import short_day
from composer.i18n import N_, _, isolate, listed, place
from composer.model.glossary import GlossaryLine
from composer.translation.locale_names import language_name

AnyIndex = QModelIndex | QPersistentModelIndex
_FIRST = N_("Word")
_LAST = (N_("Note"), N_("Last changed"))


class GlossaryModel(QAbstractTableModel):
    """The words that match a search, in the order of the alphabet."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[GlossaryLine, ...] = ()
        self._shown: list[GlossaryLine] = []
        self._search = ""
        self.locales: tuple[str, ...] = ()

    def show_lines(self, lines: Sequence[GlossaryLine]) -> None:
        """Show other words."""
        self.beginResetModel()
        self._all = tuple(lines)
        found = {saying.locale for line in lines for saying in line.term.sayings}
        self.locales = tuple(sorted(found, key=language_name))
        self._find()
        self.endResetModel()

    def show_search(self, text: str) -> None:
        """Show only what has a text in it."""
        self.beginResetModel()
        self._search = text.casefold()
        self._find()
        self.endResetModel()

    def line(self, row: int) -> GlossaryLine | None:
        """Give the word of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the words."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(self.locales) + 3

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return _(_FIRST)
        if section <= len(self.locales):
            return language_name(self.locales[section - 1])
        return _(_LAST[section - len(self.locales) - 1])

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._cell(line, index.column())
            case Qt.ItemDataRole.ForegroundRole if index.column() > len(self.locales):
                return theme.colour("muted")
        return None

    def _cell(self, line: GlossaryLine, column: int) -> str:
        if column == 0:
            return isolate(line.term.source)
        if column <= len(self.locales):
            return self._said(line, self.locales[column - 1])
        if column == len(self.locales) + 1:
            return isolate(line.term.note) if line.term.note else ""
        day = short_day(line.at.astimezone().date())
        return place(_("{person}, {day}"), person=line.by, day=day)

    @staticmethod
    def _said(line: GlossaryLine, locale: str) -> str:
        if line.term.is_fixed:
            return _("stays as it is")
        saying = line.term.saying(locale)
        wanted = listed(map(isolate, saying.targets))
        if not saying.forbidden:
            return wanted
        words = place(_("not: {words}"), words=listed(map(isolate, saying.forbidden)))
        return " · ".join(part for part in (wanted, words) if part)

    def _find(self) -> None:
        self._shown = [line for line in self._all if self._search in _searched(line)]


def _searched(line: GlossaryLine) -> str:
    said = [text for item in line.term.sayings for text in (*item.targets, *item.forbidden)]
    return "\n".join((line.term.source, line.term.note, *said)).casefold()
