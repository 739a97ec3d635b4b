"""Decide unclear: one person or several, with evidence; *Leave unclear* is the default.

Nothing is rounded away: without evidence the façade refuses, and an empty search is none. Who is
shown and counted follows what is selected, never the row the keyboard stands on: a decision goes
to nobody else, because who did not get it may be written to once more.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
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

from composer.gui.numbers import number
from composer.gui.pages.groups import UNCLEAR
from composer.gui.pages.ledger_model import ADDRESS, LedgerModel
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.wording import exact_time
from composer.gui.parts import Button, Card, ElidedLabel, WrappingLabel, label, leading, row
from composer.gui.session import Session
from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.overview import LedgerLine
from composer.records.unclear_words import happened_words, places_to_look

LIST_WIDTH = 320
ARRIVED, NOT_ARRIVED, LEAVE = range(3)


class Answer(QRadioButton):
    """An answer whose words wrap beside it: Qt's own choices cut large text off."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = AnswerWords(self)
        self.say(text)

    def say(self, text: str) -> None:
        """Say something else."""
        self.words.setText(text)
        self.setAccessibleName(text)


class AnswerWords(WrappingLabel):
    """The words of an answer; a click on them chooses it."""

    def __init__(self, answer: QRadioButton) -> None:
        super().__init__()
        self._answer = answer
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(leading())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the answer."""
        super().mouseReleaseEvent(event)
        self._answer.click()


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
        self.several = label(role="strong", wraps=True)
        self.answers = QButtonGroup(self)
        self.evidence = QLineEdit()
        self.detail = Card()
        self.area = scrolled(self.detail)
        self.nothing = label(_("Nothing is unclear."), role="section")
        self._selected: dict[int, LedgerLine | None] = {}
        self._row = -1
        self._lay_out()
        self.model.counted.connect(self._counted)
        self.model.dataChanged.connect(self._read_selected)
        self.people.selectionModel().currentChanged.connect(self._show)
        self.people.selectionModel().selectionChanged.connect(self._select)
        self.answers.idToggled.connect(lambda _id, _on: self._answered())
        self.evidence.textChanged.connect(self.changed)

    @property
    def line(self) -> LedgerLine | None:
        """Who is shown: somebody whom the decision is about."""
        return self._selected.get(self._row)

    @property
    def lines(self) -> tuple[LedgerLine, ...]:
        """Everybody whom the decision is about; more than one when several are selected."""
        return tuple(line for line in self._selected.values() if line is not None and line.address)

    @property
    def arrived(self) -> bool | None:
        """The decision; None leaves it unclear."""
        return {ARRIVED: True, NOT_ARRIVED: False}.get(self.answers.checkedId())

    def read(self, *, is_ended: bool = False) -> None:
        """Read who is unclear; after an end nobody is written to once more."""
        again = _("It did not arrive. It is sent once more.")
        never = _("It did not arrive. The send was ended, so this person is left out.")
        answer = self.answers.button(NOT_ARRIVED)
        assert isinstance(answer, Answer)
        answer.say(never if is_ended else again)
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
        self.people.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.people.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = self.detail.body
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(8)
        body.addLayout(row(self.address, self.message, stretch=0))
        body.addWidget(self.several)
        self.several.hide()
        body.addWidget(self.happened)
        body.addSpacing(8)
        body.addWidget(label(_("Where to look, in this order"), role="strong"))
        for text in places_to_look():
            body.addWidget(label(text, wraps=True))
        body.addSpacing(8)
        body.addWidget(label(_("What do you know?"), role="strong"))
        for answer, text in (
            (ARRIVED, _("It arrived. It counts as handed over.")),
            (NOT_ARRIVED, _("It did not arrive. It is sent once more.")),
            (LEAVE, _("Leave unclear. Nothing changes.")),
        ):
            choice = Answer(text)
            self.answers.addButton(choice, answer)
            body.addLayout(row(choice, choice.words, stretch=1))
        self.evidence.setAccessibleName(_("Evidence"))
        self.evidence.setPlaceholderText(_("What shows it: a line of the log, a bounce, an answer"))
        body.addWidget(self.evidence)
        rule = _("An empty search is no evidence. Addresses are left out.")
        body.addWidget(label(rule, role="caption", wraps=True))
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
        self._selected = {}
        self.people.setVisible(bool(total))
        self.area.setVisible(bool(total))
        self.nothing.setVisible(not total)
        if total:
            self.people.setCurrentIndex(self.model.index(0, ADDRESS))
            if self.isVisible():  # what was answered is gone: the arrow keys choose who is next
                self.people.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.emptied.emit()
        self.changed.emit()

    def _select(self) -> None:
        """Begin anew: what was answered was about other people."""
        rows = {index.row() for index in self.people.selectionModel().selectedIndexes()}
        self._selected = dict.fromkeys(sorted(rows))
        self.answers.button(LEAVE).setChecked(True)
        self.evidence.clear()
        self._read_selected()

    def _read_selected(self) -> None:
        """Read who is selected; whose page is still on the way is neither shown nor counted."""
        for at, known in self._selected.items():
            if known is None:
                self._selected[at] = self.model.line(at)
        self._show()

    def _show(self) -> None:
        """Show the current one if it is selected, else the first who is."""
        named = [at for at, line in self._selected.items() if line is not None and line.address]
        rows = named or list(self._selected)
        current = self.people.currentIndex().row()
        self._row = current if current in rows else next(iter(rows), -1)
        line = self.line
        self.detail.setVisible(line is not None)
        if line is not None:
            self.address.show_text(isolate_ltr(line.address))
            time = exact_time(line.at) if line.at else ""
            self.happened.setText(happened_words(line.at, line.detail, time=time))
        count = len(named)
        words = ngettext(
            "One decision for {count} person who is selected.",
            "One decision for {count} people who are selected.",
            count,
        )
        self.several.setText(place(words, count=number(count)))
        self.several.setVisible(count > 1)
        self.changed.emit()

    def _show_message(self) -> None:
        self.model.ask_message(self.model.index(self._row, ADDRESS))

    def _answered(self) -> None:
        self.evidence.setEnabled(self.arrived is not None)
        self.changed.emit()
