"""What a halted send asks: the planned look, a person's stop, or a stop by itself.

The card says the cause in one sentence, what is safe, and the choices with their price. Which of
them may be taken is the façade's to say; a hold's reason is asked for here and recorded there.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from composer.findings import Finding
from composer.gui.numbers import number
from composer.gui.pages.groups import HANDED_OVER, ON_HOLD, REFUSED, WAITING
from composer.gui.pages.send_choices import SendChoices
from composer.gui.pages.send_phase import Phase
from composer.gui.parts import Card, IconLabel, label, row
from composer.i18n import _, ngettext, place
from composer.model.resuming import NOTHING_NEEDED, ResumeNeeds
from composer.model.states import Counts
from composer.records.stop_words import stop_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Why nothing leaves now, and what would be next. `cause` is set for a stop by itself.

    `needs` is what going on asks for, as the façade says it.
    """

    phase: Phase
    counts: Counts
    next_batch: int
    stopped_by: str = ""
    cause: Finding | None = None
    differs: bool = False
    needs: ResumeNeeds = NOTHING_NEEDED

    @property
    def left(self) -> int:
        """How many people have not got it and could."""
        return WAITING.count(self.counts) + ON_HOLD.count(self.counts)

    @property
    def needs_reason(self) -> bool:
        """Whether going on asks for a reason: always, when nobody had planned the stop."""
        return self.phase is Phase.HELD or self.differs or self.needs.reason


_ICONS = {
    Phase.FIRST_LOOK: ("circle-pause", "look"),
    Phase.STOPPED: ("square", "danger"),
    Phase.HELD: ("octagon-x", "danger"),
    Phase.BROKEN_OFF: ("circle-pause", "look"),
}


def halt_title(halt: Halt) -> str:
    """Say in one sentence what has happened."""
    match halt.phase:
        case Phase.FIRST_LOOK:
            words = ngettext(
                "Go on with {count} person?", "Go on with {count} people?", halt.next_batch
            )
            return place(words, count=number(halt.next_batch))
        case Phase.STOPPED if halt.stopped_by:
            return place(_("{person} stopped it."), person=halt.stopped_by)
        case Phase.STOPPED:
            return _("Somebody stopped it.")
        case Phase.HELD if halt.cause is not None:
            return place(_("Sending has stopped. {cause}"), cause=halt.cause.text)
        case Phase.HELD:
            return _("Sending has stopped by itself.")
        case _:
            return _("The program that sends is not running any more.")


def halt_words(halt: Halt) -> str:
    """Say who has it, who does not, and that nothing more leaves."""
    if halt.phase is Phase.FIRST_LOOK:
        return _(
            "The first messages have left and it waits, as planned. Compare what arrived with what "
            "was predicted. Nothing more leaves until somebody decides."
        )
    return stop_words(halt.counts)


class HaltCard(Card):
    """The card of a halted send.

    Signals:
        reason_changed(): the reason for going on was edited.
    """

    reason_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mark = IconLabel("circle-pause", "look", 20)
        self.title = label(role="section", wraps=True)
        self.words = label(wraps=True)
        self.advice = label(role="muted", wraps=True)
        self.signature = label(role="strong", wraps=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason for going on"))
        self.reason.setPlaceholderText(_("Why is it safe to go on? This is recorded."))
        self.reason.textChanged.connect(self.reason_changed)
        self.choices = SendChoices()
        self._lay_out()

    def show_halt(self, halt: Halt) -> None:
        """Show another situation."""
        self.mark.show_icon(*_ICONS.get(halt.phase, _ICONS[Phase.BROKEN_OFF]))
        self.title.setText(halt_title(halt))
        self.words.setText(halt_words(halt))
        self.advice.setText(halt.cause.advice if halt.cause else "")
        self.advice.setVisible(halt.cause is not None)
        self.signature.setVisible(bool(halt.needs.uncleared))
        self.signature.setText(
            _("A reviewer must look at the difference and sign before a sender can go on.")
        )
        self.reason.setVisible(halt.needs_reason)
        self.choices.setVisible(halt.left > 0)
        done = HANDED_OVER.count(halt.counts) + REFUSED.count(halt.counts)
        self.choices.show_people(left=halt.left, done=done)

    def _lay_out(self) -> None:
        self.body.addLayout(row(self.mark, self.title, stretch=1))
        self.body.addWidget(self.words)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.signature)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.choices)
