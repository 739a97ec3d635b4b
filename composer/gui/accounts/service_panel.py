"""The form of a mail service with what its buttons do: ask it, cancel, save it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.accounts.asking import AccountAsking
from composer.gui.accounts.service_form import ServiceForm
from composer.gui.background import Task
from composer.gui.page import Page
from composer.i18n import _, isolate, place
from composer.model.accounts import CheckLine, MailAccount


class ServicePanel(QWidget):
    """Adds and changes accounts for a page.

    Signals:
        saved(str): the account of this name is in the list.
    """

    saved = Signal(str)

    def __init__(self, page: Page, asking: AccountAsking) -> None:
        super().__init__()
        self._page = page
        self._asking = asking
        self._is_saved = False
        self.form = ServiceForm()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.form.check_wanted.connect(self._check)
        self.form.cancel_wanted.connect(asking.cancel)

    def ask_about(self, account: MailAccount | None, *, is_saved: bool = True) -> None:
        """Show an account, one that only campaigns name, or an empty form."""
        self._is_saved = account is not None and is_saved
        self.form.ask_about(account, is_saved=is_saved)

    def save(self) -> None:
        """Keep the account that stands in the form."""
        session = self._page.session
        accounts, person = session.workspace.accounts, session.person
        account, secret = self.form.account, self.form.secret.text()
        before = self.form.former
        former = before.name if before is not None and self._is_saved else ""

        def keep(_task: Task) -> MailAccount:
            return accounts.save(account, by=person, former=former, secret=secret)

        def kept(saved: MailAccount) -> None:
            said = place(_("The account {name} is in the list."), name=isolate(saved.name))
            self._page.say(said)
            self.ask_about(None)
            self.saved.emit(saved.name)

        self._page.change(keep, then=kept, otherwise=lambda error: self.form.say(told(error)))

    def _check(self, account: MailAccount, secret: str) -> None:
        """Ask an account that need not be saved yet."""
        form, session = self.form, self._page.session
        accounts = session.workspace.accounts
        form.show_asking(asking=True)
        form.lines.show_lines(())
        form.say(_("Asking…"))

        def answered(lines: tuple[CheckLine, ...]) -> None:
            form.say("")
            form.lines.show_lines(lines)
            session.announce(form.lines.summary())

        def ended() -> None:
            form.show_asking(asking=False)
            if form.result.text() == _("Asking…"):
                form.say("")

        self._asking.ask(
            lambda: accounts.question(account),
            secret,
            then=answered,
            otherwise=lambda error: form.say(told(error)),
            ended=ended,
        )


def told(error: Exception) -> str:
    """Say what went wrong with what to do about it."""
    return f"{error} {getattr(error, 'advice', '')}".strip()
