"""How many people a filter keeps, counted while it is written; and the values that it may name.

Where somebody wishes so, the table shows only those people meanwhile. An answer to a filter that is
no longer written there is dropped.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from composer.audience.segments import Segment, parse_segment
from composer.gui.audience.choices_panel import ChoicesPanel
from composer.gui.background import Latest, Task
from composer.gui.numbers import number
from composer.gui.session import Session
from composer.i18n import ngettext, place
from composer.model.audience import ColumnStatistics


class FilterCount(QObject):
    """Counts for the choices of one page.

    Signals:
        kept_shown(str): show only whom this filter keeps; nothing: everybody.
    """

    kept_shown = Signal(str)

    def __init__(self, session: Session, choices: ChoicesPanel) -> None:
        super().__init__(choices)
        self._session = session
        self._choices = choices
        self._latest = Latest(session.background, self)
        self._columns: tuple[str, ...] = ()
        self._pending = False
        self._people = 0
        self._written = ""
        choices.kept_wanted.connect(lambda _on: self._show_kept(self._written))
        choices.filter.paused.connect(self.count)
        choices.filter.column_named.connect(self._read_values)

    def follow(self, columns: tuple[str, ...], *, pending: bool, people: int) -> None:
        """Count in this list from now on; `people` are all that a filter may keep."""
        known = (self._columns, self._pending, self._people)
        self._columns, self._pending, self._people = columns, pending, people
        if known != (columns, pending, people):
            self.count(self._choices.filter.text().strip())

    def count(self, text: str) -> None:
        """Say how many this filter keeps, or what is wrong with it."""
        self._written = ""
        if not text:
            self._show_kept("")
            words = ngettext("Everybody stays: {count}.", "Everybody stays: {count}.", self._people)
            self._choices.show_kept(place(words, count=number(self._people)))
            return
        understood = parse_segment(text, self._columns)
        if not isinstance(understood, Segment):
            said = " ".join(part for item in understood for part in (item.text, item.advice))
            self._choices.show_kept(said, is_wrong=True)
            self._show_kept("")
            return
        self._written = text
        self._show_kept(text)
        campaign, audiences = self._session.campaign, self._session.workspace.audiences
        pending, people = self._pending, self._people

        def count(_task: Task) -> int:
            return audiences.count_segment(campaign, text, pending=pending)

        def take(kept: int) -> None:
            if self._written != text:
                return
            words = ngettext(
                "Keeps {kept} of {count} person.", "Keeps {kept} of {count} people.", people
            )
            self._choices.show_kept(place(words, kept=number(kept), count=number(people)))

        self._latest.ask(count, then=take, otherwise=self._session.failed.emit)

    def _show_kept(self, text: str) -> None:
        self.kept_shown.emit(text if self._choices.only_kept.isChecked() else "")

    def _read_values(self, column: str) -> None:
        campaign, audiences = self._session.campaign, self._session.workspace.audiences
        pending = self._pending

        def read(_task: Task) -> ColumnStatistics:
            return audiences.statistics(campaign, column, pending=pending)

        def take(found: ColumnStatistics) -> None:
            values = [value for value, _count in found.top if value.strip()]
            self._choices.filter.add_values({column: values})

        self._session.ask(read, owner=self, then=take)
