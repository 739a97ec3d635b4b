"""Memory and glossary in a workspace: what is reviewed helps the next campaign, and only advises."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from composer.errors import Blocked, FileRefused
from composer.model.glossary import GlossaryTerm, Saying
from composer.model.identifiers import CampaignId
from composer.model.memory import MatchKind, MemoryMatch
from composer.model.person import Person, Role
from composer.model.stages import Stage
from composer.model.translation import Translated, UnitState
from composer.translation.exchange.comparison import Take
from composer.translation.exchange.model import ExchangeFormat
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
Please pay 1,250 by {{ due }}.

The weights are here.
"""
GERMAN = """
msgid "Hello"
msgstr "Hallo"

msgid "Please pay 1,250 by {{ due }}."
msgstr "Bitte zahlen Sie 1.250 bis {{ due }}."

msgid "The weights are here."
msgstr ""
"""
PEOPLE = "email,locale,due\nann@acme.co,,today\nbob@acme.co,de,heute\n"
LAYOUT = "<!doctype html><html><body>{{ body }}</body></html>"
PAY = "Please pay 1,250 by {{ due }}."
HERE = "The weights are here."
WEIGHT = GlossaryTerm(
    source="weight", source_locale="en", sayings=(Saying(locale="de", targets=("Gewicht",)),)
)


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace.open(folder / "workspace")
        self.memory = self.workspace.memory
        self.campaign = self.workspace.find_campaign("Weights")

    def person(self, name: str) -> Person:
        return self.workspace.resolve_person(f"{name}@acme.co")

    def translate(self, source: str, target: str) -> None:
        wanted = Translated(locale="de", source=source, target=target)
        self.workspace.translating.save(self.campaign, wanted, by=self.person("tom"))

    def review(self, *sources: str) -> None:
        self.workspace.translating.review(self.campaign, "de", sources, by=self.person("rita"))

    def matches(self, source: str) -> list[MemoryMatch]:
        return list(self.memory.suggest(self.campaign, "de", source).matches)

    def targets(self, source: str) -> list[str]:
        return [match.target for match in self.matches(source)]

    def another(self, name: str, message: str) -> CampaignId:
        """Make a campaign with another text in German, untranslated."""
        source = self.folder / name
        shutil.copytree(self.folder / "campaign", source)
        (source / "campaign.toml").write_text(SETTINGS.replace("Weights", name))
        (source / "message.md").write_text(message)
        (source / "translations" / "de.po").write_text("")
        result = self.workspace.import_folder(source, by=self.person("ana"))
        assert result.id, result.findings
        return CampaignId(result.id)

    def write(self, name: str, text: str) -> Path:
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("remembering")
    source = folder / "campaign"
    (source / "translations").mkdir(parents=True)
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", MESSAGE), ("audience.csv", PEOPLE),
        ("bare.html", LAYOUT), ("translations/de.po", GERMAN),
    ):  # fmt: skip
        (source / name).write_text(text)
    workspace = Workspace.create(folder / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    for name, role in (("Tom", Role.TRANSLATOR), ("Rita", Role.REVIEWER), ("Sam", Role.SENDER)):
        workspace.add_person(
            name=name, email=f"{name}@acme.co", roles=frozenset({role}), locales=("de",), by=ana
        )
    assert workspace.import_folder(source, by=ana).id
    workspace.close()
    return folder


@pytest.fixture
def desk(pattern: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(pattern, tmp_path / "copy")
    opened = Desk(tmp_path / "copy")
    yield opened
    opened.workspace.close()


def test_what_a_file_declares_reviewed_is_remembered_with_who_brought_it(desk: Desk) -> None:
    (match,) = desk.matches("Please pay 900 by {{ day }}.")
    assert (match.kind, match.likeness) == (MatchKind.FILLED, 99)
    assert match.target == "Bitte zahlen Sie 900 bis {{ day }}."
    assert (match.campaign, match.by) == ("Weights", "Ana")
    assert desk.targets(PAY) == []  # it stands there already


def test_made_ready_the_first_look_up_reads_no_shapes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.memory.make_ready(desk.campaign, "de")
    monkeypatch.setattr("composer.store.translation_memory._all_shapes", None)
    (match,) = desk.matches("Please pay 900 by {{ day }}.")
    assert match.likeness == 99


def test_a_draft_is_not_remembered_until_somebody_else_has_reviewed_it(desk: Desk) -> None:
    desk.translate(HERE, "Die Gewichte sind da.")
    assert desk.targets("The weights are there.") == []
    desk.review(HERE)
    (match,) = desk.matches("The weights are there.")
    assert (match.target, match.likeness, match.by) == ("Die Gewichte sind da.", 75, "Rita")


def test_what_is_sent_back_is_forgotten_and_another_wording_kept_beside(desk: Desk) -> None:
    desk.translate("Hello", "Guten Tag")
    desk.review("Hello")
    assert desk.targets("Hello") == ["Hallo"]  # both are kept; the newest is in place
    desk.workspace.translating.send_back(
        desk.campaign, "de", "Hello", "Too stiff.", by=desk.person("rita")
    )
    desk.translate("Hello", "")
    assert desk.targets("Hello") == ["Hallo"]


def test_made_anew_the_memory_holds_what_the_campaigns_hold_now(desk: Desk) -> None:
    desk.translate("Hello", "Guten Tag")
    desk.review("Hello")
    assert [item.units for item in desk.memory.counts()] == [3]
    assert desk.memory.rebuild(by=desk.person("tom")) == 2
    assert desk.targets("Hello") == []
    with pytest.raises(Blocked, match="role"):
        desk.memory.rebuild(by=desk.person("sam"))


def test_a_wrong_entry_stays_out_until_that_is_undone(desk: Desk) -> None:
    (wrong,) = desk.matches("Please pay 900 by {{ due }}.")
    desk.memory.forget(wrong, by=desk.person("rita"))
    assert desk.matches("Please pay 900 by {{ due }}.") == []
    desk.memory.rebuild(by=desk.person("tom"))
    assert desk.matches("Please pay 900 by {{ due }}.") == []
    desk.memory.bring_back(wrong, by=desk.person("rita"))
    assert len(desk.matches("Please pay 900 by {{ due }}.")) == 1


def test_another_campaign_is_filled_with_drafts(desk: Desk) -> None:
    text = "---\nsubject: Hello\n---\nPlease pay 77 by {{ due }}.\n\nSomething new.\n"
    other = desk.another("Second", text)
    tom, translating = desk.person("tom"), desk.workspace.translating
    assert desk.memory.fill(other, "de", exact=True, by=tom) == 1
    assert desk.memory.fill(other, "de", by=tom) == 1
    lines = {line.source: line for line in translating.units(other, "de")}
    assert lines["Hello"].target == "Hallo"
    assert lines["Please pay 77 by {{ due }}."].target == "Bitte zahlen Sie 77 bis {{ due }}."
    states = [line.state for line in lines.values()]
    assert states == [UnitState.DRAFT.value, UnitState.DRAFT.value, UnitState.NEW.value]


def test_a_changed_text_is_offered_its_translation_with_the_new_marks(desk: Desk) -> None:
    campaign, ana = desk.campaign, desk.person("ana")
    draft = desk.workspace.authoring.draft(campaign)
    text = draft.body.replace("1,250 by {{ due }}", "1,300 by {{ due }}")
    desk.workspace.save_message(campaign, replace(draft, body=text), by=ana)
    suggested = desk.memory.suggest(campaign, "de", "Please pay 1,300 by {{ due }}.")
    assert suggested.filled == "Bitte zahlen Sie 1.300 bis {{ due }}."
    assert desk.memory.suggest(campaign, "de", "Hello").filled is None


def test_another_programs_memory_comes_in_and_goes_out(desk: Desk) -> None:
    tom, file = desk.person("tom"), desk.folder / "out.tmx"
    assert desk.memory.export_tmx(file, locale="de") == 2
    assert desk.memory.import_tmx(file, by=tom) == (0, ())
    text = file.read_text(encoding="utf-8").replace("Hello", "Welcome")
    assert desk.memory.import_tmx(desk.write("agency.tmx", text), by=tom) == (1, ())
    assert desk.matches("Welcome")[0].campaign == "agency.tmx"
    for name, content, code in (
        ("none.tmx", text.replace('"en"', '"fr"'), "memory.no_units"),
        ("bad.tmx", text[:-20], "exchange.bad_xml"),
    ):
        with pytest.raises(FileRefused) as refused:
            desk.memory.import_tmx(desk.write(name, content), by=tom)
        assert [item.code for item in refused.value.findings] == [code]


def test_the_teams_words_are_shown_and_judged(desk: Desk) -> None:
    desk.memory.save_term(WEIGHT, by=desk.person("tom"))
    found = desk.memory.suggest(desk.campaign, "de", HERE).terms
    assert [(item.term.source, item.start) for item in found] == [("weight", 4)]
    desk.translate(HERE, "Die Kräfte sind da.")
    (line,) = [u for u in desk.workspace.translating.units(desk.campaign, "de") if u.source == HERE]
    judged = {item.code: item.blocks for item in line.findings}
    assert judged == {"translation.term_missing": False}


def test_the_teams_words_are_part_of_the_check_until_the_proof_is_frozen(desk: Desk) -> None:
    workspace, campaign, ana = desk.workspace, desk.campaign, desk.person("ana")
    for number in (1, 2):
        workspace.add_seed(f"seed{number}@acme.co", by=ana)
    desk.translate(HERE, "Die Kräfte sind da.")
    desk.review(HERE)

    def points() -> dict[str, bool]:
        summary = workspace.last_check(campaign)
        assert summary is not None
        return {
            point.code: point.accepted is not None
            for point in summary.points
            if point.code.startswith("translation.")
        }

    workspace.check(campaign)
    assert points() == {}
    line = desk.memory.save_term(WEIGHT, by=desk.person("tom"))
    assert points() == {"translation.term_missing": False}
    summary = workspace.last_check(campaign)
    assert summary is not None
    (key,) = [point.key for point in summary.points if point.code == "translation.term_missing"]
    workspace.accept_warning(campaign, key, "Forces are meant.", by=ana)
    assert points() == {"translation.term_missing": True}
    other = replace(WEIGHT, sayings=(Saying(locale="de", targets=("Masse",)),))
    line = desk.memory.save_term(other, seen=line, by=desk.person("tom"))
    assert points() == {"translation.term_missing": False}
    desk.memory.save_term(WEIGHT, seen=line, by=desk.person("tom"))
    proof, _count = workspace.seal(campaign, by=ana)

    name = GlossaryTerm(source="weights", source_locale="en", is_fixed=True)
    desk.memory.save_term(name, by=desk.person("tom"))
    assert points() == {"translation.term_missing": True}
    workspace.check(campaign)
    assert workspace.seal(campaign, by=ana)[0] == proof
    assert workspace.status(campaign).stage is Stage.TEST
    workspace.unseal(campaign, by=ana)
    desk.translate(HERE, "Da sind die Kräfte.")
    with pytest.raises(Blocked, match="weights"):
        desk.review(HERE)
    assert workspace.status(campaign).stage is Stage.TRANSLATE
    blocked = {item.code for item in workspace.status(campaign).blocked_by}
    assert "translation.fixed_term" in blocked


def test_a_file_changes_no_frozen_version_before_somebody_opens_it(desk: Desk) -> None:
    workspace, campaign, ana = desk.workspace, desk.campaign, desk.person("ana")
    for number in (1, 2):
        workspace.add_seed(f"seed{number}@acme.co", by=ana)
    desk.translate(HERE, "Die Gewichte sind da.")
    desk.review(HERE)
    workspace.seal(campaign, by=ana)
    sent = workspace.exchange.export(campaign, "de", ExchangeFormat.PO, by=ana).content
    back = sent.replace(b"Die Gewichte sind da.", b"Hier sind die Gewichte.")
    comparison = workspace.exchange.compare(campaign, "de", back, file="de.po")
    chosen = comparison.chosen(Take.ALL_OR_NOTHING)
    assert chosen
    with pytest.raises(Blocked) as refused:
        workspace.exchange.take(comparison, chosen, by=desk.person("tom"))
    assert [item.code for item in refused.value.findings] == ["exchange.frozen"]
    assert "--change" in refused.value.findings[0].advice
    assert workspace.status(campaign).stage is Stage.TEST
    workspace.unseal(campaign, by=desk.person("tom"))
    assert workspace.exchange.take(comparison, chosen, by=desk.person("tom")).translations == 1
    assert workspace.status(campaign).proof == ""


def test_what_another_region_says_is_offered_with_its_language(desk: Desk) -> None:
    tom, ana = desk.person("tom"), desk.person("ana")
    translating, memory = desk.workspace.translating, desk.memory

    def found(tag: str) -> list[tuple[str, str]]:
        return [(m.target, m.locale) for m in memory.suggest(desk.campaign, tag, HERE).matches]

    desk.translate(HERE, "Die Gewichte sind da.")
    desk.review(HERE)
    for tag in ("de-AT", "de-Latn-CH"):
        translating.add_locale(desk.campaign, tag, by=ana)
        assert found(tag) == [("Die Gewichte sind da.", "de")]
    assert memory.fill(desk.campaign, "de-AT", by=tom) == 0
    said = Translated(locale="de-AT", source=HERE, target="Da sind die Gewichte.")
    translating.save(desk.campaign, said, by=tom)
    translating.review(desk.campaign, "de-AT", [HERE], by=desk.person("rita"))
    assert found("de") == [("Da sind die Gewichte.", "de-AT")]
    assert ("Da sind die Gewichte.", "de-AT") in found("de-Latn-CH")
    translating.add_locale(desk.campaign, "nl", by=ana)
    assert found("nl") == []


def test_what_needs_no_translating_is_offered_until_it_stands_there(desk: Desk) -> None:
    name = GlossaryTerm(source="Hello", source_locale="en", is_fixed=True)
    desk.memory.save_term(name, by=desk.person("tom"))
    assert desk.memory.suggest(desk.campaign, "de", "Hello").copied == "Hello"
    desk.translate("Hello", "Hello")
    assert desk.memory.suggest(desk.campaign, "de", "Hello").copied is None


def test_a_change_of_a_word_that_was_not_seen_is_refused(desk: Desk) -> None:
    tom = desk.person("tom")
    first = desk.memory.save_term(WEIGHT, by=tom)
    second = desk.memory.save_term(WEIGHT, seen=first, by=desk.person("ana"))
    assert desk.memory.glossary() == (second,)
    with pytest.raises(Blocked, match="meantime"):
        desk.memory.save_term(WEIGHT, seen=first, by=tom)
    with pytest.raises(Blocked, match="role"):
        desk.memory.remove_term(second, by=desk.person("sam"))
    desk.memory.remove_term(second, by=tom)
    assert desk.memory.glossary() == ()


@pytest.mark.parametrize("name", ["words.csv", "words.xlsx"])
def test_a_table_of_words_is_taken_over_as_it_went_out(desk: Desk, name: str) -> None:
    tom, file = desk.person("tom"), desk.folder / name
    line = desk.memory.save_term(WEIGHT, by=tom)
    assert desk.memory.export_terms(file) == 1
    done = desk.memory.import_terms(file, source_locale="en", by=tom)
    assert (done.added, done.changed, done.known, done.findings) == (0, 0, 1, ())
    desk.memory.remove_term(line, by=tom)
    assert desk.memory.import_terms(file, source_locale="en", by=tom).added == 1
    assert [item.term for item in desk.memory.glossary()] == [WEIGHT]


def test_a_table_with_a_wrong_row_changes_nothing(desk: Desk) -> None:
    table = desk.write("words.csv", "source,de,do not translate\nweight,Gewicht,no\nAcme,x,yes\n")
    done = desk.memory.import_terms(table, source_locale="en", by=desk.person("tom"))
    (problem,) = done.findings
    assert (problem.code, problem.place_of("row")) == ("glossary.fixed_and_said", 3)
    assert desk.memory.glossary() == ()
    (desk.folder / "latin.csv").write_bytes("source,de\nk,Ö\n".encode("latin-1"))
    done = desk.memory.import_terms(
        desk.folder / "latin.csv", source_locale="en", by=desk.person("tom")
    )
    assert [item.code for item in done.findings] == ["glossary.encoding"]
