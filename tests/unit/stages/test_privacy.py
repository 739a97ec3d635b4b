"""What is finished at an opening keeps nobody from opening, nor from stopping a send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.stages.erasing import _must_wait
from composer.stages.privacy import Privacy
from composer.stages.progress import LOCK_FILE
from composer.stages.purging import _needs, overwrite_free_space
from composer.store.locks import OsLock
from composer.workspace import Workspace

DAMAGED = {"campaign.toml": b"name = ", "message.md": b""}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with closing(Workspace.create(tmp_path / "workspace", practice=True)) as made:
        roles = frozenset(Role) - {Role.REVIEWER}
        made.add_person(name="Ana", email="ana@seed.test", roles=roles, by=None)
        yield made


def test_a_damaged_campaign_keeps_nobody_from_removing_erasing_and_seeing_accounts(
    workspace: Workspace,
) -> None:
    desk = workspace._desk
    damaged = CampaignId(desk.campaigns.create(name="Damaged", tree=DAMAGED, by="key").id)
    assert not _needs(desk, damaged, CampaignId("0" * 16))
    assert _must_wait(desk, damaged)
    assert workspace.accounts.seen().lines == ()


def test_while_a_campaign_is_being_sent_nothing_is_finished(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = workspace._desk.campaigns.create(name="Sent", tree=DAMAGED, by="key")
    ana = workspace.people()[0].person
    workspace.privacy.set_rule(days=0, by_itself=True, by=ana)
    looked: list[bool] = []

    def look(_self: Privacy) -> tuple[()]:
        looked.append(True)
        return ()

    monkeypatch.setattr(Privacy, "due", look)
    folder = workspace._desk.send_folder(CampaignId(made.id))
    folder.mkdir(parents=True)
    lock = OsLock(folder / LOCK_FILE)
    lock.acquire(0.0)
    workspace.privacy.finish()
    assert looked == []
    assert not overwrite_free_space(workspace._desk)
    assert overwrite_free_space(workspace._desk, held=made.id)
    assert workspace.privacy.erase("ann@customer.example", by=ana).later == ("Sent",)
    lock.release()
    workspace.privacy.finish()
    assert looked == [True]
