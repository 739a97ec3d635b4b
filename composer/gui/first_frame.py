"""The window's frame while the program is being read: painted first, and nothing on it is dead.

A stage, or the list, that is pressed here is the one that the window opens with; keys are kept and
pressed again there. A send that runs can be stopped at once (rule 7): nothing of that waits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from composer.gui import rail, theme
from composer.gui.background import Background, Task
from composer.gui.band_line import practice_line
from composer.gui.parts import Button, ElidedLabel, ProgressLine, label, set_margins
from composer.gui.stage_words import stage_name
from composer.i18n import _
from composer.model.stages import Stage
from composer.stages.first_look import FirstLook, stop_at_once

T = TypeVar("T")

UNPAINTED_MS = 300
"""Where nothing is painted (a window that starts minimised), reading begins all the same."""
_BARE = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


class FirstFrame(QMainWindow):
    """Header, rail and an empty page, until the window takes its place.

    Signals:
        painted(): it is on the screen; what takes time may begin.
    """

    painted = Signal()

    def __init__(self, look: FirstLook) -> None:
        super().__init__()
        self.look = look
        self._is_painted = False
        self.background = Background(self)
        self.stage: Stage | None = None
        self.wants_list = False
        self.was_stopped = False
        self.keys: list[QKeyEvent] = []
        self.rail = rail.Rail()
        self.rail.chosen.connect(self._choose)
        self.campaigns = Button(_("Campaigns"), kind="quiet", icon="chevron-left")
        self.campaigns.clicked.connect(self._choose_list)
        self.stop = Button(_("Stop  Ctrl+."), kind="stop", icon="square", pressed=self.stop_sending)
        self.stop.setMinimumSize(120, 36)
        self.stop.setAccessibleName(_("Stop sending"))
        self.stop.setVisible(bool(look.running))
        self.heading = label(role="title")
        self.words = label(
            _("Composer is opening. What you press or type now is done as soon as it can be."),
            role="muted",
            wraps=True,
        )
        self.line = ProgressLine(self)
        self.page = QWidget()
        self._lay_out()
        self._show_heading()
        parts = [look.only, _("Composer"), _("Practice") if look.is_practice else ""]
        self.setWindowTitle(" — ".join(part for part in parts if part))
        self.resize(1280, 800)
        self.setMinimumSize(1100, 700)
        self.page.setFocus()
        QTimer.singleShot(UNPAINTED_MS, self, self._painted)

    def read(
        self,
        job: Callable[[Task], T],
        *,
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        """Read what takes time, in the background, and show that it goes on."""
        self.line.follow(self.background.run(job, owner=self, then=then, otherwise=otherwise))

    def stop_sending(self) -> None:
        """Stop what runs: one press, never confirmed."""
        if not self.look.running or self.was_stopped:
            return
        self.was_stopped = True
        self.stop.hide()
        self.words.setText(_("Sending was stopped"))
        self.background.run(lambda _task: stop_at_once(self.look), owner=self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that it is there."""
        super().paintEvent(event)
        QTimer.singleShot(0, self, self._painted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep a key for the window; only Stop is not kept waiting."""
        keys = QKeySequence(event.keyCombination())
        if keys == QKeySequence("Ctrl+."):
            self.stop_sending()
        elif event.key() not in _BARE:
            self.keys.append(event.clone())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is being read, which closes what it opened."""
        self.background.close()
        super().closeEvent(event)

    # --- inside ------------------------------------------------------------------------------

    def _painted(self) -> None:
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def _choose(self, stage: Stage) -> None:
        self.stage, self.wants_list = stage, False
        self._show_heading()

    def _choose_list(self) -> None:
        self.stage, self.wants_list = None, True
        self.rail.show_stage(None)
        self._show_heading()

    def _show_heading(self) -> None:
        is_list = self.wants_list or not self.look.only
        if self.stage is not None:
            self.heading.setText(stage_name(self.stage))
        else:
            self.heading.setText(_("Campaigns") if is_list else _("Opening…"))

    def _lay_out(self) -> None:
        side = QWidget()
        side.setObjectName("side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(rail.wide())
        side.setVisible(bool(self.look.only))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self.rail, 1)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(side)
        middle.addWidget(self._laid_page(), 1)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if self.look.is_practice:
            outer.addWidget(practice_line())
        outer.addWidget(self._header())
        outer.addLayout(middle, 1)
        self.setCentralWidget(whole)

    def _header(self) -> QWidget:
        """Lay the header out as the window's own, with what is known."""
        header = QWidget()
        header.setObjectName("header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setMinimumHeight(theme.row_height(56, 1.0))
        name = ElidedLabel(role="section", grows=False)
        name.show_text(self.look.only or _("Composer"))
        self.campaigns.setVisible(bool(self.look.only))
        inner = QHBoxLayout(header)
        set_margins(inner, start=16, top=0, end=16, bottom=0)
        inner.setSpacing(12)
        inner.addWidget(self.campaigns)
        inner.addWidget(name)
        inner.addStretch(1)
        inner.addWidget(self.stop)
        return header

    def _laid_page(self) -> QWidget:
        page = self.page
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page.setAccessibleName(_("Opening…"))
        body = QVBoxLayout(page)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(4)
        body.addWidget(self.heading)
        body.addWidget(self.words)
        body.addWidget(self.line)
        body.addStretch(1)
        return page
