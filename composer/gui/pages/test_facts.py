"""How a test message came and what vouches for it, in sentences."""

from __future__ import annotations

from composer.gui.numbers import number
from composer.gui.times import full_moment
from composer.i18n import _, isolate_ltr, listed, place
from composer.model.overview import ReceiptState
from composer.model.received import MailSignature, ReceiptFacts, ServerResult, SignatureResult

UNSUBSCRIBE = frozenset({"list-unsubscribe", "list-unsubscribe-post"})


def fact_lines(receipt: ReceiptState) -> tuple[str, ...]:
    """Say all that is known of a message besides the comparison."""
    lines = [
        place(
            _("{name} says, {moment}: {words}"),
            name=said.name,
            moment=full_moment(said.at),
            words=said.words,
        )
        for said in receipt.attestations
    ]
    facts = receipt.facts
    if facts is not None:
        lines.append(_way(facts))
        lines += [_signature(item) for item in facts.signatures]
        lines += _results(facts)
    return tuple(lines)


def _way(facts: ReceiptFacts) -> str:
    if facts.how == "file":
        return _(
            "A person saved this message as a file; Composer has not read it from the mailbox."
        )
    return _("Composer read this message from the mailbox.")


def _signature(item: MailSignature) -> str:
    domain = isolate_ltr(item.domain)
    if not item.aligned:
        words = _("{domain} signed it, which is not the domain of From: that proves nothing here.")
        return place(words, domain=domain)
    match item.result:
        case SignatureResult.FAIL:
            words = _("The signature of {domain} does not fit: something was changed after it.")
        case SignatureResult.UNKNOWN:
            words = _("The signature of {domain} could not be checked: no answer about its key.")
        case SignatureResult.PASS if not item.whole_body:
            words = _("{domain} signed only the beginning of the text: that proves nothing.")
        case SignatureResult.PASS if set(item.headers) >= UNSUBSCRIBE:
            words = _("{domain} signed it, with {count} headers, both for unsubscribing included.")
        case SignatureResult.PASS:
            words = _("{domain} signed it, with {count} headers.")
    return place(words, domain=domain, count=number(len(item.headers)))


def _results(facts: ReceiptFacts) -> list[str]:
    if not facts.results:
        return []
    found = listed(map(_result, facts.results))
    words = _("The mailbox’s own server {server} found: {results}")
    return [place(words, server=isolate_ltr(facts.authserv_id), results=isolate_ltr(found))]


def _result(item: ServerResult) -> str:
    return f"{item.method}={item.result}"
