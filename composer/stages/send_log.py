"""What happened in a send, line by line and without addresses: people are named by their row."""

from __future__ import annotations

from datetime import datetime

from composer.i18n import _, place
from composer.model.ending import LogLine
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import JournalEntry
from composer.model.person import Roster
from composer.model.states import RecipientState
from composer.records.report import state_words
from composer.stages.desk import Desk
from composer.stages.ended import record_of
from composer.stages.people import require_roster
from composer.stages.report_facts import read_content, turn_words

_TOLD = frozenset(
    {
        RecipientState.ACCEPTED.value,
        RecipientState.REFUSED.value,
        RecipientState.DEFERRED.value,
        RecipientState.UNKNOWN.value,
        RecipientState.HELD.value,
        RecipientState.SUPPRESSED.value,
    }
)
"""States worth a line; on the way there everybody passes others."""
_ENTRIES_A_LINE = 4
"""So many entries there are for each line at most times: claimed, brink, outcome, and some more."""


def send_log(desk: Desk, campaign_id: CampaignId, *, limit: int) -> tuple[LogLine, ...]:
    """Give the newest lines, the newest first; empty before anything was sent."""
    with record_of(desk, campaign_id) as view:
        entries = view.newest_entries(limit * _ENTRIES_A_LINE) if view is not None else ()
    ids = [RecipientId(entry.recipient_id) for entry in entries if entry.state in _TOLD]
    known = desk.recipients.by_ids(campaign_id, ids[:limit])
    rows = {recipient_id: person.row for recipient_id, person in known.items()}
    roster = require_roster(desk)
    lines: list[LogLine] = []
    for entry in entries:
        words = _words(entry, rows, roster)
        if words and len(lines) < limit:
            lines.append(LogLine(at=datetime.fromisoformat(entry.at), words=words))
    return tuple(lines)


def _words(entry: JournalEntry, rows: dict[RecipientId, int], roster: Roster) -> str:
    content = read_content(entry)
    if entry.kind == "proof":
        words = _("The send under the proof {proof} began.")
        return place(words, proof=str(content.get("proof"))[:8])
    turn = turn_words(entry, content, roster)
    row = rows.get(RecipientId(entry.recipient_id))
    if turn or row is None or entry.state not in _TOLD:
        return turn
    state = state_words(RecipientState(entry.state))
    return place(_("Row {row}: {state}"), row=row, state=state)
