"""A send that stops by itself: a copy comes back changed, and what it takes to go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.findings import blocking
from composer.model.history import HistoryQuery
from composer.model.identifiers import CampaignId
from composer.model.resuming import ResumeNeeds
from composer.records.verify import verify_evidence
from composer.store.test_sends import ReceiptRecord
from composer.transports import practice as practice_transport
from composer.transports.handover import is_test_message
from composer.transports.maildir import deliver
from composer.workspace import Workspace
from tests.flow.conftest import FEW, Practice

Change = Callable[[bytes], bytes]


@pytest.fixture
def on_the_way(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], list[float]]:
    """Let the practice server change test messages; gives when each had arrived."""
    deliver = practice_transport.deliver

    def change_by(change: Change) -> list[float]:
        arrived: list[float] = []

        def deliver_changed(folder: Path, content: bytes) -> None:
            if is_test_message(content):
                content = change(content)
            deliver(folder, content)
            if is_test_message(content):
                arrived.append(time.monotonic())

        monkeypatch.setattr(practice_transport, "deliver", deliver_changed)
        return arrived

    return change_by


def two_in_to(content: bytes) -> bytes:
    return content.replace(b"\r\nTo: ", b"\r\nTo: somebody@else.test, ", 1)


def other_text(content: bytes) -> bytes:
    return content.replace(b"Subject: ", b"Subject: [EXTERNAL] ", 1)


@pytest.fixture
def begun(released: Practice) -> Iterator[tuple[Practice, Workspace]]:
    """A campaign that may be sent; its test was sent before it was copied, which is told once."""
    with released.here() as workspace:
        assert send(released, workspace) == ["send.held", "send.copied"]
        ana, campaign = workspace.resolve_person(released.author), CampaignId(released.campaign)
        with pytest.raises(Blocked):
            workspace.resume(campaign, by=ana)
        workspace.resume(campaign, by=ana, reason="a copy for a test; nobody uses the first")
        yield released, workspace


def send(practice: Practice, workspace: Workspace) -> list[str]:
    campaign = CampaignId(practice.campaign)
    outcome = workspace.send(campaign, by=workspace.resolve_person(practice.author))
    return [item.code for item in outcome.findings]


def acts(workspace: Workspace) -> list[str]:
    page = workspace.history.page(HistoryQuery(), offset=0, limit=100)
    return [line.words for line in page.lines]


def test_a_foreign_address_in_a_copy_holds_until_somebody_says_why_and_a_reviewer_signs(
    begun: tuple[Practice, Workspace],
    on_the_way: Callable[[Change], list[float]],
    tmp_path: Path,
) -> None:
    practice, workspace = begun
    campaign = CampaignId(practice.campaign)
    ana = workspace.resolve_person(practice.author)
    ben = workspace.resolve_person(practice.reviewer)
    on_the_way(two_in_to)
    assert "send.copy_foreign" in send(practice, workspace)
    status = workspace.status(campaign)
    assert status.needs.reason
    assert status.needs.uncleared == 1
    assert status.counts.accepted < FEW
    held = status.counts

    def refused(ask: Callable[[], object]) -> list[str]:
        with pytest.raises(Blocked) as blocked:
            ask()
        assert workspace.status(campaign).counts == held
        return [item.code for item in blocked.value.findings]

    assert refused(lambda: workspace.resume(campaign, by=ana)) == ["send.reason_needed"]
    by_ana = lambda: workspace.resume(campaign, by=ana, reason="a test server of ours")  # noqa: E731
    assert refused(by_ana) == ["send.clearance_needed"]
    clear = workspace.clear_difference
    assert "signoff.author" in refused(lambda: clear(campaign, by=ana, words="fine"))
    assert refused(lambda: clear(campaign, by=ben, words=" ")) == ["send.reason_needed"]
    clear(campaign, by=ben, words="the server of seed1@seed.test adds it")
    assert workspace.status(campaign).needs.uncleared == 0
    assert refused(lambda: workspace.resume(campaign, by=ana)) == ["send.reason_needed"]
    assert refused(lambda: clear(campaign, by=ben, words="again")) == ["send.nothing_to_clear"]
    by_ana()
    assert not workspace.status(campaign).needs.reason
    on_the_way(lambda content: content)
    codes = send(practice, workspace)
    if "send.batch_hold" in codes:  # else the tripwire took its place
        workspace.resume(campaign, by=ana)  # a planned stop asks for nothing
        codes = send(practice, workspace)
    assert codes == []
    assert workspace.status(campaign).counts.accepted == FEW
    said = "\n".join(acts(workspace))
    assert "The send stopped by itself: A test mailbox received a message that shows" in said
    assert "a test server of ours" in said
    assert "@" not in said
    workspace.evidence(campaign, tmp_path / "evidence.json", by=ana)
    verified = verify_evidence(tmp_path / "evidence.json", pinned=workspace.known_owner)
    assert blocking(verified.findings) == []


@pytest.mark.long
def test_what_arrived_while_nobody_was_sending_lets_nobody_else_get_it(
    begun: tuple[Practice, Workspace],
) -> None:
    """The same copy once more, after the first batch, with one word changed."""
    practice, workspace = begun
    campaign = CampaignId(practice.campaign)
    assert "send.batch_hold" in send(practice, workspace)
    before = practice.message_count()
    folder = practice.mailbox / ".Seeds" / "new"
    newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    deliver(
        practice.mailbox / ".Seeds", newest.read_bytes().replace(b"Received: ", b"Received: x ", 1)
    )
    workspace.resume(campaign, by=workspace.resolve_person(practice.author))
    assert "send.copy_twice" in send(practice, workspace)
    assert practice.message_count() == before
    assert workspace.status(campaign).needs == ResumeNeeds(reason=True)


@pytest.mark.long
def test_a_difference_that_was_read_before_the_process_died_holds_the_next_one(
    begun: tuple[Practice, Workspace],
) -> None:
    practice, workspace = begun
    campaign = CampaignId(practice.campaign)
    assert "send.batch_hold" in send(practice, workspace)
    before = practice.message_count()
    workspace.resume(campaign, by=workspace.resolve_person(practice.author))
    tests = workspace._desk.tests
    proof = workspace.status(campaign).proof
    copy = max(tests.all(proof), key=lambda line: line.slot)
    difference = {"part": "To", "expected": "1", "found": "2"}
    tests.add_receipt(
        ReceiptRecord(
            test_send_id=copy.id,
            received_sha256="f" * 64,
            state="different",
            differences=(difference,),
            received_at=datetime.now(UTC),
            how="watch",
        )
    )
    assert "send.copy_foreign" in send(practice, workspace)
    assert practice.message_count() == before
    assert workspace.status(campaign).needs == ResumeNeeds(reason=True, uncleared=1)


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "code"), [(two_in_to, "send.copy_foreign"), (other_text, "send.copy_differs")]
)
def test_a_copy_that_differs_stops_a_running_send_within_five_seconds_of_its_arrival(
    begun: tuple[Practice, Workspace],
    on_the_way: Callable[[Change], list[float]],
    change: Change,
    code: str,
) -> None:
    practice, workspace = begun
    campaign = CampaignId(practice.campaign)
    ana = workspace.resolve_person(practice.author)
    assert "send.batch_hold" in send(practice, workspace)
    workspace.resume(campaign, by=ana)
    arrived = on_the_way(change)
    began = time.monotonic()
    outcome = workspace.send(campaign, by=ana, rate=Decimal(2))
    took_s = time.monotonic() - began
    assert code in [item.code for item in outcome.findings]
    assert outcome.counts.held + outcome.counts.accepted == FEW
    left_s = (outcome.counts.accepted - 10) / 2  # what left after the copy, at two a second
    assert left_s < 5, f"{left_s} s after its arrival, in {took_s} s"
    assert arrived
    words = "our own server adds it"
    signed = practice.run(
        "approve", campaign, "--difference", "--comment", words, by=practice.reviewer
    )
    assert len(signed.record["clearance"]) == 64
    assert "send.reason_needed" in practice.run("resume", campaign, by=ana.email, code=1).findings
    practice.run("resume", campaign, "--reason", words, by=ana.email)
    needs = practice.run("status", campaign).record["resume_needs"]
    assert needs == {"reason": False, "uncleared": 0}
