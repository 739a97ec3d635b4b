"""A campaign through SendGrid, before a strict stand-in: frozen, tested, approved, sent, reported."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from tests.flow.conftest import FEW, Practice, read_rows
from tests.servers.sendgrid import KEY, SendGrid, sendgrid

SECRET = "COMPOSER_SECRET_SENDGRID_MAIN"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SendGrid]:
    monkeypatch.setenv(SECRET, KEY)
    with sendgrid() as one:
        one.domains["seed.test"] = True
        yield one


@pytest.fixture
def folder(edited: Callable[..., Path], server: SendGrid) -> Path:
    way = f'kind = "sendgrid"\nbase_url = "{server.base_url}"\nkey = "sendgrid-main"'
    return edited("campaign.toml", 'kind = "practice"', way)


def read_back(small: Practice, server: SendGrid, folder: Path) -> list[Path]:
    """Save what the test mailboxes got, as somebody would by hand."""
    folder.mkdir()
    files = []
    for n, message in enumerate(server.taken):
        files.append(folder / f"{n}.eml")
        files[-1].write_bytes(message.as_eml())
    return files


@pytest.mark.long
def test_everybody_gets_one_message_through_the_same_gates(
    small: Practice, server: SendGrid, folder: Path, tmp_path: Path
) -> None:
    small.bring_back(folder)
    checked = small.run("check", small.campaign, by=small.author)
    assert checked.record["messages"] == FEW
    small.run("seal", small.campaign, by=small.author)
    missing = small.run("test", small.campaign, by=small.author, code=1)
    assert "test.receipt_missing" in missing.findings
    files = read_back(small, server, tmp_path / "received")
    words = [word for file in files for word in ("--receipt", file)]
    assert small.run("test", small.campaign, *words, by=small.author).record["passed"] is True
    small.review(tmp_path / "review")
    assert small.approve() == 0

    server.taken.clear()
    small.run("send", small.campaign, by=small.author, code=1)  # the first batch waits
    small.run("resume", small.campaign, by=small.author)
    assert small.run("send", small.campaign, by=small.author).record["finished"] is True

    people = [row[0] for row in read_rows(folder)[1:]]
    got = [one.recipients for one in server.taken]
    assert all(len(recipients) == 1 for recipients in got)
    everybody = [recipients[0] for recipients in got]
    own = [address for address in everybody if not address.startswith("seed")]
    assert len(own) == len(set(own)) == len(people) == FEW
    assert server.refused == []

    small.run("report", small.campaign, "--format", "csv", tmp_path / "report.csv")
    report = (tmp_path / "report.csv").read_text("utf-8-sig")
    assert len(list(csv.reader(report.splitlines()))) >= FEW
    left_behind = [path for path in small.run.workspace.rglob("*") if path.is_file()]
    assert not [path for path in left_behind if KEY.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda server: server.mail_settings.update(footer=True), "account.meddles"),
        (lambda server: server.mail_settings.update(unheard_of=True), "account.meddles"),
        (lambda server: server.scopes.remove("mail.send"), "account.cannot_send"),
        (lambda server: server.scopes.remove("mail_settings.read"), "account.unreadable"),
        (
            lambda server: server.domains.update({"seed.test": False, "b.test": True}),
            "account.sender_not_verified",
        ),
    ],
    ids=["footer", "unknown", "scope", "unreadable", "sender"],
)
@pytest.mark.long
def test_an_account_that_would_change_messages_is_not_frozen(
    small: Practice, server: SendGrid, folder: Path, change: Callable[..., None], code: str
) -> None:
    small.bring_back(folder)
    change(server)
    assert code in small.run("seal", small.campaign, by=small.author, code=1).findings
    assert server.taken == []


@pytest.mark.long
def test_an_account_that_was_changed_after_sign_off_sends_nothing(
    small: Practice, server: SendGrid, folder: Path, tmp_path: Path
) -> None:
    small.bring_back(folder)
    small.seal()
    small.test()
    files = read_back(small, server, tmp_path / "received")
    words = [word for file in files for word in ("--receipt", file)]
    small.run("test", small.campaign, *words, by=small.author)
    small.review(tmp_path / "review")
    small.approve()
    server.taken.clear()

    server.mail_settings["footer"] = True
    refused = small.run("send", small.campaign, by=small.author, code=1)
    assert {"account.meddles", "account.changed"} <= set(refused.findings)
    server.mail_settings["footer"] = False
    server.tracking["open"] = True
    assert small.run("send", small.campaign, by=small.author, code=1).findings == [
        "account.changed"
    ]
    again = small.run("test", small.campaign, "--again", by=small.author, code=1)
    assert "account.changed" in again.findings
    assert server.taken == []

    server.tracking["open"] = False
    small.run("send", small.campaign, by=small.author, code=1)
    assert len(server.taken) > 0
    server.mail_settings["bcc"] = True
    resumed = small.run("resume", small.campaign, by=small.author, code=1)
    assert "account.changed" in resumed.findings
    with small.here() as workspace:
        assert workspace.status(CampaignId(small.campaign)).counts.held > 0
