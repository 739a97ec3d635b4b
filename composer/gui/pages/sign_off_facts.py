"""What the Sign off page shows: what is signed, who may sign and who has, what was checked.

Who may review is the façade's answer for each person; here it is only put into words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from composer.findings import Finding, Severity
from composer.gui.numbers import number
from composer.gui.pages.fact_lines import Fact
from composer.gui.pages.pace_words import takes_words
from composer.gui.pages.send_phase import name_of
from composer.gui.pages.wording import (
    listed,
    people_words,
    sender_words,
    short_fingerprint,
    way_words,
)
from composer.gui.times import full_moment, planned_for_reader
from composer.i18n import _, ngettext, place
from composer.model.acceptance import QUESTIONS
from composer.model.asked import AskOutcome
from composer.model.campaign import Pace
from composer.model.check_summary import CheckSummary
from composer.model.identifiers import CampaignId
from composer.model.overview import ApprovalState, CampaignContent, PersonHere, Status, TestSummary
from composer.model.person import Person, Role
from composer.model.planned_time import PlannedTime
from composer.model.signers import Signers
from composer.proofs.change_values import window_words
from composer.proofs.manifest_settings import window_part
from composer.translation.locale_names import language_names

if TYPE_CHECKING:
    from composer.workspace import Workspace

STILL_TO_SEE = "signoff.not_shown"
AUTHOR = frozenset({"signoff.author", "signoff.no_reviewer"})
APPROVED, REJECTED = "approval", "rejection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One person: what keeps them from approving, and what they have signed about this version."""

    here: PersonHere
    findings: tuple[Finding, ...]
    decision: ApprovalState | None = None

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.here.person

    @property
    def may_review(self) -> bool:
        """Whether nothing but looking is left before they may approve."""
        return self.decision is None and all(item.code == STILL_TO_SEE for item in self.findings)

    @property
    def is_author(self) -> bool:
        """Whether they worked on this version."""
        return any(item.code in AUTHOR for item in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffFacts:
    """Everything that the page reads in one go. `signers` are all reviewers and whoever acts.

    `decisions` say what was decided about the audience, the most important first; `now` who can be
    reached and until when; `asked` when each person (by public key) was asked about this version,
    and `mailed` what became of the last request that this program sent them.
    """

    signers: tuple[Signer, ...]
    people: tuple[PersonHere, ...]
    test: TestSummary
    decisions: tuple[str, ...] = ()
    now: Signers | None = None
    asked: Mapping[str, datetime] = field(default_factory=dict)
    mailed: Mapping[str, AskOutcome] = field(default_factory=dict)

    def signer(self, person: Person) -> Signer | None:
        """Give one person's line."""
        return next((line for line in self.signers if line.person.email == person.email), None)

    @property
    def to_ask(self) -> tuple[Signer, ...]:
        """Those who may review and have not decided."""
        return tuple(line for line in self.signers if line.may_review)

    @property
    def all_asked(self) -> bool:
        """Whether everybody who may review was asked already: they can only be reminded."""
        return bool(self.to_ask) and all(
            line.person.public_key in self.asked for line in self.to_ask
        )

    @property
    def other_here(self) -> Person | None:
        """Give the first who may review and whose key is on this computer."""
        return next((line.person for line in self.to_ask if line.here.has_key), None)


def read_sign_off(
    workspace: Workspace, campaign: CampaignId, status: Status, me: Person
) -> SignOffFacts:
    """Ask the façade about every reviewer; blocking."""
    people = workspace.people()
    signers = []
    for here in people:
        person = here.person
        is_me = person.email == me.email and bool(status.proof)
        if not person.has(Role.REVIEWER) and not is_me:
            continue
        decision = next((line for line in status.approvals if line.email == person.email), None)
        findings = workspace.approval_findings(campaign, by=person) if status.proof else ()
        signers.append(Signer(here=here, findings=findings, decision=decision))
    return SignOffFacts(
        signers=tuple(signers),
        people=people,
        test=workspace.test_state(campaign),
        decisions=(
            *workspace.audience_decisions(campaign),
            *workspace.translating.reviewed_by(campaign),
        ),
        now=workspace.signers(campaign),
        asked=workspace.asked(status.proof) if status.proof else {},
        mailed=workspace.mailed(status.proof) if status.proof else {},
    )


def signed_facts(
    content: CampaignContent,
    status: Status,
    check: CheckSummary | None,
    people: tuple[PersonHere, ...],
) -> tuple[Fact, ...]:
    """Say in a few lines what a signature would be about."""
    campaign = content.campaign
    who = people_words(content.audience)
    if campaign.audience.rule:
        who = place(_("{people} ({rule})"), people=who, rule=campaign.audience.rule)
    speed = takes_words(campaign.pace, check)
    fingerprint = short_fingerprint(status.proof) if status.proof else "—"
    if status.proof and status.sealed_at is not None:
        words = _("{fingerprint} · frozen {moment} by {person}")
        fingerprint = place(
            words,
            fingerprint=fingerprint,
            moment=full_moment(status.sealed_at),
            person=name_of(people, status.sealed_by),
        )
    return (
        Fact(name=_("To"), value=who),
        Fact(name=_("From"), value=sender_words(campaign), middle=True),
        Fact(name=_("By"), value=way_words(campaign)),
        *_planned_fact(campaign.pace.planned),
        Fact(name=_("Takes"), value=speed),
        *_hours_fact(campaign.pace),
        Fact(name=_("Fingerprint"), value=fingerprint),
    )


def _hours_fact(pace: Pace) -> Iterator[Fact]:
    if pace.window is not None:
        yield Fact(name=_("Hours"), value=window_words(window_part(pace.window)))


def _planned_fact(planned: PlannedTime | None) -> Iterator[Fact]:
    if planned is not None:
        yield Fact(name=_("Planned for"), value=planned_for_reader(planned))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with a shape: a person's standing, or a piece of evidence."""

    icon: str
    tint: str
    text: str


def signer_line(signer: Signer, *, kinds: int) -> Line:
    """Say how somebody stands; `kinds` is 0 while there is nothing to look at."""
    decision = signer.decision
    if not kinds:
        text = _("Reviewer. Can look once a version is frozen and tested.")
        return Line(icon="circle-dashed", tint="muted", text=text)
    if decision is not None:
        return _decision_line(decision)
    if signer.may_review:
        seen = next((dict(item.values) for item in signer.findings), {})
        words = ngettext(
            "May approve. Has seen {seen} of {count} kind.",
            "May approve. Has seen {seen} of {count} kinds.",
            int(seen.get("count", kinds)),
        )
        text = place(words, seen=seen.get("seen", kinds), count=seen.get("count", kinds))
        return Line(icon="hourglass", tint="muted", text=text)
    if signer.is_author:
        text = _("Worked on this version, so somebody else must approve it.")
        return Line(icon="pencil-line", tint="muted", text=text)
    first = signer.findings[0].text if signer.findings else _("May not approve this.")
    return Line(icon="lock", tint="muted", text=first)


def _decision_line(decision: ApprovalState) -> Line:
    moment, until = full_moment(decision.at), full_moment(decision.expires_at)
    if decision.decision == REJECTED:
        words = _("Found something wrong, {moment}.")
        return Line(icon="octagon-x", tint="danger", text=place(words, moment=moment))
    if not decision.counts:
        words = _("Approved {moment}, but the approval no longer counts.")
        return Line(icon="triangle-alert", tint="look", text=place(words, moment=moment))
    words = _("Approved {moment}. Counts until {until}.")
    return Line(icon="circle-check", tint="done", text=place(words, moment=moment, until=until))


def evidence_lines(
    content: CampaignContent, check: CheckSummary | None, facts: SignOffFacts
) -> tuple[Line, ...]:
    """Say what was decided about the audience, and what was done before anybody is asked."""
    decided = tuple(Line(icon="users", tint="muted", text=text) for text in facts.decisions)
    checked = (_checked_line(content, check), *_unread_lines(check))
    lines = (*decided, *checked, _tested_line(facts.test))
    return (*lines, *_point_lines(check)) if check is not None else lines


def _unread_lines(check: CheckSummary | None) -> tuple[Line, ...]:
    """Say how many files, and pictures in files, nobody looked into but people."""
    found = check.findings if check is not None else ()
    return tuple(
        Line(icon="triangle-alert", tint="look", text=item.text)
        for item in found
        if item.code in {"attachment.not_scanned", "attachment.pictures_inside"}
    )


def _checked_line(content: CampaignContent, check: CheckSummary | None) -> Line:
    if check is None:
        return Line(
            icon="circle-dashed", tint="muted", text=_("The messages were not checked yet.")
        )
    words = ngettext(
        "Checked {checked} of {count} message.",
        "Checked {checked} of {count} messages.",
        content.audience,
    )
    whole = check.messages >= content.audience and not check.sampled
    text = place(words, checked=number(check.messages), count=number(content.audience))
    icon, tint = ("circle-check", "done") if whole else ("triangle-alert", "look")
    return Line(icon=icon, tint=tint, text=text)


def _tested_line(test: TestSummary) -> Line:
    if not test.receipts:
        return Line(icon="circle-dashed", tint="muted", text=_("The test was not sent yet."))
    seeds = {receipt.seed for receipt in test.receipts}
    wrong = {receipt.seed for receipt in test.receipts if receipt.state != "equal"}
    words = ngettext(
        "The test arrived in {arrived} of {count} mailbox, one address in each To.",
        "The test arrived in {arrived} of {count} mailboxes, one address in each To.",
        len(seeds),
    )
    text = place(words, arrived=number(len(seeds) - len(wrong)), count=number(len(seeds)))
    icon, tint = ("circle-check", "done") if test.passed else ("triangle-alert", "look")
    return Line(icon=icon, tint=tint, text=text)


def _point_lines(check: CheckSummary) -> Iterator[Line]:
    """Say what the check left to look at: accepted by whom and why, or by nobody, or asked."""
    if not any(item.severity is Severity.WARN for item in check.findings):
        yield Line(icon="circle-check", tint="done", text=_("The check found nothing to look at."))
    said = [point.accepted for point in check.points if point.accepted is not None]
    for name in dict.fromkeys(accepted.name for accepted in said):
        count = sum(accepted.name == name for accepted in said)
        words = ngettext(
            "{count} point accepted by {name}", "{count} points accepted by {name}", count
        )
        text = place(words, count=number(count), name=name)
        yield Line(icon="circle-check", tint="done", text=text)
    for point in check.points:
        if point.accepted is not None:
            words = _("{finding} Accepted: {reason}")
            text = place(words, finding=point.said(language_names), reason=point.accepted.reason)
            yield Line(icon="message-square", tint="muted", text=text)
    left = sum(point.accepted is None for point in check.points)
    if left:
        words = ngettext(
            "{count} point that nobody has accepted",
            "{count} points that nobody has accepted",
            left,
        )
        yield Line(icon="triangle-alert", tint="look", text=place(words, count=number(left)))
    for text in dict.fromkeys(item.text for item in check.findings if item.code in QUESTIONS):
        yield Line(icon="circle-question-mark", tint="look", text=text)


def names_of(signers: tuple[Signer, ...]) -> str:
    """Give names as a list: *Ben and Chen*."""
    return listed(signer.person.name for signer in signers)
