"""The form for an account at a mail service: SendGrid, or a mail server by SMTP.

*Check connection* asks it before anything is stored. The key goes into this computer's password
store when the account is saved, and stands nowhere else.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from composer.folder.transport_settings import SENDGRID_URL, SMTP_PORTS
from composer.gui.accounts.check_lines import CheckLines
from composer.gui.file_field import FileField
from composer.gui.parts import Button, Card, label, row
from composer.i18n import N_, _
from composer.model.accounts import MailAccount
from composer.model.campaign import Security, TransportKind, TransportSettings

MOST_WIDTH = 560
SAMPLE_SENDER = "notices@example.com"
SAMPLE_HOST = "mail.example.com"
SAMPLE_BOUNCE = "bounces+{id}@example.com"
_SERVICES = {TransportKind.SENDGRID: N_("SendGrid"), TransportKind.SMTP: N_("Mail server")}
_SECURITY = {
    Security.STARTTLS: N_("STARTTLS"),
    Security.TLS: N_("TLS"),
    Security.NONE: N_("None (this computer only)"),
}


class ServiceForm(Card):
    """One account to be, or to be changed.

    Signals:
        check_wanted(MailAccount, str): ask it with this key.
        cancel_wanted(): wait for no answer.
        ready_changed(): whether it can be saved may be another now.
    """

    check_wanted = Signal(object, str)
    cancel_wanted = Signal()
    ready_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.former: MailAccount | None = None
        self.title = label(role="strong")
        self.name = _edit(_("Name"))
        self.name.setPlaceholderText(_("What your team calls it"))
        self.service = QComboBox()
        self.service.setAccessibleName(_("Service"))
        for kind, words in _SERVICES.items():
            self.service.addItem(_(words), kind)
        self.usual_sender = _edit(_("Usual sender"), ltr=True)
        self.usual_sender.setPlaceholderText(SAMPLE_SENDER)
        self.url = _edit(_("Address of the service"), ltr=True)
        self.url.setPlaceholderText(SENDGRID_URL)
        self.host = _edit(_("Server"), ltr=True)
        self.host.setPlaceholderText(SAMPLE_HOST)
        self.security = QComboBox()
        self.security.setAccessibleName(_("Protection"))
        for protection, words in _SECURITY.items():
            self.security.addItem(_(words), protection)
        self.port = _edit(_("Port"), ltr=True)
        self.port.setValidator(QIntValidator(1, 65535, self.port))
        self.port.setMaximumWidth(96)
        self.username = _edit(_("User name"), ltr=True)
        self.bounce = _edit(_("Returned mail"), ltr=True)
        self.bounce.setPlaceholderText(SAMPLE_BOUNCE)
        self.ca_file = FileField(_("Trusted certificates"))
        self.ca_file.edit.setPlaceholderText(_("Only for a server with certificates of its own"))
        self.secret = _edit(_("Key or password"), ltr=True)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.check = Button(_("Check connection"), icon="shield-check", pressed=self._check)
        self.cancel = Button(_("Cancel"), kind="quiet", pressed=self.cancel_wanted.emit)
        self.result = label(role="muted", wraps=True)
        self.lines = CheckLines()
        self._form = QFormLayout()
        self._of_a_server = (
            self.host, self.security, self.port, self.username, self.ca_file, self.bounce,
        )  # fmt: skip
        self._build()
        self._connect()
        self.ask_about(None)

    @property
    def account(self) -> MailAccount:
        """What stands in the fields; the key keeps the name that it has."""
        former = self.former.settings if self.former is not None else None
        key = former.key if former is not None and former.kind is self._kind else ""
        if self._kind is TransportKind.SENDGRID:
            url = self.url.text().strip().rstrip("/") or SENDGRID_URL
            settings = TransportSettings(kind=TransportKind.SENDGRID, base_url=url, key=key)
        else:
            security = self.security.currentData()
            username = self.username.text().strip()
            settings = TransportSettings(
                kind=TransportKind.SMTP,
                host=self.host.text().strip(),
                port=int(self.port.text() or SMTP_PORTS[security]),
                security=security,
                username=username,
                key=key if username else "",
                ca_file=self.ca_file.path,
                bounce=self.bounce.text().strip(),
            )
        return MailAccount(
            name=self.name.text().strip(),
            settings=settings,
            sender=self.usual_sender.text().strip(),
        )

    @property
    def missing(self) -> str:
        """Say what is still needed; empty: it can be saved."""
        if not self.name.text().strip():
            return _("It needs a name first.")
        if self._kind is TransportKind.SMTP and not self.host.text().strip():
            return _("It needs a server first.")
        if self._kind is TransportKind.SENDGRID and self.former is None and not self.secret.text():
            return _("It needs a key first.")
        return ""

    def ask_about(self, account: MailAccount | None, *, is_saved: bool = True) -> None:
        """Show an account to change, one that only campaigns name, or an empty form."""
        self.former = account
        is_known = account is not None and is_saved
        self.title.setText(_("Change the account") if is_known else _("Add a mail service"))
        settings = account.settings if account is not None else None
        kind = settings.kind if settings is not None else TransportKind.SENDGRID
        self.service.setCurrentIndex(list(_SERVICES).index(kind))
        self.name.setText(account.name if account is not None else "")
        self.usual_sender.setText(account.sender if account is not None else "")
        url = settings.base_url if settings is not None else ""
        self.url.setText("" if url == SENDGRID_URL else url)
        is_server = settings is not None and kind is TransportKind.SMTP
        security = settings.security if is_server and settings else Security.STARTTLS
        self.security.setCurrentIndex(list(_SECURITY).index(security))
        port = settings.port if is_server and settings else SMTP_PORTS[security]
        self.port.setText(str(port))
        for edit, text in (
            (self.host, settings.host if settings else ""),
            (self.username, settings.username if settings else ""),
            (self.bounce, settings.bounce if settings else ""),
            (self.ca_file.edit, settings.ca_file if settings else ""),
        ):
            edit.setText(text)
        self.secret.clear()
        self.secret.setPlaceholderText(
            _("Leave it empty to keep the one that is stored") if settings and settings.key else ""
        )
        self.say("")
        self.lines.show_lines(())
        self.show_asking(asking=False)
        self._show_kind()

    def say(self, text: str) -> None:
        """Say how it went, above the lines."""
        self.result.setText(text)
        self.result.setVisible(bool(text))

    def show_asking(self, *, asking: bool) -> None:
        """Show that somebody is being asked, with a way to stop waiting."""
        self.check.setVisible(not asking)
        self.cancel.setVisible(asking)

    # --- inside ------------------------------------------------------------------------------

    @property
    def _kind(self) -> TransportKind:
        kind: TransportKind = self.service.currentData()
        return kind

    def _build(self) -> None:
        self.body.addWidget(self.title)
        self._form.setSpacing(8)
        self._form.setContentsMargins(0, 0, 0, 0)
        for name, part in (
            (_("Name"), self.name),
            (_("Service"), self.service),
            (_("Usual sender"), self.usual_sender),
            (_("Address of the service"), self.url),
            (_("Server"), self.host),
            (_("Protection"), self.security),
            (_("Port"), self.port),
            (_("User name"), self.username),
            (_("Key or password"), self.secret),
            (_("Trusted certificates"), self.ca_file),
            (_("Returned mail"), self.bounce),
        ):
            self._form.addRow(name, part)
        fields = QWidget()
        fields.setMaximumWidth(MOST_WIDTH)
        fields.setLayout(self._form)
        self.body.addWidget(fields)
        kept = _("The key is kept in this computer’s password store, and nowhere else.")
        self.body.addWidget(label(kept, role="caption", wraps=True))
        buttons = row(self.check, self.cancel)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addWidget(self.result)
        self.body.addWidget(self.lines)

    def _connect(self) -> None:
        self.service.currentIndexChanged.connect(lambda _at: self._show_kind())
        self.security.currentIndexChanged.connect(lambda _at: self._follow_security())
        for edit in (self.name, self.host, self.secret, self.username):
            edit.textChanged.connect(lambda _text: self._look())

    def _show_kind(self) -> None:
        is_server = self._kind is TransportKind.SMTP
        for part in self._of_a_server:
            self._form.setRowVisible(part, is_server)
        self._form.setRowVisible(self.url, not is_server)
        self._look()

    def _follow_security(self) -> None:
        if self.port.text() in {str(port) for port in SMTP_PORTS.values()}:
            self.port.setText(str(SMTP_PORTS[self.security.currentData()]))

    def _look(self) -> None:
        self.check.setEnabled(not self.missing)
        self.check.setToolTip(self.missing)
        self.check.setAccessibleDescription(self.missing)
        self.ready_changed.emit()

    def _check(self) -> None:
        self.check_wanted.emit(self.account, self.secret.text())


def _edit(name: str, *, ltr: bool = False) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    if ltr:
        edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return edit
