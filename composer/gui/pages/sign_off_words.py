"""What the Sign off page says to whom: the sentence on top, the next step, the request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from composer.findings import blocking
from composer.gui.numbers import number
from composer.gui.pages.send_phase import stage_findings
from composer.gui.pages.sign_off_facts import APPROVED, Signer, SignOffFacts, names_of
from composer.i18n import _, ngettext, place
from composer.model.overview import Status
from composer.model.person import Person, Role
from composer.model.stages import Stage


class Next(Enum):
    """What the primary button does for this person."""

    WAIT = "wait"
    REVIEW = "review"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    ASK = "ask"
    GO_ON = "go_on"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The sentence on top with its shape, and the foot of the page."""

    icon: str
    tint: str
    sentence: str
    primary: str
    enabled: bool = True
    reason: str = ""
    go_to: Stage | None = None


FREEZERS = (Role.AUTHOR, Role.OWNER)


def next_step(status: Status, facts: SignOffFacts, person: Person) -> Next:
    """Choose what is next for this person, from what the flow and the façade say."""
    me = facts.signer(person)
    if blocking(stage_findings(status, Stage.SIGN_OFF)):
        ready = status.stage in (Stage.PREVIEW, Stage.TEST)
        return Next.FREEZE if ready and any(map(person.has, FREEZERS)) else Next.WAIT
    if not blocking(stage_findings(status, Stage.SEND)):
        return Next.GO_ON
    if me is not None and me.may_review:
        return Next.REVIEW
    return Next.ASK if facts.to_ask else Next.WAIT


def approve_words(status: Status, facts: SignOffFacts, me: Person, *, practice: bool) -> Standing:
    """Say how the sign-off stands for this person, and what the buttons say."""
    mine = facts.signer(me)
    match next_step(status, facts, me):
        case Next.WAIT:
            return _waiting(status)
        case Next.FREEZE:
            return _freezing(status)
        case Next.GO_ON:
            given = sum(line.counts for line in status.approvals)
            words = ngettext(
                "{count} approval counts. It can be sent.",
                "{count} approvals count. It can be sent.",
                given,
            )
            sentence = place(words, count=number(given))
            return Standing(
                icon="circle-check", tint="done", sentence=sentence, primary=_("Go to Send")
            )
        case Next.REVIEW:
            sentence = _("You may approve this, once you have seen every kind of message.")
            primary = _("Look at every kind of message")
            return Standing(icon="circle-dot", tint="accent", sentence=sentence, primary=primary)
        case _:
            return _asking(facts, mine, practice=practice)


def _freezing(status: Status) -> Standing:
    """Offer everything that is left before somebody can be asked, in one press."""
    again = status.changed is not None
    sentence = (
        _("Something changed since the last version that was tested or approved.")
        if again
        else _("Sign-off opens when a frozen version has passed its test.")
    )
    return Standing(
        icon="lock",
        tint="look" if again else "muted",
        sentence=sentence,
        primary=_("Freeze, test and ask again") if again else _("Freeze, test and ask"),
        reason=_(
            "It checks what is not checked yet, freezes, and sends the test. Nobody else gets it."
        ),
    )


def _waiting(status: Status) -> Standing:
    shut = blocking(stage_findings(status, Stage.SIGN_OFF))
    if shut:
        return Standing(
            icon="lock",
            tint="muted",
            sentence=_("Sign-off opens when a frozen version has passed its test."),
            primary=_("Ask for approval"),
            enabled=False,
            reason=shut[0].text,
            go_to=status.stage,
        )
    kept = blocking(stage_findings(status, Stage.SEND))
    return Standing(
        icon="hourglass",
        tint="muted",
        sentence=kept[0].text if kept else "",
        primary=_("Ask for approval"),
        enabled=False,
        reason=kept[0].advice if kept else "",
    )


def _asking(facts: SignOffFacts, mine: Signer | None, *, practice: bool) -> Standing:
    names, count = names_of(facts.to_ask), len(facts.to_ask)
    if mine is not None and mine.is_author:
        words = ngettext(
            "You wrote this, so somebody else must approve it. {names} may.",
            "You wrote this, so somebody else must approve it. {names} may.",
            count,
        )
        sentence = place(words, names=names)
    elif mine is not None and mine.decision is not None and mine.decision.decision == APPROVED:
        sentence = _("You have signed. More approvals are needed.")
    else:
        sentence = _("Somebody who may review has to look at it and sign.")
    ask = ask_words(facts)
    primary = place(ask, names=names, count=number(count))
    reason = ""
    if practice and facts.other_here is not None:
        primary = place(_("Act as {name}"), name=facts.other_here.name)
        reason = _("Practice: you may look at it as the other person yourself.")
    return Standing(
        icon="hourglass", tint="look", sentence=sentence, primary=primary, reason=reason
    )


def ask_words(facts: SignOffFacts) -> str:
    """Say on a button who is asked, or reminded when all of them were asked already."""
    count = len(facts.to_ask)
    if facts.all_asked:
        if count > 2:
            return ngettext("Remind {count} person", "Remind {count} people", count)
        return ngettext("Remind {names}", "Remind {names}", count)
    if count > 2:
        return ngettext("Ask {count} person", "Ask {count} people", count)
    return ngettext("Ask {names}", "Ask {names}", count)


def rule_words(status: Status) -> str:
    """Say how many approvals are needed, and how many count."""
    given = sum(line.counts for line in status.approvals)
    words = ngettext(
        "{given} of {count} approval. Whoever worked on this version cannot give it.",
        "{given} of {count} approvals. Whoever worked on this version cannot give one.",
        status.approvals_needed,
    )
    return place(words, given=number(given), count=number(status.approvals_needed))
