"""Whose approval no longer counts and why, with the way to what changed and to asking again."""

from __future__ import annotations

from PySide6.QtCore import Signal

from composer.gui.pages.wording import listed
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.i18n import _, ngettext, place
from composer.model.changes import WhatChanged


class VoidCard(Card):
    """The sentence of word 11 (ux.md §7); gone while no approval was lost.

    Signals:
        changes_requested(): show what changed.
        ask_requested(): ask those people again.
    """

    changes_requested = Signal()
    ask_requested = Signal()

    def __init__(self) -> None:
        super().__init__(kind="well")
        self.body.setContentsMargins(16, 12, 16, 12)
        self.words = label(role="strong", wraps=True)
        self.show_button = Button(_("Show what changed"), pressed=self.changes_requested.emit)
        self.ask = Button(icon="mail", pressed=self.ask_requested.emit)
        self.why_not = label(role="muted", wraps=True)
        self.body.addLayout(row(IconLabel("triangle-alert", "look", 20), self.words, stretch=1))
        foot = row(self.show_button, self.ask, self.why_not, stretch=2)
        self.body.addLayout(foot)
        self.hide()

    def show_void(self, changed: WhatChanged | None, *, why_not: str) -> None:
        """Say whose approval was lost; `why_not` says why they cannot be asked yet."""
        void = changed.void if changed is not None else ""
        self.setVisible(bool(void))
        if changed is None or not void:
            return
        self.words.setText(void)
        names = listed(changed.signed_by)
        words = ngettext("Ask {names} again", "Ask {names} again", len(changed.signed_by))
        self.ask.setText(place(words, names=names))
        self.ask.setEnabled(not why_not)
        self.why_not.setText(why_not)
