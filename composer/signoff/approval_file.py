"""An approval or rejection on its way back: the signed statement and the comment it names.

It holds nothing about recipients but the random ids and fingerprints that the statement names. Read
strictly; whether it counts is decided where it is taken in.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from composer.errors import FileRefused, SignatureRefused
from composer.findings import finding
from composer.proofs.canonical import canonical_bytes
from composer.signoff.approvals import comment_digest
from composer.signoff.dsse import payload_of
from composer.signoff.statement_reading import Fields, read_decision, refuse_statement
from composer.signoff.statements import DECISION_KINDS, DecisionStatement

FORMAT = "approval_file"
LARGEST_FILE = 2 * 1024 * 1024
LONGEST_COMMENT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFile:
    """A decision as it came: `statement` is what the envelope claims, not verified here."""

    envelope: bytes
    comment: str
    statement: DecisionStatement


def write_approval_file(envelope: bytes, comment: str) -> bytes:
    """Write a decision and its comment."""
    return canonical_bytes(
        {
            "type": FORMAT,
            "envelope": base64.b64encode(envelope).decode("ascii"),
            "comment": comment,
        }
    )


def read_approval_file(written: bytes) -> ApprovalFile:
    """Read what `write_approval_file` wrote; the comment must be the one that was signed.

    Raises:
        FileRefused: it is no such file, or the comment is another one.
    """
    try:
        found = _read(written)
    except SignatureRefused:
        raise FileRefused([finding("approval_file.unreadable")]) from None
    if comment_digest(found.comment) != found.statement.comment_sha256:
        raise FileRefused([finding("approval_file.other_comment")])
    return found


def is_approval_file(beginning: bytes) -> bool:
    """Tell by its first bytes whether a file may be one; the keys are sorted."""
    return beginning.startswith(b'{"comment":')


def _read(written: bytes) -> ApprovalFile:
    if len(written) > LARGEST_FILE:
        refuse_statement()
    fields = Fields(written)
    comment, envelope = fields.text("comment"), _decoded(fields.text("envelope"))
    if fields.text("type") != FORMAT or len(comment) > LONGEST_COMMENT:
        refuse_statement()
    fields.require_read()
    written_type, payload = payload_of(envelope)
    kind = next((kind for kind in DECISION_KINDS if kind.payload_type == written_type), None)
    if kind is None:
        refuse_statement()
    statement = read_decision(payload, kind=kind)
    return ApprovalFile(envelope=envelope, comment=comment, statement=statement)


def _decoded(text: str) -> bytes:
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        refuse_statement()
    if base64.b64encode(decoded).decode("ascii") != text:
        refuse_statement()
    return decoded
