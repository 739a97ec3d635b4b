"""What a campaign leaves through: one of the team's accounts, whose settings are copied into it.

The choice is recorded at once, apart from the text's history, with a way back to the same bytes. A
frozen campaign shows it only.
"""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from composer.gui.background import Task
from composer.gui.parts import Button, label, row
from composer.gui.session import Session
from composer.gui.writing.panels.fields import Explained
from composer.i18n import N_, _, isolate, isolate_ltr, place
from composer.model.accounts import MailAccount
from composer.model.campaign import TransportKind, TransportSettings
from composer.model.overview import CampaignContent

_KINDS = {
    TransportKind.SENDGRID: N_("SendGrid"),
    TransportKind.SMTP: N_("Mail server"),
    TransportKind.PRACTICE: N_("Practice mailbox"),
    TransportKind.EML: N_("Folder of files"),
}
_PRACTICE = TransportSettings(kind=TransportKind.PRACTICE)


class AccountChoice(QWidget):
    """The accounts to choose from, and the one that is chosen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._read_only = False
        self._now: TransportSettings | None = None
        self._saved: tuple[MailAccount, ...] = ()
        self._before: tuple[str, TransportSettings] | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Leaves through"))
        self.shown = label(wraps=True)
        self.undo = Button(_("Take it back"), kind="link", pressed=self.take_back)
        self.manage = Button(_("Accounts…"), kind="link")
        self.problem = label(role="caption", tone="danger", wraps=True)
        self._lay_out()
        self.choice.activated.connect(self._chosen)
        self.manage.clicked.connect(session.accounts_requested)

    def show_state(self, content: CampaignContent) -> None:
        """Show what the campaign leaves through."""
        now = content.campaign.transport
        if self._before is not None and self._before[1] != now:
            self._before = None
        if now != self._now:
            self._now = now
            self.problem.hide()
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the accounts: somebody may have added one meanwhile."""
        super().showEvent(event)
        accounts = self._session.workspace.accounts
        self._session.ask(lambda _task: accounts.saved(), owner=self, then=self._take)

    def set_read_only(self, *, read_only: bool) -> None:
        """Show it without offering another."""
        self._read_only = read_only
        self._fill()

    def take_back(self) -> None:
        """Put the settings back as they were before the choice."""
        if self._before is None:
            return
        (before, chosen), self._before = self._before, None
        accounts, campaign = self._session.workspace.accounts, self._session.campaign
        person = self._session.person
        self._session.change(
            lambda _task: accounts.undo(campaign, before, chosen, by=person),
            owner=self,
            otherwise=self._refused,
        )

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        explained = Explained(
            _("Leaves through"),
            _(
                "The settings of the account are copied into the campaign and frozen with it. "
                "Another account asks for a new test and new approvals."
            ),
        )
        column.addWidget(explained)
        column.addWidget(self.choice)
        column.addWidget(self.shown)
        column.addWidget(self.problem)
        links = row(self.undo, self.manage)
        links.addStretch(1)
        column.addLayout(links)
        self.problem.hide()

    def _take(self, saved: tuple[MailAccount, ...]) -> None:
        if saved != self._saved:
            self._saved = saved
            self._fill()

    def _fill(self) -> None:
        offers = self._offers()
        words = [name for name, _settings in offers]
        if words != [self.choice.itemText(at) for at in range(self.choice.count())]:
            self.choice.clear()
            self.choice.addItems(words)
        chosen = [settings for _name, settings in offers]
        at = chosen.index(self._now) if self._now in chosen else -1
        self.choice.setCurrentIndex(at)
        self.shown.setText(words[at] if at >= 0 else "")
        self.choice.setVisible(not self._read_only)
        self.shown.setVisible(self._read_only)
        self.undo.setVisible(self._before is not None and not self._read_only)
        self.manage.setVisible(not self._read_only)

    def _offers(self) -> list[tuple[str, TransportSettings]]:
        """Give what can be chosen: the team's accounts, the present one, the practice mailbox."""
        offers = [(isolate(one.name), one.settings) for one in self._saved]
        known = [settings for _name, settings in offers]
        for settings in (self._now, _PRACTICE):
            if settings is not None and settings not in known:
                known.append(settings)
                offers.append((_words(settings), settings))
        return offers

    def _chosen(self, at: int) -> None:
        offers, content = self._offers(), self._session.content
        if not 0 <= at < len(offers) or content is None or offers[at][1] == self._now:
            return
        wanted, before = offers[at][1], content.settings_source
        accounts, person = self._session.workspace.accounts, self._session.person
        campaign = content.id

        def choose(_task: Task) -> None:
            accounts.choose(campaign, wanted, by=person)

        def done(_none: None) -> None:
            self._before = (before, wanted)

        self.problem.hide()
        self._session.change(choose, owner=self, then=done, otherwise=self._refused)

    def _refused(self, error: Exception) -> None:
        self.problem.setText(f"{error} {getattr(error, 'advice', '')}".strip())
        self.problem.show()
        self._fill()


def _words(settings: TransportSettings) -> str:
    """Name settings that are in no list."""
    where = settings.host or settings.base_url.partition("://")[2] or settings.directory
    kind = _(_KINDS[settings.kind])
    return (
        place(_("{service} · {where}"), service=kind, where=isolate_ltr(where)) if where else kind
    )
