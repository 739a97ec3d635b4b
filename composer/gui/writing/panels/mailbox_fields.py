"""Name and address of From or Reply-To: one address for all, or a column named as contacts.

Signals tell the whole mailbox as the settings write it.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.parts import label
from composer.gui.writing.panels.fields import Field
from composer.gui.writing.panels.mailbox_line import field_of, join_mailbox, split_mailbox
from composer.i18n import _, place


class MailboxFields(QWidget):
    """Two lines and, where columns of contacts exist, a choice between an address and a column.

    Signals:
        finished(str): another mailbox, as `Name <address>`.
    """

    finished = Signal(str)

    def __init__(self, *, name: tuple[str, str], address: tuple[str, str]) -> None:
        super().__init__()
        self._source = ""
        self._contacts: tuple[str, ...] = ()
        self.name = Field(*name)
        self.address = Field(*address, is_address=True)
        self.choice = QComboBox()
        self.choice.setAccessibleName(address[0])
        self.no_contacts = label(
            _(
                "To take it from the list of people, "
                "name its column under contacts in the settings."
            ),
            role="caption",
            wraps=True,
        )
        self.no_contacts.hide()
        self.address.column.insertWidget(1, self.choice)
        self.address.column.addWidget(self.no_contacts)
        self.address.name.button.toggled.connect(self._explain)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.address)
        self.name.finished.connect(self._finish)
        self.address.finished.connect(self._finish)
        self.choice.activated.connect(self._choose)

    def show_mailbox(self, source: str, contacts: tuple[str, ...]) -> None:
        """Show a mailbox; `contacts` are the columns that may hold an address."""
        if (source, contacts) == (self._source, self._contacts):
            return
        self._source, self._contacts = source, contacts
        box = split_mailbox(source)
        chosen = field_of(box.address)
        self.name.show_value(box.name)
        self.address.show_value("" if chosen else box.address)
        columns = list(dict.fromkeys((*contacts, *([chosen] if chosen else []))))
        self.choice.clear()
        self.choice.addItem(_("One address for everybody"), "")
        for column in columns:
            self.choice.addItem(place(_("From the column {column}"), column=column), column)
        self.choice.setCurrentIndex(columns.index(chosen) + 1 if chosen else 0)
        self.choice.setVisible(bool(columns))
        self.address.edit.setVisible(not chosen)

    def show_problems(self, findings: Iterable[Finding]) -> None:
        """Say what is wrong with the mailbox."""
        self.address.show_problems(findings)

    def set_read_only(self, *, read_only: bool) -> None:
        """Show it without offering to change it."""
        self.name.edit.setReadOnly(read_only)
        self.address.edit.setReadOnly(read_only)
        self.choice.setEnabled(not read_only)

    def _explain(self, opened: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.no_contacts.setVisible(opened and not self._contacts)

    def _choose(self, at: int) -> None:
        column = str(self.choice.itemData(at) or "")
        self.address.edit.setVisible(not column)
        if column:
            self._tell("{{ " + column + " }}")
        elif field_of(split_mailbox(self._source).address):
            self.address.show_value("")
            self.address.edit.setFocus()

    def _finish(self, _text: str) -> None:
        column = str(self.choice.currentData() or "")
        self._tell("{{ " + column + " }}" if column else self.address.edit.text())

    def _tell(self, address: str) -> None:
        source = join_mailbox(self.name.edit.text(), address)
        if source != self._source:
            self._source = source
            self.finished.emit(source)
