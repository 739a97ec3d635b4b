"""What a person brings to a test: a saved message dropped, chosen or pasted, or their own words.

A message is compared, and counts where it proves where it comes from. Words are signed, shown to
whoever reviews, and never pass the test; that is said before they are written.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.i18n import _, isolate_ltr, place


class ReceiveCard(Card):
    """Takes saved messages.

    Signals:
        files_chosen(list): paths of saved messages.
        pasted(str): the source of one message.
        words_wanted(): a person wants to say what they saw.
    """

    files_chosen = Signal(list)
    pasted = Signal(str)
    words_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(kind="drop")
        words = _(
            "A mailbox that Composer cannot read: save the message there as a file (.eml) and "
            "drop it here, or copy its source and paste it. It counts if the sender’s mail "
            "service signed it."
        )
        self.choose = Button(_("Choose files…"), icon="folder-open", pressed=self.ask_files)
        self.paste = Button(_("Paste"), icon="clipboard-list", pressed=self.take_clipboard)
        self.say = Button(_("I saw it there…"), kind="quiet", pressed=self.words_wanted.emit)
        self.body.addLayout(
            row(IconLabel("mail-check", "muted"), label(words, role="muted", wraps=True), stretch=1)
        )
        buttons = row(self.choose, self.paste, self.say)
        buttons.addStretch(1)
        self.body.addLayout(buttons)

    def ask_files(self) -> None:
        """Ask for saved messages."""
        dialog = QFileDialog(self, _("Open received messages"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_("Saved messages (*.eml)"))
        dialog.filesSelected.connect(
            lambda names: self.files_chosen.emit([Path(name) for name in names])
        )
        dialog.open()

    def take_clipboard(self) -> None:
        """Take what was copied: files, or the source of one message."""
        self.take(QApplication.clipboard().mimeData())

    def take(self, mime: QMimeData) -> None:
        """Take what was dropped or copied."""
        files = local_files(mime)
        if files:
            self.files_chosen.emit(files)
        elif mime.text().strip():
            self.pasted.emit(mime.text())


def local_files(mime: QMimeData) -> list[Path]:
    """Give the files of a drop; none where one of them is not on this computer."""
    urls = mime.urls()
    if not all(url.isLocalFile() for url in urls):
        return []
    return [Path(url.toLocalFile()) for url in urls]


class WordsCard(Card):
    """Where a person writes what they saw at a test mailbox.

    Signals:
        said(str, str): the mailbox, and the words.
    """

    said = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._seed = ""
        self.about = label(role="strong", wraps=True)
        limits = label(
            _(
                "Your words and your name are signed and shown to whoever reviews. They do not "
                "pass the test: only a message that was compared does."
            ),
            role="muted",
            wraps=True,
        )
        self.edit = QLineEdit()
        self.edit.setAccessibleName(_("What you saw"))
        self.edit.setPlaceholderText(_("What arrived, where it lay, what its To line showed"))
        self.record = Button(_("Record what I saw"), pressed=self._say)
        self.leave = Button(_("Close"), kind="quiet", pressed=self.hide)
        self.record.setEnabled(False)
        self.edit.textChanged.connect(lambda text: self.record.setEnabled(bool(text.strip())))
        self.edit.returnPressed.connect(self._say)
        buttons = row(self.record, self.leave)
        buttons.addStretch(1)
        self.body.addWidget(self.about)
        self.body.addWidget(limits)
        self.body.addWidget(self.edit)
        self.body.addLayout(buttons)
        self.hide()

    def ask(self, seed: str) -> None:
        """Ask what was seen at this mailbox."""
        self._seed = seed
        self.about.setText(place(_("What did you see at {seed}?"), seed=isolate_ltr(seed)))
        self.show()
        self.edit.setFocus()

    def _say(self) -> None:
        if self.edit.text().strip():
            self.said.emit(self._seed, self.edit.text())
            self.edit.clear()
            self.hide()


class Notes(QWidget):
    """Lines of small print below the comparison."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show other lines; nothing is drawn anew when they are the same."""
        if lines == self.lines:
            return
        self.lines = lines
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for line in lines:
            self._column.addWidget(label(line, role="caption", wraps=True))
