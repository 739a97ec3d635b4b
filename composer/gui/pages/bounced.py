"""Who something came back from: each person with what it was, since when, and what to do.

Nothing is decided here: whose address takes no mail, or who complained, is on the do-not-write list
already. An activated row shows the message that the person got.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from composer.gui import density, icons, theme
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.parts import Button, label, row
from composer.gui.table_model import AnyIndex, TableModel
from composer.gui.tables import ROW_HEIGHT, dress_list
from composer.gui.times import dated_moment, short_day
from composer.i18n import N_, _, isolate, isolate_ltr, listed, ngettext, place
from composer.model.bounce import BouncedPerson, BounceKind
from composer.records.bounce_sentences import kind_words

COLUMNS = (N_("Row"), N_("Address"), N_("What came back"), N_("Since"), N_("Why"), N_("What to do"))
ROW, ADDRESS, KIND, SINCE, WHY, ADVICE = range(len(COLUMNS))
WIDTHS = (52, 210, 168, 108, 170, 300)
ADVICE_WORDS = {
    BounceKind.PERMANENT: N_("On the do-not-write list: find another way."),
    BounceKind.REFUSED: N_("Read why: it is not the address."),
    BounceKind.GAVE_UP: N_("Try again later, or another way."),
    BounceKind.DELAYED: N_("Wait: it may still arrive."),
    BounceKind.COMPLAINT: N_("On the do-not-write list: write no more."),
}
_ICONS = {BounceKind.DELAYED: ("hourglass", "look"), BounceKind.COMPLAINT: ("octagon-x", "danger")}


class BouncedModel(TableModel):
    """The people, in the order of the audience."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.people: tuple[BouncedPerson, ...] = ()

    def show_people(self, people: tuple[BouncedPerson, ...]) -> None:
        """Show these people."""
        self.beginResetModel()
        self.people = people
        self.endResetModel()

    def count(self) -> int:
        """Count the people."""
        return len(self.people)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell, what a screen reader says of it, or its look."""
        if not index.isValid():
            return None
        line, column = self.people[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            is_tip = role == Qt.ItemDataRole.ToolTipRole and column == SINCE
            return dated_moment(line.at) if is_tip else _cell(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return listed((_(COLUMNS[column]), _cell(line, column)))
        if role == Qt.ItemDataRole.DecorationRole and column == KIND:
            return icons.icon(*_ICONS.get(line.kind, ("circle-x", "danger")))
        if role == Qt.ItemDataRole.ForegroundRole and column in {ROW, SINCE}:
            return theme.colour("muted")
        return None


def _cell(line: BouncedPerson, column: int) -> str:
    said = " ".join(part for part in (line.status, line.answer) if part)
    match column:
        case 0:
            return number(line.row)
        case 1:
            return isolate_ltr(line.address) if line.address else "—"
        case 2:
            return kind_words(line.kind)
        case 3:
            return short_day(line.at.astimezone().date())
        case 4:
            return isolate(said) if said else "—"
        case _:
            return _(ADVICE_WORDS[line.kind]) if line.kind in ADVICE_WORDS else ""


class BouncedView(QWidget):
    """The table with its heading and the way back; in place of the report while it is shown.

    Signals:
        closed(): back to the report.
    """

    closed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.model = BouncedModel()
        self.heading = label(role="section")
        self.back = Button(
            _("Back to the report"), kind="link", icon="arrow-left", pressed=self.closed.emit
        )
        self.listed = Button(
            _("Do-not-write list…"),
            kind="link",
            pressed=page.session.suppressions_requested.emit,
        )
        self.table = _table(self.model)
        self.table.activated.connect(self._show_message)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row(self.heading, self.listed, self.back, stretch=0))
        column.addWidget(self.table, 1)
        self.hide()

    def open(self) -> None:
        """Read who it was, and show them."""
        session = self._page.session
        workspace, campaign = session.workspace, session.campaign
        self._page.ask(lambda _task: workspace.bounces.people(campaign), then=self._show)

    def _show(self, people: tuple[BouncedPerson, ...]) -> None:
        self.model.show_people(people)
        count = len({one.recipient_id for one in people})
        words = ngettext(
            "Something came back from {count} person",
            "Something came back from {count} people",
            count,
        )
        self.heading.setText(place(words, count=number(count)))
        self.show()
        self.table.setFocus()
        self._page.session.announce(self.heading.text())

    def _show_message(self, index: QModelIndex) -> None:
        address = self.model.people[index.row()].address
        if "@" in address:  # else their data was removed
            self._page.session.message_requested.emit(address)


def _table(model: BouncedModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    dress_list(table)
    table.setAccessibleName(_("Who something came back from"))
    density.follow(table, comfortable=ROW_HEIGHT)
    for column, width in enumerate(WIDTHS):
        table.setColumnWidth(column, width)
    table.horizontalHeader().setMinimumSectionSize(48)
    return table
