"""For whom a campaign waits, and for what: the people who can take its next step, nobody else.

Only what a person was appointed for counts: whoever writes is not reminded of their own work, but
told when somebody sent it back.
"""

from __future__ import annotations

from collections.abc import Iterable

from composer.model.ending import SendGlance
from composer.model.overview import ApprovalState, Turn
from composer.model.person import Person, Role, Roster
from composer.model.stages import Stage
from composer.signoff.approvals import possible_reviewers
from composer.stages.translation_reviews import reads

Turns = tuple[tuple[str, Turn], ...]

_STANDING = {"approval", "rejection"}


def turns_in_send(roster: Roster, seen: SendGlance) -> Turns:
    """Give whose turn it is in a send that has begun: going on, and what is unclear."""
    found: list[tuple[str, Turn]] = []
    if seen.running:
        return ()
    if not seen.is_over:
        found += _each(_with(roster, Role.SENDER), Turn.GO_ON)
    if seen.counts.unknown:
        found += _each(_with(roster, Role.SENDER, Role.OWNER), Turn.SETTLE)
    return tuple(found)


def turns_to_translate(roster: Roster, locales: Iterable[str]) -> Turns:
    """Give the translators of these languages; who names no language translates into all."""
    wanted = tuple(locales)
    able = [
        person
        for person in _with(roster, Role.TRANSLATOR)
        if not person.locales or any(reads(person, locale) for locale in wanted)
    ]
    return _each(able, Turn.TRANSLATE)


def turns_when_frozen(
    roster: Roster, stage: Stage, approvals: Iterable[ApprovalState], authors: frozenset[str]
) -> Turns:
    """Give whose turn it is with a frozen version: signing, changing what came back, sending."""
    standing = [line for line in approvals if line.decision in _STANDING]
    if any(line.decision == "rejection" for line in standing):
        return _each(_with(roster, Role.AUTHOR), Turn.CHANGE)
    if stage is Stage.SIGN_OFF:
        decided = {line.email for line in standing}
        able = possible_reviewers(roster, authors)
        return _each((person for person in able if person.email not in decided), Turn.SIGN)
    if stage is Stage.SEND:
        return _each(_with(roster, Role.SENDER), Turn.SEND)
    return ()


def _with(roster: Roster, *roles: Role) -> tuple[Person, ...]:
    return tuple(one for one in roster.people if any(one.has(role) for role in roles))


def _each(people: Iterable[Person], turn: Turn) -> Turns:
    return tuple((person.email, turn) for person in people)
