"""What is said about a list in use and a list that waits: each rule once, with real parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.findings import blocking
from composer.model.campaign import Inactive, LeaveOut, Purpose
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.suppression import SuppressionReason
from composer.proofs.canonical import canonical_bytes, digest_of
from composer.proofs.manifest import FORMAT, SECTIONS
from composer.stages import audience_pending
from composer.stages.audience_findings import audience_findings
from composer.stages.audience_words import decision_sentences
from composer.stages.content import load_content
from composer.stages.overlap import RECENT
from composer.stages.revising import save_files
from tests.unit.stages.test_audiences import BAD, FIRST, Lists


@pytest.fixture
def lists(tmp_path: Path, home: Path) -> Iterator[Lists]:
    made = Lists(tmp_path)
    yield made
    made.workspace.close()


def decide(lists: Lists, people: str = FIRST, **decided: object) -> None:
    """Take a list over under these decisions."""
    settings = lists.workspace.content(lists.campaign).campaign.audience
    wanted = replace(settings, **decided)  # type: ignore[arg-type]  # names of fields
    lists.audiences.read(lists.campaign, lists.file(people), settings=wanted, by=lists.ana)
    assert lists.audiences.take_over(lists.campaign, by=lists.ana).id == lists.campaign


def told(lists: Lists) -> list[str]:
    return [item.code for item in lists.workspace.audience_findings(lists.campaign)]


def freeze(lists: Lists, campaign: CampaignId) -> None:
    """Store a proof that froze the people in use."""
    desk = lists.workspace._desk
    root = desk.recipients.changes(campaign)[-1].root
    sections: dict[str, object] = {**{key: {} for key in SECTIONS}, "audience": {"root": root}}
    manifest = canonical_bytes(sections | {"format": FORMAT})  # type: ignore[arg-type]
    desk.proofs.save_proof(
        digest_of(manifest), campaign, manifest=manifest, binding="another", by="key", at=desk.now()
    )


def test_who_signs_reads_every_decision_and_the_same_people_again_first(lists: Lists) -> None:
    other = lists.take_in("Winter", FIRST.replace("bob@", "carl@"))
    another = lists.take_in("Autumn", FIRST)
    decide(
        lists,
        FIRST + "carl@example.com,,Carl,admitted\nbroken,,B,admitted\n",
        segment="status = admitted",
        leave_out=(LeaveOut(code="address.no_at", rows=1),),
        exclude=(),
        agreed="Bo Berg",
        no_locale="en",
    )
    content = load_content(lists.workspace._desk, lists.campaign)
    settings = replace(
        content.campaign.audience,
        exclude=(other,),
        inactive=Inactive(column="status", before="2025-01-01"),
    )
    content = replace(content, campaign=replace(content.campaign, audience=settings))
    sentences = decision_sentences(lists.workspace._desk, content)
    overlaps = [at for at, text in enumerate(sentences) if "nearly the same message" in text]
    assert overlaps == list(range(len(overlaps)))
    assert overlaps
    rest = " ".join(sentences[len(overlaps) :])
    for words in ("status = admitted", "no @", "Winter", "2025-01-01", " en.", "Bo Berg"):
        assert words in rest, words
    assert another not in rest


def test_the_same_message_is_told_for_thirty_days_and_a_frozen_one_needs_a_reason(
    lists: Lists,
) -> None:
    desk = lists.workspace._desk
    other = lists.take_in("other", FIRST)
    assert "overlap.drafted" in told(lists)
    freeze(lists, other)
    assert "overlap.sent" in told(lists)
    now = desk.now()
    desk.now = lambda: now + RECENT - timedelta(hours=1)
    assert "overlap.sent" in told(lists)
    desk.now = lambda: now + RECENT + timedelta(hours=1)
    assert not [code for code in told(lists) if code.startswith("overlap.")]
    desk.now = lambda: now
    settings = lists.workspace.content(lists.campaign).campaign.audience
    for reason, code in [(" ", "overlap.sent"), ("The day was wrong", "overlap.reason")]:
        content = load_content(desk, lists.campaign)
        answered = replace(settings, overlap=((other, reason),))
        content = replace(content, campaign=replace(content.campaign, audience=answered))
        found = [item.code for item in audience_findings(desk, content)]
        assert code in found, "a blank is no reason"


def test_what_was_frozen_counts_though_its_campaign_was_written_anew(lists: Lists) -> None:
    other = lists.take_in("other", FIRST)
    freeze(lists, other)
    another = b"---\nsubject: Maintenance on Sunday\n---\nThe office is closed on Sunday.\n"
    save_files(lists.workspace._desk, other, {"message.md": another}, by=lists.ana)
    assert "overlap.sent" in told(lists)


def test_people_who_came_into_an_excluded_campaign_since_are_told(lists: Lists) -> None:
    other = lists.take_in("other", FIRST.replace("ann@", "x@").replace("bob@", "y@"))
    decide(lists, exclude=(other,))
    assert "exclude.came_since" not in told(lists)
    lists.audiences.read(other, lists.file(FIRST, "audience.csv"), by=lists.ana)
    lists.audiences.take_over(other, by=lists.ana)
    found = lists.workspace.audience_findings(lists.campaign)
    (item,) = [item for item in found if item.code == "exclude.came_since"]
    assert (item.blocks, dict(item.values)["count"]) == (True, 2)


def test_a_campaign_that_is_not_here_cannot_be_left_out(lists: Lists) -> None:
    settings = lists.workspace.content(lists.campaign).campaign.audience
    wanted = replace(settings, exclude=("f" * 16,))
    pending = lists.audiences.read(lists.campaign, lists.file(FIRST), settings=wanted, by=lists.ana)
    assert "exclude.unknown" in [item.code for item in pending.findings]
    assert not pending.may_be_taken_over


def test_people_without_a_language_are_told_while_the_message_has_several(lists: Lists) -> None:
    assert "audience.no_wish" not in told(lists)
    german = b'msgid ""\nmsgstr "Language: de\\n"\n'
    save_files(lists.workspace._desk, lists.campaign, {"translations/de.po": german}, by=lists.ana)
    assert "audience.no_wish" in told(lists)
    settings = lists.workspace.content(lists.campaign).campaign.audience
    answered = replace(settings, no_locale="de")
    lists.audiences.change_settings(lists.campaign, answered, by=lists.ana)
    assert "audience.no_wish" not in told(lists)


def test_who_is_stopped_of_a_list_that_waits_is_counted_by_the_messages_purpose(
    lists: Lists,
) -> None:
    add = lists.workspace.suppressions.add
    add("ANN@example.com", reason=SuppressionReason.UNSUBSCRIBE, by=lists.ana)
    assert lists.read(FIRST + "eve@example.com,,E,x\n").suppressed == 0
    add("bob@example.com", reason=SuppressionReason.LEGAL, by=lists.ana)
    add("eve@example.com", reason=SuppressionReason.ERASURE, by=lists.ana)
    pending = lists.audiences.pending(lists.campaign)
    assert pending is not None
    assert pending.suppressed == 2
    stored, _record = audience_pending.require_pending(lists.workspace._desk, lists.campaign)
    count = audience_pending.count_suppressed
    assert count(lists.workspace._desk, stored.tables, Purpose.MARKETING) == 3


def test_what_came_went_and_changed_since_the_proof_is_counted(lists: Lists) -> None:
    assert lists.audiences.changes_since_proof(lists.campaign) is None
    freeze(lists, lists.campaign)
    same = lists.audiences.changes_since_proof(lists.campaign)
    assert same is not None
    assert (same.before, same.added, same.removed, same.changed) == (2, 0, 0, 0)
    decide(lists, FIRST.replace("Ann", "Anna").replace("bob@", "carl@"))
    decide(lists, FIRST.replace("Ann", "Anna").replace("bob@", "dora@"))
    other = lists.audiences.changes_since_proof(lists.campaign)
    assert other is not None, "the people of the proof are kept"
    assert (other.before, other.added, other.removed, other.changed) == (2, 1, 1, 1)


def test_more_problems_than_are_told_one_by_one_are_counted(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience_pending, "MAX_FINDINGS", 2)
    pending = lists.read(BAD)
    (more,) = [item for item in pending.findings if item.code == "audience.more_findings"]
    assert (more.blocks, dict(more.values)["count"]) == (True, 3)
    assert sum(group.count for group in pending.groups) == 5


def test_only_an_author_or_the_owner_changes_an_audience(lists: Lists) -> None:
    roles = frozenset({Role.REVIEWER, Role.SENDER, Role.TRANSLATOR})
    ben: Person = lists.workspace.add_person(
        name="Ben", email="ben@example.com", roles=roles, by=lists.ana
    )
    before = lists.read(BAD)
    audiences, campaign = lists.audiences, lists.campaign
    settings = replace(lists.workspace.content(campaign).campaign.audience, rule="all")
    file = lists.file("row,email,locale,name,status,reason\n", "back.csv")
    steps: list[Callable[[], object]] = [
        lambda: audiences.read(campaign, lists.file(FIRST), by=ben),
        lambda: audiences.fix_cell(campaign, row=3, column="name", value="x", by=ben),
        lambda: audiences.leave_out(campaign, "address.no_at", by=ben),
        lambda: audiences.take_back(campaign, "address.no_at", by=ben),
        lambda: audiences.bring_back(campaign, file, by=ben),
        lambda: audiences.change_settings(campaign, settings, by=ben),
        lambda: audiences.take_over(campaign, by=ben),
        lambda: audiences.discard(campaign, by=ben),
    ]
    for step in steps:
        with pytest.raises(Blocked):
            step()
    assert audiences.pending(campaign) == before


def test_a_list_without_a_column_that_the_message_prints_is_not_taken_over(lists: Lists) -> None:
    pending = lists.read("email,locale,status\neve@example.com,,x\n")
    assert pending.may_be_taken_over, "nothing is wrong with the list itself"
    result = lists.audiences.take_over(lists.campaign, by=lists.ana)
    assert (result.id, bool(blocking(result.findings))) == ("", True)
    assert lists.people == ["ann@example.com", "bob@example.com"]
