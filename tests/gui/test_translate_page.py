"""The Translate page on the small real example: what a translator does all day, and what is kept."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from author import Author
from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMenu

from composer.errors import Blocked
from composer.findings import finding
from composer.gui.application import make_window
from composer.gui.theme import ThemeChoice
from composer.gui.translating.drafts import UnitDrafts, UnitKey
from composer.gui.translating.later_card import LaterCard
from composer.gui.translating.part_text import parts_of, pieces_of, position_in, readable
from composer.gui.translating.preview_place import count_before, literal_of
from composer.gui.translating.review_words import Reviewing
from composer.gui.translating.side import COMMENTS, MESSAGE
from composer.gui.unit_table import PROBLEMS, fits
from composer.model.identifiers import CampaignId
from composer.model.later import LinkedCampaign
from composer.model.person import Person, Role
from composer.model.stages import Stage
from composer.model.translation import Translated, UnitAct, UnitLine, UnitState
from composer.translation.exchange.model import ExchangeFormat
from tests.flow.command_line import CommandLine

GREETING = "Dear {{ first_name }},"
KEY = UnitKey(locale="de", source="Pay now")


class Translator:
    """Somebody at the Translate page of the small example, in German."""

    def __init__(self, author) -> None:
        self.author = author
        self.until, self.idle = author.until, author.idle
        self.page = author.window.page
        self.language("de")

    @property
    def target(self):
        return self.page.editor.target

    @property
    def unit(self):
        return self.page.editor.unit

    def language(self, tag):
        self.page.show_language(tag)
        self.until(lambda: self.page.list.model.locale == tag and self.page.list.model.units)
        self.until(lambda: self.unit is not None)
        self.idle()

    def open(self, source):
        assert self.page.list.select(source)
        self.until(lambda: self.unit.source == source)

    def units(self, locale="de"):
        return self.author.workspace.translating.units(self.author.campaign, locale)

    def stored(self, source, locale="de"):
        return next(unit for unit in self.units(locale) if unit.source == source)

    def write(self, text):
        self.target.setFocus()
        self.target.selectAll()
        self.author.qtbot.keyClicks(self.target, text)

    def person(self, role):
        people = (line.person for line in self.author.workspace.people())
        return next(person for person in people if role in person.roles)

    def act_as(self, person):
        self.author.window.session.act_as(person)
        self.until(lambda: self.page.who is not None and self.page.who.me == person)
        self.idle()

    def put_back(self, known) -> None:
        """Leave the page and what is stored as they were."""
        self.page.bringing.close()
        self.page.list.filter.show_all()
        self.page.save()
        self.idle()
        now = {unit.source: unit for unit in self.units()}
        wanted = [
            Translated(
                locale="de", source=unit.source, target=unit.target, state=UnitState(unit.state)
            )
            for unit in known
            if (unit.target, unit.state) != (now[unit.source].target, now[unit.source].state)
        ]
        ana = self.person(Role.OWNER)
        workspace, campaign = self.author.workspace, self.author.campaign
        workspace.translating.save_many(campaign, wanted, by=ana, from_file=True)
        self.page._reads += 1
        self.author.window.session.act_as(ana)
        self.until(
            lambda: {unit.source: unit for unit in self.page.list.model.units} != now or not wanted
        )
        self.idle()


@pytest.fixture(scope="module")
def opened(qapp, tmp_path_factory, written_example):
    """One window for all that follows; each test leaves everything as it was."""
    folder = tmp_path_factory.mktemp("translate") / "workspace"
    shutil.copytree(written_example.run.workspace, folder)
    practice = replace(written_example, run=CommandLine(folder))
    with practice.here() as workspace:
        person = workspace.resolve_person(practice.author)
        window = make_window(workspace, person=person, theme=ThemeChoice.LIGHT)
        window.resize(1280, 900)
        window.show()
        window.open_campaign(CampaignId(practice.campaign), Stage.TRANSLATE)
        yield window, workspace, CampaignId(practice.campaign), person
        window.close()


@pytest.fixture
def translator(qtbot, opened):
    window, workspace, campaign, person = opened
    author = Author(qtbot, window, workspace, campaign, person)
    author.until(lambda: window.session.content is not None)
    author.until(lambda: window.page.stage is Stage.TRANSLATE)
    window.activateWindow()
    author.until(window.isActiveWindow)
    made = Translator(author)
    known = made.units()
    yield made
    made.put_back(known)


# --- writing ------------------------------------------------------------------------------------


def test_another_language_is_listed_although_what_was_typed_is_stored_meanwhile(translator):
    page, other = translator.page, translator.page.tags[-1]
    assert other != "de"
    translator.write("Zahlen Sie jetzt gleich")
    page.show_language(other)
    page._stored({KEY: "Zahlen Sie jetzt gleich"})  # German, while the other is being read
    translator.until(lambda: page.list.model.locale == other and page.list.model.units)
    translator.language("de")


def test_the_texts_are_read_before_how_far_each_language_is(translator, monkeypatch):
    page, order = translator.page, []
    show = page._show_units
    monkeypatch.setattr(page, "_show_units", lambda units: (order.append("texts"), show(units)))
    monkeypatch.setattr(page, "_read_languages", lambda: order.append("languages"))
    page.refresh()
    translator.until(lambda: "languages" in order)
    assert order[:2] == ["texts", "languages"]
    monkeypatch.undo()
    page.refresh()
    translator.until(lambda: page.all_languages.progress["de"].total > 0)


def test_what_is_typed_is_kept_across_units_languages_and_saves_and_can_be_undone(translator):
    translator.open(GREETING)
    before = translator.target.source()
    translator.target.moveCursor(QTextCursor.MoveOperation.Start)
    translator.author.qtbot.keyClicks(translator.target, "Oh ")
    translator.page.list.step(1)
    translator.language("ja")
    translator.until(lambda: translator.stored(GREETING).target == f"Oh {before}")
    assert translator.stored(GREETING).state == "draft"
    translator.language("de")
    translator.open(GREETING)
    assert translator.target.source() == f"Oh {before}"
    translator.target.undo_requested.emit()
    assert translator.target.source() == before
    translator.page.save()
    translator.until(lambda: translator.stored(GREETING).target == before)


def test_a_field_is_one_letter_to_every_key_and_put_in_by_key_and_by_a_press(translator):
    translator.open(GREETING)
    translator.write("Hallo !")
    translator.until(lambda: translator.page.editor.source._missing)
    translator.target.moveCursor(QTextCursor.MoveOperation.Left)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    translator.author.qtbot.keyClick(translator.target, Qt.Key.Key_1, both)
    assert translator.target.source() == "Hallo {{ first_name }}!"
    translator.until(lambda: not translator.page.editor.source._missing)
    translator.author.qtbot.keyClick(translator.target, Qt.Key.Key_Backspace)
    assert translator.target.source() == "Hallo {{ first_name }}!"  # selected first
    translator.author.qtbot.keyClick(translator.target, Qt.Key.Key_Backspace)
    assert translator.target.source() == "Hallo !"
    source = translator.page.editor.source
    chip = source.chip_rect(len("Dear ")).center().toPoint()
    translator.author.qtbot.mouseClick(
        source.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, chip
    )
    assert translator.target.source() == "Hallo {{ first_name }}!"


def test_a_lost_field_is_said_while_typing_and_a_foreign_one_is_red(translator):
    translator.open(GREETING)
    translator.write("Hallo {{ iban }}")
    assert translator.target.is_foreign("{{ iban }}")
    assert not translator.target.is_foreign("{{ first_name }}")
    problem = translator.page.editor.problem
    translator.until(lambda: any(item.blocks for item in problem.shown))
    assert "first_name" in problem.shown[0].text


def test_a_text_that_cannot_be_stored_stays_and_is_said(translator, monkeypatch):
    translator.open(GREETING)
    translating = type(translator.author.workspace.translating)
    known = translating.save_typed

    def refuse(*_given, **_named):
        raise Blocked([finding("translation.unknown_unit", where={"locale": "de"})])

    with monkeypatch.context() as broken:
        broken.setattr(translating, "save_typed", refuse)
        translator.write("Guten Morgen {{ first_name }},")
        translator.page.save()
        translator.until(lambda: translator.page.saving.problem)
    assert translating.save_typed is known
    translator.page.list.step(1)
    translator.open(GREETING)
    assert translator.target.source() == "Guten Morgen {{ first_name }},"
    assert translator.page.unsaved_words is not None
    translator.page.parts.retry.click()
    translator.until(lambda: "Morgen" in translator.stored(GREETING).target)
    translator.until(lambda: not translator.page.saving.problem)
    assert translator.page.unsaved_words is None


# --- reviewing ----------------------------------------------------------------------------------


def test_whoever_wrote_it_is_told_who_may_review_and_somebody_else_does(translator):
    translator.open(GREETING)
    translator.write("Guten Morgen {{ first_name }},")
    translator.page.save()
    translator.until(lambda: translator.stored(GREETING).state == "draft")
    line = translator.page.editor.review
    translator.until(lambda: line.reason.isVisible())
    assert "Ben" in line.reason.text()
    assert "You translated it" in line.reason.text()
    assert not line.looks_right.isVisible()
    translator.act_as(translator.person(Role.REVIEWER))
    translator.until(line.looks_right.isVisible)
    translator.author.click(line.looks_right)
    translator.until(lambda: translator.stored(GREETING).state == "reviewed")
    assert translator.stored(GREETING).reviewed.by == "Ben"


def test_a_change_of_the_text_is_shown_and_looks_still_right_in_one_press(translator):
    author = translator.author
    draft = author.stored
    changed = replace(draft, body=draft.body.replace(GREETING, "Hello {{ first_name }},"))
    author.workspace.save_message(author.campaign, changed, by=author.person)
    author.window.session.reload()
    source = "Hello {{ first_name }},"
    translator.until(lambda: translator.page.list.model.row_of(source) is not None)
    translator.idle()
    translator.open(source)
    editor = translator.page.editor
    assert editor.change.isVisible()
    assert "Dear" in editor.changed.toPlainText()
    assert editor.changed.accessibleDescription() == "removed: Dear; added: Hello"
    assert editor.review.looks_right.text() == "Looks still right"
    author.click(editor.review.looks_right)
    translator.until(lambda: translator.stored(source).state == "draft")
    translator.until(lambda: "Ben" in editor.review.reason.text())
    author.workspace.save_message(author.campaign, draft, by=author.person)
    author.window.session.reload()
    translator.until(lambda: translator.page.list.model.row_of(GREETING) is not None)
    assert translator.stored(GREETING).state == "reviewed"


def test_what_the_author_notes_stands_above_the_text_it_is_about(translator):
    author = translator.author
    draft = author.stored
    noted = replace(draft, body=draft.body.replace(GREETING, f"{{# note: formal #}}\n{GREETING}"))
    author.workspace.save_message(author.campaign, noted, by=author.person)
    author.window.session.reload()
    translator.until(lambda: any(unit.author_note for unit in translator.page.list.model.units))
    translator.idle()
    translator.open(GREETING)
    note = translator.page.editor.note
    assert (note.isVisible(), note.text()) == (True, "Note: formal")
    translator.open("Dear customer,")
    assert not note.isVisible()
    author.workspace.save_message(author.campaign, draft, by=author.person)
    author.window.session.reload()
    translator.until(lambda: not any(unit.author_note for unit in translator.page.list.model.units))


def test_the_very_place_of_a_text_is_marked_in_the_message(translator):
    author, page = translator.author, translator.page
    draft = author.stored
    more = f"{draft.body}\n\nHere are Meridian and Tallship.\n\n- Tallship\n"
    author.workspace.save_message(author.campaign, replace(draft, body=more), by=author.person)
    author.window.session.reload()
    translator.until(lambda: page.list.model.row_of("Tallship") is not None)
    translator.idle()
    page.side.open_panel(MESSAGE)
    translator.open("Tallship")
    assert (page.place.wanted, page.place.number) == ("Tallship", 3)
    translator.until(lambda: page.place.found == 3)
    translator.open("Here are Meridian and Tallship.")
    translator.until(lambda: page.place.found == 1)
    author.workspace.save_message(author.campaign, draft, by=author.person)
    author.window.session.reload()
    translator.until(lambda: page.list.model.row_of("Tallship") is None)
    translator.idle()


def test_comments_are_added_and_ones_own_are_taken_back(translator):
    translator.open(GREETING)
    translator.page.side.open_panel(COMMENTS)
    notes = translator.page.side.notes
    notes.edit.setPlainText("Too formal?")
    translator.author.click(notes.add)
    translator.until(lambda: len(notes._model.comments) == 1)
    assert translator.page.side.tabs.tabText(COMMENTS) == "Comments (1)"
    notes.comments.setCurrentIndex(notes._model.index(0))
    assert notes.remove.isVisible()
    translator.author.click(notes.remove)
    translator.until(lambda: not notes._model.comments)
    assert translator.stored(GREETING).comments == ()


# --- languages and files ------------------------------------------------------------------------


def test_a_file_that_comes_back_changes_nothing_before_it_is_taken_over(translator, tmp_path):
    page = translator.page
    file = tmp_path / "german.po"
    page.bringing.files.write("de", ExchangeFormat.PO, file)
    translator.until(lambda: file.exists() and file.stat().st_size)
    translator.idle()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Neue Indexgewichte", "Andere Indexgewichte"), encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    assert page.bringing.takes(mime)
    page.bringing.drop(mime, page._tag)
    translator.until(lambda: page.bringing.is_open)
    model = page.parts.comparison.model
    count = model.changing
    assert count
    assert page.footer.primary.text() == f"Take over {count} translations"
    model.choose(0, wanted=False)
    assert model.changing == count - 1
    assert translator.stored("New index weights").target == "Neue Indexgewichte"
    model.choose(0, wanted=True)
    offered = []
    page.bringing.closed.connect(
        lambda: offered.append((page.footer.primary.text(), page.parts.texts.isVisible()))
    )
    page.press_primary()
    translator.until(lambda: not page.bringing.is_open)
    assert offered == [("Go to Audience", True)]  # the button about the file went with it
    translator.until(
        lambda: translator.stored("New index weights").target == "Andere Indexgewichte"
    )


def test_a_language_is_taken_out_and_comes_back_as_it_was(translator):
    page = translator.page
    page.language_acts.remove("de")
    translator.until(lambda: "de" not in page.languages.buttons)
    translator.idle()
    page.notice.undo.click()
    translator.until(lambda: "de" in page.languages.buttons)
    translator.idle()
    assert translator.stored("New index weights").target == "Neue Indexgewichte"


def test_a_language_is_sent_later_with_the_number_said(translator):
    page = translator.page
    later = page.parts.later
    later.ask("ja")
    translator.until(later.act.isVisible)
    assert "read \u2068Japanese\u2069 get it later" in later.words.text()
    assert page.parts.texts.isAncestorOf(later)  # large letters: it scrolls with the texts
    translator.author.click(later.leave)
    assert not later.isVisible()


class Here(QObject):
    """A page's session, as far as the card about later asks it."""

    campaign_requested = Signal(str)


