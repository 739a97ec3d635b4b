"""The first window on a fresh computer: the example, a workspace, a sent file; joining a team.

Where the workspace lives is chosen here, and the password store is explained before the system asks
about it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from composer.gui.background import Background, Task
from composer.gui.dropping import PROOF, Dropping
from composer.gui.file_field import FileField
from composer.gui.join_form import JoinForm
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, Card, IconLabel, ProgressLine, label
from composer.gui.sheets import error_sheet
from composer.i18n import _
from composer.model.person import Role

if TYPE_CHECKING:
    from composer.workspace import Workspace

EXAMPLE_DOMAIN = "exchange.example"
SIDE = 48


class Welcome(QMainWindow):
    """Cards, each with what it does and the time it needs.

    Signals:
        opened(Workspace): there is a workspace.
        begun(Workspace): it was made just now and is to be set up; `opened` follows.
        proof_chosen(Path): somebody wants to review a file that they were sent.
    """

    opened = Signal(object)
    begun = Signal(object)
    proof_chosen = Signal(object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.background = Background(self)
        self.background.failed.connect(self._show_error)
        self.setWindowTitle(_("Composer"))
        self.resize(1080, 800)
        self.line = ProgressLine(self)
        self.name = QLineEdit()
        self.email = QLineEdit()
        self.place = FileField(_("Where the workspace lives"), folders=True)
        self.place.edit.setText(str(path))
        self.try_it = Button(_("Try the example"), kind="primary", pressed=self.make_example)
        self.start = Button(_("Start a workspace"), pressed=self.make_workspace)
        self.review = Button(_("Open the file…"), pressed=self.choose_proof)
        self.joining = JoinForm(self.line)
        self.joining.background.failed.connect(self._show_error)
        self.dropping = Dropping(self)
        self._grid = QGridLayout()
        self._cards: tuple[Card, ...] = ()
        self._across = 0
        self.reason = label(_("Your name and address are needed first."), role="caption")
        self._lay_out()
        self.name.textChanged.connect(self._look)
        self.email.textChanged.connect(self._look)
        self.dropping.proof_dropped.connect(self.proof_chosen)
        self._look()

    def make_example(self) -> None:
        """Make a practice workspace with the finished example, beside the default one."""
        path = self._path.parent / "practice"

        def make(_task: Task) -> Workspace:
            from composer.workspace import make_demo  # noqa: PLC0415 - only when it is asked for

            return make_demo(path, domain=EXAMPLE_DOMAIN)[0]

        self._run(make)

    def make_workspace(self) -> None:
        """Make an empty workspace that this person owns."""
        path = Path(self.place.path or self._path)
        name, email = self.name.text().strip(), self.email.text().strip()

        def make(_task: Task) -> Workspace:
            from composer.workspace import Workspace  # noqa: PLC0415 - only when it is asked for

            workspace = Workspace.open(path) if Workspace.exists(path) else Workspace.create(path)
            try:
                if not workspace.people():
                    workspace.add_person(name=name, email=email, roles=frozenset(Role), by=None)
            except BaseException:
                workspace.close()
                raise
            return workspace

        def made(workspace: Workspace) -> None:
            self.begun.emit(workspace)
            self.opened.emit(workspace)

        self._run(make, then=made)

    def choose_proof(self) -> None:
        """Let somebody choose the file that they were sent."""
        dialog = QFileDialog(self, _("Open a file to review"))
        kind = _("Files to review")
        dialog.setNameFilter(f"{kind} (*{PROOF})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.proof_chosen.emit(Path(file)))
        dialog.open()

    def _run(
        self,
        make: Callable[[Task], Workspace],
        then: Callable[[Workspace], None] | None = None,
    ) -> None:
        self.try_it.setEnabled(False)
        self.start.setEnabled(False)
        task = self.background.run(make, owner=self, then=then or self.opened.emit)
        task.ended.connect(self._look)
        self.line.follow(task)

    def _look(self) -> None:
        ready = bool(self.name.text().strip()) and "@" in self.email.text()
        self.try_it.setEnabled(self.background.is_idle)
        self.start.setEnabled(ready and self.background.is_idle)
        self.reason.setVisible(not ready)

    def _show_error(self, error: Exception) -> None:
        error_sheet(self, error).open()

    def _lay_out(self) -> None:
        self._grid.setSpacing(16)
        self._cards = (self._example_card(), self._workspace_card(), self._review_card())
        self._place_cards(across=len(self._cards))
        ground = QWidget()
        ground.setObjectName("page")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(SIDE, 32, SIDE, 32)
        column.setSpacing(8)
        column.addWidget(self.line)
        title = _("One message. One recipient. Every time.")
        column.addWidget(label(title, role="title", wraps=True))
        column.addWidget(
            label(
                _("Write, translate, preview, test, sign off, send: each person gets their own."),
                role="muted",
                wraps=True,
            )
        )
        column.addSpacing(24)
        column.addLayout(self._grid)
        column.addSpacing(8)
        column.addWidget(self._joining_card())
        column.addStretch(1)
        self.setCentralWidget(scrolled(ground))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where they have no room side by side."""
        super().resizeEvent(event)
        gaps = self._grid.spacing() * (len(self._cards) - 1) + 2 * SIDE
        wanted = sum(card.minimumSizeHint().width() for card in self._cards) + gaps
        self._place_cards(across=len(self._cards) if wanted <= self.width() else 1)

    def _place_cards(self, *, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for nth, card in enumerate(self._cards):
            self._grid.addWidget(card, nth // across, nth % across)
            self._grid.setColumnStretch(nth, int(nth < across))

    def _example_card(self) -> Card:
        card = _card("flask-conical", _("Try the example"), _("5 minutes"))
        card.body.addWidget(
            label(
                _(
                    "A finished notice in five languages to 2,000 made-up people. "
                    "You can take it through every step. Nothing leaves this computer."
                ),
                wraps=True,
            )
        )
        card.body.addStretch(1)
        card.body.addWidget(self.try_it, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _review_card(self) -> Card:
        card = _card("file-check", _("I was sent a file to review"), _("5 minutes"))
        words = _(
            "Look at every kind of message, and sign or send it back. You can also drop the file"
            " here. You need the key that you made when you joined the team."
        )
        card.body.addWidget(label(words, wraps=True))
        card.body.addStretch(1)
        card.body.addWidget(self.review, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _workspace_card(self) -> Card:
        card = _card("key-round", _("Start a workspace"), _("10 minutes"))
        card.body.addWidget(
            label(_("You will own it, and decide who may write, sign and send."), wraps=True)
        )
        for text, edit in ((_("Your name"), self.name), (_("Your address"), self.email)):
            edit.setAccessibleName(text)
            edit.setPlaceholderText(text)
            card.body.addWidget(edit)
        card.body.addWidget(label(_("Where the workspace lives"), role="caption"))
        card.body.addWidget(self.place)
        words = _(
            "Your key to sign with goes into this computer’s password store, which may ask you to"
            " unlock it."
        )
        card.body.addWidget(label(words, role="caption", wraps=True))
        card.body.addWidget(self.reason)
        card.body.addStretch(1)
        card.body.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _joining_card(self) -> Card:
        card = _card("users", _("I was invited to a team"), _("5 minutes"))
        words = _(
            "Composer makes your key on this computer, where it stays, and a file for the owner,"
            " who admits you."
        )
        card.body.addWidget(label(words, wraps=True))
        card.body.addWidget(self.joining, 1)
        return card


def _card(icon: str, title: str, time_needed: str) -> Card:
    card = Card()
    card.body.setContentsMargins(24, 20, 24, 20)
    card.body.addWidget(IconLabel(icon, "accent", 24))
    card.body.addWidget(label(title, role="section"))
    card.body.addWidget(label(time_needed, role="caption"))
    return card
