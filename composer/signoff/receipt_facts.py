"""The one form in which facts about a receipt stand in a signed statement."""

from __future__ import annotations

from composer.model.received import MailSignature, ReceiptFacts, ServerResult, SignatureResult
from composer.proofs.canonical import JsonObject, JsonValue
from composer.signoff.statement_reading import Fields, refuse_statement, text_of

_PAIR = 2
_YES, _NO = "yes", "no"
_RESULTS = frozenset(result.value for result in SignatureResult)


def write_facts(facts: ReceiptFacts) -> JsonObject:
    """Write facts; the changed Message-ID is a list of two or of none."""
    return {
        "how": facts.how,
        "message_id": [*(facts.message_id or ())],
        "signatures": [_write_signature(item) for item in facts.signatures],
        "authserv_id": facts.authserv_id,
        "results": [
            {
                "method": item.method,
                "result": item.result,
                "properties": [[name, value] for name, value in item.properties],
            }
            for item in facts.results
        ],
        "added": [*facts.added],
    }


def read_facts(content: JsonValue) -> ReceiptFacts:
    """Read facts; raises SignatureRefused."""
    fields = _fields(content)
    message_id = fields.items("message_id")
    return ReceiptFacts(
        how=fields.text("how"),
        message_id=_pair(message_id) if message_id else None,
        signatures=tuple(_read_signature(item) for item in fields.items("signatures")),
        authserv_id=fields.text("authserv_id"),
        results=tuple(_read_result(item) for item in fields.items("results")),
        added=fields.texts("added"),
    )


def _write_signature(item: MailSignature) -> JsonObject:
    return {
        "domain": item.domain,
        "selector": item.selector,
        "headers": [*item.headers],
        "result": item.result.value,
        "aligned": _YES if item.aligned else _NO,
        "whole_body": _YES if item.whole_body else _NO,
        "signed_at": str(item.signed_at),
    }


def _read_signature(content: JsonValue) -> MailSignature:
    fields = _fields(content)
    result, signed_at = fields.text("result"), fields.text("signed_at")
    if result not in _RESULTS or not signed_at.isdecimal():
        refuse_statement()
    return MailSignature(
        domain=fields.text("domain"),
        selector=fields.text("selector"),
        headers=fields.texts("headers"),
        result=SignatureResult(result),
        aligned=fields.text("aligned") == _YES,
        whole_body=fields.text("whole_body") == _YES,
        signed_at=int(signed_at),
    )


def _read_result(content: JsonValue) -> ServerResult:
    fields = _fields(content)
    return ServerResult(
        method=fields.text("method"),
        result=fields.text("result"),
        properties=tuple(_pair(item) for item in fields.items("properties")),
    )


def _fields(content: JsonValue) -> Fields:
    if not isinstance(content, dict):
        refuse_statement()
    return Fields(content)


def _pair(content: JsonValue) -> tuple[str, str]:
    if not isinstance(content, list) or len(content) != _PAIR:
        refuse_statement()
    return text_of(content[0]), text_of(content[1])
