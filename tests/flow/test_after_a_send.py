"""What comes after a send: what comes back of it, what is known, and the letter to who got it."""

from __future__ import annotations

import csv
import json
import mailbox
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from composer.errors import Blocked, UsageError
from composer.model.bounce import BounceFate, BounceKind
from composer.model.campaign import Campaign, TransportKind
from composer.model.identifiers import CampaignId
from composer.model.suppression import SuppressionReason
from composer.records.bounces import read_bounce
from composer.records.incident_sentences import (
    known_sentences,
    unknown_sentences,
    who_sentences,
)
from composer.records.verify import verify_evidence
from composer.stages import bounces_listed
from composer.stages.authorship import authors
from composer.stages.bounce_ids import SentIds
from composer.stages.bounces_listed import take_listed
from composer.stages.content import load_content
from composer.stages.followed import follow_findings, former_people
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.sendgrid_lists import ListedAddress
from tests.bounce_samples import VERP, auto_reply, spam_report, status_report, wild
from tests.flow.conftest import Practice, copied
from tests.flow.resting import PEOPLE, Post, listed, who_has_it

FORGED = "<" + "ab" * 16 + "@seed.test>"


@pytest.fixture
def at_rest(pattern_at_rest: Practice, home: Path, tmp_path: Path) -> Practice:
    return copied(pattern_at_rest, tmp_path)


@pytest.fixture
def post(at_rest: Practice) -> Iterator[Post]:
    with at_rest.here() as workspace:
        yield Post(at_rest, workspace)


def test_the_name_of_a_message_is_that_of_the_message_that_went_out(
    pattern_at_rest: Practice, post: Post
) -> None:
    sent = b"\n".join(pattern_at_rest.messages())
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
    assert (handed_over.accepted, handed_over.total) == (len(post.addresses), PEOPLE)


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
    bob = post.waiting[0]
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

    def entry(address: str, at: datetime, reason: SuppressionReason) -> ListedAddress:
        return ListedAddress(
            address=address, reason=reason, source="sendgrid:x", at=at, note="550 5.1.1 no"
        )

    bob, eve, carol = post.addresses[:3]
    entries = [
        entry(bob, began, SuppressionReason.BOUNCE),
        entry(eve, began - timedelta(days=3), SuppressionReason.BOUNCE),
        entry(carol, began, SuppressionReason.COMPLAINT),
        entry(carol, began, SuppressionReason.UNSUBSCRIBE),
        entry("nobody@elsewhere.example", began, SuppressionReason.BOUNCE),
    ]
    account = {"base_url": "http://127.0.0.1:1", "key": "k", "by": post.by}
    assert take_listed(desk, entries, **account) == 2
    assert take_listed(desk, entries, **account) == 0
    counts = post.workspace.bounces.counts(post.campaign)
    assert (counts.permanent, counts.complaints) == (1, 1)


def test_the_command_says_how_each_message_was_read(
    pattern_at_rest: Practice, post: Post, tmp_path: Path
) -> None:
    bob = post.addresses[0]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.eml").write_bytes(status_report(bob, message_id=post.message_id(bob)))
    (tmp_path / "in" / "2.eml").write_bytes(status_report(bob, message_id=FORGED))
    run = replace(pattern_at_rest.run, workspace=post.workspace.path)
    said = run("bounces", post.campaign, tmp_path / "in", by=post.by.email).record
    assert said["fates"] == {"counted": 1, "not_ours": 1}
    assert (said["suppressed"], said["counts"]["bounced"]) == (1, 1)
    assert [one["kind"] for one in said["read"]] == ["permanent", "permanent"]
    told = run("bounces", post.campaign).record
    assert [one["address"] for one in told["people"]] == [bob]
    run("bounces", post.campaign, "--imap", by=post.by.email, code=2)


def test_what_happened_is_told_with_what_nobody_knows(at_rest: Practice) -> None:
    with at_rest.here() as workspace:
        told = workspace.incident.what_happened(CampaignId(at_rest.campaign))
    assert 0 < told.counts.accepted < PEOPLE
    assert (told.searched, told.unclear) == (PEOPLE, 0)
    assert [batch.handed_over for batch in told.batches] == [told.counts.accepted]
    assert told.first_at is not None
    assert told.last_at is not None
    assert told.first_at <= told.last_at
    everything = " ".join((*who_sentences(told), *known_sentences(told), *unknown_sentences(told)))
    assert "delivered" not in everything
    assert f"{told.counts.accepted} people of {PEOPLE}" in everything
    assert not told.copies.shown


