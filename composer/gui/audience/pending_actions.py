"""What is done with the list that waits as a whole: used, put away, its bad rows out and in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from composer.gui.audience.actions import AudienceActions, Work
from composer.gui.audience.drop_zone import file_dialog
from composer.gui.audience.pending_bar import PendingBar
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.save_dialog import ask_where_to_save
from composer.i18n import _, ngettext, place
from composer.model.overview import ImportResult


class PendingActions(QObject):
    """The actions of one page.

    `is_taken`: the list is in use now, and the campaign is still being read again.

    Signals:
        taken(): the list is in use now.
        gone(): no list waits any more.
        refused(tuple): findings that keep the list from being used.
    """

    taken = Signal()
    gone = Signal()
    refused = Signal(object)

    def __init__(self, page: Page, actions: AudienceActions) -> None:
        super().__init__(page)
        self._page = page
        self._session = page.session
        self._actions = actions
        self.is_taken = False

    def follow(self, bar: PendingBar) -> None:
        """Do what the bar about the list offers."""
        bar.save_wanted.connect(self.ask_where_to_save)
        bar.bring_wanted.connect(self.ask_for_rows)
        bar.discard_wanted.connect(self.discard)

    def take_over(self) -> None:
        """Make the list that waits the one in use, with everything that was mended before."""
        session, person = self._session, self._session.person
        campaign, audiences = session.campaign, session.workspace.audiences
        reading = self._actions.reading

        def taken(result: object) -> None:
            if isinstance(result, ImportResult) and not result.id:
                self.refused.emit(result.findings)
                return
            self._actions.steps.forget()
            self.is_taken = True
            self.taken.emit()
            self._page.say(_("This list is in use now."))

        self._actions.run(
            Work(
                job=lambda _task: audiences.take_over(campaign, by=person, reading=reading),
                then=taken,
                label=_("Taking the list over"),
            )
        )

    def discard(self) -> None:
        """Put the list that waits away."""
        session, person = self._session, self._session.person
        campaign, audiences = session.campaign, session.workspace.audiences
        reading = self._actions.reading

        def gone(_none: object) -> None:
            self._actions.steps.forget()
            self.gone.emit()
            self._page.say(_("The list was put away. The one in use is as it was."))

        self._actions.run(
            Work(
                job=lambda _task: audiences.discard(campaign, by=person, reading=reading),
                then=gone,
            )
        )

    def ask_where_to_save(self) -> None:
        """Ask for the file that the bad rows go to."""
        title = _("Save the bad rows")
        ask_where_to_save(self._page, title, then=self.save_bad_rows, kinds="CSV (*.csv)")

    def save_bad_rows(self, file: Path) -> None:
        """Write the rows with problems, to be corrected elsewhere."""
        campaign, audiences = self._session.campaign, self._session.workspace.audiences

        def saved(count: object) -> None:
            many = count if isinstance(count, int) else 0
            words = ngettext("{count} row was saved.", "{count} rows were saved.", many)
            self._page.say(place(words, count=number(many)))

        self._actions.run(
            Work(job=lambda _task: audiences.export_bad_rows(campaign, file), then=saved)
        )

    def ask_for_rows(self) -> None:
        """Ask for the file of corrected rows."""
        dialog = file_dialog(self._page, title=_("Open the corrected rows"))
        dialog.fileSelected.connect(lambda path: self._actions.bring_back(Path(path)))
        dialog.open()
