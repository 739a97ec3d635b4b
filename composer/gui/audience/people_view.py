"""The people of a list and what one does with them: search, order, problems, choices, one person.

It shows the list in use or the pending one, whichever the page says; cells can be mended in the
pending one. Nothing is recorded here: what somebody wrote goes to the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.audience.choices_panel import ChoicesPanel
from composer.gui.audience.choices_side import ChoicesSide
from composer.gui.audience.column_line import ColumnLine
from composer.gui.audience.languages import Chain
from composer.gui.audience.people_model import PeopleModel, Wanted
from composer.gui.audience.people_table import PeopleTable
from composer.gui.audience.person_card import PersonCard, person_card
from composer.gui.numbers import number
from composer.gui.parts import Button, ElidedButton, SearchEdit, label, row
from composer.gui.reasons import allow
from composer.gui.session import Session
from composer.i18n import _, isolate, ngettext, place

SEARCH_PAUSE_MS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which list is shown; another `stamp` means that its rows are others."""

    pending: bool = False
    stamp: tuple[object, ...] = ()
    may_edit: bool = False
    email: str = ""
    locale: str = ""


class PeopleView(QWidget):
    """Search line, table, choices, and a line about the column one stands in.

    Signals:
        counted(int): how many rows match.
    """

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown = Shown()
        self._chain: Chain = str
        self._wanted_row = 0
        self._will_mend = False
        self._will_stand = False
        self.model = PeopleModel(session)
        self.table = PeopleTable(self.model)
        self.search = SearchEdit(_("Search people"))
        self.count = label(role="muted")
        self.only = ElidedButton(kind="quiet", icon="x", pressed=self.show_all)
        self.message = Button(
            _("Show message"), kind="quiet", icon="eye", pressed=self._show_message
        )
        self._person: PersonCard | None = None
        self.hint = label(_("F2 mends a cell, Ctrl+Z takes it back."), role="caption")
        self.column_line = ColumnLine(session)
        self.side = ChoicesSide(session, after=self.table)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_PAUSE_MS)
        self._build()
        self._timer.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.model.counted.connect(self._counted)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.model.dataChanged.connect(self._cells_came)
        self.side.kept_shown.connect(self._show_kept)
        self.message.clicked.connect(lambda _checked: self._show_message())
        self.table.order_wanted.connect(self._order)
        self.table.details_wanted.connect(self._show_details)
        self.table.column_entered.connect(self._column_entered)

    @property
    def choices(self) -> ChoicesPanel:
        """The choices of who gets the message."""
        return self.side.panel

    def show_list(self, shown: Shown, chain: Chain) -> None:
        """Show a list, or the same one after a change."""
        before, self._shown, self._chain = self._shown, shown, chain
        self.model.let_edit(editable=shown.may_edit)
        self.model.show_languages(shown.locale, chain)
        self.hint.setVisible(shown.may_edit)
        if shown.pending != before.pending:
            self.only.hide()
            self.column_line.forget()
            self.side.show_everybody()
            self._let_show(None)
            self._show_wanted(Wanted(pending=shown.pending, search=self.search.text().strip()))
        elif shown.stamp != before.stamp:
            self.side.show_everybody()  # other columns may be what the filter speaks of
            self._show_wanted(replace(self.model.wanted, segment=""))
            self.column_line.refresh()

    def refresh_rows(self) -> None:
        """Read again what is looked at: a row was judged anew."""
        self.model.refresh_rows()
        self.column_line.refresh()

    def show_problem(self, code: str, words: str) -> None:
        """Show only the rows with one kind of problem, and stand on the first one's address."""
        self._will_stand = True
        self.only.show_text(place(_("Only: {problem}"), problem=isolate(words)))
        self.only.setAccessibleName(place(_("Show everybody, not only: {problem}"), problem=words))
        self.only.show()
        self.search.clear()
        self._timer.stop()
        self.side.show_everybody()
        self._show_wanted(replace(self.model.wanted, problem=code, search="", segment=""))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def mend_first(self, code: str, words: str) -> None:
        """Show only the rows with one kind of problem, and ask for the cells of the first."""
        self._will_mend = True
        self.show_problem(code, words)

    def show_all(self) -> None:
        """Show everybody again."""
        self.only.hide()
        self._show_wanted(replace(self.model.wanted, problem=""))

    def show_finding(self, found: Finding) -> bool:
        """Show whom a finding speaks of; False: of nobody in particular."""
        address, row = found.place_of("recipient"), found.place_of("row")
        if isinstance(row, int):
            self.show_row(row)
        elif isinstance(address, str):
            self.search.setText(address)
        else:
            return False
        return True

    def show_row(self, number: int) -> None:
        """Stand on the row with this number, among everybody in the order of the file."""
        self._wanted_row = number
        self.search.clear()
        self._timer.stop()
        self.only.hide()
        self.side.show_everybody()
        self._show_wanted(Wanted(pending=self._shown.pending))

    def find_now(self, text: str) -> None:
        """Show the rows with a text in any cell."""
        self._show_wanted(replace(self.model.wanted, search=text))

    def show_panel(self, *, shown: bool) -> None:
        """Show the choices beside the table, or the table alone."""
        self.side.open_or_close(shown=shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc shows everybody again."""
        if event.key() == Qt.Key.Key_Escape and not self.only.isHidden():
            self.show_all()
        else:
            super().keyPressEvent(event)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(320)
        self.only.hide()
        self._let_show(None)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.search, 1)
        line.addWidget(self.count)
        line.addWidget(self.only)
        line.addStretch(1)
        line.addWidget(self.message)
        below = row(self.column_line, self.hint, stretch=0, gap=16)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(24)
        inner.addLayout(column, 1)
        inner.addWidget(self.side)

    def _find(self) -> None:
        self.find_now(self.search.text().strip())

    def _show_kept(self, segment: str) -> None:
        if self.model.wanted.segment != segment:
            self._show_wanted(replace(self.model.wanted, segment=segment))

    def _order(self, column: str, descending: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.table.show_order(column, descending=descending)
        self._show_wanted(replace(self.model.wanted, sort=column, descending=descending))

    def _show_wanted(self, wanted: Wanted) -> None:
        self.table.show_order(wanted.sort, descending=wanted.descending)
        self.model.show_wanted(wanted)

    def _counted(self, total: int) -> None:
        words = ngettext("{count} person", "{count} people", total)
        if self._shown.pending:
            words = ngettext("{count} row", "{count} rows", total)
        self.count.setText(place(words, count=number(total)))
        if self._wanted_row:
            self.table.go_to(self.model.index_of(self._wanted_row))
            self._wanted_row = 0
        elif total == 1 and self.search.text():
            self.table.setCurrentIndex(self.model.index(0, 0))
        if self._will_mend and total:
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.mend_row()
        elif self._will_stand and total:
            self.table.go_to(self.model.cell(0, self._shown.email))
        self._will_mend = self._will_stand = False
        self.counted.emit(total)

    def _column_entered(self, column: str) -> None:
        self.column_line.show_column(column, pending=self._shown.pending)

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not current.isValid():
            self._let_show(None)
            return
        found = self.model.row(current.row())
        if found is None:
            return
        columns, shown = self.model.columns, self._shown
        cells = dict(zip(columns, found.cells, strict=False))
        card = person_card(
            found,
            columns,
            email=shown.email,
            language=self._chain(cells.get(shown.locale, "")),
            in_use=not shown.pending,
        )
        self._let_show(card)
        self._session.inspected.emit(card)

    def _let_show(self, card: PersonCard | None) -> None:
        """Let the message of the person one stands on be shown, or say why it cannot be."""
        self._person = card
        why = ""
        if card is None:
            why = _("Choose a person first.")
        elif not card.has_message:
            why = _("Messages can be shown once this list is used.")
        elif card.state:
            why = card.state
        allow(self.message, unless=why)

    def _show_message(self) -> None:
        if self._person is not None:
            self._session.message_requested.emit(self._person.address)

    def _cells_came(self, first: QModelIndex, last: QModelIndex) -> None:
        """Show the person one stands on: their row came later, or was mended."""
        at = self.table.currentIndex()
        if at.isValid() and first.row() <= at.row() <= last.row():
            self._row_changed(at, QModelIndex())

    def _show_details(self) -> None:
        self._row_changed(self.table.currentIndex(), QModelIndex())
        self._session.details_requested.emit()
