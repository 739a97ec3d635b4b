"""The test mailboxes as cards: sent → arrived → compared, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from composer.gui.numbers import number
from composer.gui.parts import Button, ElidedLabel, IconLabel, label, row
from composer.i18n import N_, _, isolate_ltr, listed, ngettext, place
from composer.model.overview import ReceiptState

CARD_WIDTH, MOST_WIDTH, GAP = 260, 420, 16
ARRIVED = frozenset({"equal", "different"})
_BEFORE = (N_("sent"), N_("arrived"), N_("compared"))
_STEPS = (N_("{count} sent"), N_("{count} arrived"), N_("{count} equal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """One test mailbox: how many messages went there, arrived, and were equal."""

    seed: str
    sent: int
    arrived: int
    equal: int

    @property
    def look(self) -> tuple[str, str]:
        """Shape and colour of the state."""
        if not self.sent:
            return "circle-dashed", "muted"
        if self.arrived > self.equal:
            return "octagon-x", "danger"
        if self.equal == self.sent:
            return "circle-check", "done"
        return "hourglass", "look"

    @property
    def text(self) -> str:
        """The state in words."""
        if not self.sent:
            return _("Nothing was sent there yet.")
        if self.arrived > self.equal:
            count = self.arrived - self.equal
            words = ngettext("{count} message differs.", "{count} messages differ.", count)
            return place(words, count=number(count))
        if self.equal == self.sent:
            return _("Exactly as predicted.")
        count = self.sent - self.arrived
        words = ngettext(
            "{count} message has not arrived.", "{count} messages have not arrived.", count
        )
        return place(words, count=number(count))


def mailbox_states(
    seeds: Sequence[str], receipts: Sequence[ReceiptState]
) -> tuple[MailboxState, ...]:
    """Sum the test up by mailbox: the listed ones first, in their order."""
    names = dict.fromkeys((*seeds, *(receipt.seed for receipt in receipts)))
    states = []
    for seed in names:
        own = [receipt.state for receipt in receipts if receipt.seed == seed]
        states.append(
            MailboxState(
                seed=seed,
                sent=len(own),
                arrived=sum(state in ARRIVED for state in own),
                equal=own.count("equal"),
            )
        )
    return tuple(states)


class MailboxCard(Button):
    """One mailbox; pressed, only its messages are listed."""

    def __init__(self) -> None:
        super().__init__(checkable=True)
        self.seed = ""
        self._mark = IconLabel("circle-dashed", "muted", 20)
        self._address = ElidedLabel(role="strong", middle=True)
        self._text = ElidedLabel(role="muted")
        self._steps = [label() for _step in _STEPS]
        inner = QVBoxLayout(self)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(6)
        inner.addLayout(row(self._mark, self._address, stretch=1))
        line = row(gap=6)
        for at, step in enumerate(self._steps):
            if at:
                line.addWidget(IconLabel("arrow-right", "muted"))
            line.addWidget(step)
        line.addStretch(1)
        inner.addLayout(line)
        inner.addWidget(self._text)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Make room for the three lines."""
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Shrink in width, never in height."""
        return QSize(CARD_WIDTH, self.sizeHint().height())

    def show_mailbox(self, state: MailboxState) -> None:
        """Show how a mailbox stands."""
        self.seed = state.seed
        self._mark.show_icon(*state.look)
        self._address.show_text(isolate_ltr(state.seed))
        self._text.show_text(state.text)
        counts = (state.sent, state.arrived, state.equal)
        words = [
            place(_(step), count=number(count)) if state.sent else _(before)
            for step, before, count in zip(_STEPS, _BEFORE, counts, strict=True)
        ]
        for step, text in zip(self._steps, words, strict=True):
            step.setText(text)
        self.setAccessibleName(listed((state.seed, *words, state.text)))
        self.setAccessibleDescription(_("Lists the messages of this mailbox"))


class MailboxCards(QWidget):
    """The cards, as many beside each other as fit.

    Signals:
        chosen(str): only this mailbox's messages are asked for; empty: all.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[MailboxCard] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)

    def show_mailboxes(self, states: Sequence[MailboxState]) -> None:
        """Show the mailboxes; cards are kept as long as their number is."""
        if len(states) != len(self.cards):
            for old in self.cards:
                self._grid.removeWidget(old)
                old.deleteLater()
            self.cards = [self._make_card() for _state in states]
            self._place_cards()
        for card, state in zip(self.cards, states, strict=True):
            card.show_mailbox(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        self._place_cards()

    def minimumSizeHint(self) -> QSize:
        """Shrink to one card's width; then the cards stand below each other."""
        return QSize(self._least, super().minimumSizeHint().height())

    @property
    def _least(self) -> int:
        widths = [card.sizeHint().width() for card in self.cards]
        return min(max([CARD_WIDTH, *widths]), MOST_WIDTH)

    def _make_card(self) -> MailboxCard:
        card = MailboxCard()
        card.clicked.connect(lambda checked, which=card: self._press(which, checked))
        return card

    def _place_cards(self) -> None:
        columns = max(1, min(len(self.cards) or 1, (self.width() + GAP) // (self._least + GAP)))
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for line in range(self._grid.rowCount()):  # the sheet's least height would be too little
            used = line * columns < len(self.cards)
            high = self.cards[0].sizeHint().height() if used else 0
            self._grid.setRowMinimumHeight(line, high)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _press(self, pressed: MailboxCard, checked: bool) -> None:  # noqa: FBT001 - a Qt slot
        for card in self.cards:
            card.setChecked(card is pressed and checked)
        self.chosen.emit(pressed.seed if checked else "")
