"""The line that stays: whose message this is, that it has one recipient, and its fingerprint.

It is never cut off. Where large text leaves no room for the whole on one line, it has as many as it
needs; only an address that is longer than a line is shortened, in its middle. In a low page the
fingerprint is its tooltip.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui import theme
from composer.gui.parts import Button, ElidedLabel, IconLabel, icon_button, label, row
from composer.i18n import _, isolate_ltr, place
from composer.model.rendered import RenderedMessage

FINGERPRINT_LETTERS = 8
GAP = 8


class PromiseLine(QWidget):
    """What is shown above is what this address will receive.

    Signals:
        save_wanted(): the message is to be saved as a file.
    """

    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._address = ""
        self._is_short = False
        self.words = ElidedLabel(role="strong", middle=True, grows=False)
        self.one = label(_("One recipient: yes."), role="strong")
        self.whole = label(role="strong", wraps=True)
        self.fingerprint = label(role="caption")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save = Button(
            _("Save as .eml…"), kind="quiet", icon="download", pressed=self.save_wanted.emit
        )
        self.save_small = icon_button("download", _("Save as .eml…"), pressed=self.save_wanted.emit)
        self.above, self._line = QWidget(), QWidget()
        mark = IconLabel("shield-check", "done")
        self.above.setLayout(row(mark, self.whole, self.save_small, stretch=1))
        self._mark = IconLabel("shield-check", "done")
        line = row(self._mark, self.words, self.one, self.fingerprint, self.save)
        line.insertStretch(3, 1)
        self._line.setLayout(line)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.above)
        inner.addWidget(self._line)
        self.show_nothing()

    def show_message(self, message: RenderedMessage) -> None:
        """Speak of another message."""
        self._address = message.envelope_recipient
        self.words.show_text(_promise(self._address))
        self.fingerprint.setText(
            place(_("Fingerprint {fingerprint}"), fingerprint=short_fingerprint(message.digest))
        )
        self.fingerprint.setToolTip(message.digest)
        self.save.setEnabled(True)
        self._place()

    def show_nothing(self) -> None:
        """Promise nothing: there is no message."""
        self._address = ""
        self.words.show_text("")
        self.fingerprint.setText("")
        self.fingerprint.setToolTip("")
        self.save.setEnabled(False)
        self._place()

    def set_short(self, *, short: bool) -> None:
        """Say no more than the promise itself: the page is low."""
        if short != self._is_short:
            self._is_short = short
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the sentence anew when the page has its places."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._place)

    def changeEvent(self, event: QEvent) -> None:
        """Place the sentence anew when the letters are larger."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        """Say it on one line, or on several where it would be cut off."""
        has_words = bool(self._address)
        parts = (self.words, self.one, self.fingerprint, self.save)
        wanted = theme.icon_size() + GAP * 5 + sum(part.sizeHint().width() for part in parts)
        fits = wanted <= self.width()
        for part in (self.words, self.one, self._mark):
            part.setVisible(has_words)
        self._line.setVisible(fits or not has_words)
        self.above.setVisible(has_words and not fits)
        if has_words and not fits:
            beside = theme.icon_size() + 2 * GAP + self.save_small.sizeHint().width()
            room = self.width() - beside
            short = self.whole.fontMetrics().elidedText(
                self._address, Qt.TextElideMode.ElideMiddle, room
            )
            said = [_promise(short), self.one.text()]
            told = [] if short == self._address else [self._address]
            (told if self._is_short else said).append(self.fingerprint.text())
            self.whole.setText(" ".join(said))
            self.whole.setToolTip("\n".join(told))


def _promise(address: str) -> str:
    return place(_("This is what {address} will receive."), address=isolate_ltr(address))


def short_fingerprint(digest: str) -> str:
    """Give a fingerprint's first letters, written from left to right."""
    return isolate_ltr(digest[:FINGERPRINT_LETTERS])
