"""Translating: drafts, reviewing by somebody else, what a file declares, and what the page shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from composer.errors import Blocked, UsageError
from composer.folder.write import edit_settings
from composer.model.message import CatalogueEntry
from composer.model.person import Person, Role
from composer.model.translation import LocaleProgress, Translated, UnitLine, UnitState
from composer.stages.authorship import makers
from composer.stages.content import load_content
from composer.stages.drafting import with_texts
from composer.stages.revising import save_files, save_tree
from composer.stages.translation_findings import translation_findings
from composer.stages.translation_reviews import reader_findings, reads, translation_reviews
from composer.workspace import Workspace

SETTINGS = """
name = "Weights"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "bare.html"
[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
MESSAGE = """---
subject: Hello
---
# What is new

Dear {{ name }}, the weights are here.

Nothing else changes.
"""
GERMAN = """
#, fuzzy
msgid "What is new"
msgstr "Was neu ist"

# the name is a product
msgid "Hello"
msgstr "Hallo"

msgid "Dear {{ name }}, the weights are here."
msgstr "Guten Tag {{ name }}, die Gewichte sind da."

msgid "Nothing else changes."
msgstr ""
"""
PEOPLE = "email,locale,name\nann@acme.co,,Ann\nbob@acme.co,de-AT,Bob\nbea@acme.co,de,Bea\n"
DEAR = "Dear {{ name }}, the weights are here."
LAYOUT = "<!doctype html><html><body>{{ body }}</body></html>"


def build(folder: Path) -> None:
    """Make a workspace with a campaign and three people."""
    workspace = Workspace.create(folder / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    for name, role, locales in (
        ("Tom", Role.TRANSLATOR, ("de",)), ("Rita", Role.REVIEWER, ("de", "fr")), ("Sam", Role.SENDER, ()),
    ):  # fmt: skip
        workspace.add_person(
            name=name, email=f"{name}@acme.co", roles=frozenset({role}), locales=locales, by=ana
        )
    source = folder / "campaign"
    (source / "translations").mkdir(parents=True)
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", MESSAGE), ("audience.csv", PEOPLE),
        ("bare.html", LAYOUT), ("translations/de.po", GERMAN),
    ):  # fmt: skip
        (source / name).write_text(text)
    result = workspace.import_folder(source, by=ana)
    assert result.id, result.findings
    (folder / "id").write_text(result.id)
    workspace.close()


class Desk:
    def __init__(self, folder: Path) -> None:
        self.workspace = Workspace.open(folder / "workspace")
        self.campaign = self.workspace.find_campaign((folder / "id").read_text())
        self.translating = self.workspace.translating

    def person(self, name: str) -> Person:
        return self.workspace.resolve_person(f"{name}@acme.co")

    def units(self, locale: str = "de") -> dict[str, UnitLine]:
        return {line.source: line for line in self.translating.units(self.campaign, locale)}

    def states(self) -> str:
        return " ".join(line.state for line in self.units().values())

    def save(self, source: str, target: str, *, by: str = "tom", **more: object) -> list[str]:
        wanted = Translated(locale="de", source=source, target=target, **more)  # type: ignore[arg-type]
        found = self.translating.save(self.campaign, wanted, by=self.person(by))
        return [item.code for item in found]

    def review(self, *sources: str, by: str = "rita") -> int:
        return self.translating.review(self.campaign, "de", sources, by=self.person(by))

    def refused(self, *sources: str, by: str) -> list[str]:
        with pytest.raises(Blocked) as blocked:
            self.review(*sources, by=by)
        assert all(item.text and item.advice for item in blocked.value.findings)
        return [item.code for item in blocked.value.findings]

    def file(self) -> str:
        tree = self.workspace._desk.campaigns.tree(self.campaign)
        return tree["translations/de.po"].decode()

    def log(self) -> list[tuple[str, str]]:
        entries = self.workspace._desk.audit.entries()
        return [(entry.action, entry.person) for entry in entries]

    def revisions(self) -> int:
        return len(self.workspace._desk.campaigns.revisions(self.campaign))


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translating")
    build(folder)
    return folder


@pytest.fixture
def desk(pattern: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(pattern, tmp_path / "copy")
    opened = Desk(tmp_path / "copy")
    yield opened
    opened.workspace.close()


def test_units_come_with_what_a_translator_needs_to_know(desk: Desk) -> None:
    lines = desk.units()
    assert [*lines] == ["Hello", "What is new", DEAR, "Nothing else changes."]
    assert desk.states() == "reviewed needs_work reviewed new"
    assert (lines[DEAR].kind, lines[DEAR].context) == ("paragraph", "What is new")
    assert lines["Hello"].notes == ("the name is a product",)
    assert {line.state for line in desk.translating.units(desk.campaign, "ja")} == {"new"}


def test_what_a_file_says_is_reviewed_counts_by_the_word_of_who_brought_it(desk: Desk) -> None:
    hello, new = desk.units()["Hello"], desk.units()["What is new"]
    assert hello.translated is not None
    assert hello.reviewed is not None
    assert (hello.reviewed.by, hello.reviewed.is_declared) == ("Ana", True)
    assert (hello.translated.by, hello.translated.is_declared) == ("Ana", True)
    assert new.translated is not None
    assert new.reviewed is None


def test_a_text_that_is_written_is_a_draft_and_the_same_text_keeps_its_state(desk: Desk) -> None:
    assert desk.save("Nothing else changes.", "Sonst bleibt alles.") == []
    assert desk.states() == "reviewed needs_work reviewed draft"
    before = desk.revisions()
    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    desk.save("Hello", "Hallo")
    assert desk.revisions() == before
    assert desk.states() == "reviewed needs_work reviewed draft"
    desk.save("What is new", "Was neu ist", state=UnitState.DRAFT)
    desk.save("Hello", "")
    assert desk.states() == "new draft reviewed draft"
    drafted = desk.units()["What is new"].translated
    assert drafted is not None
    assert (drafted.by, drafted.is_declared) == ("Tom", False)
    assert desk.save(DEAR, "Guten Tag, die Gewichte sind da.") == ["translation.fields_differ"]


def test_saving_one_unit_leaves_the_rest_of_the_file_as_it_is(desk: Desk) -> None:
    before = desk.file()
    desk.save("Hello", "Servus\r\n\x07du\u2028da")
    changed = '#, fuzzy, composer-draft\nmsgid "Hello"\nmsgstr ""\n"Servus\\n"\n"du\\n"\n"da"\n'
    assert desk.file() == before.replace('msgid "Hello"\nmsgstr "Hallo"\n', changed)


def test_a_translator_cannot_review_their_own_work_and_somebody_else_can(desk: Desk) -> None:
    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    assert desk.refused("Nothing else changes.", by="tom") == ["translation.own_work"]
    assert desk.review("Nothing else changes.") == 1
    assert desk.review("Nothing else changes.") == 0
    line = desk.units()["Nothing else changes."]
    assert line.state == "reviewed"
    assert line.translated is not None
    assert line.reviewed is not None
    assert (line.translated.by, line.reviewed.by) == ("Tom", "Rita")
    desk.save("Nothing else changes.", "Sonst ändert sich nichts.", by="ana")
    assert desk.units()["Nothing else changes."].reviewed is None
    assert desk.refused("Nothing else changes.", by="ana") == ["translation.own_work"]
    assert desk.review("Nothing else changes.", by="tom") == 1


def test_what_nobody_may_review_is_refused_whole(desk: Desk) -> None:
    desk.save(DEAR, "Guten Tag {{ name, die Gewichte sind da.")
    assert desk.refused("What is new", DEAR, by="rita") == ["translation.syntax"]
    assert desk.states() == "reviewed needs_work draft new"
    assert desk.refused("Nothing else changes.", by="rita") == ["translation.nothing_there"]
    assert desk.refused("Gone", by="rita") == ["translation.unknown_unit"]
    assert desk.refused("What is new", by="sam") == ["people.role_needed"]
    with pytest.raises(Blocked):
        desk.save("Hello", "Hallo!", by="rita")


def test_what_was_only_declared_can_be_reviewed_but_not_by_who_declared_it(desk: Desk) -> None:
    before = desk.file()
    assert desk.refused("Hello", by="ana") == ["translation.own_work"]
    assert desk.review("Hello") == 1
    reviewed = desk.units()["Hello"].reviewed
    assert reviewed is not None
    assert (reviewed.by, reviewed.is_declared) == ("Rita", False)
    assert desk.file() == before


def test_reviewing_makes_nobody_an_author_and_writing_does(desk: Desk) -> None:
    inside = desk.workspace._desk
    rita, tom = desk.person("rita").public_key, desk.person("tom").public_key
    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    desk.review("Nothing else changes.", "What is new")
    said = desk.translating.send_back(
        desk.campaign, "de", "What is new", " Too short. ", by=desk.person("rita")
    )
    assert said.text == "Too short."
    made_by = makers(inside, desk.campaign)
    assert made_by.translators == {("de", tom)}
    assert {tom, rita}.isdisjoint(made_by.authors)
    actions = {entry.action for entry in inside.audit.entries() if entry.person == rita}
    assert actions == {"translation.review", "translation.comment"}
    tree = inside.campaigns.tree(desk.campaign)
    tree["translations/de.po"] = tree["translations/de.po"].replace(b"Hallo", b"Servus")
    inside.campaigns.add_revision(desk.campaign, tree=tree, by=rita, name="Weights")
    assert ("de", rita) in makers(inside, desk.campaign).translators
    tree["message.md"] += b"More."
    inside.campaigns.add_revision(desk.campaign, tree=tree, by=rita, name="Weights")
    assert rita in makers(inside, desk.campaign).authors


def test_what_is_sent_back_needs_work_and_says_why(desk: Desk) -> None:
    rita, tom = desk.person("rita"), desk.person("tom")
    desk.translating.send_back(desk.campaign, "de", "Hello", "Say Guten Tag.", by=rita)
    line = desk.units()["Hello"]
    assert line.state == "needs_work"
    assert [(said.text, said.by) for said in line.comments] == [("Say Guten Tag.", "Rita")]
    with pytest.raises(Blocked) as blocked:
        desk.translating.remove_comment(desk.campaign, "de", "Hello", line.comments[0], by=tom)
    assert blocked.value.findings[0].code == "translation.other_comment"
    answer = desk.translating.comment(desk.campaign, "de", "Hello", "I will.", by=tom)
    assert desk.units()["Hello"].comments == (line.comments[0], answer)
    desk.translating.remove_comment(desk.campaign, "de", "Hello", line.comments[0], by=rita)
    assert desk.units()["Hello"].comments == (answer,)
    with pytest.raises(UsageError):
        desk.translating.comment(desk.campaign, "de", "Hello", " ", by=tom)


def test_what_is_sent_back_still_shows_what_has_changed_in_its_source(desk: Desk) -> None:
    ana, rita = desk.person("ana"), desk.person("rita")
    draft = desk.workspace.authoring.draft(desk.campaign)
    desk.workspace.save_message(desk.campaign, replace(draft, subject="Hello all"), by=ana)
    assert (desk.units()["Hello all"].state, desk.units()["Hello all"].previous) == (
        "needs_work",
        "Hello",
    )
    desk.save("Hello all", "Hallo alle")
    desk.translating.send_back(desk.campaign, "de", "Hello all", "Say Guten Tag.", by=rita)
    line = desk.units()["Hello all"]
    assert (line.state, line.previous, line.target) == ("needs_work", "Hello", "Hallo alle")
    desk.workspace.save_message(desk.campaign, draft, by=ana)
    desk.workspace.save_message(desk.campaign, replace(draft, subject="Hello all"), by=ana)
    assert desk.units()["Hello all"].target == "Hallo alle"


def test_a_text_that_was_not_seen_is_kept_beside_the_one_written_over_it(desk: Desk) -> None:
    tom, ana = desk.person("tom"), desk.person("ana")

    def typed(target: str, *seen: str) -> Translated:
        return Translated(locale="de", source="Hello", target=target, seen=seen)

    save = desk.translating.save_typed
    assert save(desk.campaign, [typed("Grüß Gott", "Hallo")], by=ana) == ()
    (said,) = save(desk.campaign, [typed("Servus", "Hallo")], by=tom)
    assert (said.code, "Ana" in said.text) == ("translation.written_over", True)
    line = desk.units()["Hello"]
    assert line.target == "Servus"
    assert [(item.by, "Grüß Gott" in item.text) for item in line.comments] == [("Tom", True)]
    assert desk.log()[-1] == ("translation.comment", tom.public_key)
    for target, seen in (("Servus!", ("Hallo", "Servus")), ("Servus!", ("Hallo",))):
        assert save(desk.campaign, [typed(target, *seen)], by=tom) == ()
    assert len(desk.units()["Hello"].comments) == 1


def test_only_a_file_declares_a_translation_reviewed(desk: Desk) -> None:
    wanted = [
        Translated(locale="de", source="Hello", target="Servus", state=UnitState.REVIEWED),
        Translated(
            locale="de", source="Nothing else changes.", target="x", state=UnitState.NEEDS_WORK, notes=("n",),
        ),
    ]  # fmt: skip
    tom = desk.person("tom")
    with pytest.raises(ValueError, match="act of its own"):
        desk.translating.save_many(desk.campaign, wanted, by=tom)
    before = desk.revisions()
    assert desk.translating.save_many(desk.campaign, wanted, by=tom, from_file=True) == 2
    assert desk.revisions() == before + 1
    assert desk.states() == "reviewed needs_work reviewed needs_work"
    lines = desk.units()
    reviewed = lines["Hello"].reviewed
    assert reviewed is not None
    assert (reviewed.by, reviewed.is_declared) == ("Tom", True)
    assert lines["Nothing else changes."].notes == ("n",)
    assert desk.translating.save_many(desk.campaign, wanted, by=tom, from_file=True) == 0
    assert desk.refused("Hello", by="tom") == ["translation.own_work"]


def test_the_source_is_taken_over_only_where_nothing_is_yet(desk: Desk) -> None:
    sources = [*desk.units()]
    tom = desk.person("tom")
    assert desk.translating.copy_source(desk.campaign, "de", sources, by=tom) == 1
    assert desk.units()["Nothing else changes."].target == "Nothing else changes."
    assert desk.states() == "reviewed needs_work reviewed draft"


def test_progress_counts_every_language_and_who_gets_it(desk: Desk) -> None:
    desk.translating.add_locale(desk.campaign, "pt_BR", by=desk.person("tom"))
    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    assert desk.translating.progress(desk.campaign) == (
        LocaleProgress(locale="de", total=4, reviewed=2, draft=1, needs_work=1, new=0, people=2),
        LocaleProgress(locale="pt-BR", total=4, reviewed=0, draft=0, needs_work=0, new=4),
    )


def test_a_language_that_was_taken_out_comes_back_as_it_was(desk: Desk) -> None:
    tom = desk.person("tom")
    before, states = desk.file(), desk.states()
    desk.translating.remove_locale(desk.campaign, "de", by=tom)
    assert desk.translating.progress(desk.campaign) == ()
    with pytest.raises(Blocked):
        desk.translating.remove_locale(desk.campaign, "de", by=tom)
    desk.translating.add_locale(desk.campaign, "de", by=tom)
    assert (desk.file(), desk.states()) == (before, states)
    for tag in ("de", "en", "no language"):
        with pytest.raises(Blocked):
            desk.translating.add_locale(desk.campaign, tag, by=tom)


def test_a_new_unit_is_written_behind_the_one_before_it(desk: Desk) -> None:
    desk.translating.add_locale(desk.campaign, "fr", by=desk.person("tom"))
    inside = desk.workspace._desk
    tree = inside.campaigns.tree(desk.campaign)
    tree["translations/fr.po"] = b'msgid "Hello"\nmsgstr "Salut"\n\nmsgid "Gone"\nmsgstr "Parti"\n'
    inside.campaigns.add_revision(
        desk.campaign, tree=tree, by=desk.person("ana").public_key, name="Weights"
    )
    wanted = [
        Translated(locale="fr", source="Nothing else changes.", target="Rien."),
        Translated(locale="fr", source="What is new", target="Du neuf"),
    ]
    desk.translating.save_many(desk.campaign, wanted, by=desk.person("tom"))
    [french] = [
        item
        for item in load_content(inside, desk.campaign).message.catalogues
        if item.locale == "fr"
    ]
    assert [entry.source for entry in french.entries] == [
        "Hello",
        "What is new",
        "Nothing else changes.",
        "Gone",
    ]
    assert french.entries[0] == CatalogueEntry(source="Hello", target="Salut")


def test_a_person_reads_what_the_list_of_people_says(desk: Desk) -> None:
    rita = desk.person("rita")
    assert [reads(rita, tag) for tag in ("de", "de-AT", "fr-CA", "ja", "en")] == [
        True, True, True, False, False
    ]  # fmt: skip
    assert reads(replace(rita, locales=("pt-BR",)), "pt")
    assert not reads(replace(rita, locales=("zh-Hans",)), "zh-Hant")


def test_exactly_the_changed_text_needs_work_and_undoing_brings_the_review_back(desk: Desk) -> None:
    inside, ana = desk.workspace._desk, desk.person("ana")
    content = load_content(inside, desk.campaign)
    draft = desk.workspace.authoring.draft(desk.campaign)
    longer = draft.body.replace("are here", "are here now")
    desk.workspace.save_message(desk.campaign, replace(draft, body=longer), by=ana)
    changed = DEAR.replace("are here", "are here now")
    assert desk.states() == "reviewed needs_work needs_work new"
    line = desk.units()[changed]
    assert (line.previous, line.target) == (DEAR, "Guten Tag {{ name }}, die Gewichte sind da.")
    assert line.translated is not None
    assert (line.translated.by, line.reviewed) == ("Ana", None)
    desk.save(changed, line.target, state=UnitState.DRAFT)
    assert desk.review(changed) == 1
    moved = longer.replace("\nNothing else changes.\n", "") + "\nNothing else changes.\n"
    desk.workspace.save_message(desk.campaign, replace(draft, body=moved), by=ana)
    assert desk.units()[changed].state == "reviewed"
    desk.workspace.save_message(desk.campaign, draft, by=ana)
    assert desk.states() == "reviewed needs_work reviewed new"
    tree = load_content(inside, desk.campaign).tree
    assert {name for name in tree if tree[name] != content.tree[name]} == {"translations/de.po"}


def test_what_was_said_and_who_translated_follow_a_text_that_is_moved_and_changed(
    desk: Desk,
) -> None:
    ana, rita = desk.person("ana"), desk.person("rita")
    desk.save(DEAR, "Liebe/r {{ name }}, die Gewichte sind da.")
    wrote = desk.units()[DEAR].translated
    said = desk.translating.comment(desk.campaign, "de", DEAR, "Too close?", by=rita)
    draft = desk.workspace.authoring.draft(desk.campaign)
    changed = DEAR.replace("are here", "are here now")
    body = f"# What is new\n\nNothing else changes.\n\n{changed}\n"
    desk.workspace.save_message(desk.campaign, replace(draft, body=body), by=ana)
    line = desk.units()[changed]
    assert (line.state, line.comments, line.translated) == ("needs_work", (said,), wrote)
    assert desk.review(changed) == 1
    line = desk.units()[changed]
    assert (line.comments, line.translated) == ((said,), wrote)
    assert line.reviewed is not None
    assert line.reviewed.by == "Rita"
    answer = desk.translating.comment(desk.campaign, "de", changed, "It fits.", by=rita)
    desk.workspace.save_message(desk.campaign, draft, by=ana)
    assert desk.units()[DEAR].comments == (said, answer)


def test_comments_stay_with_a_text_that_stands_somewhere_else_still(desk: Desk) -> None:
    ana, rita = desk.person("ana"), desk.person("rita")
    same = "Nothing else changes."
    said = desk.translating.comment(desk.campaign, "de", same, "Really?", by=rita)
    draft = desk.workspace.authoring.draft(desk.campaign)
    twice = f"{draft.body}\n{same}\n"
    desk.workspace.save_message(desk.campaign, replace(draft, body=twice), by=ana)
    one_changed = f"{draft.body}\n{same[:-1]} here.\n"
    desk.workspace.save_message(desk.campaign, replace(draft, body=one_changed), by=ana)
    assert desk.units()[same].comments == (said,)
    assert desk.units()[f"{same[:-1]} here."].comments == ()


def test_a_change_that_nobody_worked_on_is_undone_to_the_byte(desk: Desk) -> None:
    inside, ana = desk.workspace._desk, desk.person("ana")
    before = load_content(inside, desk.campaign).revision.digest
    draft = desk.workspace.authoring.draft(desk.campaign)
    for subject in ("Hello t", "Hello to", "Hello to you"):
        desk.workspace.save_message(desk.campaign, replace(draft, subject=subject), by=ana)
    assert desk.units()["Hello to you"].previous == "Hello"
    desk.workspace.save_message(desk.campaign, draft, by=ana)
    assert load_content(inside, desk.campaign).revision.digest == before


def test_a_text_saved_meanwhile_and_a_translation_do_not_undo_each_other(desk: Desk) -> None:
    inside, ana = desk.workspace._desk, desk.person("ana")
    before = load_content(inside, desk.campaign)
    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    tree = with_texts(
        before.tree, replace(desk.workspace.authoring.draft(desk.campaign), preheader="New")
    )
    save_tree(inside, desk.campaign, tree, by=ana, since=before)
    lines = desk.units()
    assert (lines["New"].state, lines["Nothing else changes."].state) == ("new", "draft")


def test_a_folder_brought_again_keeps_who_reviewed_what_it_does_not_change(
    desk: Desk, tmp_path: Path
) -> None:
    desk.review("Hello")
    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    folder = tmp_path / "again"
    desk.workspace.export_folder(desk.campaign, folder)
    text = (folder / "message.md").read_text().replace("are here", "are there")
    (folder / "message.md").write_text(text)
    file = folder / "translations" / "de.po"
    file.write_text(file.read_text().replace("#, fuzzy, composer-draft\n", ""))
    result = desk.workspace.import_folder(folder, by=desk.person("tom"), campaign_id=desk.campaign)
    assert result.id, result.findings
    lines = desk.units()
    assert desk.states() == "reviewed needs_work needs_work reviewed"
    assert lines[DEAR.replace("here", "there")].previous == DEAR
    hello, nothing = lines["Hello"].reviewed, lines["Nothing else changes."].reviewed
    assert hello is not None
    assert nothing is not None
    assert (hello.by, hello.is_declared) == ("Rita", False)
    assert (nothing.by, nothing.is_declared) == ("Tom", True)


def test_whoever_signs_is_told_who_reviewed_and_the_proof_holds_it(desk: Desk) -> None:
    inside = desk.workspace._desk
    assert desk.translating.reviewed_by(desk.campaign) == (
        "German: reviewed by declaration of Ana, who brought the files.",
    )
    desk.review("Hello")
    content = load_content(inside, desk.campaign)
    assert {
        (item.locale, item.name, item.declared, item.count)
        for item in translation_reviews(inside, content)
    } == {("de", "Ana", True, 1), ("de", "Rita", False, 1)}
    assert desk.translating.reviewed_by(desk.campaign)[0] == ("German: reviewed by Rita.")


def test_a_campaign_can_ask_for_a_reader_of_the_language(desk: Desk) -> None:
    inside, ana = desk.workspace._desk, desk.person("ana")
    asking = edit_settings(
        inside.campaigns.tree(desk.campaign)["campaign.toml"], {"translation.readers": ["de"]}
    )
    save_files(inside, desk.campaign, {"campaign.toml": asking}, by=ana)

    def codes() -> list[str]:
        stage = next(
            item
            for item in desk.workspace.status(desk.campaign).stages
            if item.stage.value == "translate"
        )
        return [item.code for item in stage.findings]

    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    assert "translation.not_read" in codes()
    olaf = desk.workspace.add_person(
        name="Olaf", email="olaf@acme.co", roles=frozenset({Role.REVIEWER}), locales=("fr",), by=ana
    )
    with pytest.raises(Blocked) as blocked:
        desk.translating.review(desk.campaign, "de", ["Nothing else changes."], by=olaf)
    assert blocked.value.findings[0].code == "translation.reader_needed"
    desk.review(*desk.units())
    assert codes() == []
    with pytest.raises(Blocked) as sealing:
        desk.workspace.seal(desk.campaign, by=ana)
    assert all(not item.code.startswith("translation.") for item in sealing.value.findings)


def test_another_language_stands_in_where_somebody_said_so(desk: Desk) -> None:
    ana, inside = desk.person("ana"), desk.workspace._desk

    def state(wish: str, served: str, by: str = "ana") -> dict[str, str]:
        desk.translating.state_fallback(desk.campaign, wish, served, by=desk.person(by))
        return dict(load_content(inside, desk.campaign).campaign.fallback)

    before = load_content(inside, desk.campaign).revision.digest
    assert state("FR", "de") == {"fr": "de"}
    settings = load_content(inside, desk.campaign).tree["campaign.toml"].decode()
    upper = settings.replace("fr =", "FR =").encode()
    save_files(inside, desk.campaign, {"campaign.toml": upper}, by=ana)
    assert state("fr-CA", "en") == {"fr": "de", "fr-CA": "en"}
    assert state("fr", "en") == {"fr": "en", "fr-CA": "en"}
    assert state("fr", "") == {"fr-CA": "en"}
    assert state("fr-CA", "") == {}
    assert load_content(inside, desk.campaign).revision.digest != before
    for wish, served, by in (("fr", "ja", "ana"), ("english", "en", "ana"), ("fr", "en", "tom")):
        with pytest.raises(Blocked):
            state(wish, served, by)
    assert dict(load_content(inside, desk.campaign).campaign.fallback) == {}


def test_a_reader_is_asked_for_and_not_asked_for_any_more(desk: Desk) -> None:
    inside, ana = desk.workspace._desk, desk.person("ana")
    for wanted, readers in ((True, ("de",)), (True, ("de",)), (False, ()), (False, ())):
        desk.translating.want_reader(desk.campaign, "de", wanted=wanted, by=ana)
        content = load_content(inside, desk.campaign)
        assert content.campaign.readers == readers
        assert bool(reader_findings(inside, content)) is wanted
    with pytest.raises(Blocked):
        desk.translating.want_reader(desk.campaign, "german", wanted=True, by=ana)
    with pytest.raises(Blocked):
        desk.translating.want_reader(desk.campaign, "de", wanted=True, by=desk.person("sam"))


def test_a_language_that_is_there_is_not_added_again(desk: Desk) -> None:
    for tag in ("de", "en", "DE"):
        with pytest.raises(Blocked) as blocked:
            desk.translating.add_locale(desk.campaign, tag, by=desk.person("tom"))
        assert [item.code for item in blocked.value.findings] == ["translation.known_language"]


def test_drafts_open_work_and_missing_texts_block_with_their_numbers(desk: Desk) -> None:
    desk.save("Hello", "Servus")
    found = translation_findings(
        desk.workspace._desk, load_content(desk.workspace._desk, desk.campaign)
    )
    assert [(item.code, dict(item.values)["count"], item.blocks) for item in found] == [
        ("translation.unfinished", 1, True),
        ("translation.needs_work", 1, True),
        ("translation.unreviewed", 1, True),
    ]


def test_a_campaign_that_is_parted_off_keeps_who_wrote_and_reviewed(desk: Desk) -> None:
    inside, ana = desk.workspace._desk, desk.person("ana")
    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    desk.review("Nothing else changes.", "Hello")
    linked = desk.workspace.later.send_later(desk.campaign, ["de"], by=ana)
    there = {line.source: line for line in desk.translating.units(linked.id, "de")}
    assert there == desk.units()
    reviewed = there["Nothing else changes."].reviewed
    assert reviewed is not None
    assert reviewed.by == "Rita"
    made_by = makers(inside, linked.id)
    assert made_by.translators == {("de", desk.person("tom").public_key)}
    assert desk.person("rita").public_key not in made_by.authors


def test_a_review_is_of_the_text_that_was_read_and_of_no_other(desk: Desk) -> None:
    unit = "Nothing else changes."
    desk.save(unit, "Sonst bleibt alles.")
    read = {unit: desk.units()[unit].target}
    desk.save(unit, "Sonst ändert sich alles.")
    rita = desk.person("rita")
    with pytest.raises(Blocked) as blocked:
        desk.translating.review(desk.campaign, "de", read, by=rita)
    assert [item.code for item in blocked.value.findings] == ["translation.other_text"]
    assert desk.units()[unit].state == "draft"
    now = {unit: "Sonst ändert sich alles."}
    assert desk.translating.review(desk.campaign, "de", now, by=rita) == 1


def test_a_text_that_stands_twice_in_a_file_can_be_reviewed(desk: Desk) -> None:
    twice = desk.file() + '\n#, fuzzy\nmsgid "Hello"\nmsgstr "Hallo du"\n'
    files = {"translations/de.po": twice.encode()}
    save_files(desk.workspace._desk, desk.campaign, files, by=desk.person("ana"))
    assert desk.units()["Hello"].state == "needs_work"
    assert desk.review("Hello") == 1
    assert (desk.units()["Hello"].state, desk.units()["Hello"].target) == ("reviewed", "Hallo")
    assert desk.file().count('msgid "Hello"') == 1


def test_a_reader_is_asked_for_where_the_language_is_served_by_a_wider_one(desk: Desk) -> None:
    core = desk.workspace._desk
    settings = core.campaigns.tree(desk.campaign)["campaign.toml"]
    files = {"campaign.toml": settings + b'\n[translation]\nreaders = ["de-AT"]\n'}
    save_files(core, desk.campaign, files, by=desk.person("ana"))
    content = load_content(core, desk.campaign)
    assert [item.code for item in reader_findings(core, content)] == ["translation.not_read"]
    desk.save("Nothing else changes.", "Sonst bleibt alles.")
    olaf = desk.workspace.add_person(
        name="Olaf", email="olaf@acme.co", roles=frozenset({Role.REVIEWER}), by=desk.person("ana")
    )
    with pytest.raises(Blocked) as blocked:
        desk.translating.review(desk.campaign, "de", ["Nothing else changes."], by=olaf)
    assert [item.code for item in blocked.value.findings] == ["translation.reader_needed"]


def test_the_very_text_that_was_reviewed_is_reviewed_again_when_it_comes_back(desk: Desk) -> None:
    before = desk.workspace._desk.campaigns.tree(desk.campaign)
    desk.save("Hello", "Hallo zusammen")
    assert desk.units()["Hello"].state == UnitState.DRAFT.value
    desk.save("Hello", "Hallo")
    assert desk.workspace._desk.campaigns.tree(desk.campaign) == before
    assert desk.units()["Hello"].state == UnitState.REVIEWED.value


def test_a_text_that_was_sent_back_stays_open_when_it_comes_back(desk: Desk) -> None:
    desk.translating.send_back(desk.campaign, "de", "Hello", "Too short", by=desk.person("rita"))
    desk.save("Hello", "Hallo zusammen")
    desk.save("Hello", "Hallo")
    assert desk.units()["Hello"].state == UnitState.DRAFT.value


def test_ones_own_review_does_not_come_back_with_ones_own_text(desk: Desk) -> None:
    desk.save("Hello", "Guten Tag")
    desk.review("Hello", by="ana")
    desk.save("Hello", "Hallo zusammen", by="ana")
    desk.save("Hello", "Guten Tag", by="ana")
    assert desk.units()["Hello"].state == UnitState.DRAFT.value
    desk.save("Hello", "Hallo zusammen", by="tom")
    desk.save("Hello", "Guten Tag", by="tom")
    assert desk.units()["Hello"].state == UnitState.REVIEWED.value


def test_nobody_brings_their_own_work_back_as_reviewed_by_a_file(desk: Desk) -> None:
    desk.save("Hello", "Guten Tag")
    own = Translated(locale="de", source="Hello", target="Guten Tag", state=UnitState.REVIEWED)
    save_many = desk.translating.save_many
    assert save_many(desk.campaign, [own], by=desk.person("tom"), from_file=True)
    assert desk.units()["Hello"].state == UnitState.DRAFT.value
    assert save_many(desk.campaign, [own], by=desk.person("ana"), from_file=True)
    assert desk.units()["Hello"].state == UnitState.REVIEWED.value
