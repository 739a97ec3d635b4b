"""Somebody was invited to a team: their name and address become a request, and nine words.

The file goes to the owner; the words are read out when the owner calls, because whoever can change
a message could change the request in it. Whoever opens the program again finds their words here.
"""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from composer.gui.background import Background, Task
from composer.gui.parts import Button, ProgressLine, label
from composer.gui.reasons import allow
from composer.gui.save_dialog import ask_where_to_save
from composer.i18n import _, isolate_ltr

if TYPE_CHECKING:
    from composer.signoff.join_request import JoinRequest

ENDING = "join"
PAINTED_MS = 200
"""By then the window is painted; what reads most of the program would hold that up."""


def _read_former(_task: Task) -> JoinRequest | None:
    """Read what was asked before; most of the program is read with it, beside the window."""
    from composer.stages.joining import read_own_request  # noqa: PLC0415 - not before first paint

    return read_own_request()


class JoinForm(QWidget):
    """Asks who somebody is, saves their request and shows their words; `line` shows the work."""

    def __init__(self, line: ProgressLine) -> None:
        super().__init__()
        self.background = Background(self)
        self._line = line
        self.request: JoinRequest | None = None
        self._saving: Task | None = None
        self.name = QLineEdit()
        self.email = QLineEdit()
        self.reason = label(_("Your name and address are needed first."), role="caption")
        self.heard = label(_("Your nine words"), role="caption")
        self.words = label(role="strong", wraps=True)
        self.advice = label(
            _(
                "Send the file to the owner. When they call you, read them these words; do not"
                " write them in a message."
            ),
            wraps=True,
        )
        self.save = Button(_("Save the request…"), pressed=self.choose_file)
        self._lay_out()
        for edit in (self.name, self.email):
            edit.textChanged.connect(self._look)
            edit.returnPressed.connect(self.save.click)
        self._look()
        QTimer.singleShot(PAINTED_MS, self, self._look_for_former)

    def choose_file(self) -> None:
        """Ask where the request is to be kept."""
        name = "".join(char if char.isalnum() else "-" for char in self.name.text().strip())
        title = _("Save the request to join")
        ask_where_to_save(self, title, then=self.save_file, name=f"{name}.{ENDING}")

    def save_file(self, file: Path) -> None:
        """Make the key and write the request about it."""
        name, email = self.name.text(), self.email.text()

        def save(_task: Task) -> JoinRequest:
            from composer.stages.joining import save_own_request  # noqa: PLC0415 - as `_read_former`

            device = platform.node() or platform.system()
            return save_own_request(file, name=name, email=email, device=device)

        self._saving = self.background.run(save, owner=self, then=self._show)
        self._saving.ended.connect(self._look)
        self._look()
        self._line.follow(self._saving)

    # --- inside ------------------------------------------------------------------------------

    def _look_for_former(self) -> None:
        self.background.run(_read_former, owner=self, then=self._show_former)

    def _show_former(self, request: JoinRequest | None) -> None:
        """Show what was asked before, unless somebody writes already."""
        if request is not None and not self.name.text() and not self.email.text():
            self._show(request)

    def _show(self, request: JoinRequest) -> None:
        self.request = request
        self.name.setText(request.name)
        self.email.setText(request.email)
        self.words.setText(isolate_ltr(request.words))
        self._look()

    def _look(self) -> None:
        name, email = self.name.text().strip(), self.email.text().strip()
        ready = bool(name) and "@" in email
        asked = self.request
        is_asked = asked is not None and (asked.name, asked.email) == (name, email)
        self.reason.setVisible(not ready)
        allow(self.save, unless="" if ready else self.reason.text())
        if self._saving is not None and not self._saving.is_over:
            self.save.setEnabled(False)  # whoever types while the key is made does not make two
        for part in (self.heard, self.words, self.advice):
            part.setVisible(is_asked)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.heard.setBuddy(self.words)
        for text, edit in ((_("Your name"), self.name), (_("Your address"), self.email)):
            edit.setAccessibleName(text)
            edit.setPlaceholderText(text)
        for part in (self.name, self.email, self.reason, self.heard, self.words, self.advice):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeading)
