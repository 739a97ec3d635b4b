"""Starting the sending process, and looking until it has shown itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.pages import send_phase
from composer.gui.pages.send_phase import Phase
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.overview import Progress
from composer.stages.started_sender import StartedSender

LOOK_AGAIN_MS = 500
MOST_MISSED = 3
"""So often in a row the campaign cannot be read, each told in a dialog, before it is let be."""


class Starting(QObject):
    """From the press until the process runs; meanwhile the page shows what was before.

    The process checks everybody once more before its first message, for minutes where there are
    many: it is waited for as long as it lives. Only when it has ended, and what was read afterwards
    says that nobody more has the message, it is said that nothing was sent, and why.

    Signals:
        changed(): it begins, or it is over.
        begun(): the process was asked for, and nothing refused it.
    """

    changed = Signal()
    begun = Signal()

    def __init__(self, page: Page, *, refused: Callable[[Exception], None]) -> None:
        super().__init__(page)
        self._page = page
        self._refused = refused
        self._from: Progress | None = None
        self._sender: StartedSender | None = None
        self._campaign: CampaignId | None = None
        self._has_ended = self._is_reading = self._is_read = False
        self._missed = 0
        page.session.campaign_changed.connect(self._note_reading)
        page.session.failed.connect(self._note_missed)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_going_on(self) -> bool:
        """Whether somebody pressed, and the process has not shown itself yet."""
        return self._from is not None

    def start(self, *, lift: bool, at_plan: bool = False, reason: str = "") -> None:
        """Start the process, after lifting what stopped it where that is asked for.

        Whoever presses Stop from now on has it stopped: what is lifted here is an earlier stop.
        """
        session = self._page.session
        workspace, person, campaign = session.workspace, session.person, session.campaign
        self._from = session.status.progress if session.status else None
        self._has_ended = self._is_reading = self._is_read = False
        self._missed = 0
        self._campaign = campaign
        session.sends.begins(campaign)
        self.changed.emit()

        def start(_task: Task) -> StartedSender:
            if lift:
                workspace.resume(campaign, by=person, reason=reason)
            if session.sends.was_stopped(campaign):
                workspace.stop(campaign, by=person)  # lifted together with the earlier one
            return workspace.start_sending(campaign, by=person, at_plan=at_plan)

        def started(sender: StartedSender) -> None:
            self._sender = sender
            self.begun.emit()
            self._timer.start()

        def refused(error: Exception) -> None:
            self._end()
            self._refused(error)

        self._page.change(start, then=started, otherwise=refused, label=_("Starting to send"))

    def look(self) -> None:
        """Read the campaign until the sending process has shown itself."""
        session = self._page.session
        status = session.status
        began = (
            status is not None
            and send_phase.send_phase(status) not in {Phase.LOCKED, Phase.READY}
            and (status.progress.running or status.progress != self._from)
        )
        if began:
            self._end()
        elif self._is_read and self._sender is not None:
            refusal = self._sender.refusal()
            self._end()
            self._refused(refusal)
        elif not self._is_reading:
            self._has_ended = self._sender is not None and self._sender.has_ended
            self._is_reading = True
            session.reload()

    def stop(self) -> None:
        """Look no more: the page goes away."""
        self._timer.stop()
        self._forget()

    def _note_reading(self) -> None:
        """Note that the campaign was read, and whether the process had ended before it was."""
        self._is_reading, self._is_read = False, self._has_ended
        self._missed = 0

    def _note_missed(self, _error: Exception) -> None:
        """Note that the campaign could not be read: the next look asks again, a few times."""
        self._missed += self._is_reading
        self._is_reading = False
        if self._missed >= MOST_MISSED and self.is_going_on:
            self._end()

    def _forget(self) -> None:
        if self._campaign is not None:
            self._page.session.sends.has_begun(self._campaign)
            self._campaign = None

    def _end(self) -> None:
        self._timer.stop()
        self._forget()
        self._from = self._sender = None
        self.changed.emit()
