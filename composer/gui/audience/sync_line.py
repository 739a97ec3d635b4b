"""When a mail service's lists were taken over, and the button that takes them over again.

It is offered only where a campaign names the key of such a service; what went wrong is said here,
and the list is as it was then.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from composer.errors import ComposerError
from composer.gui.audience.suppression_words import sync_is_old, sync_words
from composer.gui.numbers import number
from composer.gui.parts import Button, IconLabel, label, row
from composer.i18n import _, isolate, ngettext, place
from composer.model.suppression import SuppressionSync

Key = tuple[str, str]
"""A key's name, and the address of its service."""


class SyncNews(QObject):
    """Brings news of a list that is being read from its thread to the window.

    Signals:
        came(str, int): the list, and how many entries it gave so far.
    """

    came = Signal(str, int)


class SyncLine(QWidget):
    """The line.

    Signals:
        wanted(str, str): take over the lists that this key opens, at this service.
    """

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Key, ...] = ()
        self.mark = IconLabel("info", "muted")
        self.words = label(role="muted", wraps=True)
        self.take = Button(_("Take over SendGrid's lists"), icon="download", pressed=self._press)
        inner = row(self.mark, self.words, self.take, stretch=1)
        inner.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inner)
        self.take.hide()

    def show_state(self, sync: SuppressionSync | None, keys: Sequence[Key]) -> None:
        """Say how old the lists are; offer them where there is a key."""
        self._keys = tuple(keys)
        old = sync is not None and sync_is_old(sync)
        self._say(sync_words(sync), *(("triangle-alert", "look") if old else ("info", "muted")))
        self.take.setVisible(bool(keys))
        self.take.setEnabled(True)

    def begin(self) -> None:
        """Say that the lists are being read."""
        self.take.setEnabled(False)
        self._say(_("SendGrid's lists are being read."), "hourglass", "muted")

    def show_news(self, name: str, count: int) -> None:
        """Say how far it is."""
        words = ngettext(
            "SendGrid's lists are being read: {list}, {count} entry.",
            "SendGrid's lists are being read: {list}, {count} entries.",
            count,
        )
        said = place(words, list=isolate(name), count=number(count))
        self._say(said, "hourglass", "muted")

    def show_error(self, error: ComposerError) -> None:
        """Say why they could not be read."""
        said = " ".join(part for part in (str(error), error.advice) if part)
        self._say(said, "octagon-x", "danger")
        self.take.setEnabled(True)

    def _say(self, words: str, icon: str, tint: str) -> None:
        self.mark.show_icon(icon, tint)
        self.words.setText(words)

    def _press(self) -> None:
        if len(self._keys) == 1:
            self.wanted.emit(*self._keys[0])
            return
        menu = QMenu(self.take)
        for key, service in self._keys:
            action = menu.addAction(place(_("{key} at {service}"), key=key, service=service))
            action.triggered.connect(
                lambda _checked=False, key=key, service=service: self.wanted.emit(key, service)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.take.mapToGlobal(self.take.rect().topLeft()))
