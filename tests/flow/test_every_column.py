"""Every column of every table of a released campaign's database, changed one by one.

Either the send is refused, or the column is one of `FREE`, with the reason why it need not be. A
new column is refused, or somebody says here why not. The same again for a send that has begun and
goes on without checking everybody once more.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from composer.errors import Blocked, ComposerError
from composer.model.identifiers import CampaignId
from composer.model.suppression import SuppressionReason
from composer.proofs.manifest import read_manifest
from composer.stages.begun import require_same_key
from composer.stages.content import load_content
from composer.stages.dispatching import require_original
from composer.stages.signing import release
from composer.stages.vouched import known_messages
from tests.flow.conftest import FEW, Practice
from tests.flow.moves import column_changed, columns, database

NUMBERED = re.compile(r"_[0-9a-f]{16}_\d+")
DAMAGED = (ComposerError, orjson.JSONDecodeError, ValueError)
"""What ends the program before anything is sent, a text that can no longer be read among it."""

LATER = "before the first message everybody is checked again, and each digest compared at hand-over"
WHEN = "a time that is shown; what expires is dated in signed statements"
WHO = "whoever the chained log names stays an author, whatever stands here"
WORDS = "proposes words to a translator; what they take over is a file of the campaign"
SEARCH = "finds rows on the Audience page; who gets a message is read from the people's own rows"
SHOWN = "what somebody was shown counts as their approval says it, which they signed"
RECEIVED = "how a message arrived is told from the signed statement, this is its copy for the page"
LISTED = "is shown on the list; whom it stops is told by key and reason, which the log names"
ORDER = "puts rows in order; which of them counts is compared with the proof"

FREE: dict[str, str] = {
    "audience_change.at": WHEN,
    "audience_change.by": WHO,
    "audience_change.number": ORDER,
    "campaign.created_at": "orders the list of campaigns",
    "campaign.message_seed": LATER,
    "campaign.name": "a title in the list of campaigns; the proof has the one of the settings",
    "campaign_check.at": WHEN,
    "check_state.mark": LATER,
    "check_state.messages": LATER,
    "check_state.portions": LATER,
    "check_state.record": LATER,
    "memory_pair.locale": WORDS,
    "memory_pair.source_locale": WORDS,
    "memory_pair.version": WORDS,
    "memory_unit.at": WORDS,
    "memory_unit.by": WORDS,
    "memory_unit.campaign_id": WORDS,
    "memory_unit.digest": WORDS,
    "memory_unit.exact": WORDS,
    "memory_unit.is_gone": WORDS,
    "memory_unit.length": WORDS,
    "memory_unit.locale": WORDS,
    "memory_unit.loose": WORDS,
    "memory_unit.origin": WORDS,
    "memory_unit.shape": WORDS,
    "memory_unit.source": WORDS,
    "memory_unit.source_locale": WORDS,
    "memory_unit.target": WORDS,
    "people_pages.first": SEARCH,
    "people_pages.lines": SEARCH,
    "people_pages.positions": SEARCH,
    "proof_sealing.at": WHEN,
    "proof_sealing.by": WHO,
    "proof_sealing.number": ORDER,
    "receipt.how": RECEIVED,
    "receipt.received_at": RECEIVED,
    "receipt.received_sha256": RECEIVED,
    "revision.at": WHEN,
    "revision.by": WHO,
    "revision.name": "what the campaign was called then, for the history",
    "shown.at": SHOWN,
    "shown.digest": SHOWN,
    "shown.person": SHOWN,
    "shown.proof": SHOWN,
    "shown.recipient_id": SHOWN,
    "statement.at": WHEN,
    "statement.sha256": "finds an envelope a second time; what counts is hashed from its bytes",
    "suppression.added_at": WHEN,
    "suppression.address": LISTED,
    "suppression.at": WHEN,
    "suppression.by": LISTED,
    "suppression.note": LISTED,
    "suppression.source": LISTED,
    "suppression_gone.at": WHEN,
    "suppression_spelling.address_key": LISTED,
    "suppression_spelling.number": LISTED,
    "test_send.outcome": "a word for the page; that a message arrived is signed by who saw it",
    "test_send.sent_at": "what is still to be sent of a test; what arrived is signed by who saw it",
    "translation_act.at": WHEN,
    "workspace.created_at": WHEN,
    "workspace.practice": "as practice nothing leaves this computer; as real the keys are not there",
    "workspace_place.at": WHEN,
    "workspace_place.number": "the newest place counts, and where it is also stands outside",
    "workspace_place.path": "the folder is known by its number on its disk, and outside as well",
}
FREE_ONCE_BEGUN: dict[str, str] = {}


def would_send(practice: Practice) -> bool:
    """Ask everything that a send asks before it renders."""
    campaign = CampaignId(practice.campaign)
    try:
        with practice.here() as workspace:
            desk = workspace._desk
            require_original(desk)
            content = load_content(desk, campaign)
            leave = release(desk, content)
            manifest = read_manifest(leave.manifest)
            binding = desk.proofs.proof(leave.proof).binding
            known_messages(desk.checks, binding=binding, manifest=manifest)
            if (desk.send_folder(campaign) / "ledger.db").exists() and _has_begun(practice):
                require_same_key(desk, content)
            return desk.recipients.root(campaign) == manifest.text("audience", "root")
    except DAMAGED:
        return False


def _has_begun(practice: Practice) -> bool:
    return practice.message_count() > 0


def free_columns(practice: Practice) -> set[str]:
    """Change every column, one at a time, and name those that keep nobody from sending."""
    with database(practice.run.workspace) as connection:
        places = columns(connection)
    assert would_send(practice)
    free = set()
    for table, column in places:
        with column_changed(practice.run.workspace, table, column) as done:
            if done and would_send(practice):
                free.add(f"{NUMBERED.sub('', table)}.{column}")
    assert would_send(practice)
    return free


def listed(practice: Practice) -> None:
    """Put two people on the do-not-write list, and take one of them off again."""
    with practice.here() as workspace:
        author = workspace.resolve_person(practice.author)
        for name in ("stays", "goes"):
            workspace.suppressions.add(
                f"{name}@elsewhere.example", reason=SuppressionReason.BOUNCE, by=author
            )
        workspace.suppressions.remove("goes@elsewhere.example", why="It works.", by=author)


@pytest.mark.long
def test_no_column_can_be_changed_unnoticed(released: Practice) -> None:
    listed(released)
    assert sorted(free_columns(released)) == sorted(FREE)


@pytest.mark.long
def test_no_column_can_be_changed_unnoticed_while_a_send_goes_on(
    small: Practice, tmp_path: Path
) -> None:
    listed(small)
    small.released(tmp_path)
    begin(small)
    free = free_columns(small)
    assert sorted(free) == sorted(FREE.keys() | FREE_ONCE_BEGUN.keys())


def begin(practice: Practice) -> int:
    """Send the first batch; give how many have it. A copy's own send would be held."""
    campaign = CampaignId(practice.campaign)
    with practice.here() as workspace:
        author = workspace.resolve_person(practice.author)
        assert not workspace.send(campaign, by=author).finished
        workspace.resume(campaign, by=author)
    count = practice.message_count()
    assert 0 < count < FEW
    return count


