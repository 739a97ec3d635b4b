"""Two messages beside each other: what was predicted, and what arrived."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.gui.mail_view import MailPane
from composer.gui.numbers import number
from composer.gui.pages.received import Beside
from composer.gui.pages.wording import listed
from composer.gui.parts import ElidedLabel, IconLabel, label, row
from composer.i18n import _, isolate, isolate_ltr, ngettext, place
from composer.proofs.receipts import Difference

MOST_PARTS = 3
LONGEST_SHOWN = 120


class BesideView(QWidget):
    """Prediction at the start, arrival at the end of the line, the verdict above."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = IconLabel("circle-dashed", "muted")
        self.verdict = label(wraps=True)
        self.parts = label(role="caption", wraps=True)
        self.person = ElidedLabel(role="muted", middle=True)
        self.predicted = MailPane()
        self.arrived = MailPane()
        self.arrived_half = half(_("Arrived"), self.arrived)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(half(_("Predicted"), self.predicted), 1)
        halves.addWidget(self.arrived_half, 1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(row(self.mark, self.verdict, self.person, stretch=1))
        inner.addWidget(self.parts)
        inner.addLayout(halves, 1)
        self.setMinimumHeight(180)

    def show_beside(self, beside: Beside) -> None:
        """Show another pair."""
        self.person.show_text(place(_("to {address}"), address=isolate_ltr(beside.address)))
        self.predicted.show_message(beside.predicted)
        self.parts.setText("\n".join(map(_part_words, beside.differences[:MOST_PARTS])))
        self.parts.setVisible(bool(beside.differences))
        arrived = beside.arrived
        self.arrived_half.setVisible(arrived is not None)
        if arrived is not None:
            self.arrived.show_message(arrived)
        if beside.differences:
            self._show_differences(beside)
        elif arrived is None:
            self.mark.show_icon("mail", "muted")
            self.verdict.setText(
                _("Open this message in its mailbox and compare; it cannot be read from here.")
            )
        else:
            self.mark.show_icon("circle-check", "done")
            self.verdict.setText(
                _("What arrived is exactly what was predicted, one address in To.")
            )

    def _show_differences(self, beside: Beside) -> None:
        count = len(beside.differences)
        words = ngettext(
            "What arrived differs in {count} place: {parts}.",
            "What arrived differs in {count} places: {parts}.",
            count,
        )
        parts = listed(item.part for item in beside.differences)
        self.mark.show_icon("octagon-x", "danger")
        self.verdict.setText(place(words, count=number(count), parts=parts))

    def close_views(self) -> None:
        """Let both web views go in the order Qt demands."""
        self.predicted.close_view()
        self.arrived.close_view()


def _part_words(found: Difference) -> str:
    """Say one difference, its long values cut."""
    before, after = (
        isolate(text[:LONGEST_SHOWN] + ("…" if len(text) > LONGEST_SHOWN else ""))
        for text in (found.expected or "–", found.found or "–")
    )
    words = _("{part}, different, predicted {predicted}, arrived {arrived}")
    return place(words, part=isolate_ltr(found.part), predicted=before, arrived=after)


def half(title: str, pane: MailPane, *above: QWidget) -> QWidget:
    """Put a message under its title, with what stands between them."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label(title, role="strong"))
    for widget in above:
        column.addWidget(widget)
    column.addWidget(pane, 1)
    return made
