"""Every send of the workspace, watched by every window: what runs, what rests, and Stop.

Guards rule 7 in the window: whatever page is open and whoever looks, Stop is one press. Whoever
started a send does not matter: it is read from the workspace's folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from composer.gui.background import Task
from composer.gui.send_news import news_between
from composer.i18n import _, place
from composer.model.ending import SendGlance
from composer.model.identifiers import CampaignId
from composer.records.stop_words import stop_words

if TYPE_CHECKING:
    from composer.gui.session import Session
    from composer.model.states import Counts

RUNNING_MS, IDLE_MS = 500, 3000


class SendWatch(QObject):
    """Looks at the sends again and again.

    Signals:
        changed(): what runs, or how far it is, is another now.
        told(SendNews): a send came to rest, or rests since before the window was opened.
    """

    changed = Signal()
    told = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.sends: tuple[SendGlance, ...] = ()
        self._before: tuple[SendGlance, ...] | None = None
        self._asked = False
        self._starting: dict[CampaignId, bool] = {}  # and whether Stop was pressed meanwhile
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(IDLE_MS)
        session.campaign_changed.connect(self.look)  # a decision or an end: say it as it is now
        QTimer.singleShot(0, self, self.look)

    @property
    def running(self) -> tuple[SendGlance, ...]:
        """The sends that run now."""
        return tuple(one for one in self.sends if one.running)

    @property
    def stoppable(self) -> tuple[CampaignId, ...]:
        """What Stop stops: the open campaign's send if it runs, or else every one that does.

        One that is being started runs already: its process may need minutes until it shows itself.
        """
        session = self._session
        if session.is_sending or session.campaign_id in self._starting:
            return (session.campaign,)
        running = [CampaignId(one.campaign_id) for one in self.running]
        return tuple(dict.fromkeys((*running, *self._starting)))

    def begins(self, campaign: CampaignId) -> None:
        """Note that a send is being started: from now on it can be stopped."""
        self._starting[campaign] = False
        self.changed.emit()

    def has_begun(self, campaign: CampaignId) -> None:
        """Note that a send has shown itself, or that nothing came of it."""
        if self._starting.pop(campaign, None) is not None:
            self.changed.emit()

    def was_stopped(self, campaign: CampaignId) -> bool:
        """Whether Stop was pressed since the send is being started."""
        return self._starting.get(campaign, False)

    def look(self) -> None:
        """Look now, unless somebody is looking."""
        if self._asked:
            return
        self._asked = True
        workspace = self._session.workspace

        def missed(_error: Exception) -> None:
            self._asked = False  # a folder that cannot be read just now is looked at again

        self._session.ask(
            lambda _task: workspace.glances(), owner=self, then=self._take, otherwise=missed
        )

    def stop(self) -> None:
        """Stop: one press, never confirmed; then say how many have it."""
        for campaign in self.stoppable:
            if campaign in self._starting:
                self._starting[campaign] = True
        self.record_stop(self.stoppable)

    def record_stop(self, campaigns: tuple[CampaignId, ...]) -> None:
        """Have sends stopped and that recorded, also where they stopped before the window was."""
        session = self._session
        workspace, person = session.workspace, session.person
        for campaign in campaigns:

            def stop(_task: Task, one: CampaignId = campaign) -> Counts:
                return workspace.stop(one, by=person)

            session.change(stop, owner=self, then=self._stopped)

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _stopped(self, counts: Counts) -> None:
        words = place(_("Sending was stopped. {words}"), words=stop_words(counts))
        self._session.announce(words, assertive=True)
        self._asked = False
        self.look()

    def _take(self, sends: tuple[SendGlance, ...]) -> None:
        self._asked = False
        before, self._before = self._before, sends
        is_other = sends != self.sends
        self.sends = sends
        interval = RUNNING_MS if self.running else IDLE_MS
        if self._timer.interval() != interval:
            self._timer.start(interval)
        for news in news_between(before, sends):
            self.told.emit(news)
        if is_other:
            self.changed.emit()
