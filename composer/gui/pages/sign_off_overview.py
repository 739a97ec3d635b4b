"""What the Sign off page shows beside the review: its cards, and where each of them stands."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.gui.pages.changes_card import ChangesCard
from composer.gui.pages.fact_lines import FactLines
from composer.gui.pages.freeze_run import FreezeRun
from composer.gui.pages.sign_off_cards import AskCard, LinesCard, SignersCard
from composer.gui.pages.void_card import VoidCard
from composer.gui.parts import Card, IconLabel, label, row
from composer.i18n import _


class Overview(QWidget):
    """How it stands on top; what is signed at the start, who signs at the end of the line."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = IconLabel("circle-dashed", "muted", 20)
        self.standing = label(role="strong", wraps=True)
        self.signed = FactLines()
        self.signers = SignersCard()
        self.void = VoidCard()
        self.run = FreezeRun()
        self.changed = ChangesCard()
        self.evidence = LinesCard(_("Evidence"))
        self.ask_card = AskCard()
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addLayout(_column(self._signed_card(), self.changed, self.evidence), 1)
        halves.addLayout(_column(self.signers, self.ask_card), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addLayout(row(self.mark, self.standing, stretch=1))
        whole.addWidget(self.run)
        whole.addWidget(self.void)
        whole.addLayout(halves)
        whole.addStretch(1)

    def _signed_card(self) -> Card:
        card = Card()
        card.body.setContentsMargins(24, 16, 24, 16)
        card.body.addWidget(label(_("What is signed"), role="section"))
        card.body.addWidget(self.signed)
        card.body.addStretch(1)
        return card


def _column(*cards: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
