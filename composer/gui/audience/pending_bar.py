"""The list that was read but is not used yet: how many, what would change, and ways to mend it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout

from composer.gui.numbers import number
from composer.gui.parts import Button, Card, IconLabel, label, row, set_margins
from composer.gui.times import ago
from composer.i18n import _, isolate, ngettext, place
from composer.model.audience import AudienceComparison, PendingAudience

_LEFT_OUT: dict[str, Callable[[int], str]] = {
    "segment": lambda n: ngettext(
        "{count} left out by the filter", "{count} left out by the filter", n
    ),
    "exclude": lambda n: ngettext(
        "{count} left out with another campaign", "{count} left out with another campaign", n
    ),
    "inactive": lambda n: ngettext(
        "{count} left out as inactive", "{count} left out as inactive", n
    ),
    "later": lambda n: ngettext("{count} written to later", "{count} written to later", n),
    "other_language": lambda n: ngettext(
        "{count} of another language", "{count} of another language", n
    ),
    "not_followed": lambda n: ngettext(
        "{count} who did not get the earlier message",
        "{count} who did not get the earlier message",
        n,
    ),
    "not_held": lambda n: ngettext(
        "{count} who may have it already", "{count} who may have it already", n
    ),
}


class PendingBar(Card):
    """Says what was read.

    Signals:
        save_wanted(), bring_wanted(), discard_wanted(), columns_wanted(): what can be done with it.
    """

    save_wanted = Signal()
    bring_wanted = Signal()
    discard_wanted = Signal()
    columns_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(kind="well")
        self.title = label(role="strong", wraps=True)
        self.facts = label(role="muted", wraps=True)
        self.more = Button(_("This list"), icon="chevron-down")
        menu = QMenu(self.more)
        self.columns = menu.addAction(_("Read it in another way…"))
        self.save = menu.addAction(_("Save the bad rows…"))
        self.bring = menu.addAction(_("Bring corrected rows…"))
        menu.addSeparator()
        self.discard = menu.addAction(_("Put this list away"))
        self.more.setMenu(menu)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        line = row(IconLabel("file-text", "muted", 20))
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(self.more)
        set_margins(self.body, start=16, top=8, end=8, bottom=8)
        self.body.addLayout(line)
        self.save.triggered.connect(self.save_wanted)
        self.bring.triggered.connect(self.bring_wanted)
        self.columns.triggered.connect(self.columns_wanted)
        self.discard.triggered.connect(self.discard_wanted)

    def show_pending(self, pending: PendingAudience, *, may_edit: bool, may_go_back: bool) -> None:
        """Show another list or other numbers."""
        self.title.setText(_title(pending))
        self.facts.setText(" · ".join(_facts(pending)))
        self.more.setVisible(may_edit)
        self.columns.setVisible(may_go_back)
        self.save.setVisible(pending.bad_rows > 0)
        self.bring.setVisible(pending.bad_rows > 0)


def comparison_words(comparison: AudienceComparison) -> str:
    """Say what differs from an earlier list."""
    if not (comparison.added or comparison.removed or comparison.changed):
        return (
            place(_("the same people as in “{campaign}”"), campaign=comparison.of)
            if comparison.of
            else _("the same people as in the list in use")
        )
    said = changes_words(comparison)
    if comparison.of:
        words = _("compared with “{campaign}”: {changes}")
        return place(words, campaign=comparison.of, changes=said)
    return place(_("compared with the list in use: {changes}"), changes=said)


def changes_words(comparison: AudienceComparison) -> str:
    """Say how many people came, went and changed."""
    parts = (
        (ngettext("{count} added", "{count} added", comparison.added), comparison.added),
        (ngettext("{count} removed", "{count} removed", comparison.removed), comparison.removed),
        (ngettext("{count} changed", "{count} changed", comparison.changed), comparison.changed),
    )
    return _(", ").join(place(words, count=number(count)) for words, count in parts if count)


def since_proof_words(comparison: AudienceComparison) -> str:
    """Say what became of the people since the newest proof."""
    changes = changes_words(comparison)
    if not changes:
        return _("The people are those of the newest proof.")
    return place(_("People since the newest proof: {changes}."), changes=changes)


def _title(pending: PendingAudience) -> str:
    words = ngettext(
        "{file}, read {when}: {count} person. Not used yet.",
        "{file}, read {when}: {count} people. Not used yet.",
        pending.people,
    )
    return place(
        words, file=isolate(pending.file), when=ago(pending.read_at), count=number(pending.people)
    )


def _facts(pending: PendingAudience) -> list[str]:
    facts = [(ngettext("{count} row", "{count} rows", pending.rows), pending.rows)]
    if pending.bad_rows:
        words = ngettext(
            "{count} row must be fixed", "{count} rows must be fixed", pending.bad_rows
        )
        facts.append((words, pending.bad_rows))
    if pending.suppressed:
        words = ngettext(
            "{count} on the do-not-write list",
            "{count} on the do-not-write list",
            pending.suppressed,
        )
        facts.append((words, pending.suppressed))
    facts += [
        (_LEFT_OUT[left.code](left.rows), left.rows)
        for left in pending.left_out
        if left.code in _LEFT_OUT
    ]
    said = [place(words, count=number(count)) for words, count in facts]
    compared = (pending.comparison, pending.earlier)
    return said + [comparison_words(one) for one in compared if one is not None]