def test_people_whose_language_is_missing_get_another_one_by_a_choice_with_a_way_back(translator):
    page, session = translator.page, translator.author.window.session

    def stated():
        return dict(session.content.campaign.fallback)

    page.languages.offer(["fr", "de-AT"], ["en", *page.tags], stated())
    page.languages._offer()
    offered = [action for action in page.languages.add.menu().actions() if action.text()]
    assert [action.text() for action in offered] == [
        "French (fr)",
        "German (Austria) (de-AT)",
        "Another language",
        "Send in another language to people who read…",
    ]
    assert "Danish (da)" in [action.text() for action in offered[2].menu().actions()]
    [french] = [action.menu() for action in offered[3].menu().actions()]  # German is served already
    assert [action.text() for action in french.actions()][:2] == ["No other language", "English"]
    assert [action.isChecked() for action in french.actions()][:2] == [True, False]
    french.actions()[1].trigger()
    translator.until(lambda: stated() == {"fr": "en"})
    translator.until(lambda: "French" in page.notice._text.text())
    page.language_acts.send_instead("fr", "")
    translator.until(lambda: stated() == {})
    translator.idle()


def test_a_reader_of_a_language_is_asked_for_from_its_menu(translator):
    page, session = translator.page, translator.author.window.session
    menu = QMenu(page)

    def entry():
        page.language_acts.fill_menu("de", menu)
        return next(action for action in menu.actions() if action.isCheckable())

    assert not entry().isChecked()
    for readers in (("de",), ()):
        entry().trigger()
        translator.until(lambda readers=readers: session.content.campaign.readers == readers)
        assert entry().isChecked() is bool(readers)
    translator.idle()


