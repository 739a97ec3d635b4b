"""The team's words that a text holds, each with the ways to say it: a press puts one in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.flow_layout import FlowLayout
from composer.gui.parts import Button, label
from composer.i18n import _, isolate, listed, place
from composer.model.translation import Term


class TermLines(QWidget):
    """One block for each word.

    Signals:
        wanted(str): put this in.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._terms: tuple[Term, ...] = ()
        self._writable = True
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._blocks: list[QWidget] = []
        self._nothing = label(_("None of them stands in this text."), role="muted", wraps=True)
        self._column.addWidget(self._nothing)

    def show_terms(self, terms: Sequence[Term]) -> None:
        """Show other words, each once."""
        found = tuple(dict.fromkeys(terms))
        if found == self._terms:
            return
        self._terms = found
        for block in self._blocks:
            self._column.removeWidget(block)
            block.deleteLater()
        self._blocks = [self._block(term) for term in found]
        for block in self._blocks:
            self._column.addWidget(block)
        self._nothing.setVisible(not found)

    def set_writable(self, *, writable: bool) -> None:
        """Say whether anything may be put in."""
        self._writable = writable
        for button in self.findChildren(Button):
            button.setEnabled(writable)

    def _block(self, term: Term) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = FlowLayout()
        name = label(isolate(term.source))
        name.setMinimumHeight(Button(term.source, kind="link").sizeHint().height())
        name.setVisible(not term.is_fixed)
        line.addWidget(name)
        for text in (term.source,) if term.is_fixed else term.targets:
            button = Button(text, kind="link", pressed=partial(self.wanted.emit, text))
            button.setEnabled(self._writable)
            button.setToolTip(_("Put it in"))
            line.addWidget(button)
        column.addLayout(line)
        for words, tone in _remarks(term):
            column.addWidget(label(words, role="caption", tone=tone, wraps=True))
        return block


def _remarks(term: Term) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if term.is_fixed:
        found.append((_("Stays as it is."), ""))
    if term.forbidden:
        words = listed(isolate(text) for text in term.forbidden)
        found.append((place(_("Not: {words}"), words=words), "danger"))
    if term.note:
        found.append((term.note, ""))
    return found
