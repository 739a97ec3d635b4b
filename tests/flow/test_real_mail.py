"""The walk through real Postfix: sent once each, read back over IMAP, equal byte for byte."""

from __future__ import annotations

import base64
from pathlib import Path

from tests.flow.command_line import CommandLine
from tests.flow.conftest import DOMAIN, change_settings, read_rows, write_shortened
from tests.flow.test_whole_flow import to_addresses, without_trace
from tests.servers.mailhost import MailHost

PEOPLE = 200


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


def test_everybody_gets_their_own_message_through_real_postfix(
    mailhost: MailHost, tmp_path: Path
) -> None:
    folder = smtp_folder(tmp_path / "campaign", mailhost)
    run = CommandLine(
        tmp_path / "workspace",
        {
            "COMPOSER_PASSPHRASE": "correct horse",
            "COMPOSER_SECRET_SMTP_MAIN": mailhost.password,
            "COMPOSER_SECRET_SEED_MAILBOX": mailhost.password,
        },
    )
    ana, ben = f"ana@{DOMAIN}", f"ben@{DOMAIN}"
    run("people", "add", "Ana", ana, "--role", "author,sender")
    run("people", "add", "Ben", ben, "--role", "reviewer", by=ana)
    for name in ("seed1", "seed2", "seed3"):
        run("seeds", "add", f"{name}@{DOMAIN}", by=ana)
    campaign = run("import", folder, by=ana).record["id"]
    assert run("check", campaign).record["messages"] == PEOPLE
    run("seal", campaign, by=ana)

    test = run("test", campaign, "--wait", 60, by=ana).record
    assert test["passed"] is True
    assert {receipt["state"] for receipt in test["receipts"]} == {"equal"}

    run("review", campaign, "--out", tmp_path / "review", by=ben)
    assert run("approve", campaign, by=ben).record["still_needed"] == 0
    assert "send.held" in run("send", campaign, by=ana, code=1).findings
    run("resume", campaign, by=ana)
    counts = run("send", campaign, by=ana).record["counts"]
    assert counts["accepted"] == PEOPLE

    mailhost.wait_until_delivered()
    addresses = [row[0] for row in read_rows(folder)[1:]]
    for address in addresses:
        local, _at, domain = address.rpartition("@")
        on_the_wire = f"{local}@{domain.encode('idna').decode()}"
        messages = mailhost.wait_for_mail(on_the_wire)
        assert len(messages) == 1, "exactly one each"
        assert to_addresses(messages[0]) == [on_the_wire]
    for address in addresses[:20]:
        local, _at, domain = address.rpartition("@")
        answer = run("render", campaign, "--recipient", address).record
        received = mailhost.mail(f"{local}@{domain.encode('idna').decode()}")[0]
        assert without_trace(received) == base64.b64decode(answer["content_base64"])
    run("evidence", campaign, tmp_path / "evidence.json")
    assert run("verify", tmp_path / "evidence.json").record["valid"] is True
