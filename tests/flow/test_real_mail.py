"""The walk through real Postfix: sent once each, read back over IMAP, equal byte for byte."""

from __future__ import annotations

import base64
from contextlib import closing
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.wire.guard import inspect
from composer.workspace import Workspace
from tests.flow.command_line import CommandLine
from tests.flow.conftest import (
    DOMAIN,
    change_settings,
    on_the_wire,
    read_rows,
    write_shortened,
)
from tests.flow.test_whole_flow import to_addresses, without_trace
from tests.servers.mailhost import MailHost

PEOPLE = 200
ANA, BEN = f"ana@{DOMAIN}", f"ben@{DOMAIN}"


def smtp_folder(folder: Path, host: MailHost) -> Path:
    """Write the example as a campaign that goes out by SMTP with STARTTLS and AUTH."""
    write_shortened(folder, PEOPLE)
    transport = (
        f'kind = "smtp"\nhost = "localhost"\nport = {host.submission_port}\n'
        'security = "starttls"\nusername = "sender@seed.test"\nkey = "smtp-main"\n'
        f'ca_file = "{host.ca_file}"\nbounce = "bounces+{{id}}@{DOMAIN}"'
    )
    imap = (
        f'imap = {{ host = "localhost", port = {host.imaps_port}, security = "tls", '
        f'key = "seed-mailbox", ca_file = "{host.ca_file}" }}\n'
    )
    change_settings(folder, 'kind = "practice"', transport)
    change_settings(folder, "[test]\n", "[test]\n" + imap)
    return folder


@pytest.fixture
def run(mailhost: MailHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on a workspace that is not for practice, with its people and seeds."""
    secrets = {
        "COMPOSER_PASSPHRASE": "correct horse",
        "COMPOSER_SECRET_SMTP_MAIN": mailhost.password,
        "COMPOSER_SECRET_SEED_MAILBOX": mailhost.password,
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    with closing(Workspace.create(tmp_path / "workspace")) as workspace:
        author, reviewer = frozenset({Role.AUTHOR, Role.SENDER}), frozenset({Role.REVIEWER})
        ana = workspace.add_person(name="Ana", email=ANA, roles=author, by=None)
        workspace.add_person(name="Ben", email=BEN, roles=reviewer, by=ana)
        for name in ("seed1", "seed2", "seed3"):
            workspace.add_seed(f"{name}@{DOMAIN}", by=ana)
    return CommandLine(tmp_path / "workspace", secrets)


def test_everybody_gets_their_own_message_through_real_postfix(
    run: CommandLine, mailhost: MailHost, tmp_path: Path
) -> None:
    folder = smtp_folder(tmp_path / "campaign", mailhost)
    campaign = run("import", folder, by=ANA).record["id"]
    assert run("check", campaign).record["messages"] == PEOPLE
    run("seal", campaign, by=ANA)

    test = run("test", campaign, "--wait", 60, by=ANA).record
    assert test["passed"] is True
    assert {receipt["state"] for receipt in test["receipts"]} == {"equal"}

    run("review", campaign, "--out", tmp_path / "review", by=BEN)
    assert run("approve", campaign, by=BEN).record["still_needed"] == 0
    assert "send.held" in run("send", campaign, by=ANA, code=1).findings
    run("resume", campaign, by=ANA)
    counts = run("send", campaign, by=ANA).record["counts"]
    assert counts["accepted"] == PEOPLE
    run("evidence", campaign, tmp_path / "evidence.json")
    assert run("verify", tmp_path / "evidence.json").record["valid"] is True

    mailhost.wait_until_delivered()
    addresses = [row[0] for row in read_rows(folder)[1:]]
    mailboxes = {address: _only_message(mailhost, address) for address in addresses}
    answer = run("render", campaign, "--recipient", addresses[0]).record
    assert without_trace(mailboxes[addresses[0]]) == base64.b64decode(answer["content_base64"])
    with closing(Workspace.open(run.workspace)) as workspace:
        for address, message in mailboxes.items():
            preview = workspace.preview(CampaignId(campaign), address)
            assert without_trace(message) == preview.eml
            rendered = preview.rendered
            received = inspect(without_trace(message), form="eml").digest(
                envelope_sender=rendered.envelope_sender,
                envelope_recipient=rendered.envelope_recipient,
            )
            assert received == rendered.digest


def _only_message(mailhost: MailHost, address: str) -> bytes:
    """Read the one message of a mailbox back over IMAP."""
    there = on_the_wire(address)
    (message,) = mailhost.wait_for_mail(there)
    assert to_addresses(message) == [there]
    return message
