"""Which approvals count, for what, and from when on: the rules of a sign-off, applied in one place.

Distinct people are counted. What somebody saw counts only where they saw every kind of message that
concerns them; of a language that they translated, it counts for nothing. Where the owner names who
may approve, nobody else does, and a deputy only in the place of somebody who is away. A waiting
time is shortened by one more reviewer than is needed, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from composer.model.person import Person, Role, Roster
from composer.model.policy import Approver, Policy
from composer.proofs.effective_rules import reviewers_for
from composer.proofs.manifest import Manifest
from composer.signoff.approvals import Decision, in_force
from composer.signoff.policies import is_named
from composer.signoff.statements import StatementKind
from composer.translation.locales import resolve_locale

Seen = frozenset[tuple[str, str]]
"""(Recipient id, message digest) of kinds of message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the sealed and the present policy ask together: the stricter of both."""

    reviewers: int
    expires: timedelta
    wait: timedelta
    receipts: int
    alone: str
    variants: Seen
    locales: Mapping[str, str]
    approvers: tuple[Approver, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """Who made a campaign what it is: its authors, and (language, key) of its translators."""

    authors: frozenset[str] = frozenset()
    translators: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The approvals that count, one for each person, and since when they were enough."""

    approvals: tuple[Decision, ...]
    asked: Asked
    makers: Makers
    enough_at: datetime | None

    @property
    def is_enough(self) -> bool:
        """Whether as many people approved as are needed."""
        return len(self.approvals) >= self.asked.reviewers

    @property
    def unseen(self) -> Seen:
        """The kinds of message that nobody saw who approved."""
        return self.asked.variants - seen_by(self.approvals, self.asked, self.makers)

    @property
    def waits_until(self) -> datetime | None:
        """The end of the waiting time; None where there is none, or one more person approved."""
        is_shortened = len(self.approvals) > self.asked.reviewers
        if not self.asked.wait or is_shortened or self.enough_at is None:
            return None
        return self.enough_at + self.asked.wait


def asked_of(manifest: Manifest, policy: Policy, roster: Roster) -> Asked:
    """Give what a sign-off of this proof asks for."""
    section = manifest.section("policy")
    needed = reviewers_for(
        policy,
        people=manifest.number("audience", "count"),
        transport=manifest.text("transport", "kind"),
    )
    hours = min(manifest.number("policy", "expires_hours"), policy.expires_hours)
    sealed_alone = str(section.get("alone", ""))
    return Asked(
        reviewers=max(manifest.number("policy", "reviewers"), needed),
        expires=timedelta(hours=hours),
        wait=timedelta(hours=max(_number(section.get("wait_hours")), policy.wait_hours)),
        receipts=max(_number(section.get("receipts")), policy.receipts),
        alone=policy.alone if sealed_alone and is_alone(roster) else "",
        variants=frozenset(manifest.variants),
        locales=manifest.variant_locales,
        approvers=policy.approvers,
    )


def count_approvals(
    decisions: Iterable[Decision], *, asked: Asked, makers: Makers, now: datetime
) -> Count:
    """Count the approvals that stand and that these rules let count."""
    approvals = [
        item
        for item in in_force(decisions, StatementKind.APPROVAL)
        if counts_at(item, asked, now) and _is_eligible(item, asked, makers)
    ]
    newest: dict[str, Decision] = {}
    first_at: dict[str, datetime] = {}
    for item in approvals:
        key, at = item.person.public_key, item.statement.issued_at
        first_at[key] = min(at, first_at.get(key, at))
        if key not in newest or expires_at(newest[key], asked) < expires_at(item, asked):
            newest[key] = item
    counted = _seated(newest, asked)
    return Count(
        approvals=counted,
        asked=asked,
        makers=makers,
        enough_at=_enough_at(counted, first_at, asked, makers),
    )


def is_alone(roster: Roster) -> bool:
    """Whether one person works here, and nobody else who could look at anything."""
    return sum(any(map(person.has, person.roles)) for person in roster.people) == 1


