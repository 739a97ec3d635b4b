"""Languages sent later: their people are in the other campaign, in exactly one of the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from composer.errors import Blocked, UsageError
from composer.findings import blocking, finding
from composer.folder.settings import read_settings
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.stages.audience_findings import audience_findings
from composer.stages.audience_pending import view_of
from composer.stages.audience_words import decision_sentences
from composer.stages.authorship import authors
from composer.stages.content import load_content
from composer.stages.revising import save_files
from composer.stages.translation_findings import translation_findings
from composer.workspace import Workspace

SETTINGS = """name = "News"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
expected = 6
rule = "all customers"
[transport]
kind = "practice"
[fallback]
pt = "ja"
"""
MESSAGE = "---\nsubject: Hello\n---\nGood morning.\n"
PEOPLE = """email,locale
ann@acme.co,
bob@acme.co,en-GB
cem@acme.co,de-AT
jun@acme.co,ja
kei@acme.co,ja-JP
rui@acme.co,pt
"""
GERMAN = 'msgid "Hello"\nmsgstr "Hallo"\n\nmsgid "Good morning."\nmsgstr "Guten Morgen."\n'
JAPANESE = '#, fuzzy\nmsgid "Hello"\nmsgstr "こんにちは"\n'


@dataclass(frozen=True)
class Made:
    workspace: Workspace
    campaign: CampaignId
    ana: Person
    folder: Path

    def addresses(self, campaign: CampaignId) -> list[str]:
        found = self.workspace._desk.recipients.recipients(campaign)
        return sorted(one.address.partition("@")[0] for one in found)

    def told(self, campaign: CampaignId) -> list[str]:
        desk = self.workspace._desk
        found = audience_findings(desk, load_content(desk, campaign))
        return [item.code for item in found if item.code.startswith(("later.", "audience.wrong"))]

    def sentences(self, campaign: CampaignId) -> str:
        desk = self.workspace._desk
        return " ".join(decision_sentences(desk, load_content(desk, campaign)))


@pytest.fixture
def made(tmp_path: Path, home: Path) -> Iterator[Made]:
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    folder = tmp_path / "campaign"
    (folder / "translations").mkdir(parents=True)
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", MESSAGE), ("audience.csv", PEOPLE),
        ("translations/de.po", GERMAN), ("translations/ja.po", JAPANESE),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    taken = workspace.import_folder(folder, by=ana)
    assert taken.id, taken.findings
    yield Made(workspace, CampaignId(taken.id), ana, folder)
    workspace.close()


def test_people_of_a_language_move_to_a_campaign_of_their_own(made: Made) -> None:
    later = made.workspace.later
    plan = later.plan(made.campaign, ["ja"])
    assert (plan.wishes, plan.people, plan.left) == (("ja", "ja-JP", "pt"), 3, 3)
    linked = later.send_later(made.campaign, ["ja"], by=made.ana)
    assert made.addresses(made.campaign) == ["ann", "bob", "cem"]
    assert made.addresses(linked.id) == ["jun", "kei", "rui"]
    assert made.told(made.campaign) == made.told(linked.id) == []
    other = made.workspace.content(linked.id).campaign
    assert (other.name, other.audience.expected) == (linked.name, 3)
    assert "Japanese" in linked.name
    (link,) = later.links(made.campaign)
    (back,) = later.links(linked.id)
    assert (link.id, link.people, link.is_later) == (linked.id, 3, True)
    assert (back.id, back.is_later) == (made.campaign, False)


def test_whoever_signs_either_campaign_is_told_of_the_other(made: Made) -> None:
    linked = made.workspace.later.send_later(made.campaign, ["ja"], name="Nihon", by=made.ana)
    assert "“Nihon”: 3 people" in made.sentences(made.campaign)
    assert "“News” left for later" in made.sentences(linked.id)


def test_the_language_that_was_taken_out_no_longer_stands_in_the_way(made: Made) -> None:
    def stands_in_the_way(campaign: CampaignId) -> bool:
        desk = made.workspace._desk
        found = translation_findings(desk, load_content(desk, campaign))
        return any(item.place_of("locale") == "ja" for item in blocking(found))

    assert stands_in_the_way(made.campaign)
    linked = made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    assert not stands_in_the_way(made.campaign)
    assert stands_in_the_way(linked.id)


def test_everybody_comes_back_and_the_other_campaign_says_so(made: Made) -> None:
    before = made.workspace._desk.campaigns.tree(made.campaign)
    linked = made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    assert made.workspace.later.bring_back(made.campaign, by=made.ana) == 3
    assert len(made.addresses(made.campaign)) == 6
    assert made.workspace._desk.campaigns.tree(made.campaign) == before
    assert made.told(made.campaign) == []
    assert made.told(linked.id) == ["later.returned"]
    with pytest.raises(UsageError):
        made.workspace.later.bring_back(made.campaign, by=made.ana)


def test_nobody_comes_back_whom_a_frozen_campaign_writes_to(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    monkeypatch.setattr("composer.stages.send_later.is_in_use", lambda _desk, one: one == linked.id)
    with pytest.raises(Blocked) as refused:
        made.workspace.later.bring_back(made.campaign, by=made.ana)
    assert [item.code for item in refused.value.findings] == ["later.in_use"]
    assert len(made.addresses(made.campaign)) == 3


def test_somebody_who_is_in_both_stops_both(made: Made) -> None:
    linked = made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    settings = made.workspace.content(linked.id).campaign.audience
    (made.folder / "more.csv").write_text(PEOPLE.replace("bob@acme.co,en-GB", "bob@acme.co,ja"))
    audiences = made.workspace.audiences
    audiences.read(linked.id, made.folder / "more.csv", settings=settings, by=made.ana)
    audiences.set_contract(
        linked.id, expected=4, tolerance=settings.tolerance, rule="", agreed="", by=made.ana
    )
    assert audiences.take_over(linked.id, by=made.ana).id
    assert made.told(linked.id) == ["later.both"]
    assert made.told(made.campaign) == ["later.both"]


def test_fewer_people_in_the_other_campaign_than_were_kept_for_it_are_told(made: Made) -> None:
    linked = made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    settings = made.workspace.content(linked.id).campaign.audience
    (made.folder / "less.csv").write_text(PEOPLE.replace("kei@acme.co,ja-JP\n", ""))
    audiences = made.workspace.audiences
    audiences.read(linked.id, made.folder / "less.csv", settings=settings, by=made.ana)
    audiences.set_contract(
        linked.id, expected=2, tolerance=settings.tolerance, rule="", agreed="", by=made.ana
    )
    assert audiences.take_over(linked.id, by=made.ana).id
    assert made.told(made.campaign) == ["later.fewer"]


def test_a_link_to_a_campaign_that_is_not_here_stops(made: Made) -> None:
    made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    desk = made.workspace._desk
    tree = desk.campaigns.tree(made.campaign)
    settings = tree["campaign.toml"]
    campaign = read_settings(settings)[0]
    assert campaign is not None
    (gone,) = {item for _wish, item in campaign.audience.later}
    save_files(
        desk,
        made.campaign,
        {"campaign.toml": settings.replace(gone.encode(), b"0" * 16)},
        by=made.ana,
    )
    assert "later.gone" in made.told(made.campaign)


@pytest.mark.parametrize(
    ("languages", "code"),
    [
        (["fr"], "later.nobody"),
        (["en", "de", "ja"], "later.everybody"),
        (["?"], "translation.no_language"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    made: Made, languages: list[str], code: str
) -> None:
    with pytest.raises(Blocked) as refused:
        made.workspace.later.send_later(made.campaign, languages, by=made.ana)
    assert [item.code for item in refused.value.findings] == [code]
    assert len(made.addresses(made.campaign)) == 6
    assert len(made.workspace.campaigns()) == 1


def test_a_list_that_waits_is_decided_about_first(made: Made) -> None:
    made.workspace.audiences.read(made.campaign, made.folder / "audience.csv", by=made.ana)
    with pytest.raises(Blocked) as refused:
        made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    assert [item.code for item in refused.value.findings] == ["later.pending"]


def test_nobody_is_taken_out_once_sending_has_begun(made: Made) -> None:
    folder = made.workspace._desk.send_folder(made.campaign)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ledger.db").touch()
    with pytest.raises(Blocked) as refused:
        made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    assert [item.code for item in refused.value.findings] == ["later.begun"]


def test_a_second_language_goes_to_another_campaign(made: Made) -> None:
    later = made.workspace.later
    first = later.send_later(made.campaign, ["ja"], by=made.ana)
    second = later.send_later(made.campaign, ["de"], by=made.ana)
    assert made.addresses(made.campaign) == ["ann", "bob"]
    assert made.addresses(first.id) == ["jun", "kei", "rui"]
    assert made.addresses(second.id) == ["cem"]
    assert {link.id for link in later.links(made.campaign)} == {first.id, second.id}


def test_the_links_come_back_from_a_folder(made: Made, tmp_path: Path) -> None:
    linked = made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    for campaign in (made.campaign, linked.id):
        out = tmp_path / campaign
        made.workspace.export_folder(campaign, out)
        again = made.workspace.import_folder(out, by=made.ana, campaign_id=campaign)
        assert again.id, again.findings
    assert made.told(made.campaign) == made.told(linked.id) == []


def test_both_folders_in_another_workspace_are_linked_there(made: Made, tmp_path: Path) -> None:
    linked = made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    other = Workspace.create(tmp_path / "other", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    bea = other.add_person(name="Bea", email="bea@acme.co", roles=roles, by=None)
    there = Made(other, made.campaign, bea, tmp_path)
    for campaign, told in ((made.campaign, ["later.gone"]), (linked.id, [])):
        made.workspace.export_folder(campaign, tmp_path / campaign)
        taken = other.import_folder(tmp_path / campaign, by=bea)
        assert taken.id == campaign, taken.findings
        assert there.told(campaign) == told
    assert there.told(made.campaign) == []
    assert there.addresses(linked.id) == ["jun", "kei", "rui"]
    other.close()


def test_somebody_in_two_campaigns_taken_out_of_one_stops_both(made: Made) -> None:
    later = made.workspace.later
    first = later.send_later(made.campaign, ["ja"], by=made.ana)
    second = later.send_later(made.campaign, ["de"], by=made.ana)
    settings = made.workspace.content(second.id).campaign.audience
    (made.folder / "more.csv").write_text(PEOPLE.replace("jun@acme.co,ja", "jun@acme.co,de-AT"))
    audiences = made.workspace.audiences
    audiences.read(second.id, made.folder / "more.csv", settings=settings, by=made.ana)
    audiences.set_contract(
        second.id, expected=2, tolerance=settings.tolerance, rule="", agreed="", by=made.ana
    )
    assert audiences.take_over(second.id, by=made.ana).id
    assert made.told(first.id) == made.told(second.id) == ["later.both"]


def test_no_campaign_is_made_when_nobody_can_be_taken_out(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blocked(desk: object, stored: object, record: object, purpose: object) -> object:
        view = view_of(desk, stored, record, purpose)  # type: ignore[arg-type]
        return replace(view, findings=(*view.findings, finding("audience.empty")))

    with monkeypatch.context() as broken:
        broken.setattr("composer.stages.send_later.view_of", blocked)
        with pytest.raises(Blocked):
            made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    assert [item.id for item in made.workspace.campaigns()] == [made.campaign]
    assert len(made.addresses(made.campaign)) == 6
    made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)


def test_count_and_report_say_who_gets_it_later(made: Made) -> None:
    made.workspace.later.send_later(made.campaign, ["ja"], name="Nihon", by=made.ana)
    content = made.workspace.content(made.campaign)
    assert (content.audience, content.later) == (3, 3)
    (told,) = content.linked
    assert "“Nihon”: 3 people" in told
    made.workspace.report(made.campaign, "html", made.folder / "report.html")
    assert told in (made.folder / "report.html").read_text(encoding="utf-8")


def test_the_authors_are_known_from_the_moment_the_other_campaign_can_be_used(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    bea = made.workspace.add_person(
        name="Bea", email="bea@acme.co", roles=frozenset({Role.AUTHOR, Role.REVIEWER}), by=made.ana
    )
    made.workspace.rename(made.campaign, "More news", by=bea)

    def stop(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("composer.stages.send_later.record_taken", stop)
    with pytest.raises(KeyboardInterrupt):
        made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    (other,) = {item.id for item in made.workspace.campaigns()} - {made.campaign}
    assert bea.public_key in authors(made.workspace._desk, other)


def test_whom_a_campaign_passed_on_comes_back_to_one_campaign_only(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = made.workspace.later
    first = later.send_later(made.campaign, ["de", "ja"], by=made.ana)
    second = later.send_later(first.id, ["ja"], by=made.ana)
    assert made.told(made.campaign) == made.told(first.id) == made.told(second.id) == []
    with monkeypatch.context() as patched:
        patched.setattr("composer.stages.send_later.is_in_use", lambda _desk, one: one == second.id)
        with pytest.raises(Blocked) as refused:
            later.bring_back(made.campaign, by=made.ana)
    assert [item.code for item in refused.value.findings] == ["later.in_use"]
    assert later.bring_back(made.campaign, by=made.ana) == 4
    assert made.told(first.id) == made.told(second.id) == ["later.returned"]


def test_somebody_new_for_whom_another_has_gone_is_told(made: Made) -> None:
    made.workspace.later.send_later(made.campaign, ["ja"], by=made.ana)
    changed = PEOPLE.replace("kei@acme.co,ja-JP", "nao@acme.co,ja")
    (made.folder / "audience.csv").write_text(changed, encoding="utf-8")
    taken = made.workspace.replace_audience(
        made.campaign, made.folder / "audience.csv", by=made.ana
    )
    assert taken.id, taken.findings
    assert made.told(made.campaign) == ["later.fewer"]
