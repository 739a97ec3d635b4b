"""Says once, when the window opens, that personal data of campaigns should be removed by now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from composer.gui.numbers import number
from composer.gui.session import Session
from composer.i18n import ngettext, place
from composer.model.person import Role
from composer.model.privacy import Kept


class DueNotice(QObject):
    """Asks in the background; only the owner is told, who alone removes it."""

    def __init__(self, session: Session, owner: QObject, *, say: Callable[[str], None]) -> None:
        super().__init__(owner)
        self._say = say
        privacy = session.workspace.privacy
        if session.person.has(Role.OWNER):
            session.ask(lambda _task: privacy.due(), owner=self, then=self._tell)

    def _tell(self, due: tuple[Kept, ...]) -> None:
        if not due:
            return
        words = ngettext(
            "Personal data of {count} campaign is due to be removed. Its Report page does it.",
            "Personal data of {count} campaigns is due to be removed. Their Report pages do it.",
            len(due),
        )
        self._say(place(words, count=number(len(due))))
