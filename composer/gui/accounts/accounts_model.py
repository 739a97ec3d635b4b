"""The accounts as a table: name, service, where its key is, who uses it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from composer.gui.table_model import AnyIndex, TableModel
from composer.i18n import N_, _, isolate, isolate_ltr, listed, place
from composer.model.accounts import AccountKind, AccountLine, KeyState

COLUMNS = (N_("Name"), N_("Service"), N_("Key"), N_("Used by"))
NAME, SERVICE, KEY, USED_BY = range(4)
SERVICES = {
    AccountKind.SENDGRID: N_("SendGrid"),
    AccountKind.SMTP: N_("Mail server"),
    AccountKind.MAILBOX: N_("Test mailbox"),
}
KEYS = {
    KeyState.STORED: N_("on this computer"),
    KeyState.ENVIRONMENT: N_("from the environment"),
    KeyState.MISSING: N_("missing here"),
    KeyState.NOT_NEEDED: N_("none needed"),
}


class AccountsModel(TableModel):
    """One row for each account, mail services first."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self._lines: tuple[AccountLine, ...] = ()

    def show_accounts(self, lines: tuple[AccountLine, ...]) -> None:
        """Show these accounts."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, row: int) -> AccountLine | None:
        """Give the account of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, name: str) -> int:
        """Find an account's row; the first where it is gone."""
        names = [line.name for line in self._lines]
        return names.index(name) if name in names else 0

    def count(self) -> int:
        """Count the accounts."""
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


def service_words(line: AccountLine) -> str:
    """Say what an account is and where."""
    service = _(SERVICES[line.kind])
    if not line.where:
        return service
    return place(_("{service} · {where}"), service=service, where=isolate_ltr(line.where))


def _cell(line: AccountLine, column: int) -> str:
    match column:
        case 0:
            return isolate_ltr(line.name) if line.seeds else isolate(line.name)
        case 1:
            return service_words(line)
        case 2:
            return _(KEYS[line.key_state])
    return listed(isolate(name) for name in line.used_by) or _("nobody yet")