def test_who_is_written_to_later_has_a_way_to_that_campaign(qtbot):
    here = Here()
    card = LaterCard(SimpleNamespace(session=here))
    qtbot.addWidget(card)
    link = LinkedCampaign(id="l", name="Weights, later", wishes=("ja",), people=3, is_later=True)
    gone = replace(link, id="g", name="")
    card.show_links((link, gone), frozen=False)
    card.show()
    (way,) = card.ways  # what is not in this workspace cannot be opened
    assert way.accessibleName() == "Open “\u2068Weights, later\u2069”"
    with qtbot.waitSignal(here.campaign_requested) as asked:
        qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    assert asked.args == ["l"]


def test_the_list_is_filtered_and_the_unit_that_is_edited_stays(translator):
    page = translator.page
    translator.open(GREETING)
    page.list.filter.search.setText("nothing has these words")
    translator.until(lambda: len(page.list.model.shown) == 1)
    assert page.list.unit.source == GREETING
    page.list.filter.show_all()
    assert len(page.list.model.shown) == len(page.list.model.units)


def test_nothing_is_written_in_a_frozen_campaign(translator):
    page, session = translator.page, translator.author.window.session
    session.content = replace(session.content, frozen=True)
    page.refresh()
    translator.idle()
    assert translator.target.isReadOnly()
    assert not page.languages.add.isVisible()
    page.editor.insert_piece(0)
    page.editor.take("Anders")
    assert not page.drafts.open


