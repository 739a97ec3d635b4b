"""Outside practice workspaces one account signs as one person: refused, and recorded.

The keys lie in a real gnome-keyring, as on a desktop.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.flow.command_line import ROOT, CommandLine
from tests.flow.conftest import DOMAIN, FEW, change_settings, write_shortened
from tests.servers.keyring_session import KeyringSession

ANA, BEN = f"ana@{DOMAIN}", f"ben@{DOMAIN}"


def test_a_second_person_s_key_on_the_same_keyring_signs_nothing(
    keyring_session: KeyringSession, tmp_path: Path
) -> None:
    run = CommandLine(tmp_path / "workspace", dict(keyring_session.environment))
    run("people", "add", "Ana", ANA, "--role", "author,sender")
    run("people", "add", "Ben", BEN, "--role", "reviewer", by=ANA)
    people = run("people", "list").record["people"]
    assert [person["key_here"] for person in people] == [True, True]
    _no_key_lies_in(run.workspace)

    for name in ("seed1", "seed2", "seed3"):
        run("seeds", "add", f"{name}@{DOMAIN}", by=ANA)
    folder = write_shortened(tmp_path / "campaign", FEW)
    change_settings(folder, 'kind = "practice"', 'kind = "eml"\ndirectory = "out"')
    campaign = run("import", folder, by=ANA).record["id"]
    run("seal", campaign, by=ANA)
    assert run("test", campaign, by=ANA).record["passed"] is True
    run("review", campaign, "--out", tmp_path / "review", by=BEN)

    answer = run("approve", campaign, by=BEN, code=1)
    assert answer.findings == ["signoff.second_person_here"]
    assert "send.not_approved" in run("send", campaign, by=ANA, code=1).findings
    assert "signoff.second_person_refused" in _recorded_actions(run.workspace)
    assert list((run.workspace / "sends" / campaign / "out").glob("*.eml")), "the test is there"
    assert run("status", campaign).record["counts"]["accepted"] == 0
    _ben_approves_from_an_account_of_his_own(run, campaign, tmp_path)


def _ben_approves_from_an_account_of_his_own(ana: CommandLine, campaign: str, folder: Path) -> None:
    """The same workspace, another home and keyring: words compared both ways, then he signs."""
    asked, team = folder / "ben.join", folder / "team.json"
    with KeyringSession.started(folder / "home-of-ben") as session:
        ben = CommandLine(ana.workspace, dict(session.environment))
        request = ben("people", "join", "Ben", BEN, "--device", "laptop", "--out", asked).record
        ana("people", "admit", asked, "--words", request["words"], by=ANA)
        exported = ana("people", "roster", "export", team).record
        ben("review", campaign, "--out", folder / "review-of-ben", by=BEN)
        assert ben("approve", campaign, by=BEN, code=1).findings == ["people.owner_not_compared"]
        ben("people", "roster", "import", team, "--owner-words", exported["owner_words"])
        assert ben("approve", campaign, by=BEN).record["still_needed"] == 0
        _no_key_lies_in(ana.workspace)


def _no_key_lies_in(workspace: Path) -> None:
    """No signing key is in a file: there is not even the file that holds keys elsewhere."""
    keys = workspace / "keys"
    assert not keys.exists() or not list(keys.iterdir())


def _recorded_actions(workspace: Path) -> list[str]:
    with closing(sqlite3.connect(workspace / "workspace.db")) as database:
        return [action for (action,) in database.execute("SELECT action FROM audit")]


def test_without_the_keyring_nobody_can_sign(
    keyring_session: KeyringSession, tmp_path: Path
) -> None:
    run = CommandLine(tmp_path / "workspace", dict(keyring_session.environment))
    run("people", "add", "Ana", ANA, "--role", "author,sender")
    bare = {**run.environment, "DBUS_SESSION_BUS_ADDRESS": "", "PYTHONPATH": str(ROOT)}
    elsewhere = CommandLine(run.workspace, bare)
    assert elsewhere("seeds", "add", f"seed1@{DOMAIN}", by=ANA, code=3).record["error"]
    assert run("seeds", "list").record["seeds"] == []
