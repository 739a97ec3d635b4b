"""Goes from kind to kind: real people who together show every shape of the message."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from composer.gui.numbers import number
from composer.gui.parts import ElidedLabel, IconLabel, icon_button, row
from composer.i18n import _, isolate, listed, ngettext, place
from composer.model.check_summary import Variant
from composer.model.identifiers import RecipientId
from composer.translation.locale_names import language_name


class KindBar(QWidget):
    """Previous, next, and what is special about the kind being shown.

    Signals:
        chosen(str): the address of somebody who gets this kind.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._kinds: tuple[Variant, ...] = ()
        self._seen: frozenset[RecipientId] = frozenset()
        self._at = -1
        self.mark = IconLabel("circle-dashed", "muted")
        self.words = ElidedLabel()
        self.previous = icon_button(
            "chevron-left", _("Previous kind"), pressed=lambda: self.step(-1)
        )
        self.next = icon_button("chevron-right", _("Next kind"), pressed=lambda: self.step(1))
        self.setLayout(row(self.previous, self.next, self.mark, self.words, gap=4, stretch=3))

    @property
    def unseen(self) -> int:
        """How many kinds this person has not looked at."""
        return sum(kind.recipient_id not in self._seen for kind in self._kinds)

    @property
    def total(self) -> int:
        """How many kinds there are."""
        return len(self._kinds)

    def show_kinds(self, kinds: tuple[Variant, ...], seen: Collection[RecipientId]) -> None:
        """Show other kinds, and which of them were seen."""
        if kinds != self._kinds:
            self._at = -1
        self._kinds, self._seen = kinds, frozenset(seen)
        self.setVisible(bool(kinds))
        self._show()

    def note_address(self, address: str) -> Variant | None:
        """Take note of who is shown; gives the kind if that person stands for one."""
        found = (n for n, kind in enumerate(self._kinds) if kind.address == address)
        self._at = next(found, -1)
        self._show()
        return self._kinds[self._at] if self._at >= 0 else None

    def step(self, by: int) -> None:
        """Show the next or previous kind, round at the ends."""
        if self._kinds:
            start = self._at if self._at >= 0 else (-1 if by > 0 else 0)
            self.chosen.emit(self._kinds[(start + by) % len(self._kinds)].address)

    def next_unseen(self) -> None:
        """Show the next kind this person has not looked at."""
        count = len(self._kinds)
        for step in range(1, count + 1):
            kind = self._kinds[(self._at + step) % count]
            if kind.recipient_id not in self._seen:
                self.chosen.emit(kind.address)
                return

    def _show(self) -> None:
        seen = len(self._kinds) - self.unseen
        counted = place(_("{seen} of {all} kinds seen"), seen=seen, all=len(self._kinds))
        if self._at < 0:
            self.mark.show_icon("circle-dashed", "muted")
            self.words.show_text(counted)
            return
        kind = self._kinds[self._at]
        is_seen = kind.recipient_id in self._seen
        self.mark.show_icon(*(("circle-check", "done") if is_seen else ("circle-dot", "accent")))
        people = place(
            ngettext("{count} person like this", "{count} people like this", kind.people),
            count=number(kind.people),
        )
        self.words.show_text(" · ".join((kind_words(kind), people, counted)))


def kind_words(kind: Variant) -> str:
    """Say who gets a kind of message: the language, then what is special."""
    facts = (language_name(kind.locale), *kind.facts)
    return listed(isolate(fact) for fact in facts)
