"""Decide unclear, on the Send page: opening it, recording a decision once, its foot."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.decide import DecideView
from composer.gui.pages.groups import UNCLEAR
from composer.i18n import _, ngettext, place


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFoot:
    """What the button says, and why it cannot be pressed."""

    primary: str
    reason: str


class Deciding(QObject):
    """What the page does with its view of the unclear ones.

    Signals:
        changed(): what the button says or whether it may be pressed.
    """

    changed = Signal()

    def __init__(self, page: Page, view: DecideView) -> None:
        super().__init__(page)
        self._page = page
        self._view = view
        self._recording: Task | None = None

    @property
    def unclear(self) -> int:
        """How many are unclear now."""
        status = self._page.session.status
        return UNCLEAR.count(status.counts) if status else 0

    def read(self) -> None:
        """Read who is unclear."""
        status = self._page.session.status
        self._view.read(is_ended=status is not None and status.ended is not None)

    def record(self) -> None:
        """Record what a person knows about one message or several; once for each press.

        While one is recorded nothing else is: a second press would be about the same people.
        """
        view, session = self._view, self._page.session
        lines, arrived = view.lines, view.arrived
        if self._is_recording or not lines or arrived is None:
            return
        addresses = tuple(line.address for line in lines)
        workspace, person, campaign = session.workspace, session.person, session.campaign
        evidence = view.evidence.text().strip()

        def settle(_task: Task) -> None:
            workspace.settle(campaign, *addresses, sent=arrived, evidence=evidence, by=person)

        def recorded(_none: None) -> None:
            self._page.say(_("Recorded."))
            self.read()

        self._recording = self._page.change(settle, then=recorded, label=_("Recording"))
        self._recording.ended.connect(self.changed)
        self.changed.emit()

    def foot(self) -> DecisionFoot:
        """Say what the button does now."""
        view = self._view
        knows = view.arrived is not None and bool(view.evidence.text().strip())
        count = len(view.lines)
        reason = "" if knows else _("Choose what you know and write down what shows it.")
        if not count:
            reason = _("Choose a person first.")
        if self._recording is not None and self._is_recording:
            reason = self._recording.label
        words = ngettext(
            "Record decision for {count} person", "Record decision for {count} people", count
        )
        text = place(words, count=number(count)) if count > 1 else _("Record decision")
        return DecisionFoot(primary=text, reason=reason)

    @property
    def _is_recording(self) -> bool:
        return self._recording is not None and not self._recording.is_over
