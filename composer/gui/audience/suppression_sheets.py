"""Two small sheets of the do-not-write list: put somebody on it, take somebody off it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from composer.audience.addresses import address_problem
from composer.gui.audience.suppression_words import MEANINGS, REASONS
from composer.gui.parts import label
from composer.gui.writing.popover import Popover
from composer.i18n import _, isolate_ltr, place
from composer.model.suppression import SuppressionReason


class AddSheet(Popover):
    """Asks for an address and a reason.

    Signals:
        wanted(str, SuppressionReason, str): address, reason and note.
    """

    wanted = Signal(str, object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("Who must not be written to?"), act=_("Put on the list"))
        self.address = QLineEdit()
        self.reason = QComboBox()
        self.note = QLineEdit()
        self.meaning = label(role="caption", wraps=True)
        for reason, words in REASONS.items():
            self.reason.addItem(_(words), reason)
        self.add_line(_("Address"), self.address)
        self.add_line(_("Reason"), self.reason)
        self.form.addWidget(self.meaning)
        self.add_line(_("Note"), self.note)
        self.reason.currentIndexChanged.connect(lambda _at: self._explain())
        self._explain()

    def ask(self, where: QWidget) -> None:
        """Open below a widget."""
        self.address.clear()
        self.note.clear()
        self.open_at(where, first=self.address, back=where)

    def problem(self) -> str:
        """Say that the address is none."""
        text = self.address.text().strip()
        return "" if text and not address_problem(text) else _("Write one whole address.")

    def accept(self) -> None:
        """Put it on the list."""
        reason = self.reason.currentData()
        self.wanted.emit(self.address.text().strip(), reason, self.note.text().strip())

    def _explain(self) -> None:
        reason = self.reason.currentData()
        self.meaning.setText(_(MEANINGS[reason]) if isinstance(reason, SuppressionReason) else "")


class RemoveSheet(Popover):
    """Asks why somebody may be written to again.

    Signals:
        wanted(str, str): address and reason.
    """

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, title=_("Why may this person be written to again?"), act=_("Take off the list")
        )
        self._address = ""
        self.who = label(role="muted", wraps=True)
        self.why = QLineEdit()
        self.form.addWidget(self.who)
        self.add_line(_("Reason, without the address"), self.why)

    def ask(self, address: str, where: QWidget) -> None:
        """Open below a widget."""
        self._address = address
        self.who.setText(place(_("{address} gets messages again."), address=isolate_ltr(address)))
        self.why.clear()
        self.open_at(where, first=self.why, back=where)

    def problem(self) -> str:
        """Say that a reason is needed."""
        return "" if self.why.text().strip() else _("Write the reason; it is recorded.")

    def accept(self) -> None:
        """Take the address off the list."""
        self.wanted.emit(self._address, self.why.text().strip())
