"""Two messages beside each other: what was predicted, and what arrived."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.gui.mail_view import MailPane
from composer.gui.pages.received import Beside
from composer.gui.pages.wording import listed
from composer.gui.parts import ElidedLabel, IconLabel, label, row
from composer.i18n import _, isolate_ltr, ngettext, place


class BesideView(QWidget):
    """Prediction at the start, arrival at the end of the line, the verdict above."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = IconLabel("circle-dashed", "muted")
        self.verdict = label(wraps=True)
        self.person = ElidedLabel(role="muted", middle=True)
        self.predicted = MailPane()
        self.arrived = MailPane()
        self.no_arrival = label(role="muted", wraps=True)
        left = _half(_("Predicted"), self.predicted)
        right = _half(_("Arrived"), self.arrived)
        right.addWidget(self.no_arrival)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(row(self.mark, self.verdict, self.person, stretch=1))
        inner.addLayout(halves, 1)
        self.setMinimumHeight(180)

    def show_beside(self, beside: Beside) -> None:
        """Show another pair."""
        address = beside.predicted.recipient.address
        self.person.show_text(place(_("to {address}"), address=isolate_ltr(address)))
        self.predicted.show_message(beside.predicted.rendered)
        arrived = beside.arrived
        self.arrived.setVisible(arrived is not None)
        self.no_arrival.setVisible(arrived is None)
        if arrived is None:
            self.mark.show_icon("mail", "muted")
            self.verdict.setText(_("Compare this prediction with what arrived."))
            self.no_arrival.setText(
                _("It cannot be read from here. Open it in its mailbox; it must look the same.")
            )
            return
        self.arrived.show_message(arrived)
        if beside.differences:
            count = len(beside.differences)
            words = ngettext(
                "What arrived differs in {count} place: {parts}.",
                "What arrived differs in {count} places: {parts}.",
                count,
            )
            parts = listed(item.part for item in beside.differences)
            self.mark.show_icon("octagon-x", "danger")
            self.verdict.setText(place(words, count=count, parts=parts))
        else:
            self.mark.show_icon("circle-check", "done")
            self.verdict.setText(
                _("What arrived is exactly what was predicted, one address in To.")
            )

    def close_views(self) -> None:
        """Let both web views go in the order Qt demands."""
        self.predicted.close_view()
        self.arrived.close_view()


def _half(title: str, pane: MailPane) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label(title, role="strong"))
    column.addWidget(pane, 1)
    return column
