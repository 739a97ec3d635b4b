"""People: who works here, what each may do, and from which computers they sign.

A plain list with a pane beside it. An owner admits whoever asks (their file is dropped here, their
words compared), revokes keys, signs the lists again and signs what the other owner began. Who may
do any of it is decided below; this page shows the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from composer.findings import Finding
from composer.gui.audience.drop_zone import dropped_file
from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.parts import Button, Card, label, row
from composer.gui.people.admission_card import AdmissionCard
from composer.gui.people.people_model import NAME, PeopleModel
from composer.gui.people.person_detail import PersonDetail
from composer.gui.save_dialog import ask_where_to_save
from composer.gui.session import Session
from composer.gui.tables import dress_list, fit_columns
from composer.i18n import N_, _, isolate_ltr, listed, place
from composer.model.overview import PersonHere
from composer.model.person import Person, Role
from composer.signoff.join_request import JoinRequest
from composer.stages.joining import Admission
from composer.stages.owner_changes import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page reads."""

    people: tuple[PersonHere, ...]
    waiting: tuple[Proposal, ...]
    findings: tuple[Finding, ...]
    words: str


class PeoplePage(Page):
    """The list, the pane beside it, and what an owner does."""

    title = N_("People")
    purpose = N_("Who works here, what each may do, and from which computers they sign.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self.shown: Shown | None = None
        self.model = PeopleModel()
        self.table = QTableView()
        self.detail = PersonDetail()
        self.sides = QWidget()
        self.asking = QWidget()
        self.body = QStackedWidget()
        self.card = AdmissionCard()
        self.waiting = Card()
        self.waiting_words = label(wraps=True)
        self.cosign = Button(_("Sign it, too"), icon="signature", pressed=self._cosign)
        self.words = label(role="muted", wraps=True)
        self.add = Button(_("Add somebody…"), icon="plus", pressed=self.ask_whom)
        self.export = Button(_("Save the lists…"), icon="download", pressed=self.choose_export)
        self.renew = Button(_("Sign again for a year"), icon="signature", pressed=self.sign_again)
        self.recovery = Button(_("Recovery key…"), icon="key-round", pressed=self.choose_recovery)
        self._build()
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._look())
        self.card.admitted.connect(self.admit)
        self.card.added.connect(self.add_person)
        self.card.left.connect(self.refresh)
        self.detail.revoke_wanted.connect(self.revoke)

    def read(self) -> None:
        """Read the people again."""
        workspace = self.session.workspace

        def read(_task: Task) -> Shown:
            people = workspace.people()
            return Shown(
                people=people,
                waiting=workspace.waiting_changes(),
                findings=tuple(workspace.list_findings()),
                words=workspace.owner_words() if people else "",
            )

        self.ask(read, then=self._show)

    def refresh(self) -> None:
        """Show the one next step."""
        reason = "" if self.is_owner else _("Only an owner changes who works here.")
        is_asking = not self.card.isHidden()
        act = self.card.act if is_asking else _("Admit somebody…")
        self.set_primary(act, enabled=not reason, reason=reason)
        self.set_secondary(_("Not now") if is_asking else "", self.card.leave)
        self.body.setCurrentWidget(self.asking if is_asking else self.sides)
        self.add.setVisible(self.session.workspace.is_practice and self.is_owner)
        for button in (self.renew, self.recovery):
            button.setVisible(self.is_owner)
        self._look()

    @property
    def is_owner(self) -> bool:
        """Whether the window acts for an owner, as the list has them."""
        people = self.shown.people if self.shown else ()
        me = self.session.person.public_key
        return any(line.person.public_key == me and line.person.has(Role.OWNER) for line in people)

    def press_primary(self) -> None:
        """Ask for the file of whoever wants to join; with it, admit them."""
        if not self.card.isHidden():
            self.card.accept()
            return
        dialog = QFileDialog(self, _("Open a request to join"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.open()

    def ask_whom(self) -> None:
        """Ask whom to add with a key on this computer."""
        self.card.ask_whom()
        self.refresh()

    def take_file(self, file: Path) -> None:
        """Show who asks in a file."""
        workspace = self.session.workspace
        self.ask(lambda _task: workspace.read_request(file), then=self._ask_about)

    def admit(self, request: JoinRequest, admission: Admission) -> None:
        """Admit whoever asked."""
        workspace, person = self.session.workspace, self.session.person
        words = place(_("{name} works here now. Save the lists for them."), name=request.name)
        self._act(lambda _task: workspace.admit(request, admission, by=person), words)

    def add_person(self, wanted: Person) -> None:
        """Add somebody with a key on this computer."""
        workspace, by = self.session.workspace, self.session.person

        def add(_task: Task) -> bool:
            workspace.add_person(
                name=wanted.name,
                email=wanted.email,
                roles=wanted.roles,
                locales=wanted.locales,
                by=by,
            )
            return True

        self._act(add, place(_("{name} works here now."), name=wanted.name))

    def revoke(self, email: str, key: str, reason: str) -> None:
        """Revoke one key of somebody, or all."""
        workspace, by = self.session.workspace, self.session.person

        def revoke(_task: Task) -> bool:
            return workspace.revoke_keys(email, key=key or None, reason=reason, by=by)

        self._act(revoke, _("Revoked. What was approved with it counts no more."))

    def sign_again(self) -> None:
        """Sign all lists for another year."""
        workspace, by = self.session.workspace, self.session.person
        words = _("The lists are signed again and count for a year.")
        self._act(lambda _task: workspace.sign_lists_again(by=by), words)

    def choose_export(self) -> None:
        """Ask where the lists are written for another computer."""
        title = _("Save the lists for another computer")
        ask_where_to_save(self, title, then=self.save_lists, name="team.json")

    def save_lists(self, file: Path) -> None:
        """Write the lists."""
        workspace = self.session.workspace

        def saved(words: str) -> None:
            said = _("Saved. The other computer asks for the owner's words: {words}")
            self.say(place(said, words=isolate_ltr(words)))

        self.ask(lambda _task: workspace.export_team(file), then=saved)

    def choose_recovery(self) -> None:
        """Ask where the recovery key is written."""
        title = _("Save the recovery key")
        ask_where_to_save(self, title, then=self.make_recovery, name="recovery-key.json")

    def make_recovery(self, file: Path) -> None:
        """Make a recovery key."""
        workspace, by = self.session.workspace, self.session.person
        words = _("The recovery key is saved. Print it for a safe, then delete the file here.")
        self._act(lambda _task: workspace.make_recovery(file, by=by), words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take the file of whoever wants to join."""
        if self.is_owner and dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show who asks."""
        file = dropped_file(event.mimeData())
        if file is not None:
            self.take_file(file)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        dress = self.table
        dress.setModel(self.model)
        dress_list(dress)
        dress.setAccessibleName(_("People"))
        line = row(self.add, self.export, self.renew, self.recovery)
        line.addStretch(1)
        self.waiting.body.addWidget(self.waiting_words)
        self.waiting.body.addWidget(self.cosign, 0, Qt.AlignmentFlag.AlignLeading)
        self.waiting.hide()
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.table, 1)
        left.addWidget(self.words)
        sides = QHBoxLayout(self.sides)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(16)
        sides.addLayout(left, 2)
        sides.addWidget(self.detail, 1)
        self.detail.setMinimumWidth(260)
        self.content.addLayout(line)
        self.content.addWidget(self.waiting)
        asking = QVBoxLayout(self.asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.addWidget(self.card)
        asking.addStretch(1)
        self.body.addWidget(self.sides)
        self.body.addWidget(self.asking)
        self.content.addWidget(self.body, 1)

    def _show(self, shown: Shown) -> None:
        chosen = self.detail.line.person.email if self.detail.line else ""
        self.shown = shown
        self.model.show_people(shown.people)
        fit_columns(self.table)
        if shown.people:
            self.table.setCurrentIndex(self.model.index(self.model.row_of(chosen), NAME))
        self.show_findings(shown.findings)
        words = _(
            "The owner's words, for a computer that sees this team for the first time: {words}"
        )
        self.words.setText(place(words, words=isolate_ltr(shown.words)))
        self._show_waiting()
        self.refresh()

    def _show_waiting(self) -> None:
        waiting = self.shown.waiting if self.shown else ()
        self.waiting.setVisible(bool(waiting))
        if not waiting:
            return
        first = waiting[0]
        names = listed(person.name for person in first.missing)
        words = _("A change waits for the signature of {names}. Until then all stays as it was.")
        self.waiting_words.setText(place(words, names=names))
        me = self.session.person.public_key
        self.cosign.setVisible(any(person.public_key == me for person in first.missing))

    def _cosign(self) -> None:
        waiting = self.shown.waiting if self.shown else ()
        if waiting:
            workspace, by, digest = self.session.workspace, self.session.person, waiting[0].digest
            words = _("Signed by both owners: it counts now.")
            self._act(lambda _task: workspace.cosign(digest, by=by), words)

    def _ask_about(self, request: JoinRequest) -> None:
        lines = self.shown.people if self.shown else ()
        wanted = request.email.casefold()
        known = [line.person for line in lines if line.person.email.casefold() == wanted]
        self.card.ask_about(request, known[0] if known else None)
        self.refresh()

    def _look(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        self.detail.setVisible(line is not None)
        if line is not None:
            self.detail.show_person(line, may_change=self.is_owner)

    def _act(self, job: Callable[[Task], bool], words: str) -> None:
        def done(counts: bool) -> None:  # noqa: FBT001 - what the workspace answers
            self.card.hide()
            self.show_findings(())  # what was refused before is not so any more
            self.refresh()
            waits = _("Signed by you. It counts once the other owner has signed it, too.")
            self.say(words if counts else waits)
            self.read()

        self.change(job, then=done)
