"""The owner's signed rules for sign-off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from composer.i18n import _
from composer.model.person import Policy
from composer.proofs.canonical import JsonObject, canonical_bytes
from composer.signoff.dsse import sign
from composer.signoff.owner_lists import Signing, Trust, chain_of, next_head, refuse_list
from composer.signoff.statement_reading import Fields, read_head
from composer.signoff.statements import ListHead, StatementKind, head_fields

DEFAULT_POLICY = Policy(version=0, previous="", reviewers=1, expires_hours=72, digest="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStatement:
    """The owner's rules for sign-off."""

    head: ListHead
    reviewers: int
    expires_hours: int


def sign_policy(
    *, reviewers: int, expires_hours: int, previous: Policy | None, signing: Signing
) -> bytes:
    """Sign the next policy; a version 0 (the default) counts as none before.

    Raises:
        SignatureRefused: fewer than one reviewer or hour.
    """
    statement = PolicyStatement(
        head=next_head(previous, signing), reviewers=reviewers, expires_hours=expires_hours
    )
    if reviewers < 1 or expires_hours < 1:
        refuse_list(_("A policy asks for at least one reviewer and one hour."))
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
    newest, digest = chain[-1]
    return Policy(
        version=newest.head.version,
        previous=newest.head.previous,
        reviewers=newest.reviewers,
        expires_hours=newest.expires_hours,
        digest=digest,
    )


def write_policy(statement: PolicyStatement) -> bytes:
    """Write a policy's payload."""
    rules: JsonObject = {
        "reviewers": statement.reviewers,
        "expires_hours": statement.expires_hours,
    }
    return canonical_bytes({**head_fields(StatementKind.POLICY, statement.head), **rules})


def read_policy(payload: bytes) -> PolicyStatement:
    """Read a policy's payload; raises SignatureRefused."""
    fields = Fields(payload)
    statement = PolicyStatement(
        head=read_head(fields, StatementKind.POLICY),
        reviewers=fields.count("reviewers"),
        expires_hours=fields.count("expires_hours"),
    )
    fields.require_read()
    return statement
