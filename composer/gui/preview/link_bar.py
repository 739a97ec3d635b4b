"""Where a link leads: shown over the foot of the message, opened only by a second press.

A link that unsubscribes is never opened from here: it would unsubscribe the person whose message
this is.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from composer.gui.parts import Button, ElidedLabel, icon_button, label, row, set_margins
from composer.i18n import _, isolate_ltr, place

OPENED = frozenset({"http", "https", "mailto"})


class LinkBar(QFrame):
    """The target of a pressed link, with Open and Copy.

    Signals:
        copied(): the target is in the clipboard.
    """

    copied = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(_("Link"))
        self.address = ""
        self._target = ElidedLabel(middle=True)
        self._why = label(role="caption")
        self.open = Button(_("Open in the browser"), icon="external-link", pressed=self._open)
        self.copy = Button(_("Copy"), icon="copy", pressed=self._copy)
        self.shut = icon_button("x", _("Close"), pressed=self.hide)
        inner = QVBoxLayout(self)
        set_margins(inner, start=12, top=4, end=4, bottom=8)
        inner.setSpacing(0)
        inner.addLayout(row(self._target, self.shut, stretch=0))
        inner.addLayout(row(self._why, self.open, self.copy, stretch=0))
        self.hide()

    def show_link(self, address: str, *, unsubscribes: bool) -> None:
        """Show the target of another link."""
        self.address = address
        self._target.show_text(place(_("Leads to {address}"), address=isolate_ltr(address)))
        self._target.setToolTip(address)
        may_open = QUrl(address).scheme().lower() in OPENED and not unsubscribes
        self.open.setVisible(may_open)
        self._why.setText(self._reason(unsubscribes=unsubscribes, may_open=may_open))
        self.show()
        self.raise_()

    @staticmethod
    def _reason(*, unsubscribes: bool, may_open: bool) -> str:
        if unsubscribes:
            return _("Opening it would unsubscribe this person.")
        return "" if may_open else _("Links of this kind are not opened.")

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self.address))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address)
        self.copied.emit()
