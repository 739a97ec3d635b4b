"""The two lines above the text: subject and preheader, each with how long it is for a reader."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.parts import ElidedLabel, label, row
from composer.gui.writing.length_hints import preheader_hint, subject_hint
from composer.gui.writing.subject_editor import SubjectEditor
from composer.gui.writing.tags import Field, parse_tag
from composer.i18n import _
from composer.translation.jinja_source import split_tags


class HeadLines(QWidget):
    """Subject and preheader."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[object, ...] = ()
        self.subject, self.subject_hint = _line(_("Subject"))
        self.preheader, self.preheader_hint = _line(_("Preheader"))
        self.subject.setPlaceholderText(_("What the message is about, in a few words"))
        self.preheader.setPlaceholderText(_("The words after the subject in the inbox"))
        inner = QVBoxLayout(self)
        inner.setContentsMargins(1, 0, 1, 0)
        inner.setSpacing(4)
        for name, edit, hint in (
            (_("Subject"), self.subject, self.subject_hint),
            (_("Preheader"), self.preheader, self.preheader_hint),
        ):
            line = row(label(name, role="strong"), hint, stretch=0)
            inner.addLayout(line)
            inner.addWidget(edit)
            inner.addSpacing(4)

    def show_lengths(self, fields: dict[str, str], *, rendered_subject: str = "") -> None:
        """Say how long both are for somebody with these fields."""
        said = (self.subject.source(), self.preheader.source(), fields, rendered_subject)
        if said == self._said:  # a key in the text changes neither
            return
        self._said = said
        lines: tuple[tuple[SubjectEditor, ElidedLabel, Callable[[str], str], str], ...] = (
            (self.subject, self.subject_hint, subject_hint, rendered_subject),
            (self.preheader, self.preheader_hint, preheader_hint, ""),
        )
        for edit, hint, say, rendered in lines:
            words = say(rendered or filled_in(edit.source(), fields))
            hint.show_text(words)
            edit.setAccessibleDescription(words)


def filled_in(source: str, fields: dict[str, str]) -> str:
    """Put one person's fields into a line, as far as that goes without rendering.

    >>> filled_in('Dear {{ name or "customer" }}{% if x %}!{% endif %}', {"name": ""})
    'Dear customer!'
    """
    said = []
    for piece in split_tags(source):
        tag = parse_tag(piece.text) if piece.is_tag else None
        if tag is None:
            said.append(piece.text)
        elif isinstance(tag, Field):
            said.append(fields.get(tag.name, "") or tag.fallback)
    return "".join(said)


def _line(name: str) -> tuple[SubjectEditor, ElidedLabel]:
    edit = SubjectEditor()
    edit.setAccessibleName(name)
    return edit, ElidedLabel(role="caption", grows=False)
