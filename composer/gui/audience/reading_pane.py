"""A list while it is read: how many rows so far, how long it still takes, what was found, Cancel.

What is shown is told at most ten times a second. The list in use stays as it is until the new one
is taken over, and that is said here.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from composer.gui.numbers import number
from composer.gui.parts import Button, ElidedLabel, label, row
from composer.gui.times import span
from composer.i18n import _, isolate, ngettext, place
from composer.model.audience import ReadingProgress

TELL_EVERY_S = 0.1


class ReadingNews(QObject):
    """Brings news of the reading from its thread to the window.

    Signals:
        came(ReadingProgress): how far it is.
    """

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._told_s = 0.0
        self._findings = 0

    def tell(self, progress: ReadingProgress) -> None:
        """Take news on the reading's thread; a first finding is told at once."""
        now, findings = time.monotonic(), len(progress.groups)
        if now - self._told_s < TELL_EVERY_S and findings == self._findings and progress.share < 1:
            return
        self._told_s, self._findings = now, findings
        self.came.emit(progress)


class ReadingPane(QWidget):
    """The view of a reading that is under way.

    Signals:
        cancel_wanted(): the button.
    """

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = ElidedLabel(role="strong", middle=True)
        self.rows = label(role="counter")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.left = label(role="muted")
        self.cancel = Button(_("Cancel"), pressed=self._cancel)
        self.stays = label(role="muted", wraps=True)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.name)
        inner.addWidget(self.rows)
        inner.addWidget(self.bar)
        inner.addLayout(row(self.left, self.cancel, stretch=0))
        inner.addWidget(self.stays)
        inner.addStretch(1)

    def begin(self, name: str, *, has_former: bool) -> None:
        """Begin with a source; nothing of it is known yet."""
        self.name.show_text(place(_("Reading {name}"), name=isolate(name)))
        words = _("The list in use stays as it is until you use the new one.")
        self.stays.setText(words if has_former else _("Nothing is taken over yet."))
        self.cancel.setEnabled(True)
        self.show_progress(ReadingProgress(rows=0, share=0.0, seconds_left=None))

    def show_progress(self, progress: ReadingProgress) -> None:
        """Show how far it is."""
        words = ngettext("{count} row", "{count} rows", progress.rows)
        self.rows.setText(place(words, count=number(progress.rows)))
        self.bar.setValue(round(progress.share * 1000))
        self.left.setText(_left_words(progress))
        self.bar.setAccessibleName(f"{self.rows.text()}. {self.left.text()}".strip())

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.left.setText(_("Ending…"))
        self.cancel_wanted.emit()


def _left_words(progress: ReadingProgress) -> str:
    if progress.domains is not None:
        asked, of = progress.domains
        words = ngettext(
            "Asking the name service: {asked} of {count} mail domain",
            "Asking the name service: {asked} of {count} mail domains",
            of,
        )
        return place(words, asked=number(asked), count=number(of))
    left = progress.seconds_left
    return "" if left is None else place(_("{time} left"), time=span(left))
