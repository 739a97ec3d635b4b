"""The kinds of message that changed, one at a time: as it was at the start, as it is at the end."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.gui.inbox import InboxLine
from composer.gui.mail_view import MailPane
from composer.gui.numbers import number
from composer.gui.pages.beside_view import half
from composer.gui.parts import Button, ElidedLabel, icon_button, label, row
from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.changes import KindBeside
from composer.translation.locale_names import language_name


class ChangedKinds(QWidget):
    """Both messages beside each other.

    Signals:
        left(): back to the page.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kinds: tuple[KindBeside, ...] = ()
        self._at = 0
        self.count = label(role="strong")
        self.facts = ElidedLabel(role="section", grows=False)
        self.person = ElidedLabel(role="muted", middle=True)
        self.note = label(role="muted", wraps=True)
        self.before, self.after = MailPane(), MailPane()
        self.inbox_before, self.inbox_after = InboxLine(), InboxLine()
        back = Button(_("Back"), kind="quiet", icon="chevron-left", pressed=self.left.emit)
        self.previous = icon_button(
            "chevron-left", _("Previous kind"), pressed=lambda: self.step(-1)
        )
        self.next = icon_button("chevron-right", _("Next kind"), pressed=lambda: self.step(1))
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(half(_("As it was"), self.before, self.inbox_before), 1)
        halves.addWidget(half(_("As it is"), self.after, self.inbox_after), 1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        moves = row(self.previous, self.count, self.next, gap=4)
        head = row(back, self.facts, self.person, stretch=2)
        head.addLayout(moves)
        inner.addLayout(head)
        inner.addWidget(self.note)
        inner.addLayout(halves, 1)

    @property
    def kind(self) -> KindBeside | None:
        """The kind being shown."""
        return self._kinds[self._at] if self._kinds else None

    def show_kinds(self, kinds: tuple[KindBeside, ...]) -> None:
        """Begin at the first."""
        self._kinds = kinds
        self._at = 0
        self._show()

    def step(self, by: int) -> None:
        """Show the next or previous one."""
        self._at = min(max(0, self._at + by), max(0, len(self._kinds) - 1))
        self._show()

    def close_views(self) -> None:
        """Let both web views go in the order Qt demands."""
        self.before.close_view()
        self.after.close_view()

    def _show(self) -> None:
        kind = self.kind
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < len(self._kinds) - 1)
        if kind is None:
            self.facts.show_text(_("No message changed: only how they leave did."))
            self.count.setText("")
            self.person.show_text("")
            self.note.setText("")
            return
        words = ngettext(
            "{count} kind of message changed", "{count} kinds of message changed", len(self._kinds)
        )
        self.facts.show_text(place(words, count=number(len(self._kinds))))
        self.count.setText(
            place(_("{number} of {all}"), number=number(self._at + 1), all=number(len(self._kinds)))
        )
        who = place(_("to {address}"), address=isolate_ltr(kind.address))
        language = language_name(kind.locale)
        self.person.show_text(place(_("{language} · {who}"), language=language, who=who))
        self.note.setText(_note(kind))
        for message, pane, inbox in (
            (kind.before, self.before, self.inbox_before),
            (kind.after, self.after, self.inbox_after),
        ):
            pane.setVisible(message is not None)
            inbox.setVisible(message is not None)
            if message is not None:
                pane.show_message(message)
                inbox.show_message(message)


def _note(kind: KindBeside) -> str:
    if kind.before is None:
        return _("The former message is no longer kept, or cannot be made any more.")
    if kind.is_exact:
        return _("The former message is exactly the one that was frozen.")
    return _(
        "The former text, made by the program of today for this person as the list has them now."
    )
