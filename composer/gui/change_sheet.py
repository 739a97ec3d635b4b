"""The sheet that breaks a freeze: it says whose approval no longer counts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from composer.gui.pages.wording import listed
from composer.gui.sheets import Sheet, ask_sheet
from composer.i18n import _, place
from composer.model.overview import Status


def change_sheet(parent: QWidget, status: Status) -> Sheet:
    """Make the sheet for a frozen campaign."""
    signed = [approval.name for approval in status.approvals if approval.counts]
    if signed:
        title = place(_("This version is frozen and signed by {names}."), names=listed(signed))
        text = _(
            "If you change it, the test and the approvals no longer count. "
            "Undoing the change brings them back."
        )
    else:
        title = _("This version is frozen.")
        text = _("If you change it, the test no longer counts. Undoing brings it back.")
    return ask_sheet(parent, title=title, text=text, stay=_("Leave it"), act=_("Change it"))
