"""Starting the sending process, and looking until it has shown itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from composer.errors import ComposerError
from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.pages import send_phase
from composer.gui.pages.send_phase import Phase
from composer.i18n import _
from composer.model.overview import Progress

LOOK_AGAIN_MS = 500
STARTS_WITHIN = 60  # looks


class Starting(QObject):
    """From the press until the process runs; meanwhile the page shows what was before.

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
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_going_on(self) -> bool:
        """Whether somebody pressed, and the process has not shown itself yet."""
        return self._from is not None

    def start(self, *, lift: bool, at_plan: bool = False, reason: str = "") -> None:
        """Start the process, after lifting what stopped it where that is asked for."""
        session = self._page.session
        workspace, person, campaign = session.workspace, session.person, session.campaign
        self._from = session.status.progress if session.status else None
        self._looks = 0
        self.changed.emit()

        def start(_task: Task) -> None:
            if lift:
                workspace.resume(campaign, by=person, reason=reason)
            workspace.start_sending(campaign, by=person, at_plan=at_plan)

        def started(_none: None) -> None:
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
        self._looks += 1
        began = (
            status is not None
            and send_phase.send_phase(status) not in {Phase.LOCKED, Phase.READY}
            and (status.progress.running or status.progress != self._from)
        )
        if began:
            self._end()
        elif self._looks > STARTS_WITHIN:
            self._end()
            session.failed.emit(
                ComposerError(
                    _("The program that sends did not start."),
                    advice=_("Nothing was sent. Try again; if it stays so, restart Composer."),
                )
            )
        else:
            session.reload()

    def stop(self) -> None:
        """Look no more: the page goes away."""
        self._timer.stop()

    def _end(self) -> None:
        self._timer.stop()
        self._from = None
        self.changed.emit()
