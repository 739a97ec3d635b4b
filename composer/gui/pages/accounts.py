"""Accounts: what messages leave through, and where test mailboxes are read.

A plain list with a pane beside it. Whoever may keep accounts adds, changes and removes them; a key
goes into this computer's password store and is never shown. *Check* asks the service, and only
then. What is right about an answer is decided below; this page shows it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from composer.gui.accounts.account_detail import AccountDetail
from composer.gui.accounts.accounts_model import KEY, NAME, USED_BY, AccountsModel
from composer.gui.accounts.asking import AccountAsking
from composer.gui.accounts.service_panel import ServicePanel, told
from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.test_mailbox_panel import MailboxPanel
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.session import Session
from composer.gui.tables import dress_list, wide
from composer.i18n import N_, _
from composer.model.accounts import AccountsSeen, CheckLine, MailAccount
from composer.model.person import Role

KEEPERS = (Role.OWNER, Role.SENDER)


class AccountsPage(Page):
    """The list, the pane beside it, and the form of an account."""

    title = N_("Accounts")
    purpose = N_("What messages leave through, and the test mailboxes that are read.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: AccountsSeen | None = None
        self._wanted = ""
        self.model = AccountsModel()
        self.table = QTableView()
        self.detail = AccountDetail()
        self._asking = AccountAsking(self)
        self.service = ServicePanel(self, self._asking)
        self.form = self.service.form
        self.boxes = MailboxPanel(self)
        self.sides, self.forms = QWidget(), QWidget()
        self.body = QStackedWidget()
        self.empty = label(
            _("No accounts yet. Without one you can write, translate and preview, but not send."),
            role="muted",
            wraps=True,
        )
        self.problem = Card()
        self.problem_words = label(wraps=True)
        self.add_mailbox = Button(
            _("Add a test mailbox…"), icon="plus", pressed=self.open_mailbox_form
        )
        self._build()
        self._connect()

    def read(self) -> None:
        """Read the accounts again."""
        accounts = self.session.workspace.accounts
        self.ask(lambda _task: accounts.seen(), then=self._show)

    def refresh(self) -> None:
        """Show the one next step."""
        reason = "" if self.may_keep else _("Only owners and senders keep accounts.")
        if self.body.currentWidget() is self.forms:
            self._refresh_form()
        else:
            self.set_primary(_("Add a mail service…"), enabled=not reason, reason=reason)
            self.set_secondary("")
        self.add_mailbox.setVisible(self.session.person.has(Role.OWNER))
        self._look()

    @property
    def may_keep(self) -> bool:
        """Whether the window acts for somebody who may keep accounts."""
        return any(self.session.person.has(role) for role in KEEPERS)

    def press_primary(self) -> None:
        """Open the form; when it is open, save what stands in it."""
        if self.body.currentWidget() is not self.forms:
            self.open_form(None)
        elif self.form.isHidden():
            self.boxes.form.add.click()
        else:
            self.service.save()

    def open_form(self, account: MailAccount | None, *, is_saved: bool = True) -> None:
        """Show the form, empty or about an account."""
        self.service.ask_about(account, is_saved=is_saved)
        self.form.show()
        self.boxes.hide()
        self.body.setCurrentWidget(self.forms)
        self.refresh()
        self.form.name.setFocus()

    def open_mailbox_form(self) -> None:
        """Show the form of a test mailbox."""
        self.form.hide()
        self.boxes.show()
        self.body.setCurrentWidget(self.forms)
        self.boxes.more.hide()
        self.boxes.open_form()
        self.boxes.form.leave.hide()
        self.boxes.form.add.hide()
        self.refresh()

    def leave_form(self) -> None:
        """Show the list again; what stood in the form goes."""
        self._asking.cancel()
        self.service.ask_about(None)
        self.boxes.form.clear()
        self.body.setCurrentWidget(self.sides)
        self.refresh()

    def remove(self) -> None:
        """Take the chosen account out of the list."""
        line, person, workspace = self.detail.line, self.session.person, self.session.workspace
        if line is None:
            return

        def remove(_task: Task) -> bool:
            if line.settings is None:
                return workspace.test_mailboxes.remove(line.name, by=person)
            workspace.accounts.remove(line.name, by=person)
            return True

        said = _("Removed. Campaigns that were given its settings keep them.")
        if line.settings is None:
            said = _("The test mailbox was removed.")
        waits = _("It counts once the other owner has signed it, too.")
        self._act(remove, lambda counts: said if counts else waits)

    def store_key(self, secret: str) -> None:
        """Put a key into this computer's password store."""
        line, workspace = self.detail.line, self.session.workspace
        if line is not None:
            words = _("The key is in this computer’s password store.")
            self._act(
                lambda _task: workspace.provider_keys.set(line.key, secret), lambda _none: words
            )

    def forget_key(self) -> None:
        """Take the chosen account's key out of the password store."""
        line, person, workspace = self.detail.line, self.session.person, self.session.workspace
        if line is not None:
            words = _("The key is no longer on this computer.")
            self._act(
                lambda _task: workspace.accounts.forget_key(line.key, by=person),
                lambda _none: words,
            )

    def check(self) -> None:
        """Ask the chosen account."""
        line = self.detail.line
        if line is None:
            return
        self.detail.show_asking(asking=True)

        def answered(lines: tuple[CheckLine, ...]) -> None:
            self.detail.show_answer()
            self.detail.lines.show_lines(lines)
            self.session.announce(self.detail.lines.summary())

        self._asking.ask(
            lambda: line,
            "",
            then=answered,
            otherwise=lambda error: self.detail.show_answer(told(error)),
            ended=self._asked,
        )

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        dress_list(table)
        table.setAccessibleName(_("Accounts"))
        for column in range(USED_BY):
            table.setColumnWidth(column, wide(table, 13 if column == KEY else 19))
        line = row(IconLabel("triangle-alert", "look"), self.problem_words, stretch=1)
        self.problem.body.addLayout(line)
        self.problem.hide()
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(table, 1)
        left.addWidget(self.empty)
        sides = QHBoxLayout(self.sides)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(16)
        sides.addLayout(left, 3)
        sides.addWidget(self.detail, 2)
        self.detail.setMinimumWidth(300)
        ground = QWidget()
        column_of_forms = QVBoxLayout(ground)
        column_of_forms.setContentsMargins(0, 0, 0, 0)
        column_of_forms.addWidget(self.service)
        column_of_forms.addWidget(self.boxes)
        column_of_forms.addStretch(1)
        forms = QVBoxLayout(self.forms)
        forms.setContentsMargins(0, 0, 0, 0)
        forms.addWidget(scrolled(ground))
        tools = row(self.add_mailbox)
        tools.addStretch(1)
        sides_with_tools = QWidget()
        upright = QVBoxLayout(sides_with_tools)
        upright.setContentsMargins(0, 0, 0, 0)
        upright.setSpacing(16)
        upright.addLayout(tools)
        upright.addWidget(self.sides, 1)
        self.sides = sides_with_tools
        self.content.addWidget(self.problem)
        self.body.addWidget(self.sides)
        self.body.addWidget(self.forms)
        self.content.addWidget(self.body, 1)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._look())
        detail = self.detail
        detail.check_wanted.connect(self.check)
        detail.cancel_wanted.connect(self._asking.cancel)
        detail.change_wanted.connect(lambda: self._change(is_saved=True))
        detail.keep_wanted.connect(lambda: self._change(is_saved=False))
        detail.remove_wanted.connect(self.remove)
        detail.store_wanted.connect(self.store_key)
        detail.forget_wanted.connect(self.forget_key)
        self.service.saved.connect(self._service_saved)
        self.form.ready_changed.connect(self._refresh_form)
        self.boxes.added.connect(self._mailbox_added)

    def _refresh_form(self) -> None:
        if self.body.currentWidget() is not self.forms:
            return
        self.set_secondary(_("Not now"), self.leave_form)
        if self.form.isHidden():
            self.set_primary(_("Add test mailbox"))
        else:
            missing = self.form.missing
            self.set_primary(_("Save account"), enabled=not missing, reason=missing)

    def _show(self, seen: AccountsSeen) -> None:
        chosen = self._wanted or (self.detail.line.name if self.detail.line else "")
        self._wanted = ""
        self.seen = seen
        self.model.show_accounts(seen.lines)
        if seen.lines:
            self.table.setCurrentIndex(self.model.index(self.model.row_of(chosen), NAME))
        self.empty.setVisible(not seen.lines)
        self.problem_words.setText(f"{seen.store_problem} {seen.store_advice}".strip())
        self.problem.setVisible(bool(seen.store_problem))
        self.show_findings(seen.findings)
        self.refresh()

    def _look(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        self.detail.setVisible(line is not None)
        if line is not None:
            is_owner = self.session.person.has(Role.OWNER)
            may = self.may_keep if line.settings is not None else is_owner
            if self.detail.line is not None and self.detail.line.name != line.name:
                self._asking.cancel()
            self.detail.show_account(line, may_change=may)

    def _change(self, *, is_saved: bool) -> None:
        line = self.detail.line
        if line is not None and line.settings is not None:
            account = MailAccount(name=line.name, settings=line.settings, sender=line.sender)
            self.open_form(account, is_saved=is_saved)

    def _service_saved(self, name: str) -> None:
        self._wanted = name
        self.leave_form()
        self.read()

    def _mailbox_added(self) -> None:
        self.leave_form()
        self.read()

    def _asked(self) -> None:
        self.detail.show_asking(asking=False)
        if self.detail.asked.text() == _("Asking…"):
            self.detail.show_answer()

    def _act(self, job: Callable[[Task], object], words: Callable[[object], str]) -> None:
        def done(result: object) -> None:
            self.say(words(result))
            self.read()

        self.change(job, then=done)
