"""What the Send page reads of the test mailboxes: the lights, one message beside its prediction.

The sending process reads the mailboxes; this looks what it has read, every second, also at a
planned stop, where it reads on for a while. Whether a person may sign for a difference is asked,
never decided here.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from composer.findings import Finding
from composer.gui.page import Page
from composer.gui.pages import send_phase
from composer.gui.pages.received import Beside, read_beside
from composer.gui.pages.send_phase import HALTED, Phase
from composer.gui.pages.send_run import RunView
from composer.model.overview import ReceiptState

LOOK_EVERY_MS = 1000
_NOTHING = ("", 0, 0, 0)


class SendMailboxes(QObject):
    """Reads beside one page, and shows what it read in the page's view.

    Signals:
        changed(): what may be pressed next may be another: a pair was read, or who may sign.
    """

    changed = Signal()

    def __init__(self, page: Page, view: RunView) -> None:
        super().__init__(page)
        self._page = page
        self._view = view
        self._phase = Phase.LOCKED
        self._asked = False
        self._pair_of: tuple[str, int, int, int] = _NOTHING
        self.differs = False
        self.copy: int | None = None  # the number of the copy that is shown; None: none yet
        self._may_sign = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def may_clear(self) -> bool:
        """Whether this person may sign for what is shown; nobody does before it is."""
        return self._may_sign and self.copy is not None

    def read(self, phase: Phase) -> None:
        """Read what a situation shows."""
        self._phase = phase
        self._timer.start()
        self._read_lights()
        self._read_pair()
        self._read_clearance()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _look(self) -> None:
        if self._page.isVisible() and self._phase in {Phase.RUNNING, *HALTED}:
            self._read_lights()

    def _read_lights(self) -> None:
        if self._asked:
            return
        self._asked = True
        session = self._page.session
        workspace, campaign = session.workspace, session.campaign

        def take(receipts: tuple[ReceiptState, ...]) -> None:
            self._asked = False
            before = self._view.lights.arrived
            self._view.lights.show_receipts(receipts)
            if before and self._view.lights.arrived != before:
                session.reload()  # what arrived may have stopped it, and is to be looked at

        def missed(error: Exception) -> None:
            self._asked = False
            session.failed.emit(error)

        session.ask(
            lambda _task: workspace.received_at_seeds(campaign),
            owner=self._page,
            then=take,
            otherwise=missed,
        )

    def _read_pair(self) -> None:
        """Read the pair that belongs to a stop, and again when more has arrived."""
        session, status = self._page.session, self._page.session.status
        assert status is not None
        if not send_phase.shows_received(self._phase, status):
            self._pair_of, self.differs, self.copy = _NOTHING, False, None
            return
        arrived = sum(equal + wrong for _seed, equal, wrong in self._view.lights.arrived)
        uncleared = status.needs.uncleared
        wanted = (status.proof, send_phase.batch_after(status), arrived, uncleared)
        if wanted == self._pair_of:
            return
        self._pair_of, self.copy = wanted, None
        workspace, campaign = session.workspace, session.campaign
        began_at = status.progress.started_at

        def take(beside: Beside | None) -> None:
            if self._pair_of != wanted:
                return  # what came meanwhile is being read
            self.differs = beside is not None and bool(beside.differences)
            self.copy = beside.copy if beside is not None else 0
            if beside is not None:
                self._view.beside.show_beside(beside)
            self.changed.emit()

        self._page.ask(lambda _task: read_beside(workspace, campaign, began_at=began_at), then=take)

    def _read_clearance(self) -> None:
        session, status = self._page.session, self._page.session.status
        assert status is not None
        if not status.needs.uncleared:
            self._may_sign = False
            return
        workspace, campaign, person = session.workspace, session.campaign, session.person

        def take(found: tuple[Finding, ...]) -> None:
            self._may_sign = not found
            self.changed.emit()

        session.ask(
            lambda _task: workspace.clearance_findings(campaign, by=person),
            owner=self._page,
            then=take,
        )
