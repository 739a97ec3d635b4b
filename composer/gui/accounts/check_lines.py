"""What an account answered: a line for each thing, with its mark, its word and the advice."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.parts import IconLabel, label, row
from composer.i18n import N_, _, listed, place
from composer.model.accounts import CheckLine, Verdict

MARKS = {
    Verdict.FINE: ("circle-check", "done"),
    Verdict.LOOK: ("triangle-alert", "look"),
    Verdict.FAULT: ("octagon-x", "danger"),
    Verdict.UNKNOWN: ("circle-question-mark", "unclear"),
}
WORDS = {
    Verdict.FINE: N_("fine"),
    Verdict.LOOK: N_("please look"),
    Verdict.FAULT: N_("must fix"),
    Verdict.UNKNOWN: N_("unclear"),
}


class CheckLines(QWidget):
    """The lines of one check."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: tuple[CheckLine, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_lines(self, lines: tuple[CheckLine, ...]) -> None:
        """Show these lines in place of those before; none hide it."""
        self.shown = lines
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            self._column.addWidget(_widget(line))
        self.setVisible(bool(lines))

    def summary(self) -> str:
        """Say all of it in one line, for screen readers."""
        said = [
            place(_("{topic}: {verdict}"), topic=line.topic, verdict=_(WORDS[line.verdict]))
            for line in self.shown
        ]
        return listed(said)


def _widget(line: CheckLine) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    icon, tint = MARKS[line.verdict]
    title = place(_("{topic}: {verdict}"), topic=line.topic, verdict=_(WORDS[line.verdict]))
    column.addLayout(row(IconLabel(icon, tint), label(title, role="strong", wraps=True), stretch=1))
    if line.said:
        column.addWidget(label(line.said, wraps=True))
    if line.advice:
        column.addWidget(label(line.advice, role="muted", wraps=True))
    return made
