"""Decide unclear: one person at a time, with evidence; *Leave unclear* is the default.

Nothing is rounded away: without evidence the façade refuses, and an empty search is none.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from composer.gui.pages.groups import UNCLEAR
from composer.gui.pages.ledger_model import ADDRESS, LedgerModel
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.wording import exact_time
from composer.gui.parts import Button, Card, ElidedLabel, label, row
from composer.gui.session import Session
from composer.i18n import N_, _, isolate_ltr, place
from composer.model.overview import LedgerLine

LIST_WIDTH = 320
PLACES = (
    N_("1. The mail service's own log of that minute: does it name this address?"),
    N_("2. The mailbox for returned mail: did a bounce come back?"),
    N_("3. The person: ask whether it arrived."),
)
ARRIVED, NOT_ARRIVED, LEAVE = range(3)


class DecideView(QWidget):
    """The unclear ones at the start of the line, one of them in full beside it.

    Signals:
        changed(): another person, decision or evidence; the footer looks again.
        emptied(): nothing is unclear any more.
    """

    changed = Signal()
    emptied = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.model = LedgerModel(session)
        self.people = QListView()
        self.address = ElidedLabel(role="section", middle=True)
        self.message = Button(
            _("Show message"), kind="quiet", icon="eye", pressed=self._show_message
        )
        self.happened = label(wraps=True)
        self.answers = QButtonGroup(self)
        self.evidence = QLineEdit()
        self.detail = Card()
        self.area = scrolled(self.detail)
        self.nothing = label(_("Nothing is unclear."), role="section")
        self._line: LedgerLine | None = None
        self._lay_out()
        self.model.counted.connect(self._counted)
        self.people.selectionModel().currentChanged.connect(self._choose)
        self.answers.idToggled.connect(lambda _id, _on: self._answered())
        self.evidence.textChanged.connect(self.changed)

    @property
    def line(self) -> LedgerLine | None:
        """Whom the decision is about."""
        return self._line

    @property
    def arrived(self) -> bool | None:
        """The decision; None leaves it unclear."""
        return {ARRIVED: True, NOT_ARRIVED: False}.get(self.answers.checkedId())

    def read(self) -> None:
        """Read who is unclear."""
        self.model.show_states(UNCLEAR.states)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.people.setModel(self.model)
        self.people.setModelColumn(ADDRESS)
        self.people.setAccessibleName(_("People of whom it is unclear"))
        self.people.setFixedWidth(LIST_WIDTH)
        self.people.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.people.setUniformItemSizes(True)
        self.people.setSpacing(4)
        self.people.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = self.detail.body
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(8)
        body.addLayout(row(self.address, self.message, stretch=0))
        body.addWidget(self.happened)
        body.addSpacing(8)
        body.addWidget(label(_("Where to look, in this order"), role="strong"))
        for text in PLACES:
            body.addWidget(label(_(text), wraps=True))
        body.addSpacing(8)
        body.addWidget(label(_("What do you know?"), role="strong"))
        for number, text in (
            (ARRIVED, _("It arrived. It counts as handed over.")),
            (NOT_ARRIVED, _("It did not arrive. It is sent once more.")),
            (LEAVE, _("Leave unclear. Nothing changes.")),
        ):
            choice = QRadioButton(text)
            self.answers.addButton(choice, number)
            body.addWidget(choice)
        self.evidence.setAccessibleName(_("Evidence"))
        self.evidence.setPlaceholderText(_("What shows it: a line of the log, a bounce, an answer"))
        body.addWidget(self.evidence)
        body.addWidget(
            label(_("An empty search is no evidence. Addresses are left out."), role="caption")
        )
        body.addStretch(1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(self.people)
        halves.addWidget(self.area, 1)
        inner.addLayout(halves, 1)
        inner.addWidget(self.nothing)
        self.nothing.hide()
        self.answers.button(LEAVE).setChecked(True)

    def _counted(self, total: int) -> None:
        self.people.setVisible(bool(total))
        self.area.setVisible(bool(total))
        self.nothing.setVisible(not total)
        if total:
            self.people.setCurrentIndex(self.model.index(0, ADDRESS))
        else:
            self._line = None
            self.emptied.emit()
        self.changed.emit()

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        line = self.model.line(current.row()) if current.isValid() else None
        self._line = line
        self.answers.button(LEAVE).setChecked(True)
        self.evidence.clear()
        if line is not None:
            self.address.show_text(isolate_ltr(line.address))
            self.happened.setText(happened_words(line))
        self.changed.emit()

    def _show_message(self) -> None:
        self.model.ask_message(self.people.currentIndex())

    def _answered(self) -> None:
        self.evidence.setEnabled(self.arrived is not None)
        self.changed.emit()


def happened_words(line: LedgerLine) -> str:
    """Say what happened to one message."""
    if line.at is None:
        text = _("The message was being handed over when the connection broke.")
    else:
        words = _(
            "At {time} the whole message had been given to the mail service; its answer never came."
        )
        text = place(words, time=exact_time(line.at))
    if not line.detail:
        return text
    return text + " " + place(_("Recorded: {detail}"), detail=line.detail)
