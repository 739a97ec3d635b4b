"""After a stop: correct it for those who have not got it, or end here; both are final.

Each says so before, is asked once, in the page and not in a dialog, and carries the number of
people on its button.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from composer.gui import reasons
from composer.gui.numbers import number
from composer.gui.parts import Button, label, row
from composer.i18n import _, ngettext, place


class Choice(Enum):
    """What may be done with a send that rests, beside going on."""

    CORRECT = "correct"
    END = "end"


class SendChoices(QWidget):
    """The two choices, and the question after each.

    Signals:
        chosen(Choice, int, str): it was said, for so many people, for this reason.
    """

    chosen = Signal(object, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._left = self._done = 0
        self._asked: Choice | None = None
        self._correct = label(wraps=True)
        self._end = label(wraps=True)
        self.correct = Button(_("Correct it…"), pressed=lambda: self.ask(Choice.CORRECT))
        self.end = Button(_("End here…"), pressed=lambda: self.ask(Choice.END))
        self.why_not = label(role="caption", wraps=True)
        self.offers = QWidget()
        self.question = QWidget()
        self.words = label(wraps=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason for ending the send"))
        self.reason.setPlaceholderText(_("Why? This is recorded, and stands in the report."))
        self.leave = Button(_("Leave it"), pressed=lambda: self.ask(None))
        self.act = Button(pressed=self._say)
        self._lay_out()

    def allow(self, reason: str) -> None:
        """Let this person choose, or say in words why they may not."""
        for button in (self.correct, self.end):
            button.setEnabled(not reason)
        self.why_not.setText(reason)
        self.why_not.setVisible(bool(reason))

    def wait_for(self, work: str) -> None:
        """Let nothing be said twice while this work runs; with "" it is over."""
        for button in (self.leave, self.act):
            reasons.allow(button, unless=work)

    def show_people(self, *, left: int, done: int) -> None:
        """Show the price of each for so many people."""
        if left != self._left:
            self.ask(None)
        self._left, self._done = left, done
        correct = ngettext(
            "Correct it for the {left} who has not got it. That makes a new version to sign; the "
            "{done} who are done are never written to again.",
            "Correct it for the {left} who have not got it. That makes a new version to sign; the "
            "{done} who are done are never written to again.",
            left,
        )
        self._correct.setText(place(correct, left=number(left), done=number(done)))
        end = ngettext(
            "End here. {left} person is left out for good and gets nothing.",
            "End here. {left} people are left out for good and get nothing.",
            left,
        )
        self._end.setText(place(end, left=number(left)))

    def ask(self, choice: Choice | None) -> None:
        """Ask once more, with what cannot be undone; None takes the question back."""
        self._asked = choice
        self.reason.clear()
        self.offers.setVisible(choice is None)
        self.question.setVisible(choice is not None)
        if choice is None:
            return
        left = number(self._left)
        if choice is Choice.END:
            words = ngettext(
                "{left} person is left out for good. This cannot be undone. "
                "Whoever is unclear can still be decided.",
                "{left} people are left out for good. This cannot be undone. "
                "Whoever is unclear can still be decided.",
                self._left,
            )
            act = ngettext("Leave out {left} person", "Leave out {left} people", self._left)
        else:
            words = ngettext(
                "A copy of this campaign is made for exactly {left} person, to be changed, tested "
                "and signed by itself. This send is ended for them, which cannot be undone.",
                "A copy of this campaign is made for exactly {left} people, to be changed, tested "
                "and signed by itself. This send is ended for them, which cannot be undone.",
                self._left,
            )
            act = ngettext(
                "Correct it for {left} person", "Correct it for {left} people", self._left
            )
        self.words.setText(place(words, left=left))
        self.act.setText(place(act, left=left))
        self.leave.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout(self.offers)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for line, (words, button) in enumerate(
            ((self._correct, self.correct), (self._end, self.end))
        ):
            grid.addWidget(words, line, 0)
            grid.addWidget(button, line, 1)
        grid.addWidget(self.why_not, 2, 0, 1, 2)
        self.why_not.hide()
        asked = QVBoxLayout(self.question)
        asked.setContentsMargins(0, 4, 0, 0)
        asked.setSpacing(8)
        asked.addWidget(self.words)
        asked.addWidget(self.reason)
        foot = row(self.leave, self.act)
        foot.insertStretch(0, 1)
        asked.addLayout(foot)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.offers)
        inner.addWidget(self.question)
        self.question.hide()

    def _say(self) -> None:
        if self._asked is not None:
            self.chosen.emit(self._asked, self._left, self.reason.text().strip())
