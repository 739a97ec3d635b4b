"""What was found in a list, one line for each kind, each with what can be done about it.

It looks like the findings strip and stands in its place while a list is being read or mended. Its
lines are few and hold real buttons, so that every remedy is reached by Tab.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from composer.findings import Severity
from composer.gui import theme
from composer.gui.audience.problem_lines import ProblemLine
from composer.gui.audience.tab_order import put_after, tab_stops
from composer.gui.finding_groups import ORDER
from composer.gui.numbers import number
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, ElidedLabel, IconLabel, label, row, rule, set_margins
from composer.gui.stage_words import SEVERITY_ICONS, severity_word
from composer.i18n import _, ngettext, place

ROWS_SHOWN, ROWS_SHOWN_LOW = 5, 2
TALL_FROM = 900
ROW_HEIGHT = 48


class ProblemList(QFrame):
    """The lines, with a head that counts them.

    Signals:
        show_wanted(str), mend_wanted(str), leave_out_wanted(str), take_back_wanted(str): a kind's
            code.
    """

    show_wanted = Signal(str)
    mend_wanted = Signal(str)
    leave_out_wanted = Signal(str)
    take_back_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(_("Findings"))
        self._lines: tuple[ProblemLine, ...] = ()
        self._mark = IconLabel()
        self.words = label(role="strong")
        self.toggle = Button(kind="quiet", icon="chevron-down", checkable=True)
        self.toggle.setToolTip(_("Ctrl+Shift+F"))
        self._ground = QWidget()
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.area = scrolled(self._ground)
        line = row(self._mark, self.words, self.toggle, stretch=1)
        set_margins(line, start=12, top=2, end=4, bottom=2)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addLayout(line)
        inner.addWidget(self.area)
        self.toggle.toggled.connect(lambda _on: self._open())
        self._open()
        self.hide()

    @property
    def lines(self) -> tuple[ProblemLine, ...]:
        """What is shown, worst first."""
        return self._lines

    @property
    def said(self) -> str:
        """The count of what was found, or nothing where nothing was."""
        return self.words.text() if self._lines else ""

    def show_lines(self, lines: Sequence[ProblemLine]) -> None:
        """Show other lines; an open list stays open, and the focus stays on its kind."""
        made = tuple(sorted(lines, key=lambda line: (line.is_left_out, ORDER[line.severity])))
        self.setVisible(bool(made))
        if made == self._lines:
            return
        focused = self._focused_code()
        self._lines = made
        self._fill()
        if made:
            self.words.setText(_count_words(made))
            worst = next((line for line in made if not line.is_left_out), None)
            icon = SEVERITY_ICONS[worst.severity] if worst else ("circle-slash", "muted")
            self._mark.show_icon(*icon)
        self._open()
        if focused:
            self._focus(focused)

    def open_list(self) -> None:
        """Open the lines and put the focus on the first."""
        if self._lines:
            self.toggle.setChecked(True)
            self._focus(self._lines[0].code)

    def buttons(self, code: str) -> tuple[Button, ...]:
        """Give the buttons of one kind."""
        at = next((n for n, line in enumerate(self._lines) if line.code == code), None)
        item = self._column.itemAt(at) if at is not None else None
        ground = item.widget() if item is not None else None
        return tuple(ground.findChildren(Button)) if ground is not None else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more lines where the window is taller."""
        super().resizeEvent(event)
        self._open()

    # --- inside ------------------------------------------------------------------------------

    def _open(self) -> None:
        opened = self.toggle.isChecked()
        self.area.setVisible(opened)
        self.toggle.setText(_("Close") if opened else _("Show all"))
        self.toggle.change_icon("x" if opened else "chevron-down")
        if opened and self._lines:
            one, lines = theme.row_height(ROW_HEIGHT, 1.0, 0.85), len(self._lines)
            most = ROWS_SHOWN if self.window().height() >= TALL_FROM else ROWS_SHOWN_LOW
            self.area.setFixedHeight(one * min(lines, most) + (one // 2) * (lines > most))

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            ground = item.widget()
            if ground is not None:
                ground.hide()
                ground.deleteLater()
        before: QWidget = self.toggle
        for line in self._lines:
            made = self._made(line)
            self._column.addWidget(made)
            put_after(before, made)
            before = next(reversed(tab_stops(made)), before)

    def _made(self, line: ProblemLine) -> QWidget:
        icon = ("circle-slash", "muted") if line.is_left_out else SEVERITY_ICONS[line.severity]
        text, advice = ElidedLabel(line.text), ElidedLabel(line.advice, role="caption")
        text.setAccessibleName(_(", ").join((severity_word(line.severity), line.text, line.advice)))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text)
        words.addWidget(advice)
        advice.setVisible(bool(line.advice))
        inner = row(IconLabel(*icon))
        inner.addLayout(words, 1)
        for button in self._buttons(line):
            inner.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        set_margins(inner, start=12, top=0, end=4, bottom=0)
        ground = QWidget()
        ground.setObjectName(line.code)
        ground.setFixedHeight(theme.row_height(ROW_HEIGHT, 1.0, 0.85))
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(inner, 1)
        return ground

    def _buttons(self, line: ProblemLine) -> list[Button]:
        made = []

        def add(text: str, signal: Callable[[str], None]) -> None:
            button = Button(text, kind="quiet", pressed=lambda: signal(line.code))
            button.setAccessibleDescription(line.text)
            made.append(button)

        if line.may_take_back:
            add(_("Take back"), self.take_back_wanted.emit)
        elif line.may_leave_out:
            words = ngettext("Leave out {count} person", "Leave out {count} people", line.count)
            add(place(words, count=number(line.count)), self.leave_out_wanted.emit)
        if line.may_mend:
            add(_("Mend…"), self.mend_wanted.emit)
        if line.may_show:
            add(_("Show"), self.show_wanted.emit)
        return made

    def _focused_code(self) -> str:
        focused = self._ground.focusWidget()
        if focused is None or not focused.hasFocus():
            return ""
        holder = focused.parentWidget()
        return holder.objectName() if holder is not None else ""

    def _focus(self, code: str) -> None:
        buttons = self.buttons(code) or (self.toggle,)
        buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)


def _count_words(lines: Sequence[ProblemLine]) -> str:
    counts = {
        which: sum(line.severity is which and not line.is_left_out for line in lines)
        for which in Severity
    }
    out = sum(line.is_left_out for line in lines)
    block, warn, note = (counts[which] for which in Severity)
    sentences = (
        (ngettext("{count} thing must be fixed", "{count} things must be fixed", block), block),
        (ngettext("{count} to look at", "{count} to look at", warn), warn),
        (ngettext("{count} for your information", "{count} for your information", note), note),
        (ngettext("{count} decision", "{count} decisions", out), out),
    )
    return " · ".join(place(words, count=count) for words, count in sentences if count)
