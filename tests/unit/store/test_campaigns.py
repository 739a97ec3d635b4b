from __future__ import annotations

import hashlib
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from composer.errors import Blocked, NotFound, WorkspaceError
from composer.model.identifiers import CampaignId
from composer.store.campaigns import CampaignStore, new_campaign_id, tree_digest
from composer.store.database import Database
from composer.store.recipients import ReadyPeople, RecipientStore
from tests.unit.store.people import NewRow, load_people

TREE = {"campaign.toml": b'name = "x"', "message.md": b"Hello\r\n", "files/a.png": b"\x00\xff"}
ROWS = [NewRow(row=2, address="ann@example.com", locale="", fields=(("email", "ann@example.com"),))]


def test_a_campaign_comes_back_with_its_files(campaigns: CampaignStore) -> None:
    made = campaigns.create(name="Weights", tree=TREE, by="key")
    assert campaigns.get(made.id) == campaigns.find(made.id) == campaigns.find("Weights") == made
    assert campaigns.tree(made.id) == TREE
    assert list(campaigns.tree(made.id)) == sorted(TREE)
    current = campaigns.current_revision(made.id)
    assert (current.number, current.by) == (1, "key")
    assert campaigns.revisions(made.id) == (current,)


def test_random_parts_have_their_lengths_and_differ(campaigns: CampaignStore) -> None:
    first = campaigns.create(name="A", tree=TREE, by="key")
    second = campaigns.create(name="A", tree=TREE, by="key")
    assert [len(part) for part in (first.id, first.message_seed, first.ledger_key)] == [16, 32, 64]
    assert first.id != second.id
    assert first.message_seed != second.message_seed
    assert first.ledger_key != second.ledger_key


def test_equal_bytes_have_equal_digests_whatever_the_order(campaigns: CampaignStore) -> None:
    first = campaigns.create(name="A", tree=TREE, by="key")
    second = campaigns.create(name="B", tree=dict(reversed(TREE.items())), by="other")
    assert (
        campaigns.current_revision(first.id).digest == campaigns.current_revision(second.id).digest
    )


def test_digests_tell_paths_from_contents() -> None:
    digests = {
        tree_digest(pairs)
        for pairs in ([("a", "b")], [("ab", "")], [("b", "a")], [], [("a", "b"), ("c", "d")])
    }
    assert len(digests) == 5


def test_a_changed_tree_is_a_new_revision_and_the_old_one_stays(campaigns: CampaignStore) -> None:
    made = campaigns.create(name="Weights", tree=TREE, by="key")
    changed = {**TREE, "message.md": b"Hello!"}
    added = campaigns.add_revision(made.id, tree=changed, by="second", name="New name")
    assert (added.number, added.by) == (2, "second")
    assert campaigns.tree(made.id) == changed
    assert campaigns.tree(made.id, number=1) == TREE
    assert campaigns.get(made.id).name == "New name"
    assert [item.by for item in campaigns.revisions(made.id)] == ["key", "second"]


def test_the_same_tree_is_no_new_revision(campaigns: CampaignStore) -> None:
    made = campaigns.create(name="Weights", tree=TREE, by="key")
    again = campaigns.add_revision(made.id, tree=TREE, by="second", name="Weights")
    assert again == campaigns.current_revision(made.id)
    assert len(campaigns.revisions(made.id)) == 1


def test_going_back_to_an_older_tree_is_a_new_revision(campaigns: CampaignStore) -> None:
    made = campaigns.create(name="Weights", tree=TREE, by="key")
    campaigns.add_revision(made.id, tree={"message.md": b"x"}, by="second", name="Weights")
    back = campaigns.add_revision(made.id, tree=TREE, by="third", name="Weights")
    assert (back.number, back.by) == (3, "third")


def test_an_ambiguous_name_blocks_and_an_unknown_one_is_not_found(
    campaigns: CampaignStore,
) -> None:
    first = campaigns.create(name="Twice", tree=TREE, by="key")
    campaigns.create(name="Twice", tree=TREE, by="key")
    with pytest.raises(Blocked) as blocked:
        campaigns.find("Twice")
    assert [item.code for item in blocked.value.findings] == ["campaign.ambiguous"]
    assert campaigns.find(first.id) == first
    for ask in (campaigns.find, campaigns.get, campaigns.current_revision, campaigns.tree):
        with pytest.raises(NotFound):
            ask("nothing")


def people(database: Database, campaign_id: str = "") -> ReadyPeople:
    """Write one person for a campaign, a new one if it has no id yet."""
    return load_people(database, campaign_id or new_campaign_id(), ROWS, columns=["email"])


def test_campaign_and_audience_are_stored_together(
    campaigns: CampaignStore, database: Database
) -> None:
    made = campaigns.create(name="A", tree=TREE, by="key", people=people(database))
    recipients = RecipientStore(database)
    assert recipients.count(made.id) == 1
    assert recipients.changes(made.id)[0].by == "key"


def test_a_revision_brings_its_audience_with_it(
    campaigns: CampaignStore, database: Database
) -> None:
    made = campaigns.create(name="A", tree=TREE, by="key")
    ready = people(database, made.id)
    assert RecipientStore(database).count(made.id) == 0
    campaigns.add_revision(made.id, tree={"a": b"b"}, by="key", name="B", people=ready)
    assert RecipientStore(database).count(made.id) == 1
    assert campaigns.tree(made.id) == {"a": b"b"}


