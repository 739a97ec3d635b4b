"""A campaign begins with a layout or with parts of an earlier one: nothing signed, nobody's people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from composer.errors import Blocked, UsageError
from composer.folder.load import SETTINGS_FILE
from composer.folder.write import edit_settings
from composer.model.accounts import MailAccount
from composer.model.acts import FOLLOWED
from composer.model.campaign import Purpose, TransportKind, TransportSettings
from composer.model.new_campaign import FirstWords, Part
from composer.model.person import Person, Role
from composer.model.stages import Stage
from composer.stages.authorship import makers
from composer.workspace import Workspace
from tests.unit.stages.test_listing import Made

WORDS = FirstWords(
    name="Spring news",
    purpose=Purpose.SERVICE,
    sender="Acme <notices@acme.co>",
    locale="en",
    layout="newsletter",
)


@pytest.fixture
def made(tmp_path: Path, home: Path) -> Iterator[Made]:
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    workspace.add_person(name="Ben", email="ben@acme.co", roles=frozenset({Role.AUTHOR}), by=ana)
    workspace.add_seed("seed1@acme.co", by=ana)
    yield Made(workspace=workspace, ana=ana, folder=tmp_path / "campaign")
    workspace.close()


def ben(made: Made) -> Person:
    return made.workspace.resolve_person("ben@acme.co")


def test_it_begins_with_a_layout_and_everything_else_still_to_do(made: Made) -> None:
    campaign = made.workspace.new_campaigns.begin(WORDS, by=made.ana)
    content = made.workspace.content(campaign)
    assert (content.campaign.name, content.campaign.layout) == ("Spring news", "newsletter")
    assert content.campaign.test.seeds == ("seed1@acme.co",)
    assert (content.audience, content.message.subject) == (0, "")
    assert made.stage(campaign) is Stage.WRITE
    assert made.workspace.new_campaigns.layouts()[0].name == "notice"


def test_first_words_that_cannot_be_used_are_refused_and_nothing_is_made(made: Made) -> None:
    begin = made.workspace.new_campaigns.begin
    with pytest.raises(Blocked) as refused:
        begin(replace(WORDS, sender="nobody"), by=made.ana)
    assert [item.code for item in refused.value.findings] == ["address.no_at"]
    with pytest.raises(UsageError):
        begin(replace(WORDS, name=" "), by=made.ana)
    with pytest.raises(UsageError):
        begin(replace(WORDS, layout="../notice"), by=made.ana)
    assert made.workspace.campaigns() == ()


def test_a_copy_has_ids_of_its_own_and_nobody_in_it(made: Made) -> None:
    source = made.bring("News", locale="de")
    copy = made.workspace.new_campaigns.copy(source, tuple(Part), name="Again", by=ben(made))
    store = made.workspace._desk.campaigns
    first, second = store.get(source), store.get(copy)
    for random in ("id", "message_seed", "ledger_key"):
        assert getattr(first, random) != getattr(second, random)
    content = made.workspace.content(copy)
    assert (content.audience, content.message.subject) == (0, "Hello")
    assert [item.locale for item in content.message.catalogues] == ["de"]
    assert content.campaign.audience.rule == "all customers"
    assert content.campaign.audience.expected is None


def test_each_part_is_left_behind_when_it_is_not_wanted(made: Made) -> None:
    source = made.bring("News", locale="de")
    for part in Part:
        wanted = set(Part) - {part}
        copy = made.workspace.new_campaigns.copy(source, wanted, name="Again", by=made.ana)
        content = made.workspace.content(copy)
        assert bool(content.message.subject) == (part is not Part.TEXT)
        assert bool(content.message.catalogues) == (part not in {Part.TEXT, Part.TRANSLATIONS})
        assert bool(content.campaign.audience.rule) == (part is not Part.AUDIENCE)
        assert content.campaign.transport.kind is TransportKind.PRACTICE


def test_who_wrote_the_text_that_came_along_wrote_the_copy_too(made: Made) -> None:
    source = made.bring("News")
    new = made.workspace.new_campaigns
    with_text = new.copy(source, [Part.TEXT], name="A", by=ben(made))
    without = new.copy(source, [Part.ACCOUNT], name="B", by=ben(made))
    desk, own = made.workspace._desk, ben(made).public_key
    assert makers(desk, with_text).authors == {own, made.ana.public_key}
    assert makers(desk, without).authors == {own}


def test_who_wrote_the_layout_that_came_along_wrote_the_copy_too(made: Made) -> None:
    source, layout = made.bring("News"), "layouts/ours.html"
    store = made.workspace._desk.campaigns
    tree = store.tree(source)
    tree[SETTINGS_FILE] = edit_settings(tree[SETTINGS_FILE], {"layout": layout})
    tree[layout] = b"<html><body>{{ content }}</body></html>"
    store.add_revision(source, tree=tree, by=made.ana.public_key, name="News")
    copy = made.workspace.new_campaigns.copy(source, [Part.ACCOUNT], name="B", by=ben(made))
    assert layout in store.tree(copy)
    assert made.ana.public_key in makers(made.workspace._desk, copy).authors


def test_who_wrote_a_campaign_wrote_what_follows_it_too(made: Made) -> None:
    source, desk, by = made.bring("News"), made.workspace._desk, ben(made)
    follow_up = made.workspace.new_campaigns.begin(WORDS, by=by)
    assert makers(desk, follow_up).authors == {by.public_key}
    details = {"campaign": source, "linked": follow_up}
    desk.audit.append(person=by.public_key, action=FOLLOWED, details=details)
    assert makers(desk, follow_up).authors == {by.public_key, made.ana.public_key}


def test_a_planned_time_stays_behind(made: Made) -> None:
    source = made.bring("News")
    made.workspace.planning.plan(source, "2031-01-01 09:00 Europe/Berlin", by=made.ana)
    copy = made.workspace.new_campaigns.copy(source, tuple(Part), name="Again", by=made.ana)
    assert made.workspace.content(source).campaign.pace.planned is not None
    assert made.workspace.content(copy).campaign.pace.planned is None


def test_outside_practice_an_account_is_taken_or_nothing_leaves(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "a passphrase for tests")
    workspace = Workspace.create(tmp_path / "real")
    try:
        ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=frozenset(Role), by=None)
        first = workspace.new_campaigns.begin(WORDS, by=ana)
        assert workspace.content(first).campaign.transport.kind is TransportKind.EML
        smtp = TransportSettings(kind=TransportKind.SMTP, host="localhost", port=2525)
        workspace.accounts.save(MailAccount(name="Ours", settings=smtp), by=ana)
        second = workspace.new_campaigns.begin(WORDS, by=ana)
        assert workspace.content(second).campaign.transport.host == "localhost"
    finally:
        workspace.close()


def test_an_account_knows_what_usually_stands_in_from(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "correct horse")
    workspace = Workspace.create(tmp_path / "real")
    ana = workspace.add_person(
        name="Ana", email="ana@acme.co", roles=frozenset({Role.OWNER, Role.AUTHOR}), by=None
    )
    settings = TransportSettings(kind=TransportKind.SMTP, host="mail.acme.co", port=587)
    made = workspace.new_campaigns
    assert made.usual_sender() == ""
    for name, sender in (("Main", "notices@acme.co"), ("None", "")):
        workspace.accounts.save(MailAccount(name=name, settings=settings, sender=sender), by=ana)
    assert (made.usual_sender(), made.usual_sender("None")) == ("notices@acme.co", "")
    made.begin(replace(WORDS, sender="Acme <notices@acme.co>", account="Main"), by=ana)
    assert made.usual_sender("Main") == "Acme <notices@acme.co>"
    workspace.close()


def test_what_nobody_has_written_yet_is_not_complete(made: Made) -> None:
    campaign = made.workspace.new_campaigns.begin(WORDS, by=made.ana)
    status = made.workspace.status(campaign)
    state = status.stages[0]
    assert (status.stage, state.fact) == (Stage.WRITE, "Nothing is written yet")
    assert {item.code for item in state.findings} >= {"content.no_subject", "content.no_text"}
    written = made.workspace.status(made.bring("News")).stages[0]
    assert "content.no_text" not in {item.code for item in written.findings}
