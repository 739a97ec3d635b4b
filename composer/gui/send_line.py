"""One line under the header about sends: what runs elsewhere, what rests, what is done.

It is in every window on the workspace and on every page but the Send page of that very campaign,
which says it all itself. What rests can be put away; what runs cannot.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from composer.gui.parts import Button, IconLabel, icon_button, label, set_tone
from composer.gui.send_news import SendNews, news_now, running_words
from composer.gui.session import Session
from composer.i18n import _

_RUNNING, _RESTS, _DONE = (
    ("loader-circle", "danger"),
    ("circle-pause", "text"),
    ("circle-check", "done"),
)


class SendLine(QFrame):
    """The line.

    Signals:
        show_requested(str): open the Send page of this campaign.
    """

    show_requested = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("kind", "band")
        self._session = session
        self._news: list[SendNews] = []
        self._left_out: str | None = None
        self._shown: str = ""
        self.mark = IconLabel()
        self.words = label(wraps=True)
        self.show_it = Button(_("Show"), kind="link", pressed=self._press)
        self.put_away = icon_button("x", _("Put this line away"), pressed=self._put_away)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(16, 4, 16, 4)
        inner.setSpacing(8)
        inner.addWidget(self.mark)
        inner.addWidget(self.words, 1)
        inner.addWidget(self.show_it)
        inner.addWidget(self.put_away)
        session.sends.told.connect(self._take)
        session.sends.changed.connect(self.refresh)
        session.campaign_opened.connect(self.refresh)
        self.hide()

    def leave_out(self, campaign_id: str | None) -> None:
        """Say nothing about this campaign: the page that is open says it."""
        self._left_out = campaign_id
        self.refresh()

    def refresh(self) -> None:
        """Show what runs elsewhere; or else the newest of what rests; or nothing."""
        sends, here = self._session.sends.sends, self._session.campaign_id
        running = self._session.sends.running
        elsewhere = [one for one in running if one.campaign_id != here]
        going = {one.campaign_id for one in running}
        self._news = [news_now(one, sends) for one in self._news if one.campaign_id not in going]
        waiting = [one for one in self._news if one.campaign_id != self._left_out]
        self.setVisible(bool(elsewhere or waiting))
        self.put_away.setVisible(not elsewhere)
        if elsewhere:
            self._show(elsewhere[0].campaign_id, running_words(elsewhere[0]), _RUNNING)
        elif waiting:
            newest = waiting[-1]
            self._show(newest.campaign_id, newest.sentence, _DONE if newest.is_done else _RESTS)

    def _show(self, campaign_id: str, words: str, mark: tuple[str, str]) -> None:
        self._shown = campaign_id
        set_tone(self, "danger" if mark == _RUNNING else "accent")
        self.mark.show_icon(*mark)
        if self.words.text() != words:
            self.words.setText(words)

    def _take(self, news: SendNews) -> None:
        self._news = [one for one in self._news if one.campaign_id != news.campaign_id] + [news]
        self._session.announce(news.sentence, assertive=news.urgent)
        self.refresh()

    def _press(self) -> None:
        self.show_requested.emit(self._shown)

    def _put_away(self) -> None:
        self._news = [one for one in self._news if one.campaign_id != self._shown]
        self.refresh()
