"""The preview beside an editor: the draft as one chosen recipient would get it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.errors import ComposerError
from composer.gui.background import Latest, Task
from composer.gui.inbox import InboxLine
from composer.gui.mail_view import MailPane
from composer.gui.parts import Card, IconLabel, label, row
from composer.gui.recipient_bar import RecipientBar
from composer.gui.session import Session
from composer.i18n import _
from composer.model.overview import MessageDraft, Preview

PAUSE_MS = 300


class LivePreview(QWidget):
    """Recipient, inbox line and message; while it cannot be rendered, why, over the last good one.

    Signals:
        shown(Preview): another message is shown.
        refused(Exception): the draft cannot be rendered for this recipient.
    """

    shown = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._address: str | None = None
        self._draft: MessageDraft | None = None
        self.bar = RecipientBar(session)
        self.inbox = InboxLine()
        self.pane = MailPane()
        self._why = label(wraps=True)
        self._advice = label(role="caption", wraps=True)
        self.problem = Card()
        self.problem.body.addLayout(row(IconLabel("octagon-x", "danger"), self._why, stretch=1))
        self.problem.body.addWidget(self._advice)
        self.problem.hide()
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.bar)
        inner.addWidget(self.inbox)
        inner.addWidget(self.problem)
        inner.addWidget(self.pane, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._render)
        self.bar.chosen.connect(self.show_address)

    def show_draft(self, draft: MessageDraft | None) -> None:
        """Show another text after a short pause."""
        self._draft = draft
        self._timer.start()

    def show_address(self, address: str | None) -> None:
        """Show it as another recipient."""
        self._address = address
        self._render()

    def _render(self) -> None:
        self._timer.stop()
        if self._session.campaign_id is None:
            return
        campaign, workspace = self._session.campaign, self._session.workspace
        address, draft = self._address, self._draft

        def render(_task: Task) -> Preview:
            return workspace.preview(campaign, address, draft=draft)

        self._latest.ask(render, then=self._show, otherwise=self._refuse)

    def _show(self, preview: Preview) -> None:
        content = self._session.content
        self._address = preview.recipient.address
        self.problem.hide()
        self.bar.show_recipient(preview.recipient, content.audience if content else 0)
        self.inbox.show_message(preview.rendered)
        self.pane.show_message(preview.rendered)
        self.shown.emit(preview)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, ComposerError):
            self._session.failed.emit(error)
            return
        self._why.setText(str(error))
        self._advice.setText(error.advice or _("The last version that worked is shown below."))
        self.problem.show()
        self.refused.emit(error)