def test_a_follow_up_lists_exactly_those_who_got_it(at_rest: Practice) -> None:
    campaign = CampaignId(at_rest.campaign)
    with at_rest.here() as workspace:
        author = workspace.resolve_person(at_rest.author)
        got_it = who_has_it(workspace, campaign)
        made = workspace.incident.follow_up(campaign, by=author)
        assert set(listed(workspace, made.id)) == got_it
        assert made.people == len(got_it)
        desk = workspace._desk
        assert authors(desk, made.id) >= authors(desk, campaign), "its text is theirs"
        settings = load_content(workspace._desk, made.id).campaign.audience
        assert (settings.follows, settings.expected) == (campaign, len(got_it))
        blocking = [item.code for item in workspace.audience_findings(made.id) if item.blocks]
        assert blocking == ["overlap.sent"], "the same text never goes to them once more"
        sentences = " ".join(workspace.audience_decisions(made.id))
        assert "and nobody else" in sentences
        with pytest.raises(Blocked) as nobody:
            workspace.incident.follow_up(campaign, groups=("unclear",), by=author)
        assert [item.code for item in nobody.value.findings] == ["follow.nobody"]
        first = workspace.incident.follow_up(campaign, groups=("batch 1",), by=author)
        assert set(listed(workspace, first.id)) == got_it
        with pytest.raises(Blocked):
            workspace.incident.follow_up(campaign, groups=("batch 2",), by=author)


def test_a_list_with_anybody_else_is_refused_and_one_that_is_read_again_is_right(
    at_rest: Practice, tmp_path: Path
) -> None:
    campaign = CampaignId(at_rest.campaign)
    with at_rest.here() as workspace:
        desk, author = workspace._desk, workspace.resolve_person(at_rest.author)
        got_it = who_has_it(workspace, campaign)
        content = load_content(desk, campaign)
        settings = replace(content.campaign.audience, follows=campaign)
        everybody = replace(content, campaign=replace(content.campaign, audience=settings))
        (found,) = follow_findings(desk, everybody)
        assert (found.code, found.blocks) == ("follow.not_sent", True)
        assert str(PEOPLE - len(got_it)) in found.text
        made = workspace.incident.follow_up(campaign, by=author)
        workspace.export_folder(made.id, tmp_path / "follow")
        workspace.export_folder(campaign, tmp_path / "everybody")
        whole = (tmp_path / "everybody" / "audience.csv").read_bytes()
        (tmp_path / "follow" / "audience.csv").write_bytes(whole)
        workspace.import_folder(tmp_path / "follow", by=author, campaign_id=made.id)
        assert set(listed(workspace, made.id)) == got_it
        former = former_people(desk, load_content(desk, made.id))
        assert former is not None
        others = {one.address for packed in former.packed(5) for one in packed.people()}
        assert others | got_it == set(listed(workspace, campaign))
        assert not others & got_it


def test_the_pack_holds_what_proves_it_and_verifies(at_rest: Practice, tmp_path: Path) -> None:
    campaign = CampaignId(at_rest.campaign)
    with at_rest.here() as workspace:
        author = workspace.resolve_person(at_rest.author)
        workspace.incident.write_pack(campaign, tmp_path / "pack.zip", by=author)
        workspace.incident.write_pack(campaign, tmp_path / "pack", by=author)
        with pytest.raises(UsageError):
            workspace.incident.write_pack(campaign, tmp_path / "pack", by=author)
        got_it = who_has_it(workspace, campaign)
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        names = set(pack.namelist())
    assert names == {path.name for path in (tmp_path / "pack").iterdir()}
    assert verify_evidence(tmp_path / "pack" / "evidence.composer-evidence").valid
    with (tmp_path / "pack" / "who-got-what.csv").open(encoding="utf-8-sig") as stream:
        lines = list(csv.DictReader(stream))
    assert {line["address"] for line in lines if line["state"] == "accepted"} == got_it
    assert all(line["digest"] for line in lines)


def test_the_command_makes_a_follow_up_and_writes_its_folder(
    at_rest: Practice, tmp_path: Path
) -> None:
    run, author = at_rest.run, at_rest.author
    told = run("incident", at_rest.campaign).record
    assert told["handed_over"] > 0
    made = run("incident", at_rest.campaign, "--follow-up", tmp_path / "next", by=author).record[
        "follow_up"
    ]
    assert made["people"] == told["handed_over"]
    assert (tmp_path / "next" / "campaign.toml").is_file()
    run("incident", at_rest.campaign, "--follow-up", tmp_path / "next", by=author, code=2)
    corrected = run("incident", at_rest.campaign, "--correct", tmp_path / "fix", by=author).record
    assert corrected["correction"]["people"] == PEOPLE - told["handed_over"]
    assert (tmp_path / "fix" / "message.md").is_file()
