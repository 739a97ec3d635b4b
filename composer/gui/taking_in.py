"""Takes in a signed file that was dropped on the window, and says in a sentence what it was.

A refusal is a sentence of its own with what to do, in the one dialog: nothing was taken over.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from composer.gui.background import Task
from composer.gui.session import Session
from composer.stages.approval_files import TakenIn
from composer.stages.proof_opening import read_limited
from composer.stages.proof_words import taken_in_words

if TYPE_CHECKING:
    from composer.gui.window import Window


class Taking(QObject):
    """What happens with approvals that come to one window."""

    def __init__(self, window: Window, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session

    def take_in(self, file: Path) -> None:
        """Take in one signed file."""
        workspace, person = self._session.workspace, self._session.person

        def take(_task: Task) -> TakenIn:
            return workspace.passing.import_approval(read_limited(file), by=person)

        self._session.change(
            take, owner=self, then=self._taken, otherwise=self._session.failed.emit
        )

    def _taken(self, taken: TakenIn) -> None:
        self._window.page.say(taken_in_words(taken))
