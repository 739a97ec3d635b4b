"""What was displayed counts only where the person's own key signs for it."""

import dataclasses

import pytest

from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.approvals import About
from composer.signoff.dsse import payload_of, sign
from composer.signoff.shown_statements import SHOWN_TYPE, shown_by, sign_shown
from composer.signoff.statements import StatementKind

ABOUT = About(proof="a" * 64, campaign="c" * 16, workspace="w" * 32)
KINDS = {"r1": "1" * 64, "r2": "2" * 64}


@pytest.fixture
def signed(team, now):
    def made(name="Ben", about=ABOUT, kinds=KINDS):
        return sign_shown(kinds, about=about, issued_at=now, private_key=team.key(name))

    return made


def counted(team, *envelopes, about=ABOUT, person=None):
    return shown_by(envelopes, about=about, person=person or team.people["Ben"])


def test_what_a_persons_own_program_signed_counts(team, signed):
    assert counted(team, signed()) == set(KINDS.items())
    assert counted(team, signed(kinds={"r1": "1" * 64}), signed(kinds={"r3": "3" * 64})) == {
        ("r1", "1" * 64),
        ("r3", "3" * 64),
    }


def test_another_persons_signature_counts_for_nothing(team, signed):
    assert counted(team, signed("Chen")) == frozenset()


@pytest.mark.parametrize("field", ["proof", "campaign", "workspace"])
def test_it_counts_for_one_proof_of_one_campaign_in_one_workspace(team, signed, field):
    other = dataclasses.replace(ABOUT, **{field: "e" * 64})
    assert counted(team, signed(about=other)) == frozenset()
    assert counted(team, signed(), about=other) == frozenset()


def test_what_a_revoked_key_signed_counts_for_nothing(team, signed, now):
    ben = team.people["Ben"]
    keys = tuple(dataclasses.replace(key, revoked_at=now) for key in ben.device_keys)
    assert counted(team, signed(), person=dataclasses.replace(ben, keys=keys)) == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        {"type": "decision"},
        {"person": "0" * 64},
        {"proof": "x"},
        {"campaign": 1},
        {"shown": [["r1"]]},
        {"shown": [["r1", "no digest"]]},
        {"shown": {}},
        {"shown": [1]},
        {"shown": [{"r1": 1, "f" * 64: 1}]},
        {"issued_at": "today"},
        {"more": "x"},
    ],
)
def test_a_badly_written_statement_counts_for_nothing_beside_a_good_one(team, signed, change):
    content = {**read_canonical(payload_of(signed())[1]), **change}
    bad = sign(SHOWN_TYPE, canonical_bytes(content), team.key("Ben"))
    assert counted(team, bad) == frozenset()
    assert counted(team, bad, b"no envelope", signed()) == set(KINDS.items())


def test_what_was_signed_as_something_else_counts_for_nothing(team, signed):
    payload = payload_of(signed())[1]
    other = sign(StatementKind.APPROVAL.payload_type, payload, team.key("Ben"))
    assert counted(team, other) == frozenset()
