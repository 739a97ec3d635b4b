"""The log of a send: closed until somebody opens it, and without addresses."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from composer.gui.pages.wording import exact_time
from composer.gui.parts import Button
from composer.gui.session import Session
from composer.i18n import _, place
from composer.model.ending import LogLine
from composer.model.states import Counts

LEAST_HEIGHT = 160


class SendLog(QWidget):
    """One line to open it, and the newest lines of the record below."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._read_for: Counts | None = None
        self.fold = Button(_("Log"), icon="list", kind="link", checkable=True)
        self.model = QStringListModel()
        self.lines = QListView()
        self.lines.setModel(self.model)
        self.lines.setAccessibleName(_("Log"))
        self.lines.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.lines.setUniformItemSizes(True)
        self.lines.setMinimumHeight(LEAST_HEIGHT)
        self.lines.hide()
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.fold)
        inner.addWidget(self.lines)
        self.fold.toggled.connect(self._open)

    def refresh(self, counts: Counts) -> None:
        """Read anew when it is open and something happened."""
        if self.fold.isChecked() and counts != self._read_for:
            self._read_for = counts
            self._read()

    def _open(self, is_open: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.lines.setVisible(is_open)
        self._read_for = None
        if is_open:
            self._read()

    def _read(self) -> None:
        if self._session.campaign_id is None:
            return
        workspace, campaign = self._session.workspace, self._session.campaign
        self._session.ask(lambda _task: workspace.send_log(campaign), owner=self, then=self._take)

    def _take(self, lines: tuple[LogLine, ...]) -> None:
        words = _("{time}  {what}")
        self.model.setStringList(
            [place(words, time=exact_time(line.at), what=line.words) for line in lines]
        )
