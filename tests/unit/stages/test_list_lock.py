"""An owner's list that is changed while it is changed or read by somebody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest

from composer.errors import LockHeld
from composer.model.person import Role
from composer.stages import list_lock, trust
from composer.store.locks import OsLock
from composer.workspace import Workspace


def test_mailboxes_added_at_once_follow_one_another(tmp_path):
    """Each would sign version 1 otherwise, and the list could never be read again."""
    together = Barrier(4)
    with closing(Workspace.create(tmp_path / "workspace", practice=True)) as workspace:
        roles = frozenset({Role.AUTHOR})
        ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)

        def add(number):
            together.wait(timeout=60)
            workspace.add_seed(f"seed{number}@acme.co", by=ana)

        with ThreadPoolExecutor(4) as people:
            list(people.map(add, range(4)))
        assert sorted(workspace.seeds()) == [f"seed{number}@acme.co" for number in range(4)]
        assert [state.version for state in workspace.list_states() if state.kind == "seeds"] == [4]


def test_people_added_at_once_follow_one_another(tmp_path):
    together = Barrier(4)
    with closing(Workspace.create(tmp_path / "workspace", practice=True)) as workspace:
        roles = frozenset({Role.AUTHOR})
        ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)

        def add(number):
            together.wait(timeout=60)
            workspace.add_person(name="Ben", email=f"ben{number}@acme.co", roles=roles, by=ana)

        with ThreadPoolExecutor(4) as people:
            list(people.map(add, range(4)))
        assert len(workspace.people()) == 5


def test_a_team_is_not_taken_in_while_a_list_is_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(list_lock, "PATIENCE_S", 0.0)
    with closing(Workspace.create(tmp_path / "workspace", practice=True)) as workspace:
        roles = frozenset({Role.AUTHOR})
        workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
        workspace.export_team(tmp_path / "team")
        team, _known = workspace.read_team_file(tmp_path / "team")
        with OsLock(tmp_path / "workspace" / list_lock.LOCK_FILE), pytest.raises(LockHeld):
            workspace.take_team_in(team)
        assert workspace.take_team_in(team).new_versions == 0


@pytest.mark.parametrize("kind", ["seeds", "people"])
def test_a_list_that_is_changed_while_it_is_read_is_not_taken_for_put_back(
    tmp_path, monkeypatch, kind
):
    """Its pin is raised after it was kept: what is read after the pin is never older."""
    with closing(Workspace.create(tmp_path / "workspace", practice=True)) as workspace:
        roles = frozenset({Role.AUTHOR})
        ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
        workspace.add_seed("seed1@acme.co", by=ana)
        changes = {
            "seeds": lambda: workspace.add_seed("seed2@acme.co", by=ana),
            "people": lambda: workspace.add_person(
                name="Ben", email="ben@acme.co", roles=roles, by=ana
            ),
        }
        wanted, read_pins = [changes[kind]], trust.pins_here

        def pins_after_a_change(desk):
            if wanted:
                wanted.pop()()
            return read_pins(desk)

        monkeypatch.setattr(trust, "pins_here", pins_after_a_change)
        read = {"seeds": workspace.seeds, "people": workspace.people}
        assert len(read[kind]()) == 2
        assert wanted == []
