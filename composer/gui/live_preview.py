"""The preview beside an editor: the draft as one chosen recipient would get it.

It follows a short pause after the last key. The last picture stays while the next one is made, and
while none can be made; then one sentence says why, with a way to the place.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from composer.errors import Blocked, ComposerError
from composer.findings import Finding
from composer.gui.background import Latest, Task
from composer.gui.inbox import InboxLine
from composer.gui.mail_view import MailPane
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.plain_text import PlainText
from composer.gui.preview_ways import PreviewWays
from composer.gui.recipient_bar import RecipientBar
from composer.gui.session import Session
from composer.i18n import _
from composer.model.overview import Preview
from composer.model.writing import MessageDraft

PAUSE_MS = 120


class LivePreview(QWidget):
    """Recipient, inbox line and message; while it cannot be rendered, why, over the last good one.

    Signals:
        shown(Preview): another message is shown.
        refused(Exception): the draft cannot be rendered for this recipient.
        place_wanted(Finding): somebody wants to see where the mistake is.
    """

    shown = Signal(object)
    refused = Signal(object)
    place_wanted = Signal(object)

    def __init__(self, session: Session, *, has_ways: bool = False) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._address: str | None = None
        self._draft: MessageDraft | None = None
        self._preview: Preview | None = None
        self._finding: Finding | None = None
        self.bar = RecipientBar(session)
        self.inbox = InboxLine()
        self.ways = PreviewWays()
        self.pane = MailPane()
        self.text = PlainText(_("Plain text of the message"), read_only=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.pane)
        self.stack.addWidget(self.text)
        self._why = label(wraps=True)
        self._advice = label(role="caption", wraps=True)
        self.problem = Card()
        self.show_place = Button(_("Show"), pressed=self._want_place)
        self.problem.body.addLayout(
            row(IconLabel("octagon-x", "danger"), self._why, self.show_place, stretch=1)
        )
        self.problem.body.addWidget(self._advice)
        self.problem.hide()
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for part in (self.bar, self.inbox, self.problem, self.ways):
            inner.addWidget(part)
        inner.addWidget(self.stack, 1)
        self.ways.setVisible(has_ways)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._render)
        self.bar.chosen.connect(self.show_address)
        self.ways.changed.connect(self._show_way)

    def show_draft(self, draft: MessageDraft | None) -> None:
        """Show another text after a short pause."""
        self._draft = draft
        self._timer.start()

    def show_address(self, address: str | None) -> None:
        """Show it as another recipient."""
        self._address = address
        self._render()

    @property
    def preview(self) -> Preview | None:
        """The last message that could be made."""
        return self._preview

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
        self._preview = preview
        self.problem.hide()
        self.bar.show_recipient(preview.recipient, content.audience if content else 0)
        self.inbox.show_message(preview.rendered)
        self._show_way()
        self.shown.emit(preview)

    def _show_way(self) -> None:
        ways, preview = self.ways, self._preview
        if preview is None:
            return
        if ways.plain.isChecked():
            self.text.set_language(preview.rendered.locale)
            if self.text.toPlainText() != preview.rendered.text:
                at = self.text.verticalScrollBar().value()
                self.text.setPlainText(preview.rendered.text)
                self.text.verticalScrollBar().setValue(at)
            self.stack.setCurrentWidget(self.text)
            return
        self.pane.set_way(dark=ways.dark.isChecked(), phone=ways.phone.isChecked())
        self.pane.show_message(preview.rendered)
        self.stack.setCurrentWidget(self.pane)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, ComposerError):
            self._session.failed.emit(error)
            return
        found = error.findings if isinstance(error, Blocked) else ()
        self._finding = found[0] if found else None
        text = self._finding.text if self._finding else str(error)
        advice = self._finding.advice if self._finding else error.advice
        if text != self._why.text() or not self.problem.isVisible():
            self._session.announce(text)
        self._why.setText(text)
        self._advice.setText(advice or _("The last version that worked is shown below."))
        has_place = self._finding is not None and self._finding.place_of("part") is not None
        self.show_place.setVisible(has_place)
        self.problem.show()
        self.refused.emit(error)

    def _want_place(self) -> None:
        if self._finding is not None:
            self.place_wanted.emit(self._finding)
