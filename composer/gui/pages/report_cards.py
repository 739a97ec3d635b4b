"""Cards of the Report page: the timeline, and shares by language or domain."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from composer.gui.numbers import number
from composer.gui.pages.report_figures import MOST_DOMAINS, Moment, Share
from composer.gui.parts import SLACK, Card, ElidedLabel, IconLabel, label
from composer.i18n import _, ngettext, place

LEAST_BAR = 40
WHEN_WIDTH = 220
"""A time stands on one line up to here; with large text it wraps, and the card keeps its place."""


class _GridCard(Card):
    """A titled card with a grid that is filled anew when it says something else."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.body.setContentsMargins(24, 16, 24, 16)
        self.body.addWidget(label(title, role="section"))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(8)
        self.body.addLayout(self.grid)
        self.body.addStretch(1)

    def clear(self) -> None:
        """Take everything out."""
        while (item := self.grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()


class TimelineCard(_GridCard):
    """What happened when."""

    def __init__(self) -> None:
        super().__init__(_("What happened"))
        self.moments: tuple[Moment, ...] = ()
        self.grid.setColumnStretch(1, 1)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show other moments."""
        if tuple(moments) == self.moments:
            return
        self.moments = tuple(moments)
        self.clear()
        for at, moment in enumerate(self.moments):
            what = label(moment.what, wraps=True)
            what.setAccessibleName(f"{moment.when}: {moment.what}")
            self.grid.addWidget(
                IconLabel(moment.icon, moment.tint), at, 0, Qt.AlignmentFlag.AlignTop
            )
            self.grid.addWidget(what, at, 1)
            when = label(moment.when, role="muted", wraps=True)
            when.setMinimumWidth(
                min(when.fontMetrics().horizontalAdvance(moment.when) + SLACK, WHEN_WIDTH)
            )
            self.grid.addWidget(when, at, 2)


class SharesCard(_GridCard):
    """How many of each language or domain have it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.shares: tuple[tuple[str, Share], ...] = ()
        self.grid.setColumnStretch(0, 2)
        self.grid.setColumnStretch(1, 3)
        self.grid.setColumnMinimumWidth(0, 132)

    def show_shares(self, shares: Sequence[tuple[str, Share]]) -> None:
        """Show other shares, each with the name it is shown by."""
        shown = _cut(shares)
        if shown == self.shares:
            return
        self.shares = shown
        self.clear()
        for at, (name, share) in enumerate(shown):
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setRange(0, max(1, share.people))
            bar.setMinimumWidth(LEAST_BAR)  # the numbers come first
            bar.setValue(share.handed_over)
            words = place(
                _("{done} of {all}"), done=number(share.handed_over), all=number(share.people)
            )
            bar.setAccessibleName(f"{name}: {words}")
            named = ElidedLabel(name, middle=True)
            named.setMinimumWidth(132)
            self.grid.addWidget(named, at, 0)
            self.grid.addWidget(bar, at, 1)
            self.grid.addWidget(label(words, role="muted"), at, 2)


def _cut(shares: Sequence[tuple[str, Share]]) -> tuple[tuple[str, Share], ...]:
    """Gather what does not fit into one last line."""
    if len(shares) <= MOST_DOMAINS:
        return tuple(shares)
    rest = [share for _name, share in shares[MOST_DOMAINS - 1 :]]
    words = ngettext("{count} other", "{count} others", len(rest))
    gathered = Share(
        name="",
        people=sum(share.people for share in rest),
        handed_over=sum(share.handed_over for share in rest),
    )
    name = place(words, count=number(len(rest)))
    return (*shares[: MOST_DOMAINS - 1], (name, gathered))


class ComingCard(Card):
    """Before a send: what will be here."""

    LINES = ("check", "users", "history", "languages", "file-check")

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(24, 16, 24, 16)
        self.body.addWidget(label(_("What will be here"), role="section"))
        words = (
            _("One sentence: to how many people the message was handed over."),
            _("Six groups that add up to everybody, and the people in each of them."),
            _("What happened when: frozen, approved, each batch, each stop."),
            _("How many of each language and each mail domain have it, and who has none."),
            _("A report to save, and one file of evidence that anybody can verify offline."),
        )
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for at, (icon, text) in enumerate(zip(self.LINES, words, strict=True)):
            grid.addWidget(IconLabel(icon, "muted"), at, 0)
            grid.addWidget(label(text, wraps=True), at, 1)
        self.body.addWidget(holder)
