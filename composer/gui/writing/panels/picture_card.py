"""A picture on its way into the text: what was saved by scaling, and what it shows in words.

It goes into the text only with words for people who cannot see it; a file's name is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from composer.gui.numbers import number
from composer.gui.parts import Button, Card, ElidedLabel, label, row
from composer.gui.reasons import allow
from composer.gui.writing.panels.size_words import size_words
from composer.i18n import _, ngettext, place

SEEN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A picture that waits for its words; with a `path` it is in the campaign already."""

    name: str
    content: bytes
    thumbnail: QImage
    bytes_before: int
    is_animated: bool = False
    path: str = ""


class PictureCard(Card):
    """One picture at a time.

    Signals:
        wanted(Waiting, str): put it into the text with these words.
        dropped(): not this one.
    """

    wanted = Signal(object, str)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.waiting: Waiting | None = None
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self._name = ElidedLabel(role="strong", middle=True)
        self._sizes = label(role="caption", wraps=True)
        question = label(_("What does the picture show?"), role="strong", wraps=True)
        hint = label(_("People who cannot see it hear this."), role="caption", wraps=True)
        self.words = QLineEdit()
        self.words.setAccessibleName(_("What does the picture show?"))
        self.words.setAccessibleDescription(_("People who cannot see it hear this."))
        self.words.setPlaceholderText(_("The index rose from 100 to 140 in a year"))
        question.setBuddy(self.words)
        self.reason = label(role="caption", wraps=True)
        self.put = Button(_("Put into the text"), icon="image", pressed=self._put)
        self.cancel = Button(_("Not this one"), kind="quiet", pressed=self.dropped.emit)
        facts = QVBoxLayout()
        facts.setSpacing(2)
        facts.addWidget(self._name)
        facts.addWidget(self._sizes)
        facts.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._picture)
        head.addLayout(facts, 1)
        self.body.addLayout(head)
        for part in (question, hint, self.words):
            self.body.addWidget(part)
        self.body.addWidget(self.reason)
        buttons = row(self.put, self.cancel)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.words.textChanged.connect(self._judge)
        self.words.returnPressed.connect(self._put)
        self.hide()

    def show_picture(self, waiting: Waiting, *, more: int) -> None:
        """Ask for the words of a picture; `more` wait behind it."""
        self.waiting = waiting
        self._name.show_text(waiting.name)
        self._picture.setPixmap(QPixmap.fromImage(waiting.thumbnail))
        self._picture.setVisible(not waiting.thumbnail.isNull())
        self._picture.setAccessibleName(waiting.name)
        self._sizes.setText(_sizes(waiting, more))
        self.words.clear()
        self._judge("")
        self.show()
        self.words.setFocus()

    def clear(self) -> None:
        """Wait for nothing."""
        self.waiting = None
        self.hide()

    def _judge(self, typed: str) -> None:
        reason = self._reason(" ".join(typed.split()))
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        allow(self.put, unless=reason)

    def _reason(self, words: str) -> str:
        if not words:
            return _("Write what it shows, then it can go into the text.")
        name = PurePath(self.waiting.name if self.waiting else "")
        if words.casefold() in {name.name.casefold(), name.stem.casefold()}:
            return _("The name of the file says nothing about what is to be seen.")
        return ""

    def _put(self) -> None:
        if self.waiting is not None and self.put.isEnabled():
            self.wanted.emit(self.waiting, " ".join(self.words.text().split()))


def _sizes(waiting: Waiting, more: int) -> str:
    after = size_words(len(waiting.content))
    if waiting.is_animated:
        said = place(_("{size}, moving: it stays as it is."), size=after)
    elif waiting.path or len(waiting.content) >= waiting.bytes_before:
        said = after
    else:
        before = size_words(waiting.bytes_before)
        said = place(_("{before} became {after}."), before=before, after=after)
    if more:
        waits = ngettext("{count} more to come.", "{count} more to come.", more)
        said = "\n".join((said, place(waits, count=number(more))))
    return said
