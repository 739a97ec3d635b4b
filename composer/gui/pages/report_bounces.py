"""What came back of a send: sentences beside the six groups, and the button that reads more.

Reading goes through the one idiom of the window; messages may be chosen, or dropped on the card.
What was found is said here, with what was not counted and why.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu

from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.mailbox_form import MailboxForm
from composer.gui.parts import Button, Card, label
from composer.i18n import _, ngettext, place
from composer.model.bounce import BounceCounts, BounceFate, BouncesRead, added_up
from composer.model.campaign import ImapSettings, TransportKind
from composer.records.bounce_sentences import bounce_sentences


class BouncesCard(Card):
    """The card.

    Signals:
        paths_chosen(tuple): read these files and folders.
        mailbox_chosen(ImapSettings, str): read this mailbox, with this password.
        service_chosen(): ask the mail service.
        people_wanted(): list who it was.
    """

    paths_chosen = Signal(object)
    mailbox_chosen = Signal(object, str)
    service_chosen = Signal()
    people_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.body.setContentsMargins(24, 16, 24, 16)
        self.words = label(wraps=True)
        self.found = label(role="muted", wraps=True)
        self.found.hide()
        self.read = Button(_("Read bounces…"), icon="download")
        self.choices = QMenu(self.read)
        self.choices.addAction(_("Messages or mailbox files…")).triggered.connect(self._files)
        self.choices.addAction(_("A folder of messages…")).triggered.connect(self._folder)
        self.choices.addAction(_("A mailbox…")).triggered.connect(self._mailbox)
        self.service = self.choices.addAction(_("SendGrid's lists"))
        self.service.triggered.connect(self.service_chosen)
        self.read.setMenu(self.choices)
        line = QHBoxLayout()
        line.addWidget(label(_("What came back"), role="section"), 1)
        line.addWidget(self.read)
        self.body.addLayout(line)
        self.body.addWidget(self.words)
        self.who = Button(
            _("Who, why, and what to do"),
            kind="link",
            icon="list",
            pressed=self.people_wanted.emit,
        )
        self.who.hide()
        self.body.addWidget(self.who, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self.found)
        self.form = MailboxForm()
        self.form.wanted.connect(self.mailbox_chosen)
        self.form.hide()
        self.body.addWidget(self.form)

    def show_counts(self, counts: BounceCounts, kind: TransportKind) -> None:
        """Say what came back so far."""
        lines = list(bounce_sentences(counts)) or [_("Nothing came back that we know of.")]
        self.words.setText("\n".join(lines))
        self.who.setVisible(not counts.is_empty)
        self.service.setVisible(kind is TransportKind.SENDGRID)

    def begin(self) -> None:
        """Say that messages are being read."""
        self.read.setEnabled(False)
        self.form.hide()
        self._say(_("What came back is being read."))

    def show_news(self, done: int) -> None:
        """Say how far it is."""
        words = ngettext("{count} message read so far.", "{count} messages read so far.", done)
        self._say(place(words, count=number(done)))

    def show_read(self, read: BouncesRead) -> None:
        """Say what a reading found, what did not count, and why."""
        self.read.setEnabled(True)
        self._say("\n".join(read_words(read)))

    def show_service(self, new: int) -> None:
        """Say what the mail service's lists told."""
        self.read.setEnabled(True)
        words = ngettext(
            "{count} new entry of this send.", "{count} new entries of this send.", new
        )
        self._say(place(words, count=number(new)))

    def end(self) -> None:
        """Offer to read again; what went wrong is said by the page."""
        self.read.setEnabled(True)
        self.found.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if self.read.isEnabled() and _local_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        paths = _local_paths(event)
        if paths:
            event.acceptProposedAction()
            self.paths_chosen.emit(paths)

    # --- inside ------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self.found.setText(text)
        self.found.show()

    def _mailbox(self) -> None:
        self.form.show()
        self.form.server.setFocus()

    def _files(self) -> None:
        dialog = QFileDialog(self, _("Choose what came back"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._open(dialog)

    def _folder(self) -> None:
        dialog = QFileDialog(self, _("Choose what came back"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, names: list[str]) -> None:
        self.paths_chosen.emit(tuple(Path(name) for name in names))


class BounceReading(QObject):
    """Reads for a page what its card was given, and says there what was found.

    Signals:
        came(int): how many messages were read so far; brought from the reading's own thread.
    """

    came = Signal(int)

    def __init__(
        self,
        page: Page,
        card: BouncesCard,
        *,
        then: Callable[[], None],
        refused: Callable[[Exception], None],
    ) -> None:
        super().__init__(page)
        self._page, self._card, self._then, self._refused = page, card, then, refused
        card.paths_chosen.connect(self.read_paths)
        card.mailbox_chosen.connect(self.read_mailbox)
        card.service_chosen.connect(self.ask_service)
        self.came.connect(card.show_news)

    def read_paths(self, paths: tuple[Path, ...]) -> None:
        """Read what came back from files and folders."""
        session, came = self._page.session, self.came
        workspace, campaign, person = session.workspace, session.campaign, session.person

        def read(_task: Task) -> BouncesRead:
            return added_up(
                [
                    workspace.bounces.read_path(
                        campaign, path, by=person, progress=lambda done, _all: came.emit(done)
                    )
                    for path in paths
                ]
            )

        self._card.begin()
        self._page.ask(read, then=self._found, otherwise=self._not_read)

    def read_mailbox(self, settings: ImapSettings, password: str) -> None:
        """Read the mailbox that bounces come back to."""
        session, came = self._page.session, self.came
        workspace, campaign, person = session.workspace, session.campaign, session.person

        def read(_task: Task) -> BouncesRead:
            return workspace.bounces.read_mailbox(
                campaign,
                settings,
                by=person,
                password=password,
                progress=lambda done, _all: came.emit(done),
            )

        self._card.begin()
        self._page.ask(read, then=self._found, otherwise=self._not_read)

    def ask_service(self) -> None:
        """Take the mail service's lists over, which tell of this campaign, too."""
        session = self._page.session
        workspace, campaign, person = session.workspace, session.campaign, session.person

        def done(new: int) -> None:
            self._card.show_service(new)
            self._then()

        self._card.begin()
        self._page.ask(
            lambda _task: workspace.bounces.ask_service(campaign, by=person),
            then=done,
            otherwise=self._not_read,
        )

    def _found(self, found: BouncesRead) -> None:
        self._card.show_read(found)
        self._then()

    def _not_read(self, error: Exception) -> None:
        self._card.end()
        self._refused(error)


def read_words(read: BouncesRead) -> list[str]:
    """Say what a reading found: what is new, then what did not count."""
    new = sum(count for _kind, count in read.kinds)
    words = ngettext(
        "{count} message read, {new} new; {listed} put on the do-not-write list.",
        "{count} messages read, {new} new; {listed} put on the do-not-write list.",
        read.messages,
    )
    said = [
        place(
            words, count=number(read.messages), new=number(new), listed=number(read.listed)
        )
    ]  # fmt: skip
    others = (
        (BounceFate.KNOWN, _("Read before: {count}")),
        (BounceFate.NOT_KEPT, _("Automatic replies: {count}")),
        (BounceFate.NOT_OURS, _("Not counted, names no message of this campaign: {count}")),
        (BounceFate.NEVER_SENT, _("Not counted, names a message that never went out: {count}")),
        (BounceFate.OTHER_ADDRESS, _("Not counted, speaks of another address: {count}")),
        (BounceFate.NOTHING_SAID, _("Not a bounce: {count}")),
    )
    said += [
        place(text, count=number(read.count(fate))) for fate, text in others if read.count(fate)
    ]
    if read.unreadable:
        said.append(
            place(_("Files that could not be read: {count}"), count=number(read.unreadable))
        )
    return said


def _local_paths(event: QDropEvent) -> tuple[Path, ...]:
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
