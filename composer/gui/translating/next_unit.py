"""What somebody does next on the Translate page: the next unit that they can bring further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.gui.numbers import number
from composer.i18n import _, ngettext, place
from composer.model.translation import UnitLine

if TYPE_CHECKING:
    from composer.gui.pages.translate import TranslatePage


class NextUnit:
    """Says on the page's primary button what is next, and beside it what is left."""

    def __init__(self, page: TranslatePage) -> None:
        self._page = page

    def is_mine(self, unit: UnitLine) -> bool:
        """Whether a unit is one that this person can bring further."""
        if unit.state == "draft":
            return self._page.who is None or self._page.who.may(unit)
        return unit.state != "reviewed"

    def offer(self) -> None:
        """Show it."""
        page = self._page
        if page.bringing.is_open:
            return
        page.set_secondary("")
        left = sum(unit.state != "reviewed" for unit in page.list.model.units)
        if any(map(self.is_mine, page.list.model.units)):
            words = ngettext(
                "{count} part is not reviewed.", "{count} parts are not reviewed.", left
            )
            page.set_primary(_("Next unfinished"), reason=place(words, count=number(left)))
            return
        waits = ngettext(
            "{count} part waits for somebody else's review.",
            "{count} parts wait for somebody else's review.",
            left,
        )
        page.set_primary(
            _("Go to Audience"), reason=place(waits, count=number(left)) if left else ""
        )
