"""Deleting drafts and archiving the rest: what stays on record, and that nothing else is left."""

from __future__ import annotations

import pytest

from composer.errors import Blocked, NotFound
from composer.folder.write import edit_settings
from composer.model.history import HistoryQuery
from composer.model.person import Role
from composer.stages.purging import _needs
from composer.store.people_tables import campaigns_with_tables
from composer.store.tables import metadata
from composer.workspace import Workspace
from tests.flow.conftest import FEW, make_practice
from tests.unit.stages.test_listing import Made
from tests.unit.stages.test_new_campaign import WORDS


@pytest.fixture
def made(tmp_path, home):
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    workspace.add_person(name="Ben", email="ben@acme.co", roles=frozenset({Role.REVIEWER}), by=ana)
    yield Made(workspace=workspace, ana=ana, folder=tmp_path / "campaign")
    workspace.close()


def codes(shelf) -> list[str]:
    return [item.code for item in (*shelf.busy, *shelf.kept_by)]


def test_a_draft_is_gone_with_its_list_and_the_log_says_who_did_it(made, tmp_path):
    shelf = made.workspace.shelf
    campaign = made.bring("News", locale="de")
    other = made.bring("Other", locale="de")
    assert codes(shelf.look(campaign)) == []
    shelf.delete(campaign, by=made.ana)
    with pytest.raises(NotFound):
        made.workspace.content(campaign)
    database = made.workspace._desk.folder.database
    with database.read() as connection:
        assert campaigns_with_tables(connection) <= {other}
        for table in metadata.sorted_tables:
            if "campaign_id" in table.c:
                found = connection.execute(table.select()).mappings()
                assert campaign not in {row["campaign_id"] for row in found}, table.name
    assert made.workspace.content(other).message.subject
    newest = made.workspace.history.page(HistoryQuery(), offset=0, limit=1).lines[0]
    assert (newest.person, newest.words) == ("Ana", "Deleted the campaign “News”")
    assert made.workspace.history.state().findings == ()


def test_a_draft_that_is_called_by_an_address_can_be_deleted_too(made):
    """The log refuses every address, also one in a name."""
    campaign = made.bring("News for bob@acme.co", locale="de")
    made.workspace.shelf.delete(campaign, by=made.ana)
    newest = made.workspace.history.page(HistoryQuery(), offset=0, limit=1).lines[0]
    assert newest.words == "Deleted the campaign “News for …”"


def test_addresses_of_a_deleted_draft_are_in_no_file(made):
    campaign = made.bring("News", locale="de")
    page = made.workspace.audience_page(campaign, offset=0, limit=5)
    address = page.rows[0].address.encode()
    files = [path for path in made.workspace.path.rglob("*") if path.is_file()]
    assert any(address in path.read_bytes() for path in files)
    made.workspace.shelf.delete(campaign, by=made.ana)
    files = [path for path in made.workspace.path.rglob("*") if path.is_file()]
    assert not any(address in path.read_bytes() for path in files)


def test_a_reviewer_deletes_and_archives_nothing(made):
    campaign = made.bring("News", locale="de")
    ben = made.workspace.resolve_person("ben@acme.co")
    for act in (made.workspace.shelf.delete, made.workspace.shelf.archive):
        with pytest.raises(Blocked):
            act(campaign, by=ben)
    assert made.workspace.content(campaign)


def test_what_another_campaign_is_made_by_stays_until_that_one_is_gone(made):
    first = made.bring("News", locale="de")
    second = made.workspace.new_campaigns.begin(WORDS, by=made.ana)
    desk = made.workspace._desk
    tree = desk.campaigns.tree(second)
    settings = edit_settings(tree["campaign.toml"], {"audience.exclude": [first]})
    desk.campaigns.add_revision(
        second, tree={**tree, "campaign.toml": settings}, by=made.ana.public_key, name="Second"
    )
    assert codes(made.workspace.shelf.look(first)) == ["shelf.needed"]
    assert _needs(desk, second, first)
    made.workspace.shelf.archive(second, by=made.ana)
    assert not _needs(desk, second, first)  # nor does it keep this one's personal data
    made.workspace.shelf.delete(second, by=made.ana)
    made.workspace.shelf.delete(first, by=made.ana)
    assert made.workspace.campaigns() == ()


def test_the_archive_takes_a_campaign_and_gives_it_back(made):
    campaign, shelf = made.bring("News", locale="de"), made.workspace.shelf
    shelf.archive(campaign, by=made.ana)
    assert shelf.look(campaign).is_archived
    assert [line.is_archived for line in made.workspace.campaigns()] == [True]
    shelf.bring_back(campaign, by=made.ana)
    assert [line.is_archived for line in made.workspace.campaigns()] == [False]
    assert made.workspace.content(campaign)


def test_what_was_tested_signed_or_sent_is_only_archived(released, tmp_path):
    with released.here() as workspace:
        campaign = workspace.find_campaign(released.campaign)
        author = workspace.resolve_person(released.author)
        found = codes(workspace.shelf.look(campaign))
        assert found == ["shelf.tested", "shelf.signed"]
        with pytest.raises(Blocked):
            workspace.shelf.delete(campaign, by=author)
        assert workspace.status(campaign).proof
        workspace.shelf.archive(campaign, by=author)
        assert workspace.shelf.look(campaign).is_archived
        workspace.send(campaign, by=author)
        assert "shelf.sent" in codes(workspace.shelf.look(campaign))


@pytest.fixture
def released(tmp_path):
    practice = make_practice(tmp_path, people=FEW)
    practice.released(tmp_path)
    return practice
