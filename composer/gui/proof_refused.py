"""Why a proof file cannot be shown, and what to do about it right there.

Whoever was sent a file and has no key here, or not the one that it was made for, finds the way into
the team in the same window: a reviewer has nothing else open, and knows no other page.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.errors import Blocked, ComposerError, FileRefused
from composer.gui.join_form import JoinForm
from composer.gui.parts import Button, Card, IconLabel, ProgressLine, label, row
from composer.i18n import _

NO_KEY = "proof_file.no_key"
_LACKS_THE_KEY = frozenset({NO_KEY, "proof_file.not_for_you"})


class RefusedCard(QWidget):
    """The sentence, the advice, the way into the team where a key is missing, and another try.

    Signals:
        again_requested(): open the file once more.
        failed(Exception): the request to join could not be made.
    """

    again_requested = Signal()
    failed = Signal(object)

    def __init__(self, line: ProgressLine) -> None:
        super().__init__()
        self._line = line
        self.joining: JoinForm | None = None
        self.card = Card()
        self.sentence = label(role="section", wraps=True)
        self.advice = label(wraps=True)
        self.again = Button(_("Try again"), pressed=self.again_requested.emit)
        self._lay_out()

    def show_error(self, error: Exception) -> None:
        """Show what stands in the way, and put the focus where it is got out of it."""
        is_known = isinstance(error, ComposerError)
        self.sentence.setText(str(error) if is_known else _("The file could not be read."))
        self.advice.setText(error.advice if isinstance(error, ComposerError) else "")
        code = _code_of(error)
        if code in _LACKS_THE_KEY and self.joining is None:
            self._offer_to_join()
        if self.joining is not None:
            self.joining.setVisible(code in _LACKS_THE_KEY)
        if code == NO_KEY and self.joining is not None:
            self.joining.name.setFocus()
        else:
            self.again.setFocus()

    def close_background(self) -> None:
        """Wait for a request that is being written."""
        if self.joining is not None:
            self.joining.background.close()

    def _offer_to_join(self) -> None:
        """Make the form only now: it reads what was asked before, and most readers need none."""
        self.joining = JoinForm(self._line)
        self.joining.background.failed.connect(self.failed)
        self.card.body.insertWidget(self.card.body.indexOf(self.again), self.joining)
        QWidget.setTabOrder(self.joining.save, self.again)

    def _lay_out(self) -> None:
        self.card.body.setContentsMargins(24, 24, 24, 24)
        mark = IconLabel("octagon-x", "danger", 24)
        self.card.body.addLayout(row(mark, self.sentence, stretch=1))
        self.card.body.addWidget(self.advice)
        self.card.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(24, 24, 24, 24)
        inner.addWidget(self.card)
        inner.addStretch(1)


def _code_of(error: Exception) -> str:
    if isinstance(error, Blocked | FileRefused) and error.findings:
        return error.findings[0].code
    return ""
