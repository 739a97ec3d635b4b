"""Name and address of From or Reply-To: one address for all, or a column named as contacts.

Signals tell the whole mailbox as the settings write it.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.parts import Button, label
from composer.gui.writing.panels.fields import Field
from composer.gui.writing.panels.mailbox_line import field_of, join_mailbox, split_mailbox
from composer.i18n import _, place

_STAYS = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})


class MailboxFields(QWidget):
    """Two lines, and a menu that takes the address from a column of contacts instead.

    Signals:
        finished(str): another mailbox, as `Name <address>`.
    """

    finished = Signal(str)

    def __init__(self, *, name: tuple[str, str], address: tuple[str, str]) -> None:
        super().__init__()
        self._source = ""
        self._contacts: tuple[str, ...] = ()
        self._column = ""
        self.name = Field(*name)
        self.address = Field(*address, is_address=True)
        self.from_column = Button(_("From a column"), kind="quiet", icon="chevron-down")
        self.from_column.setAccessibleName(
            place(_("{field}: take it from a column"), field=address[0])
        )
        self.from_column.setMenu(QMenu(self.from_column))
        self.address.name.ends.addWidget(self.from_column)
        self.chosen = label(wraps=True)
        self.address.column.insertWidget(2, self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.address)
        self.name.finished.connect(lambda _text: self._tell())
        # Also where nothing was written: a column may have stood here before.
        self.address.edit.editingFinished.connect(self._tell)
        self.address.edit.installEventFilter(self)
        self.from_column.menu().aboutToShow.connect(self._list_columns)

    def show_mailbox(self, source: str, contacts: tuple[str, ...]) -> None:
        """Show a mailbox; `contacts` are the columns that may hold an address."""
        if (source, contacts) == (self._source, self._contacts):
            return
        self._source, self._contacts = source, contacts
        box = split_mailbox(source)
        self._column = field_of(box.address)
        self.name.show_value(box.name)
        self.address.show_value("" if self._column else box.address)
        self._show_way()

    def show_problems(self, findings: Iterable[Finding]) -> None:
        """Say what is wrong with the mailbox."""
        self.address.show_problems(findings)

    def set_read_only(self, *, read_only: bool) -> None:
        """Show it without offering to change it."""
        self.name.edit.setReadOnly(read_only)
        self.address.edit.setReadOnly(read_only)
        self.from_column.setVisible(not read_only)

    def choose_column(self, column: str) -> None:
        """Take the address from a column, or with an empty name write one for everybody.

        That one is told when it is written or the line is left: until then the column's stands.
        """
        self._column = column
        self._show_way()
        if column:
            self._tell()
            return
        self.address.show_value("")
        self.address.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell an address that was left without a letter: Qt calls that nothing finished."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
            self._tell()
        return super().eventFilter(watched, event)

    def _show_way(self) -> None:
        self.address.edit.setVisible(not self._column)
        self.chosen.setVisible(bool(self._column))
        words = _("Each person gets the address in their row, column {column}.")
        self.chosen.setText(place(words, column=self._column))

    def _list_columns(self) -> None:
        menu = self.from_column.menu()
        menu.clear()
        if self._column:
            every = menu.addAction(_("One address for everybody"))
            every.triggered.connect(lambda: self.choose_column(""))
        for name in self._contacts:
            if name != self._column:
                menu.addAction(name).triggered.connect(
                    lambda _checked=False, column=name: self.choose_column(column)
                )
        if not self._contacts:
            menu.addAction(_("No column is named under contacts in the settings.")).setEnabled(
                False
            )

    def _tell(self) -> None:
        address = "{{ " + self._column + " }}" if self._column else self.address.edit.text()
        source = join_mailbox(self.name.edit.text(), address)
        if source != self._source:
            self._source = source
            self.finished.emit(source)