def everywhere(table: str, change: str) -> Callable[[sqlite3.Connection], None]:
    """Change a column in every table whose name, without numbers, is this."""

    def edit(connection: sqlite3.Connection) -> None:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        wanted = [name for (name,) in names if NUMBERED.sub("", name) == table]
        assert sum(connection.execute(f"UPDATE {name} SET {change}").rowcount for name in wanted)

    return edit


SENT_AFTERWARDS: dict[str, tuple[Callable[[sqlite3.Connection], None], str]] = {
    "the seed of the names of messages": (
        everywhere("campaign", "message_seed = lower(hex(randomblob(16)))"),
        "send.digest_differs",
    ),
    "what everybody's message was": (
        everywhere("check", "digest = zeroblob(32), wire = zeroblob(32)"),
        "send.digest_differs",
    ),
    "which check the proof stands on": (
        everywhere("proof", f"binding = '{'0' * 64}'"),
        "send.digest_differs",
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("edit", SENT_AFTERWARDS)
def test_what_is_compared_later_is_compared_by_the_process_that_sends(
    edit: str, small: Practice, tmp_path: Path
) -> None:
    small.released(tmp_path)
    change, code = SENT_AFTERWARDS[edit]
    with database(small.run.workspace) as connection:
        change(connection)
    answer = small.run("send", small.campaign, by=small.author, code=1)
    assert code in answer.findings
    assert small.messages() == []


def test_a_send_that_goes_on_compares_the_digests_of_all_with_the_proof(
    small: Practice, tmp_path: Path
) -> None:
    """Other names of messages, with a new check and the old result of it: nobody signed that."""
    small.released(tmp_path)
    count = begin(small)
    with database(small.run.workspace) as connection:
        kept = connection.execute("SELECT binding, record FROM campaign_check").fetchall()
        connection.execute("UPDATE campaign SET message_seed = lower(hex(randomblob(16)))")
    with small.here() as workspace:
        workspace.check(CampaignId(small.campaign))
    with database(small.run.workspace) as connection:
        for binding, record in kept:
            connection.execute(
                "UPDATE campaign_check SET record = ? WHERE binding = ?", (record, binding)
            )
    with small.here() as workspace:
        author = workspace.resolve_person(small.author)
        with pytest.raises(Blocked) as blocked:
            workspace.send(CampaignId(small.campaign), by=author)
    assert [item.code for item in blocked.value.findings] == ["send.digest_differs"]
    assert small.message_count() == count