def concerns(person: Person, locale: str) -> bool:
    """Whether a person must see the kinds of a language: their languages', or all without any.

    `pt` and `pt-BR` read each other.
    """
    return not person.locales or any(
        resolve_locale(wish, available=[known], fallback={}, source="") is not None
        for own in person.locales
        for wish, known in ((locale, own), (own, locale))
    )


def covered_kinds(
    person: Person, shown: Collection[tuple[str, str]], asked: Asked, makers: Makers
) -> Seen:
    """Give the kinds that an approval of a person vouches for: none of what they translated."""
    if asked.alone:
        return asked.variants & frozenset(shown)
    return frozenset(
        kind
        for kind in asked.variants & frozenset(shown)
        if (asked.locales.get(kind[0], ""), person.public_key) not in makers.translators
    )


def required_kinds(person: Person, asked: Asked) -> Seen:
    """Give the kinds that a person must see before their approval counts."""
    return frozenset(
        kind for kind in asked.variants if concerns(person, asked.locales.get(kind[0], ""))
    )


def seen_by(approvals: Iterable[Decision], asked: Asked, makers: Makers) -> Seen:
    """Give the kinds that these approvals vouch for together."""
    found: set[tuple[str, str]] = set()
    for approval in approvals:
        found |= covered_kinds(approval.person, approval.statement.shown, asked, makers)
    return frozenset(found)


def stands_for(person: Person, approvers: Sequence[Approver]) -> tuple[Approver, ...] | None:
    """Give in whose place a person may approve: their own, or those of people who are away.

    None where the owner names who may approve and this person is not among them; empty where the
    owner names nobody, so that every reviewer may.
    """
    if not approvers:
        return ()
    own = tuple(one for one in approvers if is_named(person, one.email))
    if own:
        return own
    away = tuple(
        one
        for one in approvers
        if one.is_away and any(is_named(person, email) for email in one.deputies)
    )
    return away or None


def expires_at(decision: Decision, asked: Asked) -> datetime:
    """Give the end that is nearest: the person's own, or the policy's counted from the signing."""
    statement = decision.statement
    return min(statement.expires_at, statement.issued_at + asked.expires)


def counts_at(decision: Decision, asked: Asked, now: datetime) -> bool:
    """Whether an approval has not come to its end."""
    return now < expires_at(decision, asked)


def _is_eligible(item: Decision, asked: Asked, makers: Makers) -> bool:
    person, shown = item.person, frozenset(item.statement.shown)
    is_author = person.public_key in makers.authors and not asked.alone
    may_review = person.has(Role.REVIEWER) or bool(asked.alone)
    required = required_kinds(person, asked)
    saw_all = required <= shown <= asked.variants
    vouches = bool(covered_kinds(person, shown, asked, makers))
    return may_review and not is_author and saw_all and vouches


def _seated(newest: Mapping[str, Decision], asked: Asked) -> tuple[Decision, ...]:
    """Keep one approval for each place that the owner gave; all where the owner gave none."""
    if not asked.approvers:
        return tuple(newest.values())
    taken: dict[str, Decision] = {}
    for one in asked.approvers:
        own = [item for item in newest.values() if is_named(item.person, one.email)]
        instead = [
            item
            for item in newest.values()
            if item.person.public_key not in taken
            and one in (stands_for(item.person, asked.approvers) or ())
        ]
        for item in (own or instead)[:1]:
            taken[item.person.public_key] = item
    return tuple(taken.values())


def _enough_at(
    counted: Sequence[Decision],
    first_at: Mapping[str, datetime],
    asked: Asked,
    makers: Makers,
) -> datetime | None:
    """Tell when enough people had approved, who together had seen everything."""
    in_order = sorted(counted, key=lambda item: first_at[item.person.public_key])
    for number in range(asked.reviewers, len(in_order) + 1):
        if asked.variants <= seen_by(in_order[:number], asked, makers):
            return first_at[in_order[number - 1].person.public_key]
    return None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
