"""Two changes of an owner's list at the same moment: both are kept, one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from composer.model.person import Role
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
