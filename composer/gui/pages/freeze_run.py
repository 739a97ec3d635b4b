"""*Freeze, test and ask again* while it runs: what is done, how far, Cancel, where it ended."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from composer.errors import Blocked
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.parts import Button, Card, IconLabel, icon_button, label, row
from composer.i18n import N_, _, place
from composer.model.frozen_and_tested import FrozenAndTested, Step
from composer.stages.freeze_and_test import Following

_DOING = {
    Step.CHECK: N_("Checking what is not checked yet, then freezing…"),
    Step.TEST: N_("Frozen. Sending the test…"),
    Step.ARRIVAL: N_("The test was sent. Waiting for what arrives…"),
    Step.DONE: N_("Frozen and tested. Everything arrived as predicted."),
}
_ENDED = {
    Step.CHECK: N_("Ended during the check. Nothing was frozen, and nothing was sent."),
    Step.TEST: N_("Ended after freezing. The test was not sent."),
    Step.ARRIVAL: N_("Frozen, and the test was sent. Not everything has arrived as predicted yet."),
    Step.DONE: N_("Frozen and tested. Everything arrived as predicted."),
}
_BLOCKED = {
    Step.CHECK: N_("Ended before freezing: something must be fixed first. Nothing was sent."),
    Step.TEST: N_("Frozen, but the test could not be sent. The reason stands above."),
    Step.ARRIVAL: N_("Frozen and sent to the test mailboxes, but they could not be read."),
    Step.DONE: N_("Frozen and tested. Everything arrived as predicted."),
}


class Steps(QObject):
    """Brings from the job's thread what it does.

    Signals:
        told(Step): this is being done now.
    """

    told = Signal(object)


class FreezeRun(Card):
    """One run after another; hidden until the first.

    Signals:
        test_requested(): go to the test, where the rest is seen.
    """

    test_requested = Signal()

    def __init__(self) -> None:
        super().__init__(kind="well")
        self.body.setContentsMargins(16, 12, 16, 12)
        self.step = Step.CHECK
        self.steps = Steps()
        self._task: Task | None = None
        self.mark = IconLabel("hourglass", "muted", 20)
        self.words = label(role="strong", wraps=True)
        self.count = label(role="muted")
        self.cancel = Button(_("Cancel"), pressed=self._cancel)
        self.look = Button(_("Go to the test"), pressed=self.test_requested.emit)
        self.close_button = icon_button("x", _("Close"), pressed=self.hide)
        self.body.addLayout(
            row(
                self.mark,
                self.words,
                self.count,
                self.look,
                self.cancel,
                self.close_button,
                stretch=1,
            )
        )
        self.hide()
        self.steps.told.connect(self._told)

    @property
    def is_running(self) -> bool:
        """Whether something is under way."""
        return self._task is not None

    def following(self, task: Task) -> Following:
        """Give what the job tells its steps to; called on the job's thread."""
        return Following(tell=self.steps.told.emit, progress=task.report, cancelled=task.cancelled)

    def begin(self, task: Task) -> None:
        """Show a run that has just begun."""
        self._task = task
        task.progressed.connect(self._progressed)
        task.ended.connect(self._ended)
        self._told(Step.CHECK)
        self.cancel.setEnabled(True)
        self._show_buttons()
        self.show()

    def show_outcome(self, outcome: FrozenAndTested) -> None:
        """Say how far it came."""
        self.step = outcome.step
        self._say(_ENDED[outcome.step])

    def show_blocked(self, error: Exception) -> None:
        """Say where it stopped; what stands in the way is in the findings strip."""
        if isinstance(error, Blocked):
            self._say(_BLOCKED[self.step])
        else:
            self.hide()

    def _told(self, step: Step) -> None:
        if step is self.step and self.is_running and self.words.text() == _(_DOING[step]):
            return
        self.step = step
        self.mark.show_icon("hourglass", "muted")
        self.words.setText(_(_DOING[step]))
        self.count.setText("")

    def _progressed(self, done: int, total: int) -> None:
        words = _("{done} of {total}")
        self.count.setText(place(words, done=number(done), total=number(total)))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)
            self.words.setText(_("Ending…"))

    def _ended(self) -> None:
        cancelled = self._task is not None and self._task.cancelled()
        self._task = None
        if cancelled:
            self._say(_ENDED[self.step])
        self._show_buttons()

    def _say(self, words: str) -> None:
        done = self.step is Step.DONE
        self.mark.show_icon("circle-check" if done else "circle-pause", "done" if done else "look")
        self.words.setText(_(words))
        self.count.setText("")

    def _show_buttons(self) -> None:
        self.cancel.setVisible(self.is_running)
        self.close_button.setVisible(not self.is_running)
        self.look.setVisible(not self.is_running and self.step is Step.ARRIVAL)
