"""The computer's clock: held as a fault when it was set back or ahead, until an owner corrects.

A fault keeps everybody from approving and the sender from sending; it does not raise the latest
time known. The owner's correction is signed, and counts once on each computer.
"""

from __future__ import annotations

from datetime import UTC, datetime

from composer.errors import Blocked, UsageError
from composer.findings import Finding, finding
from composer.i18n import _
from composer.model.clock_seen import ClockSeen, expected_now, is_believable
from composer.model.person import Person, Role
from composer.signoff.clock_statements import (
    ClockCorrection,
    newest_correction,
    sign_correction,
)
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.stages.trust import list_trust, owner_signing


def clock_findings(desk: Desk) -> list[Finding]:
    """Say that the clock cannot be believed; empty means it can.

    A correction that the owner signed, here or elsewhere, counts from now on.
    """
    _take_correction(desk)
    seen, now, counter = desk.clock_seen(), desk.now(), desk.counter()
    if is_believable(seen, now=now, counter=counter):
        return []
    known = expected_now(seen, counter)
    return [finding("clock.jump", shown=_written(now), known=_written(known))]


def correct_clock(desk: Desk, reason: str, *, by: Person) -> None:
    """Sign that the clock is right now, against what was known.

    Raises:
        Blocked: not an owner.
        UsageError: nothing is wrong with the clock, or no reason says what happened.
    """
    require_role(by, Role.OWNER)
    if not reason.strip():
        raise UsageError(_("Say in a few words what happened to the clock."))
    if not clock_findings(desk):
        raise UsageError(_("The clock is right already."))
    seen = desk.clock_seen()
    known = _newest(desk)
    correction = ClockCorrection(
        workspace=desk.folder.id,
        number=max(seen.corrected, known.number if known else 0) + 1,
        at=desk.now(),
        instead_of=seen.at,
        reason=reason.strip(),
    )
    envelope = sign_correction(correction, private_key=owner_signing(desk, by).owner_key)
    desk.statements.add("clock", desk.folder.id, envelope, desk.now())
    desk.audit.append(
        person=by.public_key, action="clock.correct", details={"number": correction.number}
    )
    _take_correction(desk)
    if problems := clock_findings(desk):
        raise Blocked(problems)


def _take_correction(desk: Desk) -> None:
    """Let the newest correction count that did not count here before."""
    correction = _newest(desk)
    seen = desk.clock_seen()
    if correction is not None and correction.number > seen.corrected:
        desk.clock_marks.write(ClockSeen(at=correction.at, corrected=correction.number))


def _newest(desk: Desk) -> ClockCorrection | None:
    envelopes = desk.statements.envelopes("clock", desk.folder.id)
    if not envelopes:
        return None
    trust = list_trust(desk, "policy")
    keys = {key for owner in trust.owners for key in owner}
    return newest_correction(envelopes, workspace=desk.folder.id, owner_keys=keys)


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
