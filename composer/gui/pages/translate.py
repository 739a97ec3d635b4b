"""Translate: one language's units, text beside translation, and the message as it comes out."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from composer.findings import Finding
from composer.gui import theme
from composer.gui.background import Task
from composer.gui.flow_layout import FlowLayout
from composer.gui.languages import COMMON
from composer.gui.live_preview import LivePreview
from composer.gui.page import Page
from composer.gui.parts import Button, Card, IconLabel, label
from composer.gui.session import Session
from composer.gui.unit_editor import UnitEditor
from composer.gui.unit_table import UnitModel
from composer.i18n import N_, _, isolate, ngettext, place
from composer.model.overview import AudiencePage
from composer.model.stages import Stage
from composer.model.translation import Translated, UnitLine, UnitState
from composer.translation.locale_names import language_name

SAVE_PAUSE_MS = 800
ROWS_SEARCHED = 200


class TranslatePage(Page):
    """The translator's page."""

    stage = Stage.TRANSLATE
    title = N_("Translate")
    purpose = N_("The same message in each reader's language, part by part.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._tag = ""
        self._wanted_source = ""
        self._counts: dict[str, tuple[int, int]] = {}
        self._buttons: dict[str, Button] = {}
        self._model = UnitModel()
        self.table = QTableView()
        self.editor = UnitEditor()
        self.preview = LivePreview(session)
        self.add = Button(_("Add a language"), kind="quiet", icon="plus")
        self.add.setMenu(QMenu(self.add))
        self.languages = FlowLayout()
        self._empty = self._make_empty()
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_PAUSE_MS)
        self._timer.timeout.connect(self.save)
        self.editor.edited.connect(self._timer.start)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.add.menu().aboutToShow.connect(self._offer_languages)

    @property
    def tags(self) -> tuple[str, ...]:
        """The languages the message is translated into."""
        content = self.session.content
        return tuple(item.locale for item in content.message.catalogues) if content else ()

    def refresh(self) -> None:
        """Show the languages and read the units of the one being shown."""
        tags = self.tags
        if self._tag not in tags:
            self._tag = tags[0] if tags else ""
        self._show_languages()
        self._empty.setVisible(not tags)
        self._halves.setVisible(bool(tags))
        self.editor.set_read_only(read_only=self.session.is_frozen)
        self.add.setVisible(not self.session.is_frozen)
        self.show_findings(self.stage_findings)
        if self._tag:
            self._read_units()
        else:
            self.set_primary(_("Go to Audience"))

    def press_primary(self) -> None:
        """Save and go to the next unit that is not reviewed; when all are, to the next stage."""
        self.save()
        row = self._next_row()
        if row is None:
            self.session.go_to(Stage.AUDIENCE)
            return
        self._select(row)
        self.editor.take_focus()

    def leave(self) -> None:
        """Save what was typed in the last moment."""
        self.save()
        self.preview.pane.close_view()

    def show_finding(self, finding: Finding) -> bool:
        """Select the language and the unit."""
        tag = finding.place_of("locale")
        if not isinstance(tag, str) or tag not in self.tags:
            return False
        self._wanted_source = str(finding.place_of("part") or "")
        self.show_language(tag)
        return True

    def show_language(self, tag: str) -> None:
        """Show another language's units."""
        self.save()
        if tag == self._tag:
            self._select_wanted()
            return
        self._tag = tag
        self.editor.unit = None  # the former language's, until this one's units are read
        self._model.replace(())
        self._show_languages()
        self._read_units()
        self._find_reader()

    def save(self) -> None:
        """Record the translation being edited, if it is new."""
        self._timer.stop()
        unit = self.editor.unit
        if unit is None or not self.editor.is_edited or self.session.is_frozen:
            return
        target = self.editor.target.toPlainText()
        tag, source, is_new_text = self._tag, unit.source, target != unit.target
        reviewed = self.editor.reviewed.isChecked() and not is_new_text
        state = "reviewed" if reviewed else ("draft" if target.strip() else "new")
        saved = UnitLine(
            source=source, target=target, kind=unit.kind, state=state, findings=unit.findings
        )
        units = tuple(saved if line.source == source else line for line in self._model.units)
        self.editor.unit = saved
        self._show_units(units)
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign

        def write(_task: Task) -> tuple[Finding, ...]:
            if reviewed:
                workspace.translating.review(campaign, tag, [source], by=person)
                return ()
            mark = None if is_new_text else UnitState.NEEDS_WORK
            wanted = Translated(locale=tag, source=source, target=target, state=mark)
            return workspace.translating.save(campaign, wanted, by=person)

        self.change(write)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.languages.addWidget(self.add)
        self.content.addLayout(self.languages)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Parts of the text"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height(36, 1.0))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(16)
        column.addWidget(self.table, 3)
        column.addWidget(self.editor, 2)
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self._halves.setHandleWidth(24)
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(left)
        self._halves.addWidget(self.preview)
        self._halves.setSizes([1300, 900])
        self.content.addWidget(self._halves, 1)
        self.content.addWidget(self._empty, 1)

    def _make_empty(self) -> QWidget:
        card = Card(kind="well")
        card.body.addStretch(1)
        mark = IconLabel("languages", "muted", 24)
        words = label(_("Only one language so far."), role="section")
        more = label(
            _("Add a language, or send it as it is written to everybody."), role="muted", wraps=True
        )
        for widget in (mark, words, more):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            card.body.addWidget(widget)
        card.body.addStretch(1)
        return card

    def _show_languages(self) -> None:
        tags = self.tags
        for tag in [known for known in self._buttons if known not in tags]:
            button = self._buttons.pop(tag)
            self.languages.removeWidget(button)
            button.deleteLater()
        for number, tag in enumerate(tags):
            if tag not in self._buttons:
                button = Button(checkable=True)
                button.clicked.connect(
                    lambda _checked=False, wanted=tag: self.show_language(wanted)
                )
                self._buttons[tag] = button
                self.languages.insert_widget(number, button)
                self._count(tag)
            button = self._buttons[tag]
            button.setChecked(tag == self._tag)
            done, total = self._counts.get(tag, (0, 0))
            words = isolate(language_name(tag))
            if total:
                words = place(
                    _("{language}  {done} of {all}"), language=words, done=done, all=total
                )
            button.setText(words)
            button.change_icon("circle-check" if total and done == total else "circle-dashed")

    def _count(self, tag: str) -> None:
        """Read how far a language is that is not being shown."""
        campaign, workspace = self.session.campaign, self.session.workspace

        def take(units: tuple[UnitLine, ...]) -> None:
            self._take_counts(tag, units)

        self.ask(lambda _task: workspace.translating.units(campaign, tag), then=take)

    def _take_counts(self, tag: str, units: tuple[UnitLine, ...]) -> None:
        done = sum(unit.state == "reviewed" for unit in units)
        self._counts[tag] = (done, len(units))
        self._show_languages()

    def _read_units(self) -> None:
        campaign, workspace, tag = self.session.campaign, self.session.workspace, self._tag

        def take(units: tuple[UnitLine, ...]) -> None:
            if tag == self._tag:
                self._show_units(units)

        self.ask(lambda _task: workspace.translating.units(campaign, tag), then=take)

    def _show_units(self, units: tuple[UnitLine, ...]) -> None:
        is_first = not self._model.units
        self._model.replace(units)
        self._take_counts(self._tag, units)
        if is_first and units:
            self._find_reader()
            first = self._model.next_unfinished(-1)
            self._select(first or 0)
        self._select_wanted()
        current = self.table.currentIndex()
        if current.isValid():
            self._show_unit(units[current.row()])
        self.preview.show_draft(None)
        self._offer_next()

    def _offer_next(self) -> None:
        left = sum(unit.state != "reviewed" for unit in self._model.units)
        if left:
            words = place(
                ngettext("{count} part is not reviewed.", "{count} parts are not reviewed.", left),
                count=left,
            )
            self.set_primary(_("Next unfinished"), reason=words)
            return
        self.set_primary(_("Go to Audience"))

    def _next_row(self) -> int | None:
        return self._model.next_unfinished(self.table.currentIndex().row())

    def _select(self, row: int) -> None:
        self.table.setCurrentIndex(self._model.index(row, 0))

    def _select_wanted(self) -> None:
        row = self._model.row_of(self._wanted_source) if self._wanted_source else None
        if row is not None:
            self._wanted_source = ""
            self._select(row)
            self.editor.take_focus()

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.save()
            self._show_unit(self._model.units[current.row()])

    def _show_unit(self, unit: UnitLine) -> None:
        content = self.session.content
        self.editor.show_unit(
            unit,
            language=isolate(language_name(self._tag)),
            tag=self._tag,
            source_tag=content.message.locale if content else "",
        )

    def _find_reader(self) -> None:
        """Preview as somebody who reads this language."""
        campaign, workspace, tag = self.session.campaign, self.session.workspace, self._tag

        def take(page: AudiencePage) -> None:
            readers = [row for row in page.rows if row.locale.split("-")[0] == tag.split("-")[0]]
            if readers and tag == self._tag:
                self.preview.show_address(readers[0].address)

        self.ask(
            lambda _task: workspace.audience_page(campaign, offset=0, limit=ROWS_SEARCHED),
            then=take,
        )

    def _offer_languages(self) -> None:
        content = self.session.content
        menu = self.add.menu()
        menu.clear()
        if content is None:
            return
        known = {content.message.locale, *self.tags}
        asked = [tag for tag, _count in content.locale_counts if tag and tag not in known]
        for tag in asked:
            self._offer(menu, tag)
        if asked:
            menu.addSeparator()
        for tag in COMMON:
            if tag not in known and tag not in asked:
                self._offer(menu, tag)

    def _offer(self, menu: QMenu, tag: str) -> None:
        action = menu.addAction(f"{language_name(tag)} ({tag})")
        action.triggered.connect(lambda _checked=False: self.add_language(tag))

    def add_language(self, tag: str) -> None:
        """Begin another language."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign
        self._tag = tag
        self._model.replace(())
        self.change(lambda _task: workspace.translating.add_locale(campaign, tag, by=person))
