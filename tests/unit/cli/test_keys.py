"""`keys`: stored from stdin, listed by name, checked at the service; never shown."""

from __future__ import annotations

import io
import json
import sys

import pytest

from composer.cli.main import run_command_line
from composer.model.person import Role
from composer.stages.example import write_example
from composer.workspace import Workspace
from tests.servers.sendgrid import KEY, sendgrid


@pytest.fixture
def folder(home, tmp_path):
    """A practice workspace whose one campaign leaves by SendGrid on this computer."""
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    workspace.add_person(
        name="Ana", email="ana@seed.test", roles=frozenset({Role.OWNER, Role.AUTHOR}), by=None
    )
    workspace.close()
    return tmp_path / "workspace"


def run(folder, capsys, *words: str, code: int = 0) -> dict:
    done = run_command_line(
        ["--workspace", str(folder), "--json", *words],
        open_window=lambda *_none: 0,
        open_file=lambda *_none: 0,
    )
    out = capsys.readouterr()
    assert KEY not in out.out + out.err
    assert done == code, out.out + out.err
    return json.loads(out.out.splitlines()[-1])


def test_a_key_is_stored_from_stdin_and_checked(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{KEY}\n"))
    stored = run(folder, capsys, "keys", "set", "sendgrid-main")
    assert stored == {"key": "sendgrid-main"}
    with sendgrid() as server:
        server.domains["example.com"] = True
        words = ("keys", "check", "sendgrid-main", "--base-url", server.base_url)
        found = run(folder, capsys, *words)
        assert found["domains"] == ["example.com"]
        assert found["findings"] == []
        server.mail_settings["bcc"] = True
        found = run(folder, capsys, *words, code=1)
        assert [item["code"] for item in found["findings"]] == ["account.meddles"]
    assert run(folder, capsys, "keys", "list")["keys"] == []


def test_a_key_of_a_campaign_is_listed_with_whether_it_is_here(
    folder, capsys, monkeypatch, tmp_path
):
    write_example(tmp_path / "example", domain="seed.test")
    settings = tmp_path / "example" / "campaign.toml"
    text = settings.read_text("utf-8")
    way = 'kind = "sendgrid"\nbase_url = "http://127.0.0.1:1"\nkey = "sendgrid-main"'
    settings.write_text(text.replace('kind = "practice"', way), encoding="utf-8")
    workspace = Workspace.open(folder)
    workspace.import_folder(tmp_path / "example", by=workspace.resolve_person("ana@seed.test"))
    workspace.close()
    (listed,) = run(folder, capsys, "keys", "list")["keys"]
    assert (listed["name"], listed["here"]) == ("sendgrid-main", False)
    monkeypatch.setenv("COMPOSER_SECRET_SENDGRID_MAIN", KEY)
    (listed,) = run(folder, capsys, "keys", "list")["keys"]
    assert listed["here"] is True


def test_a_practice_workspace_sends_no_key_away(folder, capsys, monkeypatch):
    monkeypatch.setenv("COMPOSER_SECRET_SENDGRID_MAIN", KEY)
    found = run(folder, capsys, "keys", "check", "sendgrid-main", code=1)
    assert [item["code"] for item in found["findings"]] == ["campaign.practice_only"]


def test_a_key_goes_by_protected_connections_only(folder, capsys):
    run(folder, capsys, "keys", "check", "a", "--base-url", "http://api.sendgrid.com", code=2)
