"""The team's words: how each is said in every language, for all campaigns of the workspace.

Whoever writes or translates may change them; who may is decided below. Translators see the words
that a text holds beside it, and what a translation does not say as the team does is pointed out.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTableView

from composer.gui.audience.drop_zone import dropped_file
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.parts import Button, Card, SearchEdit, icon_button, label, row
from composer.gui.session import Session
from composer.gui.tables import dress_list, wide
from composer.gui.translating.glossary_model import GlossaryModel
from composer.gui.translating.term_sheet import TermSheet
from composer.i18n import N_, _, ngettext, place
from composer.model.glossary import GlossaryLine, GlossaryTaken, GlossaryTerm

READ, WRITTEN = "*.csv *.xlsx *.ods", "*.xlsx *.csv"


class GlossaryPage(Page):
    """The words, and the ways in and out."""

    title = N_("Words of the team")
    purpose = N_("How the team says its words in each language. Translators see them at work.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self.model = GlossaryModel()
        self.table = QTableView()
        self.search = SearchEdit(_("Search the words"))
        self.count = label(role="muted")
        self.load = Button(_("Import a table…"), icon="upload", pressed=self.choose_file)
        self.save = Button(_("Export…"), icon="download", pressed=self.choose_place)
        self.edit = icon_button(
            "pencil-line", _("Change this word (Enter)"), pressed=self.change_word
        )
        self.take_out = icon_button("trash-2", _("Take this word out"), pressed=self.remove_word)
        self.sheet = TermSheet(self)
        self.body = QStackedWidget()
        self._build()
        self.search.textChanged.connect(lambda text: self._find(text.strip()))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._look())
        self.table.doubleClicked.connect(lambda _index: self.change_word())
        enter = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table)
        enter.setContext(Qt.ShortcutContext.WidgetShortcut)
        enter.activated.connect(self.change_word)
        self.sheet.wanted.connect(self.keep)

    def read(self) -> None:
        """Read the words again."""
        memory = self.session.workspace.memory

        def read(_task: Task) -> tuple[GlossaryLine, ...]:
            return memory.glossary()

        self.ask(read, then=self._show)
        self.refresh()

    def refresh(self) -> None:
        """Show the one next step."""
        self.set_primary(_("Add a word…"))
        self._look()

    def press_primary(self) -> None:
        """Ask for a word."""
        self._ask(None, self.footer.primary)

    def change_word(self) -> None:
        """Change the chosen word."""
        chosen = self._chosen()
        if chosen is not None:
            self._ask(chosen, self.edit)

    def keep(self, term: GlossaryTerm, seen: GlossaryLine | None) -> None:
        """Keep a word, in place of what was seen."""
        memory, person = self.session.workspace.memory, self.session.person

        def save(_task: Task) -> GlossaryLine:
            return memory.save_term(term, seen=seen, by=person)

        def saved(_line: GlossaryLine) -> None:
            self.show_findings(())
            self.read()

        self.change(save, then=saved)

    def remove_word(self) -> None:
        """Take the chosen word out, with a way back."""
        chosen = self._chosen()
        if chosen is None:
            return
        memory, person = self.session.workspace.memory, self.session.person

        def remove(_task: Task) -> None:
            memory.remove_term(chosen, by=person)

        def removed(_done: None) -> None:
            self.show_findings(())
            words = place(_("“{term}” was taken out."), term=chosen.term.source)
            self.notice.say(words, undo=lambda: self.keep(chosen.term, None))
            self.session.announce(words)
            self.read()

        self.change(remove, then=removed)

    def choose_file(self) -> None:
        """Ask for a table of words."""
        dialog = self._dialog(_("Open a table of words"), READ)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.open()

    def take_file(self, file: Path) -> None:
        """Take over a table of words."""
        memory, person, source = self.session.workspace.memory, self.session.person, self._source()

        def load(_task: Task) -> GlossaryTaken:
            return memory.import_terms(file, source_locale=source, by=person)

        self.change(load, then=self._taken, label=place(_("Reading {name}"), name=file.name))

    def choose_place(self) -> None:
        """Ask where the words are to be written."""
        dialog = self._dialog(_("Save the words"), WRITTEN)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda path: self.write_file(Path(path)))
        dialog.open()

    def write_file(self, file: Path) -> None:
        """Write the words as a table."""
        memory = self.session.workspace.memory

        def write(_task: Task) -> int:
            return memory.export_terms(file)

        def written(_count: int) -> None:
            self.say(place(_("Saved as {name}."), name=file.name))

        self.ask(write, then=written)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take over the table that is dropped."""
        file = dropped_file(event.mimeData())
        if file is not None:
            self.take_file(file)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        dress_list(table)
        table.setAccessibleName(_("Words of the team"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(320)
        line = row(self.search, self.count, gap=12)
        line.addStretch(1)
        for part in (self.edit, self.take_out, self.load, self.save):
            line.addWidget(part)
        self.body.addWidget(self._empty_state())
        self.body.addWidget(table)
        self.content.addLayout(line)
        self.content.addWidget(self.body, 1)

    @staticmethod
    def _empty_state() -> Card:
        card = Card(kind="drop")
        card.body.setContentsMargins(24, 24, 24, 24)
        card.body.addStretch(1)
        card.body.addWidget(label(_("The team has no words of its own yet."), role="section"))
        words = _(
            "Add what must always be said alike: products, terms of your trade, names that stay as "
            "they are. Or drop a table here (CSV, XLSX): the words in a column called “source”, "
            "and a column for each language, called de, fr or ja."
        )
        card.body.addWidget(label(words, role="muted", wraps=True))
        card.body.addStretch(1)
        return card

    def _dialog(self, title: str, kinds: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        name = _("Tables")
        dialog.setNameFilter(f"{name} ({kinds})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _ask(self, seen: GlossaryLine | None, where: Button) -> None:
        content = self.session.content
        first = content.message.catalogues[:1] if content else ()
        locale = first[0].locale if first else ""
        self.sheet.ask(seen, where, source_locale=self._source(), locale=locale)

    def _source(self) -> str:
        """Give the language of new words: that of the open campaign."""
        content = self.session.content
        return content.message.locale if content else "en"

    def _show(self, lines: tuple[GlossaryLine, ...]) -> None:
        self.model.show_lines(lines)
        widths = (22, *(24 for _locale in self.model.locales), 30)
        for column, letters in enumerate(widths):
            self.table.setColumnWidth(column, wide(self.table, letters))
        self._count()

    def _find(self, text: str) -> None:
        self.model.show_search(text)
        self._count()

    def _count(self) -> None:
        total = self.model.rowCount()
        words = ngettext("{count} word", "{count} words", total)
        self.count.setText(place(words, count=number(total)))
        is_empty = not total and not self.search.text().strip()
        self.body.setCurrentIndex(0 if is_empty else 1)
        self.save.setEnabled(not is_empty)
        self._look()

    def _chosen(self) -> GlossaryLine | None:
        index: QModelIndex = self.table.currentIndex()
        return self.model.line(index.row()) if index.isValid() else None

    def _look(self) -> None:
        has_one = self._chosen() is not None
        self.edit.setEnabled(has_one)
        self.take_out.setEnabled(has_one)

    def _taken(self, done: GlossaryTaken) -> None:
        self.show_findings(done.findings)
        if done.findings:
            self.findings.open_list()
            return
        words = _("Added: {added}. Changed: {changed}. As they were: {known}.")
        self.say(
            place(
                words,
                added=number(done.added),
                changed=number(done.changed),
                known=number(done.known),
            )
        )
        self.read()
