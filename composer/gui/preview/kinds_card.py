"""What the kinds of message show between them, and what nobody gets."""

from __future__ import annotations

from PySide6.QtCore import Signal

from composer.gui.numbers import number
from composer.gui.parts import Card, label
from composer.gui.preview.kinds_table import KindsTable
from composer.i18n import _, isolate, ngettext, place
from composer.model.check_summary import CheckSummary, KindTable
from composer.translation.locale_names import language_name

MOST_NEVER = 8


class KindsCard(Card):
    """The table of kinds under what it comes to; hidden while nobody was checked.

    Signals:
        chosen(str): the address of somebody who gets the kind that was pressed.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = label(role="strong", wraps=True)
        self.coverage = label(role="caption", wraps=True)
        self.table = KindsTable()
        self.never = label(wraps=True)
        self.estimated = label(
            _("The people like each kind are estimated: nearly everybody's message differs."),
            role="caption",
            wraps=True,
        )
        self.body.setSpacing(4)
        for part in (self.title, self.coverage, self.table, self.estimated, self.never):
            self.body.addWidget(part)
        self.table.chosen.connect(self.chosen)
        self.hide()

    def show_check(self, check: CheckSummary | None) -> None:
        """Show what the check of everybody says about kinds; a sample says nothing."""
        is_whole = check is not None and not check.sampled and bool(check.variants)
        self.setVisible(is_whole)
        if check is None or not is_whole:
            return
        kinds = check.kinds
        words = ngettext("{count} kind of message", "{count} kinds of message", len(check.variants))
        self.title.setText(place(words, count=number(len(check.variants))))
        self.coverage.setText(
            place(
                _("They show {covered} of {all} things that anybody gets."),
                covered=number(kinds.covered),
                all=number(kinds.reachable),
            )
        )
        self.table.show_kinds(kinds.rows, check.variants)
        self.table.setVisible(bool(kinds.rows))
        self.estimated.setVisible(kinds.estimated)
        self.never.setText(_never_words(kinds))
        self.never.setVisible(bool(kinds.never))

    def note_address(self, address: str) -> None:
        """Set off the kind that is shown."""
        self.table.note_address(address)


def _never_words(kinds: KindTable) -> str:
    lines = [_("Nobody gets:")]
    for fact, locale in kinds.never[:MOST_NEVER]:
        if locale:
            name = language_name(locale)
            lines.append(place(_("{fact} ({language})"), fact=isolate(fact), language=name))
        else:
            lines.append(isolate(fact))
    left = len(kinds.never) - MOST_NEVER
    if left > 0:
        lines.append(place(_("and {count} more"), count=number(left)))
    return "\n".join(lines)
