"""The owner's signed rules for sign-off.

Each rule is written only where it differs from what held before there was such a rule, and a
statement is read back in that one spelling alone: what was signed by former programs stays valid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from composer.i18n import _
from composer.model.person import Person
from composer.model.policy import CHECKS, WORKING_DAYS, Approver, Policy, Rules
from composer.model.recipient import address_key
from composer.proofs.canonical import JsonObject, canonical_bytes
from composer.signoff.dsse import sign
from composer.signoff.owner_lists import Signing, Trust, chain_of, next_head, refuse_list
from composer.signoff.policy_reading import read_rules
from composer.signoff.statement_reading import Fields, read_head, refuse_statement
from composer.signoff.statements import ListHead, StatementKind, head_fields

DEFAULT_POLICY = Policy(version=0, previous="", digest="")
USUAL = Rules()

MOST_REVIEWERS = 100
LONGEST_HOURS = 24 * 366
"""The same limits as a campaign's own policy has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStatement:
    """The owner's rules for sign-off."""

    head: ListHead
    rules: Rules


def sign_policy(rules: Rules, *, previous: Policy | None, signing: Signing) -> bytes:
    """Sign the next policy; a version 0 (the default) counts as none before.

    Raises:
        SignatureRefused: the rules contradict one another.
    """
    require_sound_rules(rules)
    statement = PolicyStatement(head=next_head(previous, signing), rules=rules)
    payload = write_policy(statement)
    return sign(StatementKind.POLICY.payload_type, payload, signing.owner_key)


def verify_policies(envelopes: Iterable[bytes], *, trust: Trust) -> Policy:
    """Verify all policies in order and give the newest; the default while there is none.

    Raises:
        SignatureRefused: as `verify_rosters`; also when the pinned one is gone.
    """
    chain = chain_of(envelopes, StatementKind.POLICY, read_policy, trust)
    if not chain:
        return DEFAULT_POLICY
    return _policy_of(*chain[-1])


def former_policies(envelopes: Iterable[bytes], *, trust: Trust) -> tuple[Policy, ...]:
    """Verify all policies, and give each, the newest last.

    Raises:
        SignatureRefused: as `verify_policies`.
    """
    chain = chain_of(envelopes, StatementKind.POLICY, read_policy, trust)
    return tuple(_policy_of(statement, digest) for statement, digest in chain)


def write_policy(statement: PolicyStatement) -> bytes:
    """Write a policy's payload."""
    rules = statement.rules
    content: JsonObject = {"reviewers": rules.reviewers, "expires_hours": rules.expires_hours}
    later: JsonObject = {
        "by_audience": [[rule.people, rule.reviewers] for rule in rules.by_audience],
        "by_transport": [[rule.kind, rule.reviewers] for rule in rules.by_transport],
        "wait_hours": rules.wait_hours,
        "checks": [*rules.checks],
        "receipts": rules.receipts,
        "approvers": [_written(one) for one in rules.approvers],
        "alone": rules.alone,
    }
    usual = {"receipts": USUAL.receipts}
    content |= {key: value for key, value in later.items() if value != usual.get(key) and value}
    return canonical_bytes({**head_fields(StatementKind.POLICY, statement.head), **content})


def read_policy(payload: bytes) -> PolicyStatement:
    """Read a policy's payload; raises SignatureRefused."""
    fields = Fields(payload)
    statement = PolicyStatement(
        head=read_head(fields, StatementKind.POLICY), rules=read_rules(fields)
    )
    fields.require_read()
    if write_policy(statement) != payload:
        refuse_statement()
    return statement


def require_sound_rules(rules: Rules) -> None:
    """Require rules that can be kept, and that do not contradict one another.

    Raises:
        SignatureRefused: the sentence says which rule.
    """
    numbers = (
        rules.reviewers,
        *(rule.reviewers for rule in rules.by_audience),
        *(rule.reviewers for rule in rules.by_transport),
    )
    if min(numbers) < 1 or rules.expires_hours < 1:
        refuse_list(_("A policy asks for at least one reviewer and one hour."))
    if max(numbers) > MOST_REVIEWERS or rules.expires_hours > LONGEST_HOURS:
        refuse_list(_("A policy asks for more reviewers or hours than anybody can keep."))
    if not 0 <= rules.wait_hours < rules.expires_hours:
        refuse_list(_("The waiting time must be shorter than the time that an approval counts."))
    if rules.receipts < USUAL.receipts or not set(rules.checks) <= set(CHECKS):
        refuse_list(_("A test needs at least two mailboxes, and a required check must be known."))
    if rules.alone and (max(numbers) > 1 or rules.approvers):
        refuse_list(_("A team of one cannot ask for the approval of other people."))
    _require_distinct(rules)
    for one in rules.approvers:
        _require_sound_hours(one)


def _require_distinct(rules: Rules) -> None:
    sizes = [rule.people for rule in rules.by_audience]
    kinds = [rule.kind for rule in rules.by_transport]
    named = [address_key(one.email) for one in rules.approvers]
    for listed in (sizes, kinds, named, list(rules.checks)):
        if len(set(listed)) < len(listed):
            refuse_list(_("A rule for sign-off stands there twice."))
    for one in rules.approvers:
        deputies = {address_key(email) for email in one.deputies}
        if len(deputies) < len(one.deputies) or address_key(one.email) in deputies:
            refuse_list(_("Nobody is their own deputy, and nobody is named twice as one."))


def _require_sound_hours(one: Approver) -> None:
    """Require all of zone, begin, end and days, or none of them."""
    if not (one.zone or one.begins or one.ends):
        return
    try:
        ZoneInfo(one.zone)
        begins, ends = time.fromisoformat(one.begins), time.fromisoformat(one.ends)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        refuse_list(_("The hours of a reviewer need a time zone, a beginning and an end."))
    if begins >= ends or not one.days or not set(one.days) <= set(range(1, 8)):
        refuse_list(_("The hours of a reviewer need a time zone, a beginning and an end."))


def is_named(person: Person, email: str) -> bool:
    """Whether a rule that names an address means this person."""
    return address_key(person.email) == address_key(email)


def is_in_hours(one: Approver, at: datetime) -> bool | None:
    """Whether a moment lies within the hours of a person; None where nobody said them.

    >>> from datetime import UTC
    >>> office = Approver(email="b@example.com", zone="Asia/Tokyo", begins="09:00", ends="17:00")
    >>> is_in_hours(office, datetime(2026, 12, 1, 0, 30, tzinfo=UTC))
    True
    """
    if not one.zone:
        return None
    local = at.astimezone(ZoneInfo(one.zone))
    begins, ends = time.fromisoformat(one.begins), time.fromisoformat(one.ends)
    return local.isoweekday() in one.days and begins <= local.time() < ends


def _policy_of(statement: PolicyStatement, digest: str) -> Policy:
    rules = {name: getattr(statement.rules, name) for name in asdict(USUAL)}
    return Policy(
        version=statement.head.version, previous=statement.head.previous, digest=digest, **rules
    )


def _written(one: Approver) -> JsonObject:
    known: JsonObject = {
        "deputies": [*one.deputies],
        "away": int(one.is_away),
        "phone": one.phone,
        "zone": one.zone,
        "begins": one.begins,
        "ends": one.ends,
        "days": [] if one.days == WORKING_DAYS else [*one.days],
    }
    return {"email": one.email, **{key: value for key, value in known.items() if value}}
