"""A small sheet beside what it changes: a tool's few questions, keyboard first.

It is made once and opened often. Enter does what its button says, Esc or a press elsewhere leaves
everything as it was, and the focus goes back to where it came from. It is no dialog: nothing
stands still behind it.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from composer.gui.parts import Button, label
from composer.i18n import _

WIDTH = 340
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Popover(QFrame):
    """The ground of every popover.

    Signals:
        closed(): it is gone, by whatever way.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, *, title: str, act: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "sheet")
        self.setAccessibleName(title)
        self.setMinimumWidth(WIDTH)
        self._back: QWidget | None = None
        self.heading = label(title, role="strong", wraps=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self.column.addWidget(self.heading)
        self.form = QVBoxLayout()
        self.form.setSpacing(4)
        self.column.addLayout(self.form)
        self.advice = label(role="caption", tone="danger", wraps=True)
        self.advice.hide()
        self.column.addWidget(self.advice)
        self.remove = Button("", kind="quiet", pressed=self._remove)
        self.remove.hide()
        self.stay = Button(_("Cancel"), kind="quiet", pressed=self.hide)
        self.act = Button(act, kind="primary", pressed=self._accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.stay)
        buttons.addWidget(self.act)
        self.column.addSpacing(4)
        self.column.addLayout(buttons)

    # --- what a popover overrides ------------------------------------------------------------

    def problem(self) -> str:
        """Say what is missing or wrong, or nothing."""
        return ""

    def accept(self) -> None:
        """Do what the button says; there is no problem."""

    def take_away(self) -> None:
        """Take away what is being edited."""

    # --- what a popover calls ----------------------------------------------------------------

    def add_line(self, name: str, edit: QWidget) -> None:
        """Add a control below its name."""
        words = label(name, role="caption", wraps=True)
        words.setBuddy(edit)
        edit.setAccessibleName(name)
        self.form.addWidget(words)
        self.form.addWidget(edit)
        self.form.addSpacing(4)
        if isinstance(edit, QLineEdit):
            edit.textChanged.connect(self.forget_advice)

    def open_at(self, where: QWidget | QRect, *, first: QWidget, back: QWidget) -> None:
        """Open below a widget or a place on the screen, with the focus in `first`."""
        self._back = back
        self.forget_advice()
        self.adjustSize()
        if isinstance(where, QWidget):
            where = QRect(where.mapToGlobal(QPoint(0, 0)), where.size())
        self.move(self._place(where))
        self.show()
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        if isinstance(first, QLineEdit):
            first.selectAll()

    def forget_advice(self) -> None:
        """Say nothing until the button is pressed again."""
        self.advice.hide()
        self.act.setAccessibleDescription("")

    def say_problem(self, text: str) -> None:
        """Say what keeps the button from doing its work."""
        self.advice.setText(text)
        self.advice.show()
        self.act.setAccessibleDescription(text)
        self.adjustSize()

    # --- inside ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc leaves it; a list that did it already passes its Enter on."""
        if not self.isVisible():
            return
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in ENTER:
            focused = self.focusWidget()
            if isinstance(focused, Button):
                focused.click()
            else:
                self._accept()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back."""
        super().hideEvent(event)
        back, self._back = self._back, None
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def _accept(self) -> None:
        problem = self.problem()
        if problem:
            self.say_problem(problem)
            return
        self.close()
        self.accept()

    def _remove(self) -> None:
        self.close()
        self.take_away()

    def _place(self, where: QRect) -> QPoint:
        """Stand below, within the screen; above where there is no room."""
        size = self.sizeHint().expandedTo(self.minimumSize())
        screen = QGuiApplication.screenAt(where.center()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        rightward = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        left = where.left() if rightward else where.right() - size.width()
        left = max(room.left() + 8, min(left, room.right() - size.width() - 8))
        top = where.bottom() + 4
        if top + size.height() > room.bottom():
            top = max(room.top() + 8, where.top() - size.height() - 4)
        return QPoint(left, top)
