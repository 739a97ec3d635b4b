"""Asks when sending is planned: day, time of day, and a time zone, at first this computer's.

What is wrong is said here; whether it is one moment is decided where settings are read.
"""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from composer.folder.planned_time import find_plan_findings
from composer.gui.parts import label
from composer.gui.writing.popover import Popover
from composer.i18n import _
from composer.model.planned_time import PlannedTime

WIDER = 440  # three buttons beside each other, in any language


class PlanSheet(Popover):
    """The small sheet of the plan.

    Signals:
        planned(str): a moment as settings have it; empty: no plan.
    """

    planned = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("When is this planned to leave?"), act=_("Plan this time"))
        self.setMinimumWidth(WIDER)
        self.day, self.time, self.zone = QLineEdit(), QLineEdit(), QComboBox()
        self.day.setPlaceholderText("2026-12-01")
        self.time.setPlaceholderText("09:00")
        self.zone.setEditable(True)
        self.zone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.zone.addItems(_zones())
        completer = QCompleter(_zones(), self.zone)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.zone.setCompleter(completer)
        self.add_line(_("Day, such as 2026-12-01"), self.day)
        self.add_line(_("Time of day, such as 09:00"), self.time)
        self.add_line(_("Time zone"), self.zone)
        self.zone.editTextChanged.connect(self.forget_advice)
        said = _(
            "Dates in the message are judged at this day. A person starts the send; nothing "
            "leaves by itself."
        )
        self.form.addWidget(label(said, role="caption", wraps=True))
        self.remove.setText(_("Take the plan out"))

    def ask(self, where: QWidget, planned: PlannedTime | None) -> None:
        """Open below a widget with the plan as it is."""
        day, _blank, time = planned.local.partition(" ") if planned is not None else ("", "", "")
        self.day.setText(day)
        self.time.setText(time)
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        self.zone.setCurrentText(planned.zone if planned is not None else here)
        self.remove.setVisible(planned is not None)
        self.open_at(where, first=self.day, back=where)

    @property
    def written(self) -> str:
        """What was typed, as settings have it."""
        parts = (self.day.text(), self.time.text(), self.zone.currentText())
        return " ".join(part.strip() for part in parts)

    def problem(self) -> str:
        """Say what keeps it from being one moment."""
        found = find_plan_findings(self.written)
        if not found:
            return ""
        if found[0].code == "folder.clock_change":
            return f"{found[0].text} {found[0].advice}"
        return _("Write the day as 2026-12-01, the time as 09:00, and choose a zone.")

    def accept(self) -> None:
        """Plan it."""
        self.planned.emit(self.written)

    def take_away(self) -> None:
        """Plan nothing."""
        self.planned.emit("")


def _zones() -> list[str]:
    """Give the zones that are named after places, and UTC."""
    places = (name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
    return ["UTC", *sorted(places)]
