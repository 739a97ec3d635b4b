"""What the Write page asks once, when it is opened: what a crash left, and somebody's fields.

A text that is still empty has no preview, and so no recipient whose fields could be offered: the
first of the audience stands in until there is one.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.writing.autosave import Autosave
from composer.gui.writing.recovery_line import RecoveryLine
from composer.model.overview import AudiencePage
from composer.model.writing import KeptDraft, MessageDraft


class Opening(QObject):
    """Asks both, and offers what a crash left.

    Signals:
        first_found(AudiencePage): the columns, and the first of the audience if there is anybody.
    """

    first_found = Signal(object)

    def __init__(self, page: Page, autosave: Autosave, recovery: RecoveryLine) -> None:
        super().__init__(page)
        self._page = page
        self._autosave = autosave
        self._recovery = recovery
        self._asked = False

    def ask(self, recorded: MessageDraft) -> None:
        """Ask, the first time that this is called."""
        if self._asked:
            return
        self._asked = True
        workspace, campaign = self._page.session.workspace, self._page.session.campaign

        def read_kept(_task: Task) -> KeptDraft | None:
            return workspace.authoring.kept_draft(campaign)

        def read_first(_task: Task) -> AudiencePage:
            return workspace.audience_page(campaign, offset=0, limit=1)

        self._page.ask(read_kept, then=lambda kept: self._offer(kept, recorded))
        self._page.ask(read_first, then=self.first_found.emit)

    def _offer(self, kept: KeptDraft | None, recorded: MessageDraft) -> None:
        session = self._page.session
        self._autosave.may_keep = True
        if kept is not None and not session.is_frozen and self._recovery.offer(kept, recorded):
            session.announce(self._recovery.accessibleDescription())