# --- the parts, without a window ----------------------------------------------------------------


def test_a_link_is_one_piece_and_places_count_chips_as_one():
    text = "😀 **See** [the page](https://example.com/{{ a }}) now"
    parts = parts_of(text, "paragraph")
    assert [piece.closing is not None for piece in pieces_of(parts)] == [True, True]
    assert position_in(text, parts, text.index("See")) == 4
    assert position_in(text, parts, text.index("now")) == 4 + 3 + 1 + 1 + 1 + 8 + 1 + 1
    assert readable(text, "paragraph") == "😀 See the page now"
    assert literal_of("{{ a }} is **more** than enough", "paragraph") == "than enough"


def test_a_short_text_is_found_behind_the_places_where_its_words_stand_before():
    units = tuple(
        UnitLine(source=source, target=target, kind=kind, state="draft", findings=())
        for source, target, kind in (
            ("Weights", "Gewichte", "subject"),
            ("Weights of {{ a }} and weights", "Gewichte von {{ a }} und Gewichte", "paragraph"),
            ("New", "", "heading"),
            ("Weights", "Gewichte", "table_cell"),
        )
    )
    assert count_before("Gewichte", "Other", units) == 3
    assert count_before("Gewichte", "Weights", units[1:]) == 2
    assert count_before("New", "Weights", units[1:]) == 1


