"""A column at a glance, in one quiet line below the table: filled, empty, most frequent."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.background import Latest, Task
from composer.gui.numbers import number
from composer.gui.parts import ElidedLabel
from composer.gui.session import Session
from composer.i18n import _, isolate, ngettext, place
from composer.model.audience import ColumnStatistics

TOP_SHOWN = 4


class ColumnLine(QWidget):
    """The line; it follows the column one stands in."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._wanted: tuple[str, bool] | None = None
        self.words = ElidedLabel(role="caption")
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.words)

    def show_column(self, column: str, *, pending: bool) -> None:
        """Show another column; what is known stays until it was counted."""
        self._wanted = (column, pending)
        self._count(column, pending=pending)

    def refresh(self) -> None:
        """Count again: the list may be another."""
        if self._wanted is not None:
            self._count(self._wanted[0], pending=self._wanted[1])

    def forget(self) -> None:
        """Say nothing."""
        self._wanted = None
        self.words.show_text("")

    def _count(self, column: str, *, pending: bool) -> None:
        if self._session.campaign_id is None:
            return
        campaign, audiences = self._session.campaign, self._session.workspace.audiences

        def count(_task: Task) -> ColumnStatistics:
            return audiences.statistics(campaign, column, pending=pending)

        def take(found: ColumnStatistics) -> None:
            if self._wanted == (column, pending):
                self.words.show_text(statistics_words(found))

        self._latest.ask(count, then=take, otherwise=self._session.failed.emit)


def statistics_words(found: ColumnStatistics) -> str:
    """Say a column in one line."""
    parts = [
        place(
            ngettext("{count} filled", "{count} filled", found.filled), count=number(found.filled)
        ),
        place(ngettext("{count} empty", "{count} empty", found.empty), count=number(found.empty)),
        place(
            ngettext("{count} different", "{count} different", found.distinct),
            count=number(found.distinct),
        ),
    ]
    if found.top and found.distinct < found.filled:
        top = _(", ").join(
            place(_("{value} ({count})"), value=value or _("empty"), count=number(count))
            for value, count in found.top[:TOP_SHOWN]
        )
        parts.append(place(_("most often {values}"), values=top))
    elif found.longest:
        parts.append(place(_("longest: {value}"), value=found.longest))
    return place(_("{column}: {facts}"), column=isolate(found.column), facts=" · ".join(parts))
