"""A source before its rows are read: what it is, its letters, and what its columns are.

Nothing is taken from it yet. Guessed letters are shown and must be confirmed by a person; another
encoding, delimiter or sheet opens the source anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from composer.audience.sources.source import SourceOptions
from composer.gui.audience.mapping import Mapping, again
from composer.gui.audience.mapping_table import MappingModel, MappingTable
from composer.gui.numbers import number
from composer.gui.parts import Button, Card, ElidedLabel, IconLabel, label, row
from composer.gui.writing.panels.size_words import size_words
from composer.i18n import N_, _, isolate, isolate_ltr, ngettext, place
from composer.model.audience import SourceKind, SourceView
from composer.model.campaign import AudienceSettings

KINDS = {
    SourceKind.CSV: N_("text file"),
    SourceKind.XLSX: N_("Excel workbook"),
    SourceKind.ODS: N_("OpenDocument spreadsheet"),
    SourceKind.PARQUET: N_("Parquet file"),
    SourceKind.PASTED: N_("pasted cells"),
}
DELIMITERS = {
    ",": N_("Comma"),
    ";": N_("Semicolon"),
    "\t": N_("Tab"),
    "|": N_("Bar"),
}
DOUBTFUL_SHOWN = 6
GUESSED = "audience.encoding_guess"
"""Answered here, by a look at the letters."""


class SourcePane(QWidget):
    """The view of one source.

    Signals:
        reopened(SourceOptions): read it with another encoding, delimiter or sheet.
        changed(): whether it can be read may have changed.
        put_away(): this is not the list.
    """

    reopened = Signal(object)
    changed = Signal()
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view: SourceView | None = None
        self.options = SourceOptions()
        self._confirmed = ""
        self.facts = ElidedLabel(role="strong", middle=True)
        self.away = Button(_("Not this one"), kind="quiet", icon="x", pressed=self.put_away.emit)
        self.encoding = _choice(_("Letters"))
        self.delimiter = _choice(_("Between the cells"))
        self.sheet = _choice(_("Sheet"))
        self.letters = Card(kind="well")
        self.doubt = label(wraps=True, role="strong")
        self.samples = label(wraps=True)
        self.other = _choice(_("Read the letters as"))
        self.right = Button(_("These letters are right"), pressed=self._confirm)
        self.model = MappingModel()
        self.table = MappingTable(self.model)
        self._build()
        self.model.changed.connect(self.changed)
        self.other.activated.connect(lambda _at: self._reopen(self.other))
        for choice in (self.encoding, self.delimiter, self.sheet):
            choice.activated.connect(lambda _at, choice=choice: self._reopen(choice))

    def show_source(self, view: SourceView, options: SourceOptions) -> None:
        """Show a source that was opened; the same one opened anew keeps what was chosen."""
        same = self.view is not None and self.view.file == view.file
        former = self.model.mapping if same else Mapping()
        if not same or view.encoding != self._confirmed:
            self._confirmed = options.encoding
        self.view, self.options = view, options
        self.facts.show_text(_facts(view))
        encodings = [(name, name) for name in view.encodings if view.encoding_is_certain]
        self._fill(self.encoding, encodings, view.encoding)
        names = [(mark, _(words)) for mark, words in DELIMITERS.items()]
        self._fill(self.delimiter, names if view.delimiter else [], view.delimiter)
        self._fill(self.sheet, [(name, name) for name in view.sheets], view.sheet)
        self._show_letters(view)
        self.model.show_mapping(again(former, view.columns))
        self.changed.emit()

    def problem(self) -> str:
        """Say what keeps the rows from being read, or nothing."""
        if self.view is None:
            return _("No list is open.")
        blocking = [item for item in self.view.findings if item.blocks and item.code != GUESSED]
        if blocking:
            return blocking[0].text
        if not self._letters_are_sure:
            return _("Say whether the letters are right.")
        return self.model.mapping.problem()

    def settings(self, before: AudienceSettings) -> AudienceSettings:
        """Give the campaign's settings with what was said here."""
        assert self.view is not None
        return replace(
            self.model.mapping.settings(before),
            encoding=self._confirmed,
            delimiter=self.options.delimiter,
            sheet=self.options.sheet,
        )

    # --- inside ------------------------------------------------------------------------------

    @property
    def _letters_are_sure(self) -> bool:
        view = self.view
        return view is None or view.encoding_is_certain or self._confirmed == view.encoding

    def _build(self) -> None:
        head = row(self.facts, self.away, stretch=0)
        ways = row(*(_named(one) for one in (self.encoding, self.delimiter, self.sheet)), gap=16)
        ways.addStretch(1)
        doubt = row(IconLabel("triangle-alert", "look"), self.doubt, stretch=1)
        self.letters.body.addLayout(doubt)
        self.letters.body.addWidget(self.samples)
        answer = row(_named(self.other), self.right)
        answer.addStretch(1)
        self.letters.body.addLayout(answer)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addLayout(head)
        inner.addLayout(ways)
        inner.addWidget(self.letters)
        hint = _("Say what each column is. Suggestions are marked; change what is wrong.")
        inner.addWidget(label(hint, role="muted", wraps=True))
        inner.addWidget(self.table, 1)

    def _show_letters(self, view: SourceView) -> None:
        self.letters.setVisible(not self._letters_are_sure)
        words = _("The letters of this file were guessed as {encoding}. Are these words right?")
        self.doubt.setText(place(words, encoding=isolate_ltr(view.encoding)))
        doubtful = _doubtful(cell for cells in view.sample for cell in cells)
        self.samples.setText(" · ".join(isolate(cell) for cell in doubtful))
        self._fill(self.other, [(name, name) for name in view.encodings], view.encoding)

    def _confirm(self) -> None:
        if self.view is not None:
            self._confirmed = self.view.encoding
            self.letters.hide()
            self.changed.emit()

    def _reopen(self, choice: QComboBox) -> None:
        said, before = str(choice.currentData()), self.options
        if choice is self.delimiter:
            options = replace(before, delimiter=said)
        elif choice is self.sheet:
            options = replace(before, sheet=said)
        else:
            options = replace(before, encoding=said)
        if options != before:
            self.reopened.emit(options)

    def _fill(self, choice: QComboBox, names: list[tuple[str, str]], current: str) -> None:
        known = [value for value, _words in names]
        if current and current not in known and names:
            names = [(current, current), *names]
        choice.clear()
        for value, words in names:
            choice.addItem(words, value)
        choice.setCurrentIndex(max(0, choice.findData(current)))
        ground = choice.parentWidget()
        if ground is not None:
            ground.setVisible(len(names) > 1)


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


def _named(choice: QComboBox) -> QWidget:
    """Put a choice behind its name."""
    ground = QWidget()
    words = label(choice.accessibleName(), role="muted")
    words.setBuddy(choice)
    inner = row(words, choice)
    ground.setLayout(inner)
    return ground


def _doubtful(cells: Iterable[str]) -> list[str]:
    """Give some cells with letters beyond ASCII, each once: there a wrong guess shows."""
    found = dict.fromkeys(cell.strip() for cell in cells if not cell.isascii())
    return list(found)[:DOUBTFUL_SHOWN]


def _facts(view: SourceView) -> str:
    parts = [isolate(view.file), _(KINDS[view.kind]), size_words(view.size_bytes)]
    if view.rows is not None:
        words = ngettext("{count} row", "{count} rows", view.rows)
        parts.append(place(words, count=number(view.rows)))
    return " · ".join(part for part in parts if part)
