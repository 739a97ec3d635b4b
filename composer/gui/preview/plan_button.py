"""The plan of the send as one line that opens its sheet, undone like any other edit.

Without a plan it says at which day dates were judged. A frozen campaign asks for *Change…* first.
"""

from __future__ import annotations

from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.parts import ElidedButton
from composer.gui.preview.plan_sheet import PlanSheet
from composer.gui.times import planned_moment, short_day
from composer.i18n import _, place


class PlanButton(ElidedButton):
    """Shows when sending is planned; pressed, it asks."""

    def __init__(self, page: Page) -> None:
        super().__init__(kind="link", pressed=self._press)
        self._page = page
        self._session = page.session
        self.sheet = PlanSheet(page)
        self.sheet.planned.connect(self.plan)

    def refresh(self) -> None:
        """Show the plan, or that there is none."""
        content, check = self._session.content, self._session.check
        if content is None:
            return
        planned = content.campaign.pace.planned
        if planned is not None:
            self.show_text(place(_("Planned for {moment}"), moment=planned_moment(planned)))
        elif check is not None and check.judged_for is not None:
            words = _("No planned time: dates were judged at {day}")
            self.show_text(place(words, day=short_day(check.judged_for)))
        else:
            self.show_text(_("No planned time"))

    def plan(self, written: str) -> None:
        """Write a plan down, or take it out; the bar at the foot undoes it."""
        content = self._session.content
        if content is None:
            return
        planning, campaign = self._session.workspace.planning, self._session.campaign
        person, before = self._session.person, content.settings_source

        def write(_task: Task) -> None:
            planning.plan(campaign, written, by=person)

        def undo(_task: Task) -> None:
            planning.undo(campaign, before, written, by=person)

        def take_back() -> None:
            self._page.change(undo)

        def said(_none: None) -> None:
            text = _("Planned. Check everybody again.") if written else _("The plan is taken out.")
            self._page.say(text, undo=take_back)

        self._page.change(write, then=said)

    def _press(self) -> None:
        content = self._session.content
        if content is None:
            return
        if self._session.is_frozen:
            self._session.change_requested.emit()
        else:
            self.sheet.ask(self, content.campaign.pace.planned)