def test_a_draft_leaves_only_when_that_very_text_was_stored():
    drafts = UnitDrafts()
    assert drafts.note(KEY, "Zahlen", stored="")
    drafts.note(KEY, "Zahlen Sie", stored="")
    assert drafts.seen(KEY) == ("",)
    drafts.sent(KEY, "Zahlen")
    assert drafts.seen(KEY) == ("", "Zahlen")
    drafts.stored(KEY, "Zahlen")
    assert drafts.seen(KEY) == ("Zahlen",)
    assert drafts.text(KEY, "Zahlen") == "Zahlen Sie"
    drafts.stored(KEY, "Zahlen Sie")
    assert drafts.open == {}
    assert drafts.undo(KEY) is not None
    assert not drafts.note(KEY, "Zahlen Sie", stored="Zahlen Sie")


def test_who_may_review_is_said_by_name():
    ana, ben = (
        Person(name=name, email="", public_key=name, roles=frozenset({role}), locales=locales)
        for name, role, locales in (
            ("Ana", Role.TRANSLATOR, ("de",)),
            ("Ben", Role.REVIEWER, ("fr",)),
        )
    )
    act = UnitAct(by="Ana", at=datetime(2026, 1, 1, tzinfo=UTC))
    unit = UnitLine(
        source="a", target="b", kind="paragraph", state="draft", findings=(), translated=act
    )
    who = Reviewing(me=ana, people=(ana, ben), locale="de")
    assert not who.may(unit)
    assert who.sentence(unit) == "\u2068Ben\u2069 may review this. You translated it."
    strict = replace(who, needs_reader=True)
    assert strict.sentence(unit).startswith("Nobody else here may review this yet.")
    assert replace(strict, me=ben).sentence(unit).endswith("Ana\u2069.") is False


def test_units_are_found_by_state_problem_and_words():
    unit = UnitLine(source="Pay", target="Zahlen", kind="paragraph", state="draft", findings=())
    assert fits(unit, "draft", "zahl")
    assert not fits(unit, "reviewed", "")
    assert not fits(unit, PROBLEMS, "")
    flawed = replace(unit, findings=(finding("campaign.known", name="a", id="b"),))
    assert fits(flawed, PROBLEMS, "PAY")


def test_other_peoples_words_do_not_undo_what_is_being_written(translator):
    translator.open(GREETING)
    translator.author.workspace.translating.save(
        translator.author.campaign,
        Translated(locale="de", source="New index weights", target="Neu"),
        by=translator.author.person,
    )
    translator.write("Tag {{ first_name }},")
    translator.author.window.session.reload()
    translator.until(lambda: translator.page.list.model.units[2].target == "Neu")
    assert translator.target.source() == "Tag {{ first_name }},"
