"""Accounts: kept by name, their keys in the password store, asked at real servers, chosen for a campaign."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from composer.cli.accounts import add_commands
from composer.errors import Blocked, FileRefused, KeychainError, NotFound
from composer.model.accounts import AccountKind, AccountLine, KeyState, MailAccount, Verdict
from composer.model.campaign import ImapSettings, Security, TransportKind, TransportSettings
from composer.model.history import HistoryQuery
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.seed_mailbox import SeedMailbox
from composer.transports.mail_domains import NameService
from composer.workspace import Workspace
from tests.flow.command_line import CommandLine
from tests.flow.conftest import Practice
from tests.servers.mailhost import MailHost
from tests.servers.name_server import name_server
from tests.servers.sendgrid import KEY, sendgrid

SECRET = "SG.the-key-of-this-test"
OTHER = "another@seed.test"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Workspace, Person]]:
    """Give a practice workspace: what is on this computer may be kept and asked there, too."""
    with closing(Workspace.create(tmp_path / "workspace", practice=True)) as workspace:
        yield workspace, _owner(workspace)


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Workspace, Person]]:
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "correct horse")
    with closing(Workspace.create(tmp_path / "workspace")) as workspace:
        yield workspace, _owner(workspace)


def _owner(workspace: Workspace) -> Person:
    roles = frozenset(Role) - {Role.REVIEWER}
    return workspace.add_person(name="Ana", email="ana@seed.test", roles=roles, by=None)


def service(url: str = "http://127.0.0.1:9") -> MailAccount:
    settings = TransportSettings(kind=TransportKind.SENDGRID, base_url=url)
    return MailAccount(name="Notices", settings=settings, sender="notices@example.com")


def server(mailhost: MailHost, **changes: object) -> MailAccount:
    settings = TransportSettings(
        kind=TransportKind.SMTP,
        host="localhost",
        port=mailhost.submission_port,
        security=Security.STARTTLS,
        username="ana@seed.test",
        ca_file=str(mailhost.ca_file),
    )
    return MailAccount(name="Own server", settings=replace(settings, **changes))


def topics(lines: tuple) -> dict[str, Verdict]:
    return {line.topic: line.verdict for line in lines}


def only(workspace: Workspace, name: str) -> AccountLine:
    return next(line for line in workspace.accounts.seen().lines if line.name == name)


def test_an_account_keeps_its_key_in_the_password_store_and_nowhere_else(
    made: tuple[Workspace, Person],
) -> None:
    workspace, ana = made
    saved = workspace.accounts.save(service(), by=ana, secret=f" {SECRET}\n")
    assert saved.settings.key == "account-notices"
    assert only(workspace, "Notices").key_state is KeyState.STORED
    for file in workspace.path.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
    assert (workspace.path / "accounts.toml").stat().st_mode & 0o077 == 0
    renamed = replace(saved, name="Notices EU")
    workspace.accounts.save(renamed, by=ana, former="Notices")
    assert workspace.accounts.saved() == (renamed,)
    workspace.accounts.forget_key("account-notices", by=ana)
    assert only(workspace, "Notices EU").key_state is KeyState.MISSING
    workspace.accounts.save(renamed, by=ana, former="Notices EU", secret=SECRET)
    workspace.accounts.remove("notices eu", by=ana)
    assert workspace.accounts.seen().lines == ()
    assert workspace._desk.keychain.get("provider:account-notices") is None


def test_an_account_is_called_by_an_address_and_the_log_holds_none(
    made: tuple[Workspace, Person],
) -> None:
    workspace, ana = made
    named = replace(service(), name="notices@acme.co")
    workspace.accounts.save(named, by=ana, secret=SECRET)
    workspace.accounts.remove("notices@acme.co", by=ana)
    assert workspace.accounts.saved() == ()
    lines = workspace.history.page(HistoryQuery(), offset=0, limit=2).lines
    assert not any("@" in line.words for line in lines)


def test_a_new_account_never_gets_the_key_that_a_campaign_names_for_another_server(
    small: Practice,
) -> None:
    with closing(Workspace.open(small.run.workspace)) as workspace:
        ana = workspace.resolve_person(small.author)
        former = workspace.accounts.save(service(), by=ana, secret=SECRET)
        workspace.change_frozen_too()
        workspace.accounts.choose(CampaignId(small.campaign), former.settings, by=ana)
        workspace.accounts.remove(former.name, by=ana)
        other = workspace.accounts.save(service("http://127.0.0.1:10"), by=ana, secret="other")
        assert other.settings.key == "account-notices-2"
        assert workspace._desk.keychain.get("provider:account-notices") == SECRET


def test_the_password_of_a_mail_server_is_never_shown_to_sendgrid(
    real: tuple[Workspace, Person],
) -> None:
    workspace, ana = real
    settings = TransportSettings(
        kind=TransportKind.SMTP, host="mail.example.com", port=587, username="ana"
    )
    saved = workspace.accounts.save(MailAccount(name="Own", settings=settings), by=ana, secret="s")
    with pytest.raises(NotFound):
        workspace.provider_keys.check(saved.settings.key)


def test_an_account_that_is_changed_keeps_its_key_only_with_its_server(
    real: tuple[Workspace, Person],
) -> None:
    workspace, ana = real
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), argparse.ArgumentParser(add_help=False))
    out = SimpleNamespace(result=lambda _record, _text: None)
    context = SimpleNamespace(workspace=workspace, person=lambda: ana, out=out)
    add = ("accounts", "add", "Own", "--kind", "smtp", "--username", "ana", "--host")
    for more in (("a.example.com",), ("a.example.com", "--from", "own@example.com")):
        options = parser.parse_args([*add, *more])
        options.run(context, options)
        assert workspace.accounts.find("Own").settings.key == "account-own"
    options = parser.parse_args([*add, "b.example.com"])
    options.run(context, options)
    assert workspace.accounts.find("Own").settings.key == "account-own-2"


def test_names_are_taken_once_and_settings_that_are_unsafe_are_refused(
    real: tuple[Workspace, Person],
) -> None:
    workspace, ana = real
    workspace.accounts.save(service(), by=ana)
    before = (workspace.path / "accounts.toml").read_bytes()
    open_server = TransportSettings(
        kind=TransportKind.SMTP, host="mail.example.com", port=25, security=Security.NONE
    )
    for account, code in (
        (service(), "accounts.known"),
        (MailAccount(name="Open", settings=open_server), "folder.unprotected"),
        (replace(service("http://example.com"), name="Open"), "folder.insecure_url"),
        (replace(service(), name="Nobody", sender="nobody"), "accounts.bad_sender"),
        (
            MailAccount(
                name="Own",
                settings=replace(open_server, security=Security.TLS, ca_file="own.pem"),
            ),
            "accounts.relative_ca_file",
        ),
    ):
        with pytest.raises(Blocked) as refused:
            workspace.accounts.save(account, by=ana)
        assert [item.code for item in refused.value.findings] == [code]
    assert (workspace.path / "accounts.toml").read_bytes() == before
    with pytest.raises(NotFound):
        workspace.accounts.remove("Nothing", by=ana)
    reviewer = replace(ana, roles=frozenset({Role.REVIEWER}))
    with pytest.raises(Blocked):
        workspace.accounts.save(service(), by=reviewer)


def test_a_list_that_was_spoiled_by_hand_is_told_and_not_written_over(
    made: tuple[Workspace, Person],
) -> None:
    workspace, ana = made
    workspace.accounts.save(service(), by=ana)
    file = workspace.path / "accounts.toml"
    file.write_bytes(file.read_bytes() + b"surprise = 1\n")
    spoiled = file.read_bytes()
    seen = workspace.accounts.seen()
    assert [item.code for item in seen.findings] == ["folder.unknown_key"]
    with pytest.raises(FileRefused):
        workspace.accounts.save(replace(service(), name="Second"), by=ana)
    assert file.read_bytes() == spoiled


def test_a_key_that_something_else_names_stays(made: tuple[Workspace, Person]) -> None:
    workspace, ana = made
    first = workspace.accounts.save(service(), by=ana, secret=SECRET)
    workspace.accounts.save(replace(first, name="Same key"), by=ana)
    workspace.accounts.remove("Same key", by=ana)
    assert only(workspace, "Notices").key_state is KeyState.STORED


def test_without_a_password_store_the_list_says_so_and_counts_the_environment(
    made: tuple[Workspace, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, ana = made
    workspace.accounts.save(service(), by=ana)
    workspace.accounts.save(replace(service(), name="Second"), by=ana)
    monkeypatch.setenv("COMPOSER_SECRET_ACCOUNT_SECOND", SECRET)

    def no_store(**_where: object) -> None:
        raise KeychainError("No store.", advice="Set a variable.")

    monkeypatch.setattr("composer.stages.desk.open_keychain", no_store)
    workspace._desk._keychain = None
    seen = workspace.accounts.seen()
    assert (seen.store_problem, seen.store_advice) == ("No store.", "Set a variable.")
    assert [line.key_state for line in seen.lines] == [KeyState.MISSING, KeyState.ENVIRONMENT]


def test_sendgrid_says_what_the_key_may_do_and_the_name_service_what_the_domain_says(
    real: tuple[Workspace, Person],
) -> None:
    workspace, ana = real
    with sendgrid() as provider, name_server() as names:
        names.records[("_dmarc.example.com", "TXT")] = ['"v=DMARC1; p=none"']
        names.records[("s1._domainkey.example.com", "TXT")] = ['"k=rsa; p=MIG"']
        provider.senders["notices@example.com"] = True
        account = workspace.accounts.save(service(provider.base_url), by=ana, secret=KEY)
        asked = NameService(host="127.0.0.1", port=names.port, query_s=20)
        line = only(workspace, account.name)
        lines = workspace.accounts.check(line, names=asked)
        found = topics(lines)
        assert found["Key"] is found["Permissions"] is found["Sender"] is Verdict.FINE
        assert found["Account settings"] is Verdict.FINE
        assert (found["DKIM"], found["DMARC"]) == (Verdict.FINE, Verdict.LOOK)
        assert "SPF" not in found  # returned mail goes to SendGrid's own domain
        assert all(one.advice for one in lines if one.verdict is Verdict.LOOK)
        wrong = workspace.accounts.check(line, secret="SG.wrong", names=asked)
        assert topics(wrong)["Key"] is Verdict.FAULT
        names.silent |= {"_dmarc.example.com"}
        quick = replace(asked, query_s=0.2)
        assert topics(workspace.accounts.check(line, names=quick))["DMARC"] is Verdict.UNKNOWN


def test_a_mail_server_says_how_it_protects_who_may_log_in_and_what_it_takes(
    made: tuple[Workspace, Person], mailhost: MailHost
) -> None:
    workspace, ana = made
    accounts = workspace.accounts
    account = accounts.save(server(mailhost), by=ana, secret=mailhost.password)
    line = only(workspace, account.name)
    found = accounts.check(line)
    assert set(topics(found).values()) == {Verdict.FINE}
    assert [one.topic for one in found[:3]] == ["Connection", "Protection", "Log-in"]
    assert "TLSv1." in found[1].said
    assert mailhost.queued == 0
    assert mailhost.count_delivered() == 0
    wrong = accounts.check(line, secret="wrong")
    assert topics(wrong) == {
        "Connection": Verdict.FINE, "Protection": Verdict.FINE, "Log-in": Verdict.FAULT,
    }  # fmt: skip
    assert wrong[-1].advice
    unknown = accounts.question(server(mailhost, ca_file=""))
    assert topics(accounts.check(unknown, secret=mailhost.password)) == {
        "Connection": Verdict.FINE, "Protection": Verdict.FAULT,
    }  # fmt: skip
    closed = accounts.question(server(mailhost, port=1))
    assert topics(accounts.check(closed, secret="x")) == {"Connection": Verdict.UNKNOWN}


def test_a_test_mailbox_is_asked_step_by_step(
    made: tuple[Workspace, Person], mailhost: MailHost
) -> None:
    workspace, ana = made
    imap = ImapSettings(
        host="localhost", port=mailhost.imaps_port, key="seed-one", ca_file=str(mailhost.ca_file)
    )
    mailbox = SeedMailbox(address="seed1@seed.test", imap=imap)
    workspace.test_mailboxes.add(mailbox, by=ana, password=mailhost.password)
    workspace.test_mailboxes.add(SeedMailbox(address=OTHER), by=ana)
    first = only(workspace, "seed1@seed.test")
    assert (first.kind, first.key_state) == (AccountKind.MAILBOX, KeyState.STORED)
    found = topics(workspace.accounts.check(first))
    assert list(found) == ["Connection", "Protection", "Log-in", "Inbox"]
    assert set(found.values()) == {Verdict.FINE}
    wrong = topics(workspace.accounts.check(first, secret="wrong"))
    assert wrong["Log-in"] is Verdict.FAULT
    assert "Inbox" not in wrong
    by_hand = only(workspace, OTHER)
    assert by_hand.key_state is KeyState.NOT_NEEDED
    assert list(topics(workspace.accounts.check(by_hand))) == ["Inbox"]


def test_who_cancels_waits_for_no_answer(real: tuple[Workspace, Person]) -> None:
    workspace, ana = real
    with name_server() as names, sendgrid() as provider:
        names.silent |= {"example.com", "_dmarc.example.com"}
        account = workspace.accounts.save(service(provider.base_url), by=ana, secret=KEY)
        asked = NameService(host="127.0.0.1", port=names.port, query_s=2)
        done: list[int] = []
        lines = workspace.accounts.check(
            only(workspace, account.name),
            names=asked,
            progress=lambda at, _of: done.append(at),
            cancelled=lambda: bool(names.asked),
        )
        assert done == [0, 1]
        assert "DMARC" not in topics(lines)


def test_a_practice_workspace_keeps_and_asks_only_what_is_on_this_computer(
    small: Practice,
) -> None:
    with small.here() as workspace:
        owner = workspace.resolve_person(small.author)
        campaign = CampaignId(small.campaign)
        outside = service("https://api.sendgrid.com")
        for refused in (
            lambda: workspace.accounts.save(outside, by=owner),
            lambda: workspace.accounts.question(outside),
            lambda: workspace.accounts.choose(campaign, outside.settings, by=owner),
        ):
            with pytest.raises(Blocked) as why:
                refused()
            assert [item.code for item in why.value.findings] == ["campaign.practice_only"]
        assert workspace.accounts.saved() == ()


def test_an_account_is_copied_into_a_campaign_and_taken_back_to_the_same_bytes(
    small: Practice,
) -> None:
    with small.here() as workspace:
        author, campaign = workspace.resolve_person(small.author), CampaignId(small.campaign)
        before = workspace.content(campaign)
        settings = TransportSettings(
            kind=TransportKind.SMTP, host="localhost", port=2525, security=Security.NONE
        )
        workspace.accounts.save(MailAccount(name="Here", settings=settings), by=author)
        workspace.accounts.choose(campaign, settings, by=author)
        now = workspace.content(campaign)
        assert now.campaign == replace(before.campaign, transport=settings)
        assert only(workspace, "Here").used_by == (before.campaign.name,)
        workspace.accounts.remove("Here", by=author)
        assert workspace.content(campaign).campaign.transport == settings
        unsaved = only(workspace, "localhost")
        assert (unsaved.is_saved, unsaved.sender) == (False, before.campaign.sender.address)
        workspace.accounts.undo(campaign, before.settings_source, settings, by=author)
        assert workspace.content(campaign).settings_source == before.settings_source


def test_the_command_line_keeps_asks_and_chooses_accounts(
    small: Practice, mailhost: MailHost
) -> None:
    run = CommandLine(small.run.workspace, environment={"COMPOSER_SECRET_ACCOUNT_OWN": "wrong"})
    words = ("accounts", "add", "Own", "--kind", "smtp", "--username", "ana@seed.test")
    where = ("--host", f"localhost:{mailhost.submission_port}", "--ca-file", mailhost.ca_file)
    run(*words, *where, by=small.author)
    listed = run("accounts", "list", by=small.author).record["accounts"]
    assert [(one["name"], one["key_state"]) for one in listed if one["saved"]][:1] == [
        ("Own", "environment")
    ]
    answer = run("accounts", "check", "own", by=small.author, code=1)
    assert [line["verdict"] for line in answer.record["lines"]] == ["fine", "fine", "fault"]
    run("accounts", "use", small.campaign, "Own", by=small.author)
    used = run("accounts", "list", by=small.author).record["accounts"][0]["used_by"]
    assert len(used) == 1
    run("accounts", "check", "nobody", by=small.author, code=2)
    run("keys", "remove", "account-own", by=small.author)
    run("accounts", "add", "Own", "--kind", "sendgrid", "--host", "x", by=small.author, code=2)
    run("accounts", "remove", "Own", by=small.author)
