"""Chooses the recipient whose message is shown: by search, one by one, or by kind."""

from __future__ import annotations

from secrets import randbelow

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QSizePolicy, QWidget

from composer.gui.background import Latest, Task
from composer.gui.numbers import number
from composer.gui.parts import SearchEdit, icon_button, label, row
from composer.gui.session import Session
from composer.i18n import _, place
from composer.model.overview import AudiencePage
from composer.model.recipient import Recipient

SEARCH_PAUSE_MS = 200
OFFERED = 8


class AddressEdit(SearchEdit):
    """A line for an address: whole while it is edited, shortened in the middle otherwise."""

    def __init__(self) -> None:
        super().__init__(_("Search a recipient"))
        self.setAccessibleName(_("Recipient"))
        self.address = ""

    def show_address(self, address: str) -> None:
        """Show another address, unless somebody is writing here."""
        self.address = address
        self.setToolTip(address)
        if not self.hasFocus():
            self._shorten()
        elif not self.isModified():
            self.setText(address)
            self.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show all of it, chosen."""
        super().focusInEvent(event)
        self.setText(self.address)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go back to who is shown."""
        super().focusOutEvent(event)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        if not self.hasFocus():
            self._shorten()

    def _shorten(self) -> None:
        room = max(40, self.width() - 64)
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(self.address, Qt.TextElideMode.ElideMiddle, room))


class RecipientBar(QWidget):
    """One line: search, previous, next, and which of how many.

    Signals:
        chosen(str): an address of the audience.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, *, keys: bool = False) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._places = Latest(session.background, self)
        self._offset = 0
        self._steps = 0
        self._went_to = ""
        self._total = 0
        self._recipient: Recipient | None = None
        self.edit = AddressEdit()
        self._found = QStringListModel(self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.edit.setCompleter(completer)
        self.count = label(role="caption")
        hint = (" (Alt+←)", " (Alt+→)", " (Alt+R)") if keys else ("", "", "")
        self.previous = icon_button(
            "chevron-left", _("Previous recipient") + hint[0], pressed=lambda: self.step(-1)
        )
        self.next = icon_button(
            "chevron-right", _("Next recipient") + hint[1], pressed=lambda: self.step(1)
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_PAUSE_MS)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.random = icon_button("shuffle", _("Somebody at random") + hint[2], pressed=self.jump)
        self.random.setVisible(keys)
        inner = row(self.edit, self.previous, self.count, self.next, self.random, gap=4, stretch=0)
        self.setLayout(inner)
        completer.activated.connect(self._choose)
        self.edit.textEdited.connect(lambda _text: self._timer.start())
        self.edit.returnPressed.connect(self._choose_first)
        self._timer.timeout.connect(self._search)

    def show_recipient(self, recipient: Recipient, total: int) -> None:
        """Show who is shown now."""
        self._recipient, self._total = recipient, total
        self.edit.show_address(recipient.address)
        came_by_step, self._went_to = recipient.address == self._went_to, ""
        if came_by_step:
            self._say_place()
        else:
            self._ask_place(recipient)

    def _ask_place(self, recipient: Recipient) -> None:
        """Ask which of the audience this person is: a file may hold rows that are left out."""
        if self._session.campaign_id is None:
            return  # the message came when its campaign had just been left
        campaign, workspace = self._session.campaign, self._session.workspace
        steps = self._steps

        def take(before: int) -> None:
            if recipient is self._recipient and steps == self._steps:
                self._offset = min(before, max(0, self._total - 1))
                self._say_place()

        self._places.ask(
            lambda _task: workspace.audience_before(campaign, recipient.row),
            then=take,
            otherwise=self._session.failed.emit,
        )

    def _say_place(self) -> None:
        shown = number(self._offset + 1)
        self.count.setText(place(_("{number} of {all}"), number=shown, all=number(self._total)))

    def step(self, by: int) -> None:
        """Go to the next or previous row of the audience, round at the ends."""
        if self._total:
            self._go_to((self._offset + by) % self._total)

    def jump(self) -> None:
        """Go to somebody else, anybody."""
        if self._total > 1:
            self._go_to((self._offset + 1 + randbelow(self._total - 1)) % self._total)

    def _go_to(self, wanted: int) -> None:
        campaign, workspace = self._session.campaign, self._session.workspace

        def read(_task: Task) -> AudiencePage:
            return workspace.audience_page(campaign, offset=wanted, limit=1)

        def take(page: AudiencePage) -> None:
            if page.rows:
                self._went_to = page.rows[0].address
                self.chosen.emit(self._went_to)

        self._offset = wanted
        self._steps += 1
        self._latest.ask(read, then=take, otherwise=self._session.failed.emit)

    def _search(self) -> None:
        text = self.edit.text().strip()
        if not text:
            return
        campaign, workspace = self._session.campaign, self._session.workspace

        def read(_task: Task) -> AudiencePage:
            return workspace.audience_page(campaign, offset=0, limit=OFFERED, search=text)

        self._latest.ask(read, then=self._offer, otherwise=self._session.failed.emit)

    def _offer(self, page: AudiencePage) -> None:
        self._found.setStringList([recipient.address for recipient in page.rows])
        if self.edit.hasFocus() and page.rows:
            self.edit.completer().complete()

    def _choose(self, address: str) -> None:
        self._timer.stop()
        self.edit.setModified(False)
        self.chosen.emit(address)

    def _choose_first(self) -> None:
        offered = self._found.stringList()
        text = self.edit.text().strip()
        if text in offered or "@" in text:
            self._choose(text)
        elif offered:
            self._choose(offered[0])
