"""Cards of the Sign off page: people with their standing, evidence, and how to ask somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from composer.gui.flow_layout import FlowLayout
from composer.gui.numbers import number
from composer.gui.pages.sign_off_facts import Line, Signer, signer_line
from composer.gui.parts import Button, Card, ElidedLabel, IconLabel, icon_button, label, row
from composer.i18n import _, isolate, isolate_ltr, listed, ngettext, place


class LinesCard(Card):
    """A titled card of lines, each with a shape and words."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self.body.setContentsMargins(24, 16, 24, 16)
        self.title = label(title, role="section", wraps=True)
        self.body.addWidget(self.title)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)
        self.body.addStretch(1)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        _empty(self._column)
        for line in self._lines:
            shown = QWidget()
            shown.setLayout(
                row(IconLabel(line.icon, line.tint), label(line.text, wraps=True), stretch=1)
            )
            self._column.addWidget(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What the card of signers shows.

    `kinds` is 0 while there is nothing to look at; `me` is the address of whoever looks; `notes`
    say of each address how the person is reached; `time` and `alone` are sentences, or empty.
    """

    signers: tuple[Signer, ...]
    rule: str
    kinds: int
    me: str
    practice: bool
    time: str = ""
    alone: str = ""
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class SignersCard(Card):
    """Who may sign, who has, and until when.

    Signals:
        acting_requested(Person): act as this person (practice workspaces).
    """

    acting_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Signing | None = None
        self.body.setContentsMargins(24, 16, 24, 16)
        self.title = label(_("Who signs"), role="section")
        self.rule = label(role="muted", wraps=True)
        self.time = label(role="strong", wraps=True)
        self.alone = label(tone="look", wraps=True)
        self.body.addWidget(self.title)
        self.body.addWidget(self.rule)
        self.body.addWidget(self.time)
        self.body.addWidget(self.alone)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.body.addLayout(self._column)
        self.body.addStretch(1)

    def show_signing(self, signing: Signing) -> None:
        """Show everybody's standing; in practice, a way to be somebody else."""
        if signing == self._shown:
            return
        self._shown = signing
        self.rule.setText(signing.rule)
        for shown, text in ((self.time, signing.time), (self.alone, signing.alone)):
            shown.setText(text)
            shown.setVisible(bool(text))
        _empty(self._column)
        for signer in signing.signers:
            self._column.addWidget(self._line(signer, signing))

    def _line(self, signer: Signer, signing: Signing) -> QWidget:
        line, me = signer_line(signer, kinds=signing.kinds), signing.me
        person = signer.person
        name = isolate(person.name)
        if person.email == me:
            name = place(_("{name} (you)"), name=person.name)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(name, role="strong"))
        words.addWidget(label(line.text, role="muted", wraps=True))
        for note in signing.notes.get(person.email, ()):
            words.addWidget(label(note, role="muted", wraps=True))
        shown = QWidget()
        inner = row(IconLabel(line.icon, line.tint, 20), gap=12)
        inner.addLayout(words, 1)
        if signing.practice and signer.here.has_key and person.email != me:
            acting = Button(place(_("Act as {name}"), name=person.name), icon="circle-user")
            acting.clicked.connect(lambda: self.acting_requested.emit(person))
            inner.addWidget(acting)
        shown.setLayout(inner)
        return shown


class AskCard(Card):
    """A ready message to those who are asked: sent from here, copied, or for the mail program.

    Signals:
        closed(): not now.
        asked(): the message was taken along, so these people are asked.
        file_wanted(): the file with the frozen version is to be saved.
        mail_wanted(): each of them is to be sent the request with the file.
    """

    closed = Signal()
    asked = Signal()
    file_wanted = Signal()
    mail_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.addresses: tuple[str, ...] = ()
        self._subject = ""
        self.body.setContentsMargins(24, 16, 24, 16)
        self.title = label(role="section", wraps=True)
        self.to = ElidedLabel(role="muted", middle=True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("Message to the people who are asked"))
        self.text.setReadOnly(True)
        self.text.setMaximumHeight(136)
        close = icon_button("x", _("Close"), pressed=self.closed.emit)
        copy = Button(_("Copy the text"), icon="copy", pressed=self.copy)
        mail = Button(_("Open in the mail program"), icon="mail", pressed=self.open_mail)
        self.body.addLayout(row(self.title, close, stretch=0))
        self.body.addWidget(self.to)
        self.body.addWidget(self.text)
        self.file = Button(
            _("Save the proof file…"), icon="download", pressed=self.file_wanted.emit
        )
        self.send = Button(icon="send", pressed=self.mail_wanted.emit)
        foot = FlowLayout()
        for button in (self.send, mail, copy, self.file):
            foot.addWidget(button)
        self.body.addLayout(foot)
        self.hide()

    def show_request(
        self,
        addresses: Sequence[str],
        *,
        title: str,
        subject: str,
        text: str,
        has_account: bool = True,
    ) -> None:
        """Show a message to these people; `has_account`: it can be sent from here."""
        words = ngettext(
            "Send this to {count} reviewer", "Send this to {count} reviewers", len(addresses)
        )
        self.send.setText(place(words, count=number(len(addresses))))
        self.send.setVisible(has_account)
        self.addresses, self._subject = tuple(addresses), subject
        self.title.setText(title)
        self.to.show_text(listed(isolate_ltr(address) for address in addresses))
        self.text.setPlainText(text)
        self.show()
        self.text.setFocus()

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.asked.emit()

    def mail_link(self) -> str:
        """Give the link that opens the mail program with everything filled in."""
        to = ",".join(quote(address) for address in self.addresses)
        return f"mailto:{to}?subject={quote(self._subject)}&body={quote(self.text.toPlainText())}"

    def open_mail(self) -> None:
        """Open the person's own mail program; the person sends it."""
        QDesktopServices.openUrl(QUrl(self.mail_link()))
        self.asked.emit()


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.deleteLater()
