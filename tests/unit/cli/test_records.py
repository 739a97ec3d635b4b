"""`verify`, `evidence --ask` and `history` on the command line, in this process."""

import json

import pytest

from composer.cli.main import run_command_line
from composer.model.person import Role
from composer.records.evidence import Addresses
from composer.signoff.words import owner_words
from composer.workspace import Workspace
from tests.unit.records.finished import sent


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    made = sent(tmp_path_factory.mktemp("finished"))
    yield made
    made.close()


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COMPOSER_WORKSPACE", str(tmp_path / "workspace"))

    def ran(*words):
        capsys.readouterr()
        nothing = {"open_window": lambda *_known: 0, "open_file": lambda *_known: 0}
        code = run_command_line([*map(str, words)], **nothing)
        return code, capsys.readouterr().out

    return ran


@pytest.fixture
def workspace(tmp_path, run):
    """An empty practice workspace with its owner; `run` finds it."""
    opened = Workspace.create(tmp_path / "workspace", practice=True)
    owner = frozenset({Role.OWNER, Role.AUTHOR})
    opened.add_person(name="Ana", email="ana@example.com", roles=owner, by=None)
    opened.close()
    return tmp_path / "workspace"


def test_a_file_is_verified_without_any_workspace(run, finished):
    file = finished.write(finished.evidence(sealed_by=finished.team.owner_key))
    code, said = run("verify", file, "--owner", finished.team.owner_key)
    assert (code, said.splitlines()) == (0, ["Valid.", "Signed as a whole by Ann."])
    code, said = run("verify", file, "--json")
    answer = json.loads(said)
    assert code == 0
    assert answer["valid"] is True
    assert [item["code"] for item in answer["findings"]] == ["evidence.owner_from_file"]
    assert [item["severity"] for item in answer["findings"]] == ["note"]


def test_the_owner_s_key_may_be_written_in_groups_or_words(run, finished):
    key = finished.team.owner_key
    file = finished.write(finished.evidence())
    grouped = " ".join(key[at : at + 8].upper() for at in range(0, 64, 8))
    code, said = run("verify", file, "--owner", grouped)
    assert code == 0
    assert "Nobody signed the file as a whole." in said
    assert run("verify", file, "--owner", owner_words(key).upper())[0] == 0
    assert run("verify", file, "--owner", owner_words("0" * 64))[0] == 1
    assert run("verify", file, "--owner", "0" * 64)[0] == 1
    assert run("verify", file, "--owner", "not a key")[0] == 2


def test_a_file_is_asked_about_one_address(run, workspace, finished):
    clear = finished.write(finished.evidence(addresses=Addresses.CLEAR), "clear.json")
    code, said = run("evidence", clear, "--ask", "person2@EXAMPLE.net")
    assert code == 0
    assert said.startswith("person2@EXAMPLE.net: the message was handed over at 2026-05-01T")
    assert "Fingerprint of the message: " in said
    code, said = run("evidence", clear, "--ask", "else@example.net")
    assert said.strip() == "else@example.net was not part of this send."
    assert run("evidence", clear, "--ask", "x@example.net", "--json")[0] == 0


def test_without_the_key_a_file_tells_nothing_about_anybody(run, workspace, finished):
    hashed = finished.write(finished.evidence(addresses=Addresses.HASHED), "hashed.json")
    assert run("evidence", hashed, "--ask", "person2@example.net")[0] == 2


def test_evidence_asks_for_the_campaign(run, workspace, tmp_path):
    assert run("evidence", tmp_path / "x.json")[0] == 2


def test_history_is_listed_sifted_and_written(run, workspace, tmp_path):
    code, said = run("history")
    assert code == 0
    assert "Ana  Added somebody to the team (version 1 of the list)" in said
    answer = json.loads(run("history", "--kind", "send", "--json")[1])
    assert (answer["entries"], answer["total"], answer["findings"]) == ([], 0, [])
    answer = json.loads(run("history", "--person", "ana@example.com", "--json")[1])
    assert [entry["act"] for entry in answer["entries"]] == ["people.add"]
    file = tmp_path / "history.csv"
    assert run("history", "--out", file)[0] == 0
    assert file.exists()
    assert run("history", "--kind", "nothing")[0] == 2


def test_a_touched_log_ends_with_1(run, workspace):
    opened = Workspace.open(workspace)
    with opened._desk.folder.database.write() as connection:
        connection.exec_driver_sql("UPDATE audit SET action = 'policy.set'")
    opened.close()
    code, said = run("history")
    assert code == 1
    assert "The workspace's log was changed from outside" in said
