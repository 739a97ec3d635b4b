"""The panes of setting up, one for each step: what it is for, what works without it, its form.

The forms are those of the pages that keep the same things later: nothing is asked here in a way of
its own.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.accounts.asking import AccountAsking
from composer.gui.accounts.service_panel import ServicePanel
from composer.gui.page import Page
from composer.gui.pages.test_mailbox_panel import MailboxPanel
from composer.gui.parts import Button, IconLabel, label, row
from composer.gui.reasons import allow
from composer.i18n import N_, _
from composer.model.person import Role
from composer.model.set_up import SetUpLine, SetUpStep

TITLES = {
    SetUpStep.WHO: N_("Who you are"),
    SetUpStep.PLACE: N_("Where the workspace lives"),
    SetUpStep.SERVICE: N_("Mail service"),
    SetUpStep.MAILBOXES: N_("Test mailboxes"),
    SetUpStep.PEOPLE: N_("People"),
    SetUpStep.RULES: N_("Rules for sign-off"),
}
_PURPOSES = {
    SetUpStep.WHO: N_(
        "What you approve is signed with a key that never leaves this computer. It lies in the"
        " computer’s password store, which may ask you to unlock it: that dialog is the system’s."
    ),
    SetUpStep.PLACE: N_(
        "A folder of this computer, which only your user may read. Back it up as a whole. A copy"
        " of it is noticed and never sends a second time."
    ),
    SetUpStep.SERVICE: N_(
        "The account that messages leave through: SendGrid, or a mail server of your own. Checking"
        " it sends nothing."
    ),
    SetUpStep.MAILBOXES: N_(
        "Two or more addresses of your own team, at different mail services. The test goes to them"
        " before anything is sent, and copies follow during the send."
    ),
    SetUpStep.PEOPLE: N_(
        "Whoever is to approve or send makes a key on their own computer and sends you a file."
        " You admit them by comparing nine words on the telephone."
    ),
    SetUpStep.RULES: N_(
        "How many people approve, for how long that counts, and what a test must have shown. A"
        " campaign may ask for more, never for less."
    ),
}
_WITHOUT = {
    SetUpStep.WHO: N_("Without your key you can read everything here and sign nothing."),
    SetUpStep.PLACE: N_("Without a folder nothing can be kept."),
    SetUpStep.SERVICE: N_(
        "Without it you can write, translate, preview and send to the practice mailbox."
    ),
    SetUpStep.MAILBOXES: N_("Without them everything works up to the test."),
    SetUpStep.PEOPLE: N_("Without them everything works up to sign-off."),
    SetUpStep.RULES: N_("Without them the usual rules hold: one approval, which counts 72 hours."),
}


class Pane(QWidget):
    """The ground of every pane: its sentences; a pane adds its form to `column`."""

    def __init__(self, step: SetUpStep) -> None:
        super().__init__()
        self.step = step
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.state = label(wraps=True)
        self.mark = IconLabel("circle-dashed", "muted")
        without = label(_(_WITHOUT[step]), role="muted", wraps=True)
        self.column.addWidget(label(_(TITLES[step]), role="section"))
        self.column.addWidget(label(_(_PURPOSES[step]), wraps=True))
        self.column.addLayout(row(self.mark, self.state, stretch=1))
        self.column.addWidget(without)

    def show_line(self, line: SetUpLine) -> None:
        """Show how the step stands."""
        self.state.setText(line.said)
        icon, tint = ("circle-check", "done") if line.is_done else ("circle-dashed", "muted")
        self.mark.show_icon(icon, tint)

    def add_button(self, text: str, pressed: Callable[[], None], *, kind: str = "") -> Button:
        """Add a button that leads on."""
        made = Button(text, kind=kind, pressed=pressed)
        self.column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)
        return made


class ServicePane(Pane):
    """The mail service: its form, with *Check connection*."""

    def __init__(self, page: Page, asking: AccountAsking) -> None:
        super().__init__(SetUpStep.SERVICE)
        self._page = page
        self.panel = ServicePanel(page, asking)
        self.column.addWidget(self.panel)
        self.reason = label(role="caption", wraps=True)
        self.column.addWidget(self.reason)
        self.save = self.add_button(_("Save account"), self.panel.save)
        self.manage = self.add_button(
            _("All accounts…"), page.session.accounts_requested.emit, kind="link"
        )
        self.panel.form.ready_changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        person = self._page.session.person
        may = person.has(Role.OWNER) or person.has(Role.SENDER)
        reason = "" if may else _("Only owners and senders keep accounts.")
        self.reason.setText(reason or self.panel.form.missing)
        self.reason.setVisible(bool(self.reason.text()))
        allow(self.save, unless=self.reason.text())


class MailboxesPane(Pane):
    """The test mailboxes: the form of the page Test."""

    def __init__(self, page: Page) -> None:
        super().__init__(SetUpStep.MAILBOXES)
        self.boxes = MailboxPanel(page)
        self.column.addWidget(self.boxes)


class PeoplePane(Pane):
    """The people: their own page admits them."""

    def __init__(self, page: Page) -> None:
        super().__init__(SetUpStep.PEOPLE)
        self.go = self.add_button(_("People…"), page.session.people_requested.emit)


class RulesPane(Pane):
    """The rules: the usual ones are signed here, others on their own page."""

    def __init__(self, page: Page, sign: Callable[[], None]) -> None:
        super().__init__(SetUpStep.RULES)
        self.rules = label(wraps=True)
        self.column.addWidget(self.rules)
        self.sign = self.add_button(_("Sign these rules"), sign)
        self.go = self.add_button(_("Other rules…"), page.session.rules_requested.emit, kind="link")

    def show_rules(self, lines: tuple[str, ...], *, is_owner: bool, are_signed: bool) -> None:
        """Show the rules that hold; only the owner signs them, and once."""
        self.rules.setText("\n".join(lines))
        self.sign.setVisible(not are_signed)
        allow(self.sign, unless="" if is_owner else _("Only the owner changes the rules."))
