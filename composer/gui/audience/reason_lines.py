"""Why the same people get nearly the same message again: a reason for each campaign concerned."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.parts import label
from composer.i18n import _, isolate, place
from composer.model.overview import CampaignSummary

CODES = frozenset({"overlap.sent", "overlap.reason"})


class ReasonLines(QWidget):
    """One line to write in for each campaign; nothing where nobody gets anything again.

    Signals:
        given(str, str): the campaign's id and the reason.
    """

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, QLineEdit] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 12, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def show_reasons(
        self,
        known: Sequence[tuple[str, str]],
        campaigns: Sequence[CampaignSummary],
        findings: Sequence[Finding],
    ) -> None:
        """Ask for each campaign that a finding names, and show what was given before."""
        names = {str(line.id): line.name for line in campaigns}
        asked = dict.fromkeys(_concerned(findings, names)) | dict.fromkeys(
            one for one, _why in known
        )
        if list(asked) != list(self.lines):
            self._make(list(asked), names)
        given = dict(known)
        for campaign, line in self.lines.items():
            if not line.hasFocus():
                line.setText(given.get(campaign, ""))
        self.setVisible(bool(self.lines))

    def _make(self, asked: Sequence[str], names: dict[str, str]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        self.lines = {}
        for campaign in asked:
            words = place(
                _("Why the people of {campaign} get nearly the same message again"),
                campaign=isolate(names.get(campaign, campaign)),
            )
            line = QLineEdit()
            line.setAccessibleName(words)
            line.editingFinished.connect(
                lambda campaign=campaign, line=line: self.given.emit(campaign, line.text().strip())
            )
            name = label(words, role="strong", wraps=True)
            name.setBuddy(line)
            self._column.addWidget(name)
            self._column.addWidget(line)
            self.lines[campaign] = line


def _concerned(findings: Sequence[Finding], names: dict[str, str]) -> list[str]:
    """Give the campaigns that findings are about, by id or else by name."""
    by_name = {name: one for one, name in names.items()}
    found = []
    for item in findings:
        if item.code in CODES:
            place_of = item.place_of("campaign")
            named = by_name.get(str(dict(item.values).get("name", "")), "")
            found.append(str(place_of) if place_of else named)
    return [campaign for campaign in found if campaign]
