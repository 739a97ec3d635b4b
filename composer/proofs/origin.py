"""Where a receipt comes from, and what it therefore counts for.

What we read from a mailbox ourselves counts. A file that a person saved could have been edited on
the way, so away from this computer it counts only where the domain of From vouches, by a signature
that verifies, for From, To, Subject and the whole body. Otherwise it is a person's word, which is
kept and shown and never makes a test pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from composer.model.campaign import TransportKind, TransportSettings
from composer.model.received import MailSignature, ReceiptFacts, ServerResult, SignatureResult
from composer.proofs.manifest import Manifest

FILE = "file"
UNSUBSCRIBE = frozenset({"list-unsubscribe", "list-unsubscribe-post"})
MUST_BE_SIGNED = frozenset({"from", "to", "subject"})
CLOCK_SLACK = timedelta(hours=1)
"""How far the clock of a mail service may be behind ours."""


def counts(facts: ReceiptFacts | None, *, at_home: bool, sent_at: datetime | None) -> bool:
    """Whether a message that equals its prediction is a receipt, or only a person's word.

    `at_home`: the transport never leaves this computer, so that there is nobody to sign.
    """
    if at_home:
        return True
    return facts is not None and (facts.how != FILE or is_proven(facts, sent_at=sent_at))


def is_proven(facts: ReceiptFacts, *, sent_at: datetime | None) -> bool:
    """Whether the domain of From vouches that this message was delivered just as it is."""
    return any(_proves(signature, sent_at) for signature in facts.signatures)


def _proves(signature: MailSignature, sent_at: datetime | None) -> bool:
    if not signature.vouches or not signature.whole_body:
        return False
    if not signature.headers or not set(signature.headers) >= MUST_BE_SIGNED:
        return False
    earliest = (sent_at - CLOCK_SLACK).timestamp() if sent_at else 0
    return not signature.signed_at or signature.signed_at >= earliest


def vouches_for_unsubscribe(facts: ReceiptFacts | None) -> SignatureResult:
    """Whether a signature that counts covers both unsubscribe headers (RFC 8058 §4).

    *Unknown*: one covers them, and the name service gave no answer about it.
    """
    results = {
        item.result
        for item in (facts.signatures if facts else ())
        if item.aligned and set(item.headers) >= UNSUBSCRIBE
    }
    for result in (SignatureResult.PASS, SignatureResult.UNKNOWN):
        if result in results:
            return result
    return SignatureResult.FAIL


def is_at_home(manifest: Manifest) -> bool:
    """Whether a proof's messages never leave this computer."""
    return TransportSettings(
        kind=TransportKind(manifest.text("transport", "kind")),
        host=manifest.text("transport", "host"),
        base_url=manifest.text("transport", "base_url"),
    ).stays_on_this_computer


def with_trusted_results(facts: ReceiptFacts) -> ReceiptFacts:
    """Let what the mailbox's own server found stand in where the name service gave no answer."""
    signatures = tuple(
        replace(item, result=SignatureResult.PASS)
        if item.result is SignatureResult.UNKNOWN and _is_passed(item, facts.results)
        else item
        for item in facts.signatures
    )
    return replace(facts, signatures=signatures)


def _is_passed(signature: MailSignature, results: Iterable[ServerResult]) -> bool:
    for result in results:
        named = dict(result.properties)
        domain = named.get("header.d") or named.get("header.i", "").rpartition("@")[2]
        same = (domain.lower(), named.get("header.s", "")) == (
            signature.domain,
            signature.selector,
        )
        if result.method == "dkim" and result.result == "pass" and same:
            return True
    return False