def test_an_audience_that_cannot_be_taken_over_leaves_no_revision(
    campaigns: CampaignStore, database: Database
) -> None:
    made = campaigns.create(name="A", tree=TREE, by="key", people=people(database))
    other = replace(people(database, made.id), columns=("email", "\ud800"))
    with pytest.raises(TypeError):
        campaigns.add_revision(made.id, tree={"a": b"b"}, by="key", name="B", people=other)
    assert campaigns.get(made.id).name == "A"
    assert campaigns.tree(made.id) == TREE


def test_a_revision_without_audience_leaves_the_audience(
    campaigns: CampaignStore, database: Database
) -> None:
    made = campaigns.create(name="A", tree=TREE, by="key", people=people(database))
    campaigns.add_revision(made.id, tree={"a": b"b"}, by="key", name="A")
    assert RecipientStore(database).count(made.id) == 1


def test_a_revision_of_an_unknown_campaign_is_refused(campaigns: CampaignStore) -> None:
    with pytest.raises(NotFound):
        campaigns.add_revision("0" * 16, tree=TREE, by="key", name="A")


def test_revisions_of_several_campaigns_are_stored_together_or_not_at_all(
    campaigns: CampaignStore, campaign_id: str
) -> None:
    other = campaigns.create(name="Other", tree={"message.md": b"Hello"}, by="author").id
    new = {"message.md": b"New"}
    with pytest.raises(NotFound):
        campaigns.add_revisions(
            {CampaignId(campaign_id): new, other: new, CampaignId("nobody"): new}, by="author"
        )
    assert campaigns.tree(campaign_id) == campaigns.tree(other) == {"message.md": b"Hello"}
    campaigns.add_revisions({CampaignId(campaign_id): new, other: new}, by="author")
    assert campaigns.tree(campaign_id) == campaigns.tree(other) == new
    assert campaigns.get(other).name == "Other"


def test_a_changed_or_missing_content_is_noticed(campaigns: CampaignStore, tmp_path: Path) -> None:
    made = campaigns.create(name="A", tree=TREE, by="key")
    contents = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in contents} == {0o600}
    contents[0].write_bytes(b"other")
    with pytest.raises(WorkspaceError):
        campaigns.tree(made.id)
    contents[0].unlink()
    with pytest.raises(WorkspaceError):
        campaigns.tree(made.id)
    campaigns.add_revision(made.id, tree=TREE, by="key", name="A")
    assert campaigns.tree(made.id) == TREE


def test_revisions_from_several_threads_are_numbered_one_by_one(campaigns: CampaignStore) -> None:
    made = campaigns.create(name="A", tree=TREE, by="key")
    threads = [
        threading.Thread(
            target=campaigns.add_revision,
            args=(made.id,),
            kwargs={"tree": {"a": str(n).encode()}, "by": "key", "name": "A"},
        )
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [item.number for item in campaigns.revisions(made.id)] == list(range(1, 10))


IMPORT = """
    import sys
    from pathlib import Path
    from composer.store.campaigns import CampaignStore, new_campaign_id
    from composer.store.database import Database
    from tests.unit.store.people import NewRow, load_people
    folder = Path(sys.argv[1])
    rows = [
        NewRow(row=n + 2, address=f"p{n}@example.com", locale="", fields=(("email", ""),))
        for n in range(20_000)
    ]
    with Database.open(folder / "workspace.db") as database:
        campaigns = CampaignStore(database, folder / "files")
        people = load_people(database, new_campaign_id(), rows, columns=["email"])
        print("in the middle", flush=True)
        sys.stdin.readline()
        campaigns.create(name="Half", tree={"a": b"b"}, by="x", people=people)
"""


def test_an_import_killed_in_the_middle_leaves_no_campaign(
    campaigns: CampaignStore, tmp_path: Path, start_python
) -> None:
    importer = start_python(IMPORT, tmp_path)
    assert importer.stdout.readline() == "in the middle\n"
    os.kill(importer.pid, signal.SIGKILL)
    importer.wait()
    assert campaigns.all() == ()
    assert campaigns.create(name="Whole", tree=TREE, by="key").name == "Whole"


def test_a_removal_of_files_that_was_cut_off_is_finished_by_the_next(
    campaigns: CampaignStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once nothing refers to a person's own file, nothing but the note would find it again."""
    made = campaigns.create(name="Weights", tree=TREE, by="key")
    other = campaigns.create(name="Other", tree={"message.md": TREE["message.md"]}, by="key")
    paths = ["files/a.png", "message.md", *(f"files/{number}.pdf" for number in range(40_000))]
    with monkeypatch.context() as cut:
        cut.setattr(Path, "unlink", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            campaigns.remove_files(made.id, paths)
    own = hashlib.sha256(TREE["files/a.png"]).hexdigest()
    folder = campaigns._files._folder
    assert (folder / own[:2] / own).exists()
    campaigns.remove_files(made.id, paths)
    assert not (folder / own[:2] / own).exists()
    assert campaigns.tree(other.id) == {"message.md": TREE["message.md"]}
    assert not [file for file in folder.iterdir() if file.is_file()]


def _cut_off(path: Path, *, missing_ok: bool = False) -> None:
    if not path.name.startswith("."):
        raise KeyboardInterrupt
    os.unlink(path) if path.exists() or not missing_ok else None  # noqa: PTH108 - unlink is cut off
