"""A window for one proof file, opened alone: no workspace, no rail, only what is to be judged.

The file is opened in the background. What keeps it from being opened stands in the window, as a
sentence with what to do, because a reviewer has nothing else here.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from composer.gui import icons
from composer.gui.announce import Announcer
from composer.gui.background import Background, Task
from composer.gui.pages.proof_cards import say_all
from composer.gui.pages.proof_review import ProofReview
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, IconLabel, ProgressLine, label, row, set_tone
from composer.gui.proof_refused import RefusedCard
from composer.gui.sheets import error_sheet
from composer.gui.theme import Theme
from composer.gui.times import full_moment
from composer.i18n import _, place
from composer.stages.proof_opening import ProofDesk

OpenDesk = Callable[[], ProofDesk]


class ProofWindow(QMainWindow):
    """One proof file.

    Signals:
        closed(): it disappears, and nothing is under way any more.
    """

    closed = Signal()

    def __init__(self, open_desk: OpenDesk, theme: Theme) -> None:
        super().__init__()
        self._open_desk = open_desk
        self.background = Background(self)
        self.announcer = Announcer(self)
        self.review: ProofReview | None = None
        self.band = QFrame()
        self.band_mark = IconLabel()
        self.band_words = label()
        self.line = ProgressLine(self)
        self.refusal = RefusedCard(self.line)
        self._refused = scrolled(self.refusal)
        self._ground = QWidget()
        self._column = QVBoxLayout(self._ground)
        self._lay_out()
        self.background.failed.connect(self._show_error)
        self.refusal.failed.connect(self._show_error)
        self.refusal.again_requested.connect(self._begin)
        theme.changed.connect(self._draw_anew)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._press_primary)
        self.setWindowTitle(_("Composer"))
        self.resize(1280, 800)
        self.setMinimumSize(900, 600)
        self._begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the web view go, and wait for what is being written."""
        if self.review is not None:
            self.review.close_view()
        self.refusal.close_background()
        self.background.close()
        super().closeEvent(event)
        self.closed.emit()

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.band.setProperty("kind", "band")
        inner = row(self.band_mark, self.band_words, stretch=1)
        inner.setContentsMargins(16, 4, 16, 4)
        self.band.setLayout(inner)
        self.band.hide()
        self._refused.hide()
        self._ground.setObjectName("page")
        self._ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.band)
        self._column.addWidget(self.line)
        self._column.addWidget(self._refused, 1)
        self._column.addStretch(0)
        self.setCentralWidget(self._ground)

    def _begin(self) -> None:
        open_desk = self._open_desk
        self.refusal.again.setEnabled(False)

        def opening(_task: Task) -> ProofDesk:
            desk = open_desk()
            say_all(desk)  # what cannot be said is refused before anything is shown
            return desk

        task = self.background.run(
            opening, owner=self, then=self._show_desk, otherwise=self._refuse
        )
        self.line.follow(task)

    def _show_desk(self, desk: ProofDesk) -> None:
        name = desk.opened.checked.manifest.text("campaign", "name")
        parts = [name, _("Review"), _("Composer")]
        if desk.is_practice:
            parts.append(_("Practice"))
        self.setWindowTitle(" — ".join(parts))
        self._show_band(desk)
        self._refused.hide()
        self.review = ProofReview(desk, self.background)
        self.review.said.connect(self.announcer.say)
        self._column.takeAt(self._column.count() - 1)
        self._column.addWidget(self.review, 1)
        self.review.footer.primary.setFocus()
        self.announcer.say(self.review.overview.top.asks.text())

    def _show_band(self, desk: ProofDesk) -> None:
        newer_at = desk.opened.newer_at
        if newer_at is not None:
            words = _("This is an older version: a newer one, sent {moment}, was opened here.")
            tone, icon, tint = "danger", "triangle-alert", "danger"
            text = place(words, moment=full_moment(newer_at))
        elif desk.is_practice:
            tone, icon, tint = "practice", "flask-conical", "practice"
            text = _("Practice. Nothing leaves this computer.")
        else:
            return
        set_tone(self.band, tone)
        self.band_mark.show_icon(icon, tint)
        self.band_words.setText(text)
        self.band.show()

    def _refuse(self, error: Exception) -> None:
        self.refusal.again.setEnabled(True)
        self._refused.show()
        self.refusal.show_error(error)
        self.announcer.say(self.refusal.sentence.text(), assertive=True)

    def _show_error(self, error: Exception) -> None:
        error_sheet(self, error).open()

    def _press_primary(self) -> None:
        if self.review is not None:
            self.review.press_primary()

    def _draw_anew(self) -> None:
        icons.forget_icons()
        for part in self.findChildren(QAbstractButton):
            if isinstance(part, Button):
                part.draw_icon()
        for mark in self.findChildren(QLabel):
            if isinstance(mark, IconLabel):
                mark.draw_icon()
