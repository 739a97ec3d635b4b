"""Who works here as a table, and the words for what somebody may do."""

from __future__ import annotations

from PySide6.QtCore import Qt

from composer.gui.table_model import AnyIndex, TableModel
from composer.i18n import N_, _, isolate, listed
from composer.model.overview import PersonHere
from composer.model.person import Person, Role
from composer.translation.locale_names import language_names

COLUMNS = (N_("Name"), N_("May"), N_("Languages"), N_("Signing key"))
NAME, MAY, LANGUAGES, KEY = range(4)
ROLES = {
    Role.OWNER: N_("owner"),
    Role.AUTHOR: N_("author"),
    Role.TRANSLATOR: N_("translator"),
    Role.REVIEWER: N_("reviewer"),
    Role.SENDER: N_("sender"),
}


class PeopleModel(TableModel):
    """One row for each person, in the order of their admission."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self._lines: tuple[PersonHere, ...] = ()

    def show_people(self, lines: tuple[PersonHere, ...]) -> None:
        """Show these people."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, row: int) -> PersonHere | None:
        """Give whom a row shows."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, email: str) -> int:
        """Find somebody's row; the first where they are gone."""
        emails = [line.person.email for line in self._lines]
        return emails.index(email) if email in emails else 0

    def count(self) -> int:
        """Count the people."""
        return len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Say what stands in a cell; screen readers hear the column, too."""
        line = self.line(index.row())
        if line is None:
            return None
        text = _cell(line, index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_(COLUMNS[index.column()])}: {text}"
        return None


def role_words(person: Person) -> str:
    """Say what somebody may do."""
    return listed(_(ROLES[role]) for role in Role if role in person.roles)


def language_words(person: Person) -> str:
    """Say which languages somebody reads; without any it is all."""
    return language_names(person.locales) or _("all")


def _cell(line: PersonHere, column: int) -> str:
    match column:
        case 0:
            return isolate(line.person.name)
        case 1:
            return role_words(line.person) if line.person.is_active else _("nothing any more")
        case 2:
            return language_words(line.person)
    if not line.person.is_active:
        return _("revoked")
    return _("on this computer") if line.has_key else _("elsewhere")
