"""The foot of a page: back, the reason when the next step is blocked, one primary button.

The reason stands beside the button; where large text leaves no room for the whole, it stands above.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.gui import theme
from composer.gui.parts import Button, ElidedLabel, IconLabel, label, row, set_margins
from composer.gui.stage_words import stage_name
from composer.i18n import _, place
from composer.model.stages import Stage

START, END, GAP = 16, 24, 8


class Footer(QWidget):
    """Sixty-four pixels that answer what to press next, and why not yet.

    Signals:
        primary_pressed(), back_pressed(): the two buttons.
        go_to_requested(Stage): the button beside the reason.
    """

    primary_pressed = Signal()
    back_pressed = Signal()
    go_to_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(theme.row_height(64, 1.0, 1.0))
        self._go_to: Stage | None = None
        self._secondary_pressed: Callable[[], None] | None = None
        self.back = Button(_("Back"), kind="quiet", icon="chevron-left")
        self.reason_icon = IconLabel("info", "muted")
        self.reason = ElidedLabel(role="muted", grows=False)
        self.whole = label(role="muted", wraps=True)
        self.above_icon = IconLabel("info", "muted")
        self.above = QWidget()
        self.above.setLayout(row(self.above_icon, self.whole, stretch=1))
        self.above.hide()
        self.go_there = Button(kind="link")
        self.secondary = Button()
        self.primary = Button(kind="primary")
        outer = QVBoxLayout(self)
        set_margins(outer, start=START, top=12, end=END, bottom=12)
        outer.setSpacing(GAP)
        outer.addWidget(self.above)
        inner = QHBoxLayout()
        inner.setSpacing(GAP)
        outer.addLayout(inner)
        inner.addWidget(self.back)
        inner.addSpacing(8)
        inner.addStretch(1)
        inner.addWidget(self.reason_icon)
        inner.addWidget(self.reason)
        inner.addWidget(self.go_there)
        inner.addSpacing(8)
        inner.addWidget(self.secondary)
        inner.addWidget(self.primary)
        self.back.clicked.connect(self.back_pressed)
        self.primary.clicked.connect(self.primary_pressed)
        self.go_there.clicked.connect(lambda: self.go_to_requested.emit(self._go_to))
        self.secondary.clicked.connect(self._press_secondary)
        self.set_primary("")
        self.set_secondary("")

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """The buttons as Tab goes through them."""
        return (self.back, self.go_there, self.secondary, self.primary)

    def set_primary(
        self,
        text: str,
        *,
        enabled: bool = True,
        reason: str = "",
        go_to: Stage | None = None,
        go_to_text: str = "",
    ) -> None:
        """Show the one primary button; with a reason, also why or what follows."""
        self.primary.setText(text)
        self.primary.setVisible(bool(text))
        self.primary.setEnabled(enabled)
        self.primary.setAccessibleDescription(reason)
        self.primary.setToolTip(_("Ctrl+Enter") if enabled else reason)
        self.reason.show_text(reason)
        self.whole.setText(reason)
        for mark in (self.reason_icon, self.above_icon):
            mark.show_icon("info" if enabled else "lock", "muted")
        self._go_to = go_to
        self.go_there.setVisible(go_to is not None)
        if go_to is not None:
            self.go_there.setText(go_to_text or place(_("Go to {stage}"), stage=stage_name(go_to)))
        self._place_reason()

    def set_secondary(
        self, text: str, pressed: Callable[[], None] | None = None, *, kind: str = ""
    ) -> None:
        """Show one plain button before the primary one."""
        self.secondary.setText(text)
        self.secondary.setProperty("kind", kind)
        self.secondary.setVisible(bool(text))
        self._secondary_pressed = pressed
        self._place_reason()

    def show_back(self, *, shown: bool) -> None:
        """Show or hide the way back."""
        self.back.setVisible(shown)
        self._place_reason()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the reason anew when the page has its places: showing a part lays it out."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._place_reason)

    def _place_reason(self) -> None:
        """Put the reason beside the buttons, or above them where it would be cut off."""
        buttons = [part for part in self.in_order if not part.isHidden()]
        for part in buttons:
            part.setMinimumHeight(part.sizeHint().height())  # its look made it higher
        taken = sum(part.sizeHint().width() + GAP for part in buttons)
        room = self.width() - START - END - taken - theme.icon_size() - 3 * GAP
        has_reason = bool(self.whole.text())
        fits = self.reason.sizeHint().width() <= room
        self.reason.setVisible(has_reason and fits)
        self.reason_icon.setVisible(has_reason and fits)
        self.above.setVisible(has_reason and not fits)

    def _press_secondary(self) -> None:
        if self._secondary_pressed is not None:
            self._secondary_pressed()
