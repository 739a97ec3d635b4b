"""The list of campaigns: where each stands and whose turn it is, without judging any text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from composer.model.ending import SendGlance
from composer.model.identifiers import CampaignId
from composer.model.overview import Turn
from composer.model.person import Person, Role, Roster
from composer.model.stages import Stage
from composer.model.states import Counts
from composer.stages.content import load_content
from composer.stages.listing import remember_stage
from composer.stages.waiting import turns_in_send, turns_to_translate
from composer.workspace import Workspace

SETTINGS = """name = "News"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
expected = 2
rule = "all customers"
[transport]
kind = "practice"
"""
MESSAGE = "---\nsubject: Hello\n---\nGood morning.\n"
PEOPLE = "email,locale\nann@acme.co,en\ncem@acme.co,{locale}\n"
GERMAN = 'msgid "Hello"\nmsgstr "Hallo"\n\n#, fuzzy\nmsgid "Good morning."\nmsgstr "Morgen."\n'


@dataclass(frozen=True)
class Made:
    workspace: Workspace
    ana: Person
    folder: Path

    def bring(self, name: str, *, locale: str = "en") -> CampaignId:
        for path, text in (
            ("campaign.toml", SETTINGS.replace("News", name)),
            ("message.md", MESSAGE),
            ("audience.csv", PEOPLE.format(locale=locale)),
            ("translations/de.po", GERMAN),
        ):
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text, encoding="utf-8")
        result = self.workspace.import_folder(self.folder, by=self.ana)
        assert result.id, result.findings
        return CampaignId(result.id)

    def stage(self, campaign: CampaignId) -> Stage | None:
        return self.workspace.listing.with_stages([campaign])[0].stage


@pytest.fixture
def made(tmp_path: Path, home: Path) -> Iterator[Made]:
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    translator = frozenset({Role.TRANSLATOR})
    for name, locale in (("Dora", "de"), ("Fay", "fr")):
        address = f"{name.lower()}@acme.co"
        workspace.add_person(name=name, email=address, roles=translator, locales=(locale,), by=ana)
    yield Made(workspace=workspace, ana=ana, folder=tmp_path / "campaign")
    workspace.close()


def test_lines_are_there_before_anything_is_read(made: Made) -> None:
    campaign = made.bring("News")
    (line,) = made.workspace.campaigns()
    assert (line.id, line.name, line.people, line.stage) == (campaign, "News", 2, None)


def test_a_campaign_stands_where_its_work_is(made: Made) -> None:
    ready, open_one = made.bring("Ready"), made.bring("Open", locale="de")
    assert made.stage(ready) is Stage.PREVIEW
    assert made.stage(open_one) is Stage.TRANSLATE


def test_an_open_translation_waits_for_who_reads_that_language(made: Made) -> None:
    campaign = made.bring("Open", locale="de")
    (line,) = made.workspace.listing.with_stages([campaign])
    assert line.turns == (("dora@acme.co", Turn.TRANSLATE),)


def test_what_was_judged_when_a_campaign_was_opened_holds_until_it_changes(made: Made) -> None:
    campaign, desk = made.bring("Ready"), made.workspace._desk
    remember_stage(desk, load_content(desk, campaign), Stage.WRITE)
    assert made.stage(campaign) is Stage.WRITE
    made.workspace.rename(campaign, "Changed", by=made.ana)
    assert made.stage(campaign) is Stage.PREVIEW


def test_the_newest_change_stands_first(made: Made) -> None:
    first, second = made.bring("First"), made.bring("Second")
    assert [line.id for line in made.workspace.campaigns()] == [second, first]
    made.workspace.rename(first, "First again", by=made.ana)
    assert [line.id for line in made.workspace.campaigns()] == [first, second]


def one(name: str, *roles: Role, locales: tuple[str, ...] = ()) -> Person:
    return Person(name=name, email=name, public_key=name, roles=frozenset(roles), locales=locales)


ROSTER = Roster(
    version=1,
    previous="",
    people=(one("owner", Role.OWNER), one("sender", Role.SENDER), one("all", Role.TRANSLATOR)),
    owner_keys=("owner",),
    digest="",
)
HELD = SendGlance(campaign_id="1", name="x", running=False, counts=Counts(planned=5, unknown=1))


def test_a_send_on_hold_waits_for_senders_and_what_is_unclear_for_owners_too() -> None:
    assert turns_in_send(ROSTER, HELD) == (
        ("sender", Turn.GO_ON),
        ("owner", Turn.SETTLE),
        ("sender", Turn.SETTLE),
    )
    assert turns_in_send(ROSTER, replace(HELD, running=True)) == ()
    done = replace(HELD, is_over=True, counts=Counts(accepted=6))
    assert turns_in_send(ROSTER, done) == ()


def test_who_names_no_language_translates_into_all() -> None:
    assert turns_to_translate(ROSTER, ["de"]) == (("all", Turn.TRANSLATE),)
