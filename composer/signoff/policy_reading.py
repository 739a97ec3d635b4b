"""Read the rules of a signed policy; a rule that is absent has the meaning it had before it was."""

from __future__ import annotations

from composer.model.policy import WORKING_DAYS, Approver, AudienceRule, Rules, TransportRule
from composer.proofs.canonical import JsonValue
from composer.signoff.statement_reading import Fields, refuse_statement, text_of


def read_rules(fields: Fields) -> Rules:
    """Take the rules out of a policy's fields; raises SignatureRefused."""
    usual = Rules()
    return Rules(
        reviewers=fields.count("reviewers"),
        expires_hours=fields.count("expires_hours"),
        by_audience=tuple(_audience_rule(item) for item in _items(fields, "by_audience")),
        by_transport=tuple(_transport_rule(item) for item in _items(fields, "by_transport")),
        wait_hours=_count(fields, "wait_hours", usual=usual.wait_hours),
        checks=tuple(text_of(item) for item in _items(fields, "checks")),
        receipts=_count(fields, "receipts", usual=usual.receipts),
        approvers=tuple(_approver(item) for item in _items(fields, "approvers")),
        alone=_text(fields, "alone"),
    )


def _audience_rule(item: JsonValue) -> AudienceRule:
    match item:
        case [int(people), int(reviewers)]:
            return AudienceRule(people=people, reviewers=reviewers)
        case _:
            return refuse_statement()


def _transport_rule(item: JsonValue) -> TransportRule:
    match item:
        case [str(kind), int(reviewers)]:
            return TransportRule(kind=kind, reviewers=reviewers)
        case _:
            return refuse_statement()


def _approver(item: JsonValue) -> Approver:
    if not isinstance(item, dict):
        refuse_statement()
    fields = Fields(item)
    one = Approver(
        email=fields.text("email"),
        deputies=tuple(text_of(value) for value in _items(fields, "deputies")),
        is_away=_count(fields, "away", usual=0) == 1,
        phone=_text(fields, "phone"),
        zone=_text(fields, "zone"),
        begins=_text(fields, "begins"),
        ends=_text(fields, "ends"),
        days=tuple(_day(value) for value in _items(fields, "days")) or WORKING_DAYS,
    )
    fields.require_read()
    return one


def _day(value: JsonValue) -> int:
    return value if isinstance(value, int) else refuse_statement()


def _items(fields: Fields, key: str) -> list[JsonValue]:
    return fields.items(key) if fields.has(key) else []


def _count(fields: Fields, key: str, *, usual: int) -> int:
    return fields.count(key) if fields.has(key) else usual


def _text(fields: Fields, key: str) -> str:
    return fields.text(key) if fields.has(key) else ""
