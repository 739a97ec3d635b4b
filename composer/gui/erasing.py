"""Erasing one person everywhere: the question before it, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from composer.gui.sheets import Sheet, ask_sheet
from composer.i18n import _, isolate, isolate_ltr, listed, ngettext, place
from composer.model.privacy import Erased


def erase_sheet(parent: QWidget, address: str, *, then: Callable[[], object]) -> Sheet:
    """Ask before somebody is erased; the focus stands on not doing it."""
    sheet = ask_sheet(
        parent,
        title=place(_("Erase {address} everywhere?"), address=isolate_ltr(address)),
        text=_(
            "The address and everything the lists say of this person are deleted from every "
            "campaign, and nothing brings them back. Only a keyed digest stays, so that they are "
            "never written to again, even if a new list names them."
        ),
        stay=_("Not now"),
        act=_("Erase"),
        kind="delete",
    )
    sheet.accepted.connect(then)
    return sheet


def erased_words(erased: Erased) -> str:
    """Say what was done, and what has to wait."""
    words = ngettext(
        "Erased from {count} campaign.", "Erased from {count} campaigns.", len(erased.removed_from)
    )
    told = [place(words, count=len(erased.removed_from))]
    if erased.later:
        words = _("{names}: left out from now on; the row goes when the send has ended.")
        told.append(place(words, names=listed(map(isolate, erased.later))))
    if erased.named:
        words = _("Rows of other people that name this address, and stay as they are: {count}.")
        told.append(place(words, count=erased.named))
    return " ".join(told)
