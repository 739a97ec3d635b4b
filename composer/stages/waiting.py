"""For whom a campaign waits: the people who can take its next step, and nobody else can.

Only what a person was appointed for counts: whoever writes is not reminded of their own work.
"""

from __future__ import annotations

from composer.model.overview import Status
from composer.model.person import Person, Role, Roster
from composer.model.stages import Stage
from composer.signoff.approvals import possible_reviewers
from composer.stages.authorship import authors
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.people import load_roster

_STANDING = {"approval", "rejection"}


def waiting_for(desk: Desk, content: Content, status: Status) -> tuple[str, ...]:
    """Give the addresses of those whose turn it is: translators, reviewers or senders."""
    roster = load_roster(desk)
    if roster is None or status.progress.running:
        return ()
    return tuple(person.email for person in _whose_turn(desk, content, status, roster=roster))


def _whose_turn(
    desk: Desk, content: Content, status: Status, *, roster: Roster
) -> tuple[Person, ...]:
    match status.stage:
        case Stage.TRANSLATE:
            return tuple(person for person in roster.people if person.has(Role.TRANSLATOR))
        case Stage.SIGN_OFF:
            decided = {line.email for line in status.approvals if line.decision in _STANDING}
            able = possible_reviewers(roster, authors(desk, content.record.id))
            return tuple(person for person in able if person.email not in decided)
        case Stage.SEND:
            return tuple(person for person in roster.people if person.has(Role.SENDER))
        case _:
            return ()
