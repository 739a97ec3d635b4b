"""The sheet that breaks a freeze: it names the test and whose approvals no longer count."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from composer.gui.pages.wording import listed
from composer.gui.sheets import Sheet, ask_sheet
from composer.i18n import _, ngettext, place
from composer.model.overview import Status
from composer.model.stages import Stage

TESTED = (Stage.SIGN_OFF, Stage.SEND)


def change_sheet(parent: QWidget, status: Status) -> Sheet:
    """Make the sheet for a frozen campaign."""
    signed = [approval.name for approval in status.approvals if approval.counts]
    names = listed(signed)
    if signed:
        title = place(_("This version is frozen and signed by {names}."), names=names)
        words = ngettext(
            "If you change it, the test and {names}'s approval no longer count. "
            "Undoing the change brings them back.",
            "If you change it, the test and the approvals of {names} no longer count. "
            "Undoing the change brings them back.",
            len(signed),
        )
        text = place(words, names=names)
    elif status.stage in TESTED:
        title = _("This version is frozen and tested.")
        text = _("If you change it, the test no longer counts. Undoing the change brings it back.")
    else:
        title = _("This version is frozen.")
        text = _("If you change it, it has to be frozen again, unless the change is undone.")
    return ask_sheet(parent, title=title, text=text, stay=_("Leave it"), act=_("Change it"))
