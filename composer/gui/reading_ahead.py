"""Reads the pages' modules once a campaign is open, so that going to a page does not wait for them.

Nothing is made and nothing shown by it. It is done in the background, after what the page being
shown has asked for.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from composer.gui.pages.registry import page_class
from composer.gui.session import Session
from composer.model.stages import Stage


class ReadingAhead(QObject):
    """Begins when the first campaign is there; `owner` is the window."""

    def __init__(self, session: Session, owner: QObject) -> None:
        super().__init__(owner)
        self._session = session
        self._has_begun = False
        session.campaign_changed.connect(self._begin)

    def _begin(self) -> None:
        if self._has_begun:
            return
        self._has_begun = True
        self._session.ask(lambda _task: read_pages(), owner=self, then=lambda _done: None)


def read_pages() -> None:
    """Import every stage's page; what was imported before costs nothing."""
    for stage in Stage:
        page_class(stage)
