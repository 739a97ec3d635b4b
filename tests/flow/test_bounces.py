"""What comes back of a send: counted by our ids alone, once, and heeded by the do-not-write list."""

from __future__ import annotations

import json
import mailbox
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from composer.model.bounce import BounceFate, BounceKind, BouncesRead
from composer.model.campaign import Campaign, TransportKind
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.suppression import SuppressionReason
from composer.records.bounces import read_bounce
from composer.stages import bounces_listed
from composer.stages.bounce_ids import SentIds, message_name
from composer.stages.bounces_listed import take_listed
from composer.stages.content import load_content
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.sendgrid_lists import ListedAddress
from composer.workspace import Workspace
from tests.bounce_samples import VERP, auto_reply, spam_report, status_report, wild
from tests.flow.conftest import Practice, copied, make_practice

PEOPLE = 12
FORGED = "<" + "ab" * 16 + "@seed.test>"


def sent_to_all(practice: Practice, folder: Path) -> None:
    practice.released(folder)
    campaign = CampaignId(practice.campaign)
    with practice.here() as workspace:
        author = workspace.resolve_person(practice.author)
        while not workspace.send(campaign, by=author).finished:
            workspace.resume(campaign, by=author)


@pytest.fixture(scope="module")
def sent_pattern(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """One campaign that was handed over to everybody, for every question of this file."""
    folder = tmp_path_factory.mktemp("sent")
    made = make_practice(folder, people=PEOPLE)
    sent_to_all(made, folder)
    return made


class Post:
    """A sent campaign, with the names of its messages."""

    def __init__(self, practice: Practice, workspace: Workspace) -> None:
        self.workspace = workspace
        self.campaign = CampaignId(practice.campaign)
        self.by = workspace.resolve_person(practice.author)
        rows = workspace.audience_page(self.campaign, offset=0, limit=PEOPLE).rows
        self.addresses = [row.address for row in rows]
        self.seed = load_content(workspace._desk, self.campaign).record.message_seed

    def id_of(self, address: str) -> RecipientId:
        return self.workspace._desk.recipients.by_address(self.campaign, address).id

    def message_id(self, address: str) -> str:
        return f"<{message_name(self.seed, self.id_of(address))}@seed.test>"

    def read(self, *messages: bytes, folder: Path) -> BouncesRead:
        folder.mkdir(parents=True, exist_ok=True)
        for number, content in enumerate(messages):
            (folder / f"{number}.eml").write_bytes(content)
        return self.workspace.bounces.read_path(self.campaign, folder, by=self.by)

    def listed(self) -> dict[str, str]:
        lines, _total = self.workspace.suppressions.lines()
        return {line.address: line.reason for line in lines}


@pytest.fixture
def post(sent_pattern: Practice, home: Path, tmp_path: Path) -> Iterator[Post]:
    copy = copied(sent_pattern, tmp_path)
    with copy.here() as workspace:
        yield Post(copy, workspace)


def test_the_name_of_a_message_is_that_of_the_message_that_went_out(
    sent_pattern: Practice, post: Post
) -> None:
    sent = b"\n".join(sent_pattern.messages())
    named = set(re.findall(rb"(?im)^message-id: (<[^>]+>)", sent))
    assert {post.message_id(one).encode() for one in post.addresses} == {
        one.replace(one[one.index(b"@") :], b"@seed.test>") for one in named
    }


def test_a_bounce_is_counted_once_and_its_address_not_written_to_again(
    post: Post, tmp_path: Path
) -> None:
    bob = post.addresses[0]
    report = status_report(bob, message_id=post.message_id(bob))
    first = post.read(report, report.replace(b"\n", b"\r\n"), folder=tmp_path / "in")
    assert (first.count(BounceFate.COUNTED), first.count(BounceFate.KNOWN)) == (1, 1)
    assert (first.new(BounceKind.PERMANENT), first.listed) == (1, 1)
    assert post.listed() == {bob: "bounce"}
    again = post.read(report, folder=tmp_path / "in")
    assert (again.count(BounceFate.COUNTED), again.listed) == (0, 0)
    counts = post.workspace.bounces.counts(post.campaign)
    assert (counts.bounced, counts.permanent, counts.complaints) == (1, 1, 0)
    (line,) = post.workspace.bounces.people(post.campaign)
    assert (line.address, line.status, "@" in line.answer) == (bob, "5.1.1", False)
    handed_over = post.workspace.status(post.campaign).counts
    assert (handed_over.accepted, handed_over.total) == (PEOPLE, PEOPLE)


def test_only_a_gone_address_and_a_complaint_stop_what_is_written_later(
    post: Post, tmp_path: Path
) -> None:
    gone, late, policy, angry, away, redacted = post.addresses[:6]
    read = post.read(
        status_report(gone, message_id=post.message_id(gone), own_id="<1@x>"),
        status_report(
            late, message_id=post.message_id(late), action="delayed", status="4.4.1", own_id="<2@x>"
        ),
        status_report(policy, message_id=post.message_id(policy), status="5.7.1", own_id="<3@x>"),
        spam_report(angry, message_id=post.message_id(angry)),
        spam_report(redacted, message_id=post.message_id(redacted), redacted=True),
        auto_reply(message_id=post.message_id(away)),
        folder=tmp_path / "in",
    )
    assert {kind.value: count for kind, count in read.kinds} == {
        "permanent": 1, "delayed": 1, "refused": 1, "complaint": 2,
    }  # fmt: skip
    assert read.count(BounceFate.NOT_KEPT) == 1
    assert post.listed() == {gone: "bounce", angry: "complaint", redacted: "complaint"}


def test_no_forged_report_counts_or_stops_anything(post: Post, tmp_path: Path) -> None:
    bob, eve = post.addresses[:2]
    read = post.read(
        status_report(bob),  # no name of ours at all
        status_report(bob, message_id=FORGED),
        status_report(bob, to="bounces+" + "cd" * 16 + "@seed.test"),
        status_report(eve, message_id=post.message_id(bob)),  # of another one's message
        wild(bob, "<{address}>: 550 5.1.1 unknown", message_id=FORGED),
        spam_report(bob, message_id=FORGED),
        spam_report(eve, message_id=post.message_id(bob)),
        b"Subject: hello\n\n" + post.message_id(bob).encode(),
        folder=tmp_path / "in",
    )
    assert dict(read.fates) == {
        BounceFate.NOT_OURS: 5, BounceFate.OTHER_ADDRESS: 2, BounceFate.NOTHING_SAID: 1
    }  # fmt: skip
    assert post.listed() == {}
    assert post.workspace.bounces.counts(post.campaign).is_empty


def test_the_envelope_sender_of_a_proof_names_a_message_too(post: Post) -> None:
    desk = post.workspace._desk
    content = load_content(desk, post.campaign)
    transport = replace(content.campaign.transport, kind=TransportKind.SMTP, bounce=VERP)
    by_smtp: Campaign = replace(content.campaign, transport=transport)
    bob = post.addresses[0]
    own = VERP.format(id=post.id_of(bob))
    with open_ledger_read_only(desk.send_folder(post.campaign) / "ledger.db") as view:
        ids = SentIds(desk, replace(content, campaign=by_smtp), view)
        named = ids.named_by(read_bounce(status_report(bob, to=own.upper())))
        other = ids.named_by(read_bounce(status_report(bob, to=own.replace("seed.", "evil."))))
    assert named == (post.id_of(bob),)
    assert other == ()


def test_a_message_that_never_went_out_cannot_come_back(post: Post, tmp_path: Path) -> None:
    bob = post.addresses[0]
    ledger = post.workspace._desk.send_folder(post.campaign) / "ledger.db"
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute(
            "UPDATE recipients SET state = 'refused' WHERE recipient_id = ?", (post.id_of(bob),)
        )
    read = post.read(status_report(bob, message_id=post.message_id(bob)), folder=tmp_path / "in")
    assert dict(read.fates) == {BounceFate.NEVER_SENT: 1}
    assert post.listed() == {}


def test_an_mbox_a_maildir_and_events_are_read_alike(post: Post, tmp_path: Path) -> None:
    bob, eve, carol = post.addresses[:3]
    box = mailbox.mbox(tmp_path / "box")
    box.add(status_report(bob, message_id=post.message_id(bob), own_id="<1@x>"))
    box.add(status_report(eve, message_id=post.message_id(eve), own_id="<2@x>"))
    box.close()
    read = post.workspace.bounces.read_path(post.campaign, tmp_path / "box", by=post.by)
    assert read.new(BounceKind.PERMANENT) == 2
    maildir = mailbox.Maildir(tmp_path / "maildir")
    maildir.add(status_report(bob, message_id=post.message_id(bob), own_id="<1@x>"))
    read = post.workspace.bounces.read_path(post.campaign, tmp_path / "maildir", by=post.by)
    assert read.count(BounceFate.KNOWN) == 1
    event = {"event": "bounce", "type": "bounce", "email": carol, "status": "5.1.1",
             "composer_id": post.id_of(carol), "sg_event_id": "1"}  # fmt: skip
    forged = event | {"composer_id": "ef" * 16, "sg_event_id": "2"}
    (tmp_path / "events.json").write_text(json.dumps([event, event, forged]), "utf-8")
    read = post.workspace.bounces.read_path(post.campaign, tmp_path / "events.json", by=post.by)
    assert [one.fate.value for one in read.judged] == ["counted", "known", "not_ours"]
    assert post.workspace.bounces.counts(post.campaign).permanent == 3


def test_what_a_service_lists_counts_for_the_campaign_that_went_through_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = post.workspace._desk
    began = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr(
        bounces_listed, "_sent_through", lambda *_desk, **_account: iter([(post.campaign, began)])
    )

    def listed(address: str, at: datetime, reason: SuppressionReason) -> ListedAddress:
        return ListedAddress(
            address=address, reason=reason, source="sendgrid:x", at=at, note="550 5.1.1 no"
        )

    bob, eve, carol = post.addresses[:3]
    entries = [
        listed(bob, began, SuppressionReason.BOUNCE),
        listed(eve, began - timedelta(days=3), SuppressionReason.BOUNCE),
        listed(carol, began, SuppressionReason.COMPLAINT),
        listed(carol, began, SuppressionReason.UNSUBSCRIBE),
        listed("nobody@elsewhere.example", began, SuppressionReason.BOUNCE),
    ]
    account = {"base_url": "http://127.0.0.1:1", "key": "k", "by": post.by}
    assert take_listed(desk, entries, **account) == 2
    assert take_listed(desk, entries, **account) == 0
    counts = post.workspace.bounces.counts(post.campaign)
    assert (counts.permanent, counts.complaints) == (1, 1)


def test_the_command_says_how_each_message_was_read(
    sent_pattern: Practice, post: Post, tmp_path: Path
) -> None:
    bob = post.addresses[0]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.eml").write_bytes(status_report(bob, message_id=post.message_id(bob)))
    (tmp_path / "in" / "2.eml").write_bytes(status_report(bob, message_id=FORGED))
    run = replace(sent_pattern.run, workspace=post.workspace.path)
    said = run("bounces", post.campaign, tmp_path / "in", by=post.by.email).record
    assert said["fates"] == {"counted": 1, "not_ours": 1}
    assert (said["suppressed"], said["counts"]["bounced"]) == (1, 1)
    assert [one["kind"] for one in said["read"]] == ["permanent", "permanent"]
    told = run("bounces", post.campaign).record
    assert [one["address"] for one in told["people"]] == [bob]
    run("bounces", post.campaign, "--imap", by=post.by.email, code=2)
    run("bounces", post.campaign, tmp_path, "--service", by=post.by.email, code=2)
    run("bounces", post.campaign, tmp_path / "absent", by=post.by.email, code=2)
