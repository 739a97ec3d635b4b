"""Translate: one language's units, text beside translation, and the message as it comes out.

What is typed is stored after a pause and is never lost: not when somebody goes to another language
or page, and not when it cannot be stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

from composer.findings import Finding
from composer.gui.page import Page
from composer.gui.session import Session
from composer.gui.translating.bring_back import BringBack
from composer.gui.translating.drafts import UnitDrafts, UnitKey
from composer.gui.translating.language_acts import LanguageActs
from composer.gui.translating.language_facts import facts_words
from composer.gui.translating.languages_read import LanguagesRead
from composer.gui.translating.next_unit import NextUnit
from composer.gui.translating.page_parts import PageParts
from composer.gui.translating.preview_place import PreviewPlace
from composer.gui.translating.readers import find_reader, known_reader
from composer.gui.translating.review_words import Reviewing
from composer.gui.translating.unit_checking import UnitChecking
from composer.gui.translating.unit_presses import UnitPresses
from composer.gui.translating.unit_saving import UnitSaving
from composer.gui.unit_table import is_named, written
from composer.i18n import N_, _, isolate
from composer.model.stages import Stage
from composer.model.translation import UnitLine
from composer.stages.translation_reviews import wants_reader
from composer.translation.exchange.comparison import Comparison
from composer.translation.locale_names import language_name


class TranslatePage(Page):
    """The translator's page."""

    stage = Stage.TRANSLATE
    title = N_("Translate")
    purpose = N_("The same message in each reader's language, part by part.")
    fills = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._tag = ""
        self._wanted_source = ""
        self._reads = 0
        self._languages_wait = False
        self.all_languages = LanguagesRead(self)
        self.who: Reviewing | None = None
        self.drafts = UnitDrafts()
        self.saving = UnitSaving(session, self.drafts)
        self.checking = UnitChecking(session)
        self.parts = PageParts(self)

    def make(self) -> Iterator[None]:
        """Make the page's parts, then connect them."""
        yield from self.parts.make()
        self.languages, self.editor = self.parts.languages, self.parts.editor
        self.list, self.table = self.parts.list, self.parts.list.table
        self.side, self.preview = self.parts.side, self.parts.side.preview
        self.bringing = BringBack(self, self.parts.comparison, self.parts.unknown)
        self.presses = UnitPresses(self)
        self.next = NextUnit(self)
        self.language_acts = LanguageActs(self)
        self.place = PreviewPlace(self.preview)
        self.setAcceptDrops(True)
        self._connect()
        yield from self.languages.make_buttons(self.tags)

    def read_ahead(self) -> None:
        """Read what somebody who comes here would wait for."""
        self.all_languages.read_ahead()

    @property
    def tag(self) -> str:
        """The language whose units are shown; empty while there is none."""
        return self._tag

    @property
    def tags(self) -> tuple[str, ...]:
        """The languages the message is translated into."""
        content = self.session.content
        return tuple(item.locale for item in content.message.catalogues) if content else ()

    @property
    def unsaved_words(self) -> tuple[str, str] | None:
        """Say what closing the window would lose: what could not be stored when it was tried."""
        if not self.saving.problem or not self.drafts.open:
            return None
        return (
            _("A translation is not saved."),
            _("What you wrote last is lost when the window is closed."),
        )

    def refresh(self) -> None:
        """Show the languages and read the units of the one being shown."""
        tags = self.tags
        if self._tag not in tags:
            self._tag = tags[0] if tags else ""
        self.show_languages()
        self.bringing.go_on(tags)
        is_comparing = self.bringing.is_open
        self.parts.empty.setVisible(not tags and not is_comparing)
        self.parts.texts.setVisible(bool(tags) and not is_comparing)
        self.parts.place_card(above_texts=bool(tags))
        self.parts.languages.add.setVisible(not self.session.is_frozen)
        if self._tag:
            self._languages_wait = True  # the texts come first: nothing else takes their time
            self._read_units()
        else:
            self._read_languages()
        if not self._tag and not is_comparing:
            self.editor.clear()
            self.set_primary(_("Go to Audience"))
        self.checking.forget()
        self.show_findings(self.stage_findings)

    def press_primary(self) -> None:
        """Save and go to the next unit with something to do; when there is none, go on."""
        if self.bringing.is_open:
            self.bringing.take_over()
            return
        self.save()
        if not self._tag or not self.list.select_next(self.next.is_mine):
            self.session.go_to(Stage.AUDIENCE)
            return
        self.editor.take_focus()

    def leave(self) -> None:
        """Save what was typed in the last moment."""
        self.editor.flush()
        self.saving.leave()
        self.checking.stop()
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
        self._show_texts()
        if tag == self._tag:
            self.show_languages()
            self._select_wanted()
            return
        self._tag = tag
        self.who = None
        self.editor.clear()  # the former language's, until this one's units are read
        self.list.show_units((), tag)
        self.show_languages()
        self._read_units()
        self._find_reader(tag)

    def save(self, *, then: Callable[[], None] | None = None) -> None:
        """Record what was typed; `then` follows once it is stored."""
        self.editor.flush()
        self.saving.save(then=then)

    def add_language(self, tag: str) -> None:
        """Begin another language."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign
        self.save()
        self._tag = tag
        self.editor.clear()
        self.list.show_units((), tag)
        self.change(lambda _task: workspace.translating.add_locale(campaign, tag, by=person))

    def _show_texts(self) -> None:
        """Show the texts in place of a comparison."""
        self.bringing.close()
        self.parts.texts.setVisible(bool(self.tags))

    # --- inside: languages -------------------------------------------------------------------

    def show_languages(self) -> None:
        """Show the languages, and how far they are as far as that is known."""
        content = self.session.content
        self.languages.show_languages(self.tags, self._tag, self.all_languages.progress)
        if content is not None:
            wished = [tag for tag, _count in content.locale_counts]
            known = (content.message.locale, *self.tags)
            self.languages.offer(wished, known, dict(content.campaign.fallback))
            self.parts.facts.show_text(
                facts_words(self.all_languages.progress.get(self._tag), content)
            )
        self.parts.facts.setVisible(bool(self._tag))

    def _read_languages(self) -> None:
        self._languages_wait = False
        self.all_languages.read()

    # --- inside: units -----------------------------------------------------------------------

    def _read_units(self) -> None:
        campaign, workspace, tag = self.session.campaign, self.session.workspace, self._tag
        content, person = self.session.content, self.session.person
        self._reads += 1
        number_of_read = self._reads
        needs_reader = content is not None and wants_reader(content, tag)

        def take(found: tuple[tuple[UnitLine, ...], Reviewing]) -> None:
            if tag == self._tag and number_of_read == self._reads:
                self.who = found[1]
                self._show_units(found[0])
            if self._languages_wait:
                self._read_languages()

        def read(_task: object) -> tuple[tuple[UnitLine, ...], Reviewing]:
            people = tuple(line.person for line in workspace.people())
            who = Reviewing(me=person, people=people, locale=tag, needs_reader=needs_reader)
            return workspace.translating.units(campaign, tag), who

        self.ask(read, then=take)

    def _show_units(self, units: tuple[UnitLine, ...]) -> None:
        is_first = not self.list.model.units
        self.list.show_units(units, self._tag)
        if is_first and units:
            self._find_reader(self._tag)
            if not self._wanted_source and not self.list.select_next(self.next.is_mine):
                self.list.select_row(0)
        self._select_wanted()
        unit = self.list.unit
        if unit is None and self.editor.unit is not None:
            self.editor.clear()
        elif unit is not None:
            self._show_unit(unit)
        self.preview.show_draft(None)
        self.next.offer()

    def _chosen(self, unit: UnitLine) -> None:
        if self.editor.unit is not None and unit.source != self.editor.unit.source:
            self.save()
        self._show_unit(unit)

    def _show_unit(self, unit: UnitLine) -> None:
        content, tag = self.session.content, self._tag
        key = UnitKey(locale=tag, source=unit.source)
        self.editor.show_unit(
            unit,
            text=self.drafts.text(key, unit.target),
            tag=tag,
            source_tag=content.message.locale if content else "",
            language=isolate(language_name(tag)),
        )
        self._show_review(unit)
        self.side.show_unit(unit, tag, frozen=self.session.is_frozen)
        self.place.look_for(unit, self.list.model.units)

    def _show_review(self, unit: UnitLine) -> None:
        frozen = self.session.is_frozen
        self.editor.show_review(unit, self.who, frozen=frozen)
        may = self.who is None or self.who.may(unit)
        self.side.notes.show_unit(
            unit,
            me=self.session.person.name,
            may_send_back=may and bool(unit.target) and not frozen,
        )

    def _edited(self, text: str) -> None:
        unit = self.editor.unit
        if unit is None or self.session.is_frozen:
            return
        key = UnitKey(locale=self.editor.tag, source=unit.source)
        self.drafts.note(key, text, stored=unit.target)
        self.saving.start()
        self.checking.look(key, unit.kind, text)

    def _stored(self, texts: dict[UnitKey, str]) -> None:
        """Show what was stored at once; what was read of this language before that is older."""
        here = {key.source: text for key, text in texts.items() if key.locale == self._tag}
        if not here:
            return
        if not self.list.model.units:  # they are on their way, as they were before
            self._read_units()
            return
        self._reads += 1
        units = tuple(written(unit, here.get(unit.source)) for unit in self.list.model.units)
        self.list.show_units(units, self._tag)
        shown = self.editor.unit
        if shown is not None and shown.source in here:
            self.editor.unit = written(shown, here[shown.source])
            self.side.help.read_again()
        self.next.offer()

    def _say_saved(self) -> None:
        self.parts.saved.show_text(self.saving.problem or self.saving.words)
        self.parts.retry.setVisible(bool(self.saving.problem))

    def _undo(self, *, again: bool = False) -> None:
        unit = self.editor.unit
        if unit is None or self.session.is_frozen:
            return
        key = UnitKey(locale=self._tag, source=unit.source)
        text = self.drafts.redo(key) if again else self.drafts.undo(key)
        if text is not None:
            self.editor.target.put(text)

    def _found(self, key: UnitKey, findings: tuple[Finding, ...]) -> None:
        unit = self.editor.unit
        if unit is not None and (key.locale, key.source) == (self._tag, unit.source):
            self.editor.show_findings(findings)

    def _select_wanted(self) -> None:
        if not self._wanted_source:
            return
        wanted = self._wanted_source
        found = (unit for unit in self.list.model.units if is_named(unit, wanted))
        unit = next(found, None)
        if unit is None:
            return
        self._wanted_source = ""
        if not self.list.select(unit.source):
            self.list.filter.show_all()
            self.list.select(unit.source)
        self.editor.take_focus()

    # --- inside: what is told ----------------------------------------------------------------

    def _connect(self) -> None:
        help_panel = self.side.help
        self.languages.chosen.connect(self.show_language)
        self.languages.added.connect(self.add_language)
        self.list.chosen.connect(self._chosen)
        self.list.filter.changed.connect(self._filter)
        self.editor.edited.connect(self._edited)
        self.editor.target.undo_requested.connect(self._undo)
        self.editor.target.redo_requested.connect(lambda: self._undo(again=True))
        self.saving.stored.connect(self._stored)
        self.saving.changed.connect(self._say_saved)
        self.saving.written_over.connect(self.say)
        self.parts.retry.clicked.connect(lambda _checked=False: self.save())
        self.checking.found.connect(self._found)
        self.bringing.files.compared.connect(self._compare)
        self.bringing.closed.connect(self._texts_again)
        help_panel.use.connect(self.editor.take)
        help_panel.insert.connect(self.editor.target.insert_source)

    def _filter(self) -> None:
        unit = self.editor.unit
        self.list.apply_filter(keep=unit.source if unit else "")

    def _compare(self, comparison: Comparison) -> None:
        if comparison.locale != self._tag:
            self.show_language(comparison.locale)
        self.parts.texts.hide()
        self.parts.empty.hide()
        self.bringing.show(comparison)

    def _texts_again(self) -> None:
        """Show the texts at once, in place of a comparison, with a button of their own."""
        self.parts.texts.setVisible(bool(self.tags))
        self.next.offer()

    def _find_reader(self, tag: str) -> None:
        """Preview as somebody who reads this language."""
        known = known_reader(self.session, tag)
        if known is not None:
            self.preview.show_address(known)
            return

        def take(address: str | None) -> None:
            if address is not None and tag == self._tag:
                self.preview.show_address(address)

        self.ask(lambda task: find_reader(self.session, tag, task), then=take)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of translations."""
        if self.bringing.takes(event.mimeData()):
            self.parts.empty.show_over(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Show that nothing is held here any more."""
        self.parts.empty.show_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare the file that was dropped."""
        self.parts.empty.show_over(over=False)
        event.acceptProposedAction()
        mime = event.mimeData()
        self.bringing.drop(mime, self._tag)
