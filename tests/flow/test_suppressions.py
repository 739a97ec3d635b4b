"""The do-not-write list: kept, taken over from SendGrid, and heeded before and during a send."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from composer.cli.main import run_command_line
from composer.errors import Blocked, KeychainError, TransportError, UsageError
from composer.model.campaign import Purpose
from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.model.suppression import SuppressionReason
from composer.stages.content import load_content
from composer.stages.example import AUTHOR_ROLES
from composer.stages.suppressed import OLDEST_SYNC, suppressed_people, sync_findings
from composer.stages.suppressions_kept import list_kept_findings
from composer.workspace import Workspace
from tests.flow.command_line import CommandLine
from tests.flow.conftest import (
    FEW,
    Practice,
    change_settings,
    make_practice,
    read_rows,
    write_rows,
)
from tests.servers.sendgrid_lists import KEY, SendGridLists, sendgrid_lists, status


@pytest.fixture
def few(tmp_path: Path) -> Practice:
    return make_practice(tmp_path, people=FEW)


@pytest.fixture
def office(tmp_path: Path) -> Practice:
    """A practice workspace without any campaign."""
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    ana = workspace.add_person(name="Ana", email="ana@seed.test", roles=AUTHOR_ROLES, by=None)
    reviewer = frozenset({Role.REVIEWER})
    workspace.add_person(name="Ben", email="ben@seed.test", roles=reviewer, by=ana)
    workspace.close()
    return Practice(
        run=CommandLine(workspace.path),
        campaign="",
        mailbox=workspace.mailbox,
        author="ana@seed.test",
        reviewer="ben@seed.test",
    )


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[SendGridLists]:
    monkeypatch.setenv("COMPOSER_SECRET_SENDGRID_MAIN", KEY)
    with sendgrid_lists() as found:
        yield found


def addresses(practice: Practice) -> list[str]:
    with practice.here() as workspace:
        rows = workspace.audience_page(CampaignId(practice.campaign), offset=0, limit=FEW).rows
    return [row.address for row in rows]


def suppress(practice: Practice, address: str, reason: str) -> None:
    with practice.here() as workspace:
        by = workspace.resolve_person(practice.author)
        workspace.suppressions.add(address, reason=SuppressionReason(reason), by=by)


def report_lines(practice: Practice, folder: Path) -> dict[str, dict[str, str]]:
    file = folder / "report.csv"
    with practice.here() as workspace:
        workspace.report(CampaignId(practice.campaign), "csv", file)
    rows = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))
    return {row["address"].removeprefix("'"): row for row in rows}


def test_suppressed_before_the_seal_between_seal_and_send_and_within_the_send(
    few: Practice, tmp_path: Path
) -> None:
    campaign = CampaignId(few.campaign)
    before, between = addresses(few)[:2]
    suppress(few, before, "bounce")
    with few.here() as workspace:
        counts = workspace.status(campaign).counts
        assert (counts.suppressed, counts.planned) == (1, FEW - 1)
        found = workspace.audience_findings(campaign)
        assert "suppress.people" in [item.code for item in found]
    assert report_lines(few, tmp_path)[before]["answer"].startswith("bounce 20")

    proof = few.released(tmp_path)
    suppress(few, between.upper(), "complaint")
    first = few.run("send", campaign, by=few.author, code=1)  # holds after the first batch
    assert "send.held" in first.findings
    mail = b"".join(few.messages()).decode("utf-8", "replace")
    waiting = [one for one in addresses(few)[2:] if f"To: {one}\r\n" not in mail and one.isascii()]
    within, service = waiting[:2]
    suppress(few, within, "legal")
    suppress(few, service, "unsubscribe")  # a service message reaches them all the same
    with few.here() as workspace:
        by = workspace.resolve_person(few.author)
        workspace.suppressions.remove(before, why="it works again", by=by)  # and stays out
        workspace.resume(campaign, by=by)
    counts = few.run("send", campaign, by=few.author).record["counts"]

    assert (counts["accepted"], counts["suppressed"]) == (FEW - 3, 3)
    with few.here() as workspace:
        status = workspace.status(campaign)
    assert (status.proof, status.audience, sum(counts.values())) == (proof, FEW, FEW)
    assert few.message_count() == FEW - 3
    mail = b"".join(few.messages()).decode("utf-8", "replace")
    lines = report_lines(few, tmp_path)
    for address, reason in ((before, "bounce"), (between, "complaint"), (within, "legal")):
        assert f"To: {address}\r\n" not in mail
        assert lines[address]["state"] == "suppressed"
        assert lines[address]["answer"].startswith(reason)
    assert lines[service]["state"] == "accepted"


def test_who_was_taken_off_after_the_freeze_is_not_added_and_nobody_from_outside(
    few: Practice, tmp_path: Path
) -> None:
    campaign = CampaignId(few.campaign)
    former, other = addresses(few)[:2]
    suppress(few, former, "bounce")
    suppress(few, other, "legal")
    few.released(tmp_path)
    with few.here() as workspace:
        by = workspace.resolve_person(few.author)
        workspace.suppressions.remove(former, why="it works again", by=by)
        counts = workspace.status(campaign).counts
        assert (counts.suppressed, counts.planned) == (2, FEW - 2)
    with closing(sqlite3.connect(few.run.workspace / "workspace.db")) as database, database:
        kept = database.execute("SELECT * FROM suppression").fetchall()
        database.execute("DELETE FROM suppression_spelling")
        database.execute("DELETE FROM suppression")
    refused = few.run("send", campaign, by=few.author, code=1)
    assert "suppress.changed_outside" in refused.findings
    assert few.message_count() == 0
    with closing(sqlite3.connect(few.run.workspace / "workspace.db")) as database, database:
        places = ", ".join("?" * len(kept[0]))
        database.executemany(f"INSERT INTO suppression VALUES ({places})", kept)
    few.run("send", campaign, by=few.author, code=1)  # holds after the first batch
    with few.here() as workspace:
        workspace.resume(campaign, by=workspace.resolve_person(few.author))
    counts = few.run("send", campaign, by=few.author).record["counts"]
    assert (counts["accepted"], counts["suppressed"]) == (FEW - 2, 2)
    assert report_lines(few, tmp_path)[former]["answer"].startswith("bounce 20")


def test_the_purpose_decides_what_an_unsubscribe_stops_and_everybody_stopped_blocks(
    few: Practice,
) -> None:
    people = addresses(few)
    suppress(few, people[0], "unsubscribe")
    suppress(few, people[1], "erasure")
    with few.here() as workspace:
        desk = workspace._desk
        content = load_content(desk, CampaignId(few.campaign))
        blocked = {purpose: desk.suppressions.blocked(purpose) for purpose in Purpose}
        assert len(suppressed_people(desk, content)) == 1
        assert len(blocked[Purpose.MARKETING].keys) == 1
        assert suppressed_people(desk, content) is suppressed_people(desk, content)
        by = workspace.resolve_person(few.author)
        for address in people:
            workspace.suppressions.add(address, reason=SuppressionReason.LEGAL, by=by)
        codes = [item.code for item in workspace.audience_findings(CampaignId(few.campaign))]
        assert "suppress.everybody" in codes
        with pytest.raises(Blocked):
            workspace.seal(CampaignId(few.campaign), by=by)


def test_a_test_mailbox_on_the_list_is_named(few: Practice) -> None:
    with few.here() as workspace:
        seed = workspace.seeds()[0]
    suppress(few, seed, "bounce")
    with few.here() as workspace:
        found = workspace.audience_findings(CampaignId(few.campaign))
    assert [item.place_of("recipient") for item in found if item.code == "suppress.seed"] == [seed]


def test_the_list_on_the_command_line(
    office: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = office.author

    def run(*words: object, by: str = by, code: int = 0) -> dict:
        shared = ["--workspace", str(office.run.workspace), "--as", by, "--json"]
        arguments = [*shared, *(str(word) for word in words)]
        assert run_command_line(arguments, open_window=lambda *_: 3, open_file=None) == code
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    assert run("suppress", "list") == {"total": 0, "entries": [], "synced": None}
    added = run("suppress", "add", "Bob@example.com", "--reason", "legal", "--note", "court")
    assert added == {"added": 1, "known": 0, "findings": []}
    run("suppress", "add", "not an address", "--reason", "legal", code=1)
    run("suppress", "add", "x@example.com", code=2)
    run("suppress", "add", code=2)
    file = tmp_path / "unsubscribes.csv"
    file.write_text("email,created\nbob@example.com,2019-11-01\neve@example.com,\n@,\n", "utf-8")
    taken = run("suppress", "add", "--file", file, "--reason", "unsubscribe", code=1)
    assert (taken["added"], [item["code"] for item in taken["findings"]]) == (
        2,
        ["address.bad_domain"],
    )
    listed = run("suppress", "list", "--search", "bob", "--limit", 1)
    assert (listed["total"], len(listed["entries"])) == (2, 1)
    assert listed["entries"][0]["source"] == "file:unsubscribes.csv"
    run("suppress", "remove", "nobody@example.com", "--reason", "x", code=2)
    run("suppress", "remove", "eve@example.com", "--reason", "", code=2)
    run("suppress", "remove", "eve@example.com", "--reason", "x", by=office.reviewer, code=1)
    removed = run("suppress", "remove", "BOB@example.com", "--reason", "told bob@example.com")
    assert len(removed["removed"]) == 2
    run("suppress", "sync", code=1)  # a practice workspace asks nobody outside
    with office.here() as workspace:
        entries = list(workspace._desk.audit.entries())
        actions = [entry.action for entry in entries if entry.action.startswith("suppress.")]
        assert actions == [
            "suppress.kept",
            "suppress.add",
            "suppress.kept",
            "suppress.import",
            "suppress.remove",
        ]
        assert list_kept_findings(workspace._desk) == ()
        assert workspace._desk.audit.verify() == []
        assert "told" in entries[-1].details


def test_sendgrids_lists_are_taken_over_all_or_none(
    office: Practice, account: SendGridLists
) -> None:
    account.add("bounces", 3)
    account.lists["invalid_emails"].append({"created": 1, "email": "no address", "reason": "x"})
    account.groups = {7: ["seven@example.com"]}
    with office.here() as workspace:
        by = workspace.resolve_person(office.author)
        done = workspace.suppressions.sync(base_url=account.base_url, by=by)
        assert (done.added, done.gone) == (4, 0)
        assert done.counts == (("sendgrid:bounces", 3), ("sendgrid:group:7", 1))
        assert workspace.suppressions.sync_state() == done
        account.lists["bounces"].pop()
        account.lists["unsubscribes"].append({"created": 5, "email": "new@example.com"})
        account.faults = [None] * 4 + [status(404)]
        with pytest.raises(TransportError):
            workspace.suppressions.sync(base_url=account.base_url, by=by)
        assert workspace.suppressions.lines()[1] == 4
        assert workspace.suppressions.sync_state() == done
        account.faults = []
        again = workspace.suppressions.sync(base_url=account.base_url, by=by)
        assert (again.added, again.gone) == (1, 1)
        assert workspace.suppressions.lines()[1] == 5
        with pytest.raises(UsageError):
            workspace.suppressions.sync(base_url="http://example.com", by=by)
        with pytest.raises(KeychainError):
            workspace.suppressions.sync(base_url=account.base_url, key="other", by=by)


def test_on_the_command_line_too(office: Practice, account: SendGridLists) -> None:
    account.add("spam_reports", 2)
    done = office.run("suppress", "sync", "--base-url", account.base_url, by=office.author)
    assert done.record["counts"] == {"sendgrid:spam_reports": 2}
    assert office.run("suppress", "list").record["synced"]["added"] == 2
    assert KEY.encode() not in done.output


def marketing(practice: Practice, folder: Path, transport: str) -> None:
    """Make the example a marketing campaign with another transport."""
    practice.export(folder)
    change_settings(folder, 'purpose = "service"', 'purpose = "marketing"')
    settings = (folder / "campaign.toml").read_text("utf-8")
    head, _table, rest = settings.partition("[transport]")
    rest = "[" + rest.partition("\n[")[2]
    (folder / "campaign.toml").write_text(f"{head}[transport]\n{transport}\n{rest}", "utf-8")
    practice.bring_back(folder)


def test_an_old_sync_blocks_marketing_through_sendgrid_at_check_seal_and_send(
    few: Practice, account: SendGridLists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = f'kind = "sendgrid"\nbase_url = "{account.base_url}"\nkey = "sendgrid-main"'
    marketing(few, tmp_path / "marketing", wanted)
    campaign = CampaignId(few.campaign)
    with few.here() as workspace:
        desk, by = workspace._desk, workspace.resolve_person(few.author)
        settings = load_content(desk, campaign).campaign
        assert [item.code for item in sync_findings(desk, settings)] == ["suppress.never_synced"]
        assert "suppress.never_synced" in [
            item.code for item in workspace.check(campaign, sample=1).findings
        ]
        workspace.suppressions.sync(by=by)  # the campaign's own account
        assert sync_findings(desk, settings) == []
        with desk.folder.database.write() as connection:  # a row that nobody took over
            connection.execute(text("UPDATE suppression_sync SET key = 'other'"))
            connection.execute(
                text(
                    "INSERT INTO suppression_sync (at, base_url, key, counts, added, gone, by)"
                    " SELECT '2099-01-01T00:00:00.000000+00:00', base_url, 'fresh', '[]', 0, 0, by"
                    " FROM suppression_sync"
                )
            )
        fresh = replace(settings, transport=replace(settings.transport, key="fresh"))
        codes = [item.code for item in sync_findings(desk, fresh)]
        assert codes == ["suppress.never_synced"]
        with desk.folder.database.write() as connection:
            connection.execute(text("UPDATE suppression_sync SET key = 'sendgrid-main'"))
        later, now, counter = OLDEST_SYNC + timedelta(hours=1), datetime.now(UTC), desk.counter()
        desk.now = lambda: now + later
        desk.counter = lambda: replace(counter, seconds=counter.seconds + later.total_seconds())
        assert [item.code for item in sync_findings(desk, settings)] == ["suppress.sync_old"]
        with pytest.raises(Blocked) as refused:
            workspace.seal(campaign, by=by)
        assert "suppress.sync_old" in [item.code for item in refused.value.findings]
        assert "suppress.sync_old" in [
            item.code for state in workspace.status(campaign).stages for item in state.findings
        ]


def test_service_mail_needs_no_sync_and_other_ways_of_sending_are_told_only(
    few: Practice, tmp_path: Path
) -> None:
    with few.here() as workspace:
        content = load_content(workspace._desk, CampaignId(few.campaign))
        assert sync_findings(workspace._desk, content.campaign) == []
    marketing(few, tmp_path / "marketing", 'kind = "practice"')
    with few.here() as workspace:
        content = load_content(workspace._desk, CampaignId(few.campaign))
        found = sync_findings(workspace._desk, content.campaign)
        assert [(item.code, item.blocks) for item in found] == [("suppress.no_sync", False)]


def test_a_domain_in_its_other_spelling_is_the_same_mailbox(few: Practice, tmp_path: Path) -> None:
    folder = few.export(tmp_path / "idn")
    rows = read_rows(folder)
    rows[1][rows[0].index("email")] = "bob@bücher.example"
    write_rows(folder, rows)
    few.bring_back(folder)
    suppress(few, "BOB@xn--bcher-kva.example", "bounce")
    assert few.counts()["suppressed"] == 1
