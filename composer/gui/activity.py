"""Activity, at the rail's bottom: what runs in the background, how far, and Cancel."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.background import Background, Task
from composer.gui.numbers import number
from composer.gui.parts import (
    Button,
    ElidedLabel,
    ProgressLine,
    icon_button,
    label,
    row,
    set_margins,
)
from composer.gui.times import span
from composer.i18n import _, place


class ActivityLine(QWidget):
    """One task: its label, time left, and Cancel where it can be cancelled."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task
        self._name = ElidedLabel(task.label)
        self._left = label(role="caption")
        self._left.setAccessibleName(task.label)
        self.cancel: Button = icon_button("x", _("Cancel"), pressed=self._cancel)
        self.cancel.setVisible(task.can_cancel)
        bar = ProgressLine(self)
        bar.follow(task)
        inner = QVBoxLayout(self)
        set_margins(inner, start=16, top=4, end=8, bottom=4)
        inner.setSpacing(2)
        inner.addLayout(row(self._name, self.cancel, stretch=0))
        inner.addWidget(self._left)
        inner.addWidget(bar)
        task.progressed.connect(self._progressed)

    def _progressed(self, done: int, total: int) -> None:
        seconds = self.task.seconds_left
        count = place(_("{done} of {total}"), done=number(done), total=number(total))
        left = place(_("{time} left"), time=span(seconds)) if seconds else ""
        self._left.setText(" · ".join(part for part in (count, left) if part))

    def _cancel(self) -> None:
        self.task.cancel()
        self._left.setText(_("Ending…"))
        self.cancel.setEnabled(False)


class Activity(QWidget):
    """The list of running tasks; gone when nothing runs."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.setAccessibleName(_("Activity"))
        self._lines: list[ActivityLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 8)
        self._column.setSpacing(4)
        background.started.connect(self._add)
        self.hide()

    def _add(self, task: Task) -> None:
        line = ActivityLine(task)
        self._column.addWidget(line)
        self.show()
        self._lines.append(line)
        task.ended.connect(self._remove)

    def _remove(self) -> None:
        over = [line for line in self._lines if line.task.is_over]
        self._lines = [line for line in self._lines if not line.task.is_over]
        for line in over:
            self._column.removeWidget(line)
            line.deleteLater()
        self.setVisible(bool(self._lines))
