"""The button that opens the form for one more test mailbox, and what the form's buttons do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.page import Page
from composer.gui.pages.test_mailbox_form import MailboxForm
from composer.gui.parts import Button, row
from composer.i18n import _
from composer.model.person import Role
from composer.model.seed_mailbox import SeedMailbox


class MailboxPanel(QWidget):
    """Adds test mailboxes for a page.

    Signals:
        added(): one more is in the list, or waits for the other owner.
    """

    added = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.form = MailboxForm()
        self.more = Button(_("Add a test mailbox…"), icon="plus", pressed=self.open_form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        line = row(self.more)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.form)
        self.form.check_wanted.connect(self._check)
        self.form.add_wanted.connect(self._add)

    def open_form(self) -> None:
        """Show the form; only the owner can add."""
        self.form.open(may_add=self._page.session.person.has(Role.OWNER))

    def _check(self, mailbox: SeedMailbox, password: str) -> None:
        """Open a mailbox that is not stored yet."""
        boxes = self._page.session.workspace.test_mailboxes
        self._page.ask(
            lambda _task: boxes.try_out(mailbox, password=password),
            then=self.form.say_opened,
            otherwise=lambda error: self.form.say(str(error)),
        )

    def _add(self, mailbox: SeedMailbox, password: str) -> None:
        """Put a mailbox into the owner's list."""
        session = self._page.session
        boxes, person = session.workspace.test_mailboxes, session.person

        def added(counts: bool) -> None:  # noqa: FBT001 - what the façade gives
            self.form.clear()
            self.form.hide()
            waits = _("It counts once the other owner has signed it, too.")
            self._page.say(_("The test mailbox was added.") if counts else waits)
            self.added.emit()

        self.form.setEnabled(False)  # a second press must not add it again
        task = self._page.change(
            lambda _task: boxes.add(mailbox, by=person, password=password),
            then=added,
            otherwise=lambda error: self.form.say(str(error)),
            label=_("Adding a test mailbox"),
        )
        task.ended.connect(lambda: self.form.setEnabled(True))
