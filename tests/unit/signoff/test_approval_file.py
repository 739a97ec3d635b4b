"""An approval file holds one signed decision and its comment, in one form only."""

import json

import pytest

from composer.errors import FileRefused
from composer.proofs.canonical import canonical_bytes
from composer.signoff.approval_file import (
    is_approval_file,
    read_approval_file,
    write_approval_file,
)
from composer.signoff.approvals import comment_digest, sign_decision
from composer.signoff.dsse import sign
from composer.signoff.statements import DecisionStatement, StatementKind

COMMENT = "The third line is wrong."


@pytest.fixture
def envelope(team, now, workspace):
    statement = DecisionStatement(
        kind=StatementKind.REJECTION,
        proof="a" * 64,
        campaign="c" * 16,
        workspace=workspace,
        person=team.people["Ben"].public_key,
        roster_version=1,
        shown=(("1" * 32, "d" * 64),),
        comment_sha256=comment_digest(COMMENT),
        issued_at=now,
        expires_at=now,
    )
    return sign_decision(statement, private_key=team.key("Ben"))


def test_a_decision_and_its_comment_are_read_again(envelope):
    content = write_approval_file(envelope, COMMENT)
    found = read_approval_file(content)
    assert is_approval_file(content)
    assert (found.envelope, found.comment) == (envelope, COMMENT)
    assert found.statement.kind is StatementKind.REJECTION


def test_another_comment_than_the_signed_one_is_refused(envelope):
    with pytest.raises(FileRefused) as refused:
        read_approval_file(write_approval_file(envelope, "All is well."))
    assert refused.value.findings[0].code == "approval_file.other_comment"


def test_anything_else_is_refused(team, envelope):
    content = write_approval_file(envelope, COMMENT)
    table = json.loads(content)
    roster = sign(StatementKind.ROSTER.payload_type, b"{}", team.key("Ann"))
    hostile = (
        b"",
        b"{}",
        content + b"\n",
        content[:-1],
        canonical_bytes({**table, "more": "x"}),
        canonical_bytes({**table, "type": "proof_file"}),
        canonical_bytes({**table, "envelope": table["envelope"] + "\n"}),
        write_approval_file(roster, COMMENT),
        write_approval_file(b"{}", COMMENT),
        b"[" * 100_000,
        b" " * (3 * 1024 * 1024),
    )
    for written in hostile:
        with pytest.raises(FileRefused) as refused:
            read_approval_file(written)
        assert refused.value.findings[0].code == "approval_file.unreadable"
