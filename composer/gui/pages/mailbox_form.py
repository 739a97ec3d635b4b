"""Where bounces come back to: server, user and password of a mailbox that is read once.

The connection is always protected here; what is typed is used for one reading and kept nowhere.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from composer.gui.parts import Button, label, row
from composer.i18n import _
from composer.model.campaign import ImapSettings, Security

TLS_PORT, PLAIN_PORT = 993, 143


class MailboxForm(QWidget):
    """The form.

    Signals:
        wanted(ImapSettings, str): read this mailbox, with this password.
    """

    wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.server, self.user, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.read = Button(_("Read this mailbox"), pressed=self._press)
        self.cancel = Button(_("Cancel"), kind="quiet", pressed=self.hide)
        form = QFormLayout(self)
        form.setContentsMargins(0, 8, 0, 0)
        for name, field in (
            (_("Server"), self.server),
            (_("User name"), self.user),
            (_("Password"), self.password),
        ):
            field.setAccessibleName(name)
            field.textChanged.connect(self._changed)
            form.addRow(label(name), field)
        form.addRow(label(_("Nothing there is deleted or marked as read."), role="muted"))
        form.addRow(row(QWidget(), self.cancel, self.read, stretch=0))
        self._changed()

    def _changed(self) -> None:
        self.read.setEnabled(
            all(one.text().strip() for one in (self.server, self.user, self.password))
        )

    def _press(self) -> None:
        """Hand on what was typed; a port after a colon is taken as it is."""
        text = self.server.text().strip()
        host, colon, port = text.rpartition(":")
        if not colon or not port.isdigit():
            host, port = text, str(TLS_PORT)
        number = int(port)
        settings = ImapSettings(
            host=host,
            port=number,
            security=Security.STARTTLS if number == PLAIN_PORT else Security.TLS,
            username=self.user.text().strip(),
        )
        password = self.password.text()
        self.password.clear()
        self.hide()
        self.wanted.emit(settings, password)
