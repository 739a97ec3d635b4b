"""Pictures and files: what the text shows, what is attached, and what that weighs.

Pictures are scaled on another thread and go into the text only with words for people who cannot see
them. A file is in the campaign as soon as it is taken; whether it is attached is a step of the
page's history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QMenu

from composer.findings import Finding
from composer.gui.background import Task
from composer.gui.parts import Button, Card, label, rule, set_tone
from composer.gui.session import Session
from composer.gui.writing.panels import file_facts, picture_intake
from composer.gui.writing.panels.campaign_files import CampaignFiles
from composer.gui.writing.panels.fields import Problems, UndoLine, flow
from composer.gui.writing.panels.file_section import FileSection
from composer.gui.writing.panels.panel import WritePanel
from composer.gui.writing.panels.picture_card import PictureCard, Waiting
from composer.gui.writing.panels.size_words import limit_words, total_words
from composer.gui.writing.paste import images_of, local_files
from composer.gui.writing.picture_scaling import PICTURE_ENDINGS
from composer.i18n import N_, _
from composer.model.campaign import AttachmentSettings
from composer.model.overview import CampaignContent, Preview
from composer.model.writing import ColumnFiles, FileLine, MessageDraft

COLUMN = "column:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    lines: tuple[FileLine, ...]
    thumbnails: dict[str, QImage]


class FilesPanel(WritePanel):
    """The panel "Pictures and files"."""

    title = N_("Pictures and files")
    icon = "image"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked: tuple[object, ...] = ()
        self._content: CampaignContent | None = None
        self._draft: MessageDraft | None = None
        self._lines: tuple[FileLine, ...] = ()
        self._thumbnails: dict[str, QImage] = {}
        self._columns: dict[str, ColumnFiles] = {}
        self._queue: list[Waiting] = []
        self._files = CampaignFiles(session, self)
        self._read_only = False
        self.setAcceptDrops(True)
        self.card = PictureCard()
        self.problems = Problems()
        self.undo_line = UndoLine()
        self.drop = Card(kind="drop")
        self.add_picture = Button(_("Add a picture…"), icon="image", pressed=self.choose_pictures)
        self.attach = Button(_("Attach a file…"), icon="paperclip", pressed=self.choose_attachment)
        self.by_column = Button(_("One for each person…"), icon="users")
        self.by_column.setMenu(QMenu(self.by_column))
        self.pictures = FileSection(_("Pictures"), _("No pictures yet."))
        self.attachments = FileSection(
            _("Attachments"),
            _("Nothing is attached. A link to a web page reaches more people than a large file."),
        )
        self.others = FileSection(_("Other files"), "")
        self.total = label(wraps=True)
        self._limit_words = label(wraps=True)
        self._lay_out()
        self.card.wanted.connect(self._put)
        self.card.dropped.connect(self._next)
        self._files.removed.connect(self.undo_line.offer)
        self._files.refused.connect(self._tell)
        self.undo_line.undone.connect(self._files.bring_back)
        self.by_column.menu().aboutToShow.connect(self._list_columns)

    # --- what the page calls -----------------------------------------------------------------

    def show_state(self, content: CampaignContent, draft: MessageDraft) -> None:
        """Show the files; read them again when another revision is stored."""
        self._content, self._draft = content, draft
        asked = (content.id, content.revision)
        if asked != self._asked:
            self._asked = asked
            self._read_files(content)
        for item in draft.attachments or ():
            if item.column and item.column not in self._columns:
                self._read_column(item.column)
        self._show()

    def show_preview(self, preview: Preview) -> None:
        """Say how large the message beside the text is."""
        content = self._content
        if content is None:
            return
        size = len(preview.eml)
        self.total.setText(total_words(size, content.audience))
        words, refused = limit_words(size, content.campaign.transport.kind)
        self._limit_words.setText(words)
        set_tone(self._limit_words, "danger" if refused else "look")
        self._limit_words.setVisible(bool(words))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as inherited
        """Show the files without offering to change them."""
        self._read_only = read_only
        self.drop.setVisible(not read_only)
        if read_only:
            self._queue.clear()
            self.card.clear()
        for section in (self.pictures, self.attachments, self.others):
            section.set_read_only(read_only=read_only)

    def take_pictures(self, pictures: Iterable[tuple[str, bytes]]) -> None:
        """Take pictures that were copied: (name, content) each."""
        chosen = tuple(pictures)
        if chosen and not self._read_only:
            self._make_ready(lambda: picture_intake.ready_pictures(chosen))

    def take_files(self, files: Iterable[str]) -> None:
        """Take files that were dropped or chosen: pictures for the text, the others attached."""
        if self._read_only:
            return
        paths = [Path(file) for file in files]
        pictures = [path for path in paths if picture_intake.is_picture_name(path.name)]
        others = [path for path in paths if path not in pictures]
        if pictures:
            self._make_ready(lambda: picture_intake.ready_files(pictures))
        if others:
            self._attach_files(others)

    def take_mime(self, mime: QMimeData) -> bool:
        """Take what was dropped or pasted, if it is files or a picture."""
        files, images = local_files(mime), images_of(mime)
        if files:
            self.take_files(files)
        elif images:
            self.take_pictures(images)
        return bool(files or images)

    def choose_pictures(self) -> None:
        """Let somebody choose pictures for the text."""
        kinds = " ".join(f"*{ending}" for ending in PICTURE_ENDINGS)
        self._open_dialog(_("Choose pictures"), f"{_('Pictures')} ({kinds})", self.take_files)

    def choose_attachment(self) -> None:
        """Let somebody choose files that everybody gets."""
        self._open_dialog(
            _("Choose files for everybody"),
            "",
            lambda files: self._attach_files([Path(file) for file in files]),
        )

    # --- dropping and pasting ----------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        mime = event.mimeData()
        if not self._read_only and (local_files(mime) or mime.hasImage()):
            event.acceptProposedAction()
            set_tone(self.drop, "true", name="over")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Look as before."""
        set_tone(self.drop, "false", name="over")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        set_tone(self.drop, "false", name="over")
        if self.take_mime(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a copied picture."""
        mime = QGuiApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and self.take_mime(mime):
            return
        super().keyPressEvent(event)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        words = label(
            _("Drop pictures and files here, or paste a copied picture with Ctrl+V."), wraps=True
        )
        self.drop.body.addWidget(words)
        self.drop.body.addWidget(flow(self.add_picture, self.attach, self.by_column))
        self._limit_words.hide()
        for part in (
            self.card, self.problems, self.drop, self.undo_line, self.pictures, rule(),
            self.attachments, self.others, rule(), self.total, self._limit_words,
        ):  # fmt: skip
            self.column.addWidget(part)
        self.column.addStretch(1)

    def _show(self) -> None:
        content, draft = self._content, self._draft
        if content is None or draft is None:
            return
        logo = content.message.brand.logo
        self.pictures.show_rows(
            file_facts.picture_rows(self._lines, draft, logo=logo), self._insert, self._remove
        )
        self.attachments.show_rows(
            file_facts.attachment_rows(self._lines, draft, self._columns),
            self._add_for_column,
            self._detach,
        )
        others = file_facts.other_rows(self._lines, draft)
        self.others.show_rows(others, self._attach_stored, self._remove)
        self.others.setVisible(bool(others))
        for section in (self.pictures, self.attachments, self.others):
            section.draw(self._thumbnails)
            section.set_read_only(read_only=self._read_only)

    def _read_files(self, content: CampaignContent) -> None:
        workspace, files = self.session.workspace, content.message.files

        def read(_task: Task) -> _Read:
            return _Read(
                lines=workspace.authoring.files(content.id),
                thumbnails=picture_intake.thumbnails(files),
            )

        def take(found: _Read) -> None:
            self._lines, self._thumbnails = found.lines, found.thumbnails
            self._show()

        self.session.ask(read, owner=self, then=take)
        for column in tuple(self._columns):
            self._read_column(column)

    def _read_column(self, column: str) -> None:
        workspace, campaign = self.session.workspace, self.session.campaign

        def read(_task: Task) -> ColumnFiles:
            return workspace.authoring.column_files(campaign, column)

        def take(files: ColumnFiles) -> None:
            self._columns[column] = files
            self._show()

        self.session.ask(read, owner=self, then=take)

    def _make_ready(self, make: Callable[[], picture_intake.Ready]) -> None:
        def scale(_task: Task) -> picture_intake.Ready:
            return make()

        self.session.ask(scale, owner=self, then=self._is_ready)

    def _is_ready(self, ready: picture_intake.Ready) -> None:
        waiting, findings = ready
        self._tell(findings)
        self._queue.extend(waiting)
        if self.card.waiting is None:
            self._next()

    def _next(self) -> None:
        if self._queue:
            waiting = self._queue.pop(0)
            self.card.show_picture(waiting, more=len(self._queue))
        else:
            self.card.clear()

    def _put(self, waiting: Waiting, words: str) -> None:
        def into_text(paths: tuple[str, ...]) -> None:
            self._next()
            self.picture_wanted.emit(paths[0], words)

        if waiting.path:
            into_text((waiting.path,))
        else:
            self._files.add_contents([(waiting.name, waiting.content)], then=into_text)

    def _attach_files(self, files: list[Path]) -> None:
        self._tell(())
        self._files.add_files(files, then=self._attach)

    def _keep_files(self, files: list[str]) -> None:
        self._tell(())
        self._files.add_files([Path(file) for file in files], then=lambda _paths: None)

    def _attach(self, paths: tuple[str, ...]) -> None:
        def add(draft: MessageDraft) -> MessageDraft:
            there = draft.attachments or ()
            new = [AttachmentSettings(path=path) for path in dict.fromkeys(paths)]
            return replace(draft, attachments=(*there, *(x for x in new if x not in there)))

        self.change(_("attachment"), add)

    def _attach_stored(self, path: str) -> None:
        self._attach((path,))

    def _detach(self, key: str) -> None:
        column = key.removeprefix(COLUMN) if key.startswith(COLUMN) else ""
        gone = AttachmentSettings(column=column) if column else AttachmentSettings(path=key)

        def without(draft: MessageDraft) -> MessageDraft:
            left = tuple(item for item in draft.attachments or () if item != gone)
            return replace(draft, attachments=left)

        self.change(_("attachment"), without)

    def _list_columns(self) -> None:
        menu = self.by_column.menu()
        menu.clear()
        content, draft = self._content, self._draft
        taken = {item.column for item in (draft.attachments if draft else None) or ()}
        columns = [name for name in (content.columns if content else ()) if name not in taken]
        if not columns:
            menu.addAction(_("The audience has no column left.")).setEnabled(False)
        for name in columns:
            menu.addAction(name).triggered.connect(
                lambda _checked=False, column=name: self._attach_column(column)
            )

    def _attach_column(self, column: str) -> None:
        def add(draft: MessageDraft) -> MessageDraft:
            new = AttachmentSettings(column=column)
            return replace(draft, attachments=(*(draft.attachments or ()), new))

        self.change(_("attachment"), add)

    def _add_for_column(self, _key: str) -> None:
        self._open_dialog(_("Choose the files that the rows name"), "", self._keep_files)

    def _insert(self, path: str) -> None:
        content = self._content
        files = content.message.files if content else ()
        file = next((item for item in files if item.path == path), None)
        if file is None:
            return

        def make(_task: Task) -> Waiting:
            return picture_intake.ready_stored(file)

        self.session.ask(make, owner=self, then=lambda made: self._is_ready(((made,), ())))

    def _remove(self, path: str) -> None:
        content = self._content
        files = content.message.files if content else ()
        kept = next((item.content for item in files if item.path == path), b"")
        self._files.remove(path, kept)

    def _tell(self, findings: tuple[Finding, ...]) -> None:
        if self.problems.show_findings(findings):
            self.session.announce(self.problems.text, assertive=True)

    def _open_dialog(self, title: str, kinds: str, then: Callable[[list[str]], None]) -> None:
        dialog = QFileDialog(self, title, "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(then)
        dialog.open()
