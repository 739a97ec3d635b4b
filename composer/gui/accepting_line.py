"""Accepting a point under the findings: the reason is asked for in the line, never in a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from composer.gui.parts import Button, ElidedLabel, IconLabel, row, rule, set_margins
from composer.i18n import _, place
from composer.model.acceptance import LONGEST_REASON, Acceptance, Point


class AcceptingLine(QFrame):
    """Says who accepted a point and why, or offers to accept it.

    Signals:
        accept_requested(Point, str): it may stay as it is, for this reason.
        withdraw_requested(Point): it is accepted no longer.
    """

    accept_requested = Signal(object, str)
    withdraw_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._point: Point | None = None
        self._may_accept = False
        self._mark = IconLabel("circle-check", "done")
        self._words = ElidedLabel(grows=True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setPlaceholderText(_("Why may it stay as it is?"))
        self.reason.setAccessibleName(_("Reason"))
        self.ask = Button(_("Accept…"), kind="quiet", pressed=self._ask)
        self.accept = Button(_("Accept"), pressed=self._accept)
        self.leave = Button(_("Cancel"), kind="quiet", pressed=self._leave)
        self.withdraw = Button(_("Take back"), kind="quiet", pressed=self._withdraw)
        line = row(
            self._mark, self._words, self.reason, self.ask, self.accept, self.leave, self.withdraw
        )
        line.setStretch(1, 1)
        line.setStretch(2, 1)
        set_margins(line, start=12, top=4, end=4, bottom=4)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(rule())
        inner.addLayout(line)
        self.reason.textChanged.connect(lambda text: self.accept.setEnabled(bool(text.strip())))
        self.reason.returnPressed.connect(self._accept)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.reason)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self._leave)
        self.hide()

    def show_point(self, point: Point | None, *, may_accept: bool) -> None:
        """Show another point; what is being written about the same one stays."""
        if point == self._point and may_accept == self._may_accept:
            return
        self._point, self._may_accept = point, may_accept
        self._show(asking=False)

    def _show(self, *, asking: bool) -> None:
        point = self._point
        accepted = point.accepted if point is not None else None
        offered = point is not None and accepted is None and self._may_accept
        self.setVisible(accepted is not None or offered)
        self._mark.setVisible(accepted is not None)
        self._words.setVisible(not asking)
        words = accepted_words(accepted) if accepted else _("If it is meant, say why.")
        self._words.show_text(words)
        self.reason.setVisible(asking)
        self.accept.setVisible(asking)
        self.leave.setVisible(asking)
        self.ask.setVisible(offered and not asking)
        self.withdraw.setVisible(accepted is not None and self._may_accept)

    def _ask(self) -> None:
        self.reason.clear()
        self.accept.setEnabled(False)
        self._show(asking=True)
        self.reason.setFocus()

    def _leave(self) -> None:
        self._show(asking=False)
        self.ask.setFocus()

    def _accept(self) -> None:
        if self._point is not None and self.reason.text().strip():
            self._show(asking=False)
            self.accept_requested.emit(self._point, self.reason.text())

    def _withdraw(self) -> None:
        if self._point is not None:
            self.withdraw_requested.emit(self._point)


def accepted_words(accepted: Acceptance) -> str:
    """Say who accepted a point and why, in one line."""
    words = _("Accepted by {name}: {reason}")
    return place(words, name=accepted.name, reason=accepted.reason)
