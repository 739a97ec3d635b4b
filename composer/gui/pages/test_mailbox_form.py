"""The form for one more test mailbox: its address, and where Composer reads it.

*Check connection* opens the mailbox before anything is stored. Adding is the owner's, who signs the
list; whoever else sees the form is told so. The password goes into this computer's password store.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from composer.gui.file_field import FileField
from composer.gui.numbers import number
from composer.gui.parts import Button, Card, label, row
from composer.i18n import N_, _, ngettext, place
from composer.model.campaign import ImapSettings, Security
from composer.model.seed_mailbox import SeedMailbox

MOST_WIDTH = 560
SAMPLE_ADDRESS = "test1@example.com"
SAMPLE_HOST = "imap.example.com"
_PORTS = {Security.TLS: 993, Security.STARTTLS: 143}
_SECURITY_WORDS = {Security.TLS: "TLS", Security.STARTTLS: "STARTTLS"}
_READ = (N_("Composer reads it"), N_("A person saves what arrives"))


class MailboxForm(Card):
    """One test mailbox to be.

    Signals:
        check_wanted(SeedMailbox, str): open it with this password.
        add_wanted(SeedMailbox, str): put it into the list, and store the password.
    """

    check_wanted = Signal(object, str)
    add_wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.address = _edit(_("Address"), ltr=True)
        self.address.setPlaceholderText(SAMPLE_ADDRESS)
        self.way = QComboBox()
        self.way.addItems([_(words) for words in _READ])
        self.way.setAccessibleName(_("How it is read"))
        self.host = _edit(_("Server"), ltr=True)
        self.host.setPlaceholderText(SAMPLE_HOST)
        self.security = QComboBox()
        for kind, words in _SECURITY_WORDS.items():
            self.security.addItem(words, kind)
        self.security.setAccessibleName(_("Protection"))
        self.port = _edit(_("Port"), ltr=True)
        self.port.setValidator(QIntValidator(1, 65535, self.port))
        self.port.setText(str(_PORTS[Security.TLS]))
        self.port.setMaximumWidth(96)
        self.username = _edit(_("User name"), ltr=True)
        self.username.setPlaceholderText(_("The address, unless the server wants another name"))
        self.password = _edit(_("Password"), ltr=True)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.authserv_id = _edit(_("Results by"), ltr=True)
        self.authserv_id.setPlaceholderText(_("Name of its server in Authentication-Results"))
        self.ca_file = FileField(_("Trusted certificates"))
        self.ca_file.edit.setPlaceholderText(_("Only for a server with certificates of its own"))
        self.result = label(role="muted", wraps=True)
        self.result.hide()
        self.check = Button(_("Check connection"), pressed=self._check)
        self.add = Button(_("Add test mailbox"), pressed=self._add)
        self.leave = Button(_("Close"), kind="quiet", pressed=self.hide)
        self._form = QFormLayout()
        self._of_the_server = (
            self.host,
            self.security,
            self.port,
            self.username,
            self.password,
            self.authserv_id,
            self.ca_file,
        )
        self._build()
        self.way.currentIndexChanged.connect(lambda _at: self._show_way())
        self.security.currentIndexChanged.connect(lambda _at: self._follow_security())
        for edit in (self.address, self.host, self.password):
            edit.textChanged.connect(lambda _text: self._show_ready())
        self._show_way()
        self.hide()

    @property
    def mailbox(self) -> SeedMailbox:
        """What stands in the fields."""
        address = self.address.text().strip()
        imap = None
        if self._is_read_here:
            imap = ImapSettings(
                host=self.host.text().strip(),
                port=int(self.port.text() or _PORTS[Security.TLS]),
                security=self.security.currentData(),
                username=self.username.text().strip(),
                key=key_name(address),
                ca_file=self.ca_file.path,
            )
        return SeedMailbox(
            address=address, imap=imap, authserv_id=self.authserv_id.text().strip() if imap else ""
        )

    def open(self, *, may_add: bool) -> None:
        """Show the form; who is not the owner may look and check."""
        self.add.setVisible(may_add)
        self._owner_words.setVisible(not may_add)
        self.show()
        self.address.setFocus()

    def say(self, text: str) -> None:
        """Say how checking or adding went."""
        self.result.setText(text)
        self.result.setVisible(bool(text))

    def say_opened(self, count: int) -> None:
        """Say that the mailbox opens."""
        words = ngettext(
            "It opens. Its inbox holds {count} message.",
            "It opens. Its inbox holds {count} messages.",
            count,
        )
        self.say(place(words, count=number(count)))

    def clear(self) -> None:
        """Empty the form; a password stays nowhere."""
        texts = self.address, self.host, self.username, self.password, self.authserv_id
        for edit in (*texts, self.ca_file.edit):
            edit.clear()
        self.say("")

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addWidget(label(_("Add a test mailbox"), role="strong"))
        purpose = _(
            "An address of your own team. Take mailboxes at different mail services: a test to "
            "one address cannot show that a message names a second one."
        )
        self.body.addWidget(label(purpose, role="muted", wraps=True))
        self._form.setSpacing(8)
        for name, part in (
            (_("Address"), self.address),
            (_("How it is read"), self.way),
            (_("Server"), self.host),
            (_("Protection"), self.security),
            (_("Port"), self.port),
            (_("User name"), self.username),
            (_("Password"), self.password),
            (_("Results by"), self.authserv_id),
            (_("Trusted certificates"), self.ca_file),
        ):
            self._form.addRow(name, part)
        fields = QWidget()
        fields.setMaximumWidth(MOST_WIDTH)
        fields.setLayout(self._form)
        self._form.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(fields)
        self._kept = label(
            _("The password is kept in this computer’s password store, and nowhere else."),
            role="caption",
            wraps=True,
        )
        self.body.addWidget(self._kept)
        self._owner_words = label(
            _("The owner signs the list of test mailboxes. Ask the owner to add it."),
            role="muted",
            wraps=True,
        )
        self.body.addWidget(self._owner_words)
        self.body.addWidget(self.result)
        buttons = row(self.add, self.check, self.leave)
        buttons.addStretch(1)
        self.body.addLayout(buttons)

    @property
    def _is_read_here(self) -> bool:
        return self.way.currentIndex() == 0

    def _show_way(self) -> None:
        for part in self._of_the_server:
            self._form.setRowVisible(part, self._is_read_here)
        self._kept.setVisible(self._is_read_here)
        self.check.setVisible(self._is_read_here)
        self._show_ready()

    def _follow_security(self) -> None:
        if self.port.text() in {str(port) for port in _PORTS.values()}:
            self.port.setText(str(_PORTS[self.security.currentData()]))

    def _show_ready(self) -> None:
        has_server = bool(self.host.text().strip() and self.password.text())
        has_address = "@" in self.address.text()
        self.check.setEnabled(has_address and has_server)
        self.add.setEnabled(has_address and (has_server or not self._is_read_here))

    def _check(self) -> None:
        self.say(_("Connecting…"))
        self.check_wanted.emit(self.mailbox, self.password.text())

    def _add(self) -> None:
        self.add_wanted.emit(self.mailbox, self.password.text())


def key_name(address: str) -> str:
    """Name the password of a mailbox after its address.

    >>> key_name("Test.1@example.com")
    'seed-test-1-example-com'
    """
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in address.lower())
    return f"seed-{kept}"[:64]


def _edit(name: str, *, ltr: bool = False) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    if ltr:
        edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return edit
