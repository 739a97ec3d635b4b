"""Which kinds of message a person was shown: on this page, and on Sign off before.

What was shown of a frozen version is recorded; an approval says what its person saw.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from composer.gui.background import Latest
from composer.gui.session import Session
from composer.model.identifiers import RecipientId


class SeenKinds(QObject):
    """The kinds that the person at the window has seen of the version that is shown.

    Signals:
        changed(): other kinds count as seen.
    """

    changed = Signal()

    def __init__(self, session: Session, page: QObject) -> None:
        super().__init__(page)
        self._session = session
        self._latest = Latest(session.background, self)  # an answer about a former one is dropped
        self._recorded: frozenset[RecipientId] = frozenset()
        self._here: set[RecipientId] = set()

    @property
    def all(self) -> frozenset[RecipientId]:
        """Those that are recorded, and those seen here."""
        return self._recorded | self._here

    def begin(self) -> None:
        """Begin with another version or person: what was seen before does not count."""
        self._recorded, self._here = frozenset(), set()
        self.read()

    def read(self) -> None:
        """Read what is recorded: kinds are looked at on Sign off, too."""
        session = self._session
        campaign, workspace, person = session.campaign, session.workspace, session.person
        self._latest.ask(
            lambda _task: workspace.shown(campaign, by=person),
            then=self._take,
            otherwise=session.failed.emit,
        )

    def note(self, recipient_id: RecipientId) -> None:
        """Take note that a kind is shown; of a frozen version it is recorded."""
        if recipient_id in self.all:
            return
        self._here.add(recipient_id)
        session = self._session
        if session.is_frozen:
            campaign, workspace, person = session.campaign, session.workspace, session.person
            session.change(
                lambda _task: workspace.record_shown(campaign, recipient_id, by=person), owner=self
            )
        self.changed.emit()

    def _take(self, recorded: frozenset[RecipientId]) -> None:
        self._recorded = recorded
        self.changed.emit()
