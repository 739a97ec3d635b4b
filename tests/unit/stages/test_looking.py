"""One look at the workspace asks the password store once for each entry, and a locked one once."""

from __future__ import annotations

from collections import Counter

import pytest

from composer.errors import KeychainError
from composer.model.person import Role
from composer.stages.looking import RememberedKeychain
from composer.workspace import Workspace
from tests.unit.stages.test_new_campaign import WORDS


class CountingStore:
    """A password store that counts what it is asked for, and may be locked."""

    def __init__(self, store) -> None:
        self.store, self.asked, self.locked = store, Counter(), False

    def get(self, name):
        self.asked[name] += 1
        if self.locked:
            raise KeychainError("locked", advice="")
        return self.store.get(name)

    def set(self, name, secret):
        self.store.set(name, secret)

    def delete(self, name):
        self.store.delete(name)


@pytest.fixture
def made(tmp_path, home):
    workspace = Workspace.create(tmp_path / "w", practice=True)
    workspace.add_person(name="Ana", email="ana@acme.co", roles=frozenset(Role), by=None)
    desk = workspace._desk
    desk._keychain = CountingStore(desk.keychain)
    yield workspace, desk._keychain
    workspace.close()


def test_a_status_a_list_and_the_people_ask_for_each_entry_once(made):
    workspace, store = made
    ana = workspace.people()[0].person
    campaign = workspace.new_campaigns.begin(WORDS, by=ana)
    for look in (
        workspace.people,
        lambda: workspace.status(campaign),
        workspace.listing.lines,
        lambda: workspace.listing.with_stages([campaign]),
        lambda: workspace.set_up.seen(ana),
    ):
        store.asked.clear()
        look()
        assert store.asked
        assert set(store.asked.values()) == {1}


def test_the_next_look_asks_anew_and_what_is_written_is_read(made):
    workspace, store = made
    workspace.people()
    once = Counter(store.asked)
    store.asked.clear()
    workspace.people()
    assert store.asked == once
    remembered = RememberedKeychain(store)
    assert remembered.get("n") is None
    remembered.set("n", "1")
    assert remembered.get("n") == "1"
    remembered.delete("n")
    assert remembered.get("n") is None


def test_a_locked_store_asks_the_person_once_in_a_look(made):
    workspace, store = made
    ana = workspace.people()[0].person
    campaign = workspace.new_campaigns.begin(WORDS, by=ana)
    store.locked = True
    store.asked.clear()
    workspace.status(campaign)
    assert store.asked.total() == 1
