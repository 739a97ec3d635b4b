"""Setting up: each step is read from what is there, and is open again when that goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from composer.model.accounts import MailAccount
from composer.model.campaign import Security, TransportKind, TransportSettings
from composer.model.person import Person, Role
from composer.model.policy import Rules
from composer.model.set_up import SetUpStep
from composer.workspace import Workspace

HERE = TransportSettings(
    kind=TransportKind.SMTP, host="localhost", port=2525, security=Security.NONE, username="ana"
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Workspace, Person]]:
    with closing(Workspace.create(tmp_path / "workspace", practice=True)) as workspace:
        roles = frozenset(Role) - {Role.REVIEWER}
        yield workspace, workspace.add_person(name="Ana", email="a@acme.co", roles=roles, by=None)


def still_open(made: tuple[Workspace, Person]) -> list[SetUpStep]:
    workspace, ana = made
    return [line.step for line in workspace.set_up.seen(ana).still_open]


def test_a_new_workspace_has_an_owner_and_a_place_and_four_steps_left(
    made: tuple[Workspace, Person],
) -> None:
    workspace, ana = made
    assert still_open(made) == [
        SetUpStep.SERVICE, SetUpStep.MAILBOXES, SetUpStep.PEOPLE, SetUpStep.RULES,
    ]  # fmt: skip
    lines = {line.step: line.said for line in workspace.set_up.seen(ana).lines}
    assert str(workspace.path.resolve()) in lines[SetUpStep.PLACE]
    assert "Ana" in lines[SetUpStep.WHO]


def test_every_step_is_done_by_what_is_there_and_open_again_without_it(
    made: tuple[Workspace, Person],
) -> None:
    workspace, ana = made
    workspace.accounts.save(MailAccount(name="Here", settings=HERE), by=ana)
    assert SetUpStep.SERVICE in still_open(made)  # its password is not here
    workspace.provider_keys.set("account-here", "secret")
    assert SetUpStep.SERVICE not in still_open(made)
    workspace.add_seed("one@acme.co", by=ana)
    assert SetUpStep.MAILBOXES in still_open(made)
    workspace.add_seed("two@acme.org", by=ana)
    assert SetUpStep.MAILBOXES not in still_open(made)
    ben = workspace.add_person(
        name="Ben", email="b@acme.co", roles=frozenset({Role.TRANSLATOR}), by=ana
    )
    assert SetUpStep.PEOPLE in still_open(made)  # nobody may approve
    workspace.add_person(name="Chen", email="c@acme.co", roles=frozenset({Role.REVIEWER}), by=ana)
    workspace.set_policy(Rules(), by=ana)
    assert still_open(made) == []
    workspace.accounts.forget_key("account-here", by=ana)
    workspace.test_mailboxes.remove("one@acme.co", by=ana)
    assert still_open(made) == [SetUpStep.SERVICE, SetUpStep.MAILBOXES]
    seen = workspace.set_up.seen(ben).lines[0]
    assert (seen.step, seen.is_done) == (SetUpStep.WHO, True)


def test_whoever_signed_that_they_work_alone_needs_nobody_else(
    made: tuple[Workspace, Person],
) -> None:
    workspace, ana = made
    workspace.set_policy(Rules(alone="A test."), by=ana)
    assert SetUpStep.PEOPLE not in still_open(made)
