"""One account beside the list: what it is, where its key is, what it answered, what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from composer.gui.accounts.accounts_model import service_words
from composer.gui.accounts.check_lines import CheckLines
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, Card, ElidedLabel, label, row, rule, set_margins
from composer.i18n import N_, _, isolate, isolate_ltr, listed, place
from composer.keychain import secret_variable
from composer.model.accounts import AccountLine, KeyState
from composer.model.campaign import Security

_SECURITY = {Security.TLS: "TLS", Security.STARTTLS: "STARTTLS"}
_KEY_WORDS = {
    KeyState.STORED: N_("Its key or password is in this computer’s password store."),
    KeyState.ENVIRONMENT: N_("Its key or password comes from the environment: {variable}."),
    KeyState.MISSING: N_(
        "Its key or password is not on this computer. Store it, or set {variable}."
    ),
    KeyState.NOT_NEEDED: N_("It needs no key and no password."),
}


class AccountDetail(Card):
    """The pane.

    Signals:
        check_wanted(), cancel_wanted(): ask it; ask no more.
        change_wanted(), keep_wanted(), remove_wanted(): the account itself.
        store_wanted(str), forget_wanted(): its key.
    """

    check_wanted = Signal()
    cancel_wanted = Signal()
    change_wanted = Signal()
    keep_wanted = Signal()
    remove_wanted = Signal()
    store_wanted = Signal(str)
    forget_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line: AccountLine | None = None
        self._may_change = False
        self.name = ElidedLabel(role="section", middle=True)
        self.facts = label(wraps=True)
        self.key_words = label(role="muted", wraps=True)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.secret.setPlaceholderText(_("Key or password"))
        self.secret.setAccessibleName(_("Key or password"))
        self.store = Button(_("Store"), pressed=self._store)
        self.forget = Button(_("Take the key out"), kind="delete", pressed=self.forget_wanted.emit)
        self.check = Button(_("Check"), icon="shield-check", pressed=self.check_wanted.emit)
        self.cancel = Button(_("Cancel"), kind="quiet", pressed=self.cancel_wanted.emit)
        self.change = Button(_("Change…"), pressed=self.change_wanted.emit)
        self.keep = Button(_("Put into the list…"), icon="plus", pressed=self.keep_wanted.emit)
        self.remove = Button(_("Remove"), kind="delete", pressed=self.remove_wanted.emit)
        self.asked = label(role="caption", wraps=True)
        self.lines = CheckLines()
        self._lay_out()
        self.secret.returnPressed.connect(self._store)

    def show_account(self, line: AccountLine, *, may_change: bool) -> None:
        """Show an account; what a former one answered goes."""
        if self.line is None or self.line.name != line.name:
            self.lines.show_lines(())
            self.asked.setText(_ask_words(line))
        self.line, self._may_change = line, may_change
        is_service = line.settings is not None
        self.name.show_text(isolate_ltr(line.name) if line.seeds else isolate(line.name))
        self.facts.setText("\n".join(_facts(line)))
        words = _(_KEY_WORDS[line.key_state])
        self.key_words.setText(place(words, variable=isolate_ltr(secret_variable(line.key))))
        for part in (self.secret, self.store):
            part.setVisible(bool(line.key))
        self.secret.clear()
        self.forget.setVisible(may_change and line.key_state is KeyState.STORED)
        self.change.setVisible(may_change and is_service and line.is_saved)
        self.keep.setVisible(may_change and is_service and not line.is_saved)
        self.remove.setVisible(may_change and line.is_saved)

    def show_asking(self, *, asking: bool) -> None:
        """Show that somebody is being asked, with a way to stop waiting."""
        self.check.setVisible(not asking)
        self.cancel.setVisible(asking)
        if asking:
            self.asked.setText(_("Asking…"))
            self.lines.show_lines(())

    def show_answer(self, said: str = "") -> None:
        """Show what stands above the lines."""
        self.asked.setText(said)
        self.asked.setVisible(bool(said))

    # --- inside ------------------------------------------------------------------------------

    def _store(self) -> None:
        if self.secret.text().strip():
            self.store_wanted.emit(self.secret.text())
            self.secret.clear()

    def _lay_out(self) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        set_margins(column, start=0, top=0, end=12, bottom=0)
        column.setSpacing(8)
        for part in (self.name, self.facts):
            column.addWidget(part)
        acts = row(self.check, self.cancel, self.change, self.keep, self.remove)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addWidget(self.asked)
        column.addWidget(self.lines)
        column.addWidget(rule())
        column.addWidget(self.key_words)
        column.addLayout(row(self.secret, self.store, stretch=0))
        column.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.body.addWidget(scrolled(ground), 1)
        self.cancel.hide()


def _ask_words(line: AccountLine) -> str:
    if line.settings is None:
        return _("Opens the mailbox. Nothing is changed there.")
    return _(
        "Asks the mail service and, about the sender’s domain, the name service. Nothing is sent."
    )


def _facts(line: AccountLine) -> list[str]:
    """Say where and how it is reached."""
    facts = [service_words(line)]
    server = line.settings if line.settings is not None and line.settings.host else line.imap
    if server is not None:
        protection = _SECURITY.get(server.security, _("not protected"))
        port = place(_("Port {port}, {protection}"), port=str(server.port), protection=protection)
        facts.append(port)
        if server.username:
            facts.append(place(_("User name: {name}"), name=isolate_ltr(server.username)))
        if server.ca_file:
            words = _("Trusted certificates: {file}")
            facts.append(place(words, file=isolate_ltr(server.ca_file)))
    if line.settings is not None and line.settings.bounce:
        words = _("Returned mail goes to {address}.")
        facts.append(place(words, address=isolate_ltr(line.settings.bounce)))
    if line.sender:
        facts.append(place(_("Usual sender: {address}"), address=isolate_ltr(line.sender)))
    used = listed(isolate(name) for name in line.used_by)
    facts.append(place(_("Used by: {names}"), names=used or _("nobody yet")))
    if not line.is_saved:
        facts.append(_("Only campaigns name it; it is not in the team’s list."))
    return facts
