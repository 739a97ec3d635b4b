"""The foot of the Send page: what its buttons say, and why one cannot be pressed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from composer.findings import blocking
from composer.gui.numbers import number
from composer.gui.pages import send_phase
from composer.gui.pages.groups import UNCLEAR
from composer.gui.pages.send_halt import Halt
from composer.gui.pages.send_phase import HALTED, Phase
from composer.gui.pages.wording import listed
from composer.i18n import _, ngettext, place
from composer.model.overview import PersonHere, Status
from composer.model.person import Person, Role
from composer.model.stages import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """Primary button, its reason and the way there, and the plain button before it.

    `act_as`: in practice, whom the primary button acts as, because this person may not do it.
    """

    primary: str
    enabled: bool = True
    reason: str = ""
    go_to: Stage | None = None
    secondary: str = ""
    act_as: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts here, who else could, and the reason for going on that was written down.

    `may_clear`: they may sign, as a reviewer, that it may go on after a difference. `practice`:
    whoever sits here may act as anybody whose key is here.
    """

    person: Person
    people: tuple[PersonHere, ...] = ()
    reason: str = ""
    may_clear: bool = False
    practice: bool = False

    @property
    def sender_here(self) -> Person | None:
        """Who may send and whom somebody at this practice workspace can act as."""
        if not self.practice or send_phase.may_send(self.person):
            return None
        able = (here.person for here in self.people if here.has_key)
        return next(filter(send_phase.may_send, able), None)


def foot_of(status: Status, halt: Halt, acting: Acting) -> Foot:
    """Choose the foot for a situation."""
    phase = halt.phase
    if phase in {Phase.LOCKED, Phase.READY}:
        return _before(status, phase, acting)
    if phase is Phase.RUNNING:
        words = _("Sending goes on when this window is closed. Keep the computer switched on.")
        return Foot(primary="", reason=words, secondary=_("Pause"))
    if phase in HALTED:
        return _halted(status, halt, acting)
    unclear = UNCLEAR.count(status.counts)
    if unclear:
        words = ngettext("Decide for {count} person", "Decide for {count} people", unclear)
        return Foot(primary=place(words, count=number(unclear)))
    return Foot(primary=_("See the report"))


def _before(status: Status, phase: Phase, acting: Acting) -> Foot:
    words = ngettext("Send to {count} person", "Send to {count} people", status.audience)
    text = place(words, count=number(status.audience))
    if phase is Phase.LOCKED:
        there = Stage.SIGN_OFF if status.stage is Stage.SEND else status.stage
        return Foot(primary=text, enabled=False, reason=_shut(status), go_to=there)
    reason = why_not(acting.person, acting.people)
    return _acting(acting, reason) or Foot(primary=text, enabled=not reason, reason=reason)


def _acting(acting: Acting, reason: str) -> Foot | None:
    """Offer to act as who may send, where one person tries out all parts."""
    other = acting.sender_here
    if other is None:
        return None
    return Foot(primary=place(_("Act as {name}"), name=other.name), reason=reason, act_as=other)


def _uncleared(acting: Acting) -> Foot:
    """Ask a reviewer for their signature; everybody else is told who may give it."""
    if acting.may_clear:
        reason = "" if acting.reason else _("Signing needs a reason; write it above.")
        return Foot(primary=_("Sign that it may go on"), enabled=not reason, reason=reason)
    names = send_phase.reviewers(acting.people)
    words = ngettext(
        "Only a reviewer may sign: {names}.", "Only a reviewer may sign: {names}.", len(names)
    )
    reason = place(words, names=listed(names)) if names else _("There is no reviewer to sign.")
    return Foot(primary=_("Sign that it may go on"), enabled=False, reason=reason)


def _halted(status: Status, halt: Halt, acting: Acting) -> Foot:
    if halt.needs.uncleared:
        return _uncleared(acting)
    first_look = halt.phase is Phase.FIRST_LOOK
    count = halt.next_batch if first_look else halt.left
    words = ngettext("Go on with {count} person", "Go on with {count} people", count)
    shut = _shut(status)
    reason = why_not(acting.person, acting.people) or shut
    if (foot := _acting(acting, reason)) is not None:
        return foot
    if not reason and halt.needs_reason and not acting.reason:
        reason = _("Going on needs a reason; write it above.")
    return Foot(
        primary=place(words, count=number(count)),
        enabled=not reason,
        reason=reason,
        go_to=Stage.SIGN_OFF if shut else None,
        secondary=_("Hold") if first_look else "",
    )


def _shut(status: Status) -> str:
    """Say the first thing that keeps the gate shut."""
    found = blocking(send_phase.stage_findings(status, Stage.SEND))
    return found[0].text if found else ""


def why_not(person: Person, people: Iterable[PersonHere]) -> str:
    """Say who may send when this person may not; the façade asks again and decides."""
    if send_phase.may_send(person):
        return ""
    names = send_phase.senders(people)
    if not names:
        return _("Only a sender may do this, and there is none. The owner can add one.")
    words = ngettext("Only {names} may do this.", "Only {names} may do this.", len(names))
    return place(words, names=listed(names))


def why_not_end(person: Person, people: Iterable[PersonHere]) -> str:
    """Say who may end a send for good when this person may not."""
    if send_phase.may_send(person) or person.has(Role.OWNER):
        return ""
    able = [
        here.person.name
        for here in people
        if send_phase.may_send(here.person) or here.person.has(Role.OWNER)
    ]
    if not able:
        return _("Only a sender or the owner may do this.")
    words = ngettext("Only {names} may do this.", "Only {names} may do this.", len(able))
    return place(words, names=listed(able))
