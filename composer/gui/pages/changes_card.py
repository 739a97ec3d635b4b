"""What changed since the last version that was approved or tested, a sentence for each thing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.numbers import number
from composer.gui.pages.wording import listed
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.times import full_moment
from composer.i18n import _, ngettext, place
from composer.model.changes import Change, WhatChanged

SHOWN_FIRST = 6


class ChangesCard(Card):
    """The sentences, the first ones of many; gone while nothing has changed.

    Signals:
        beside_requested(): show the messages that changed, as they were and as they are.
    """

    beside_requested = Signal()

    def __init__(self, title: str = "", *, shown_first: int = SHOWN_FIRST) -> None:
        super().__init__()
        self._changed: WhatChanged | None = None
        self._shown_first = shown_first
        self._all = False
        self.body.setContentsMargins(24, 16, 24, 16)
        self.title = label(title or _("What changed"), role="section", wraps=True)
        self.since = label(role="muted", wraps=True)
        self.more = Button(kind="link", pressed=self.show_all)
        self.beside = Button(
            _("Show the messages side by side"), icon="eye", pressed=self.beside_requested.emit
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addWidget(self.title)
        self.body.addWidget(self.since)
        self.body.addLayout(self._column)
        foot = row(self.beside, self.more)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.hide()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is said."""
        return self._changed.sentences if self._changed is not None else ()

    def show_changed(self, changed: WhatChanged | None) -> None:
        """Show other changes, or that there are none."""
        self.setVisible(changed is not None)
        if changed == self._changed:
            return
        self._changed = changed
        self._all = False
        if changed is not None:
            self.since.setText(since_words(changed))
            self._fill(changed)

    def show_all(self) -> None:
        """Show what the first lines leave out."""
        self._all = True
        if self._changed is not None:
            self._fill(self._changed)

    def _fill(self, changed: WhatChanged) -> None:
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        causes = [change for change in changed.changes if not change.follows]
        follows = [change for change in changed.changes if change.follows]
        lines = [*causes, *follows]
        shown = lines if self._all else lines[: self._shown_first]
        for change in shown:
            self._column.addWidget(_line(change))
        left = len(lines) - len(shown)
        words = ngettext("{count} more", "{count} more", left)
        self.more.setText(place(words, count=number(left)))
        self.more.setVisible(left > 0)


def since_words(changed: WhatChanged) -> str:
    """Say what it is compared with."""
    moment = full_moment(changed.frozen_at)
    if changed.signed_by:
        words = _("Since the version that {names} approved, frozen {moment}.")
        return place(words, names=listed(changed.signed_by), moment=moment)
    if changed.was_tested:
        return place(_("Since the version that was tested, frozen {moment}."), moment=moment)
    return place(_("Since the version that was approved, frozen {moment}."), moment=moment)


def _line(change: Change) -> QWidget:
    icon, tint = ("circle-dot", "look") if not change.follows else ("circle-dashed", "muted")
    shown = QWidget()
    shown.setLayout(
        row(
            IconLabel(icon, tint),
            label(change.text, role="muted" if change.follows else "", wraps=True),
            stretch=1,
        )
    )
    return shown
