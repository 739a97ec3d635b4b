"""The line that stays: whose message this is, that it has one recipient, and its fingerprint."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from composer.gui.parts import Button, ElidedLabel, IconLabel, label, row
from composer.i18n import _, isolate_ltr, place
from composer.model.rendered import RenderedMessage

FINGERPRINT_LETTERS = 8


class PromiseLine(QWidget):
    """What is shown above is what this address will receive.

    Signals:
        save_wanted(): the message is to be saved as a file.
    """

    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = ElidedLabel(role="strong", middle=True, grows=False)
        self.one = label(_("One recipient: yes."), role="strong")
        self.fingerprint = label(role="caption")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save = Button(
            _("Save as .eml…"), kind="quiet", icon="download", pressed=self.save_wanted.emit
        )
        mark = IconLabel("shield-check", "done")
        line = row(mark, self.words, self.one, self.fingerprint, self.save)
        line.insertStretch(3, 1)
        self.setLayout(line)

    def show_message(self, message: RenderedMessage) -> None:
        """Speak of another message."""
        address = isolate_ltr(message.envelope_recipient)
        self.words.show_text(place(_("This is what {address} will receive."), address=address))
        self.one.show()
        self.fingerprint.setText(
            place(_("Fingerprint {fingerprint}"), fingerprint=short_fingerprint(message.digest))
        )
        self.fingerprint.setToolTip(message.digest)
        self.save.setEnabled(True)

    def show_nothing(self) -> None:
        """Promise nothing: there is no message."""
        self.words.show_text("")
        self.one.hide()
        self.fingerprint.setText("")
        self.fingerprint.setToolTip("")
        self.save.setEnabled(False)


def short_fingerprint(digest: str) -> str:
    """Give a fingerprint's first letters, written from left to right."""
    return isolate_ltr(digest[:FINGERPRINT_LETTERS])
