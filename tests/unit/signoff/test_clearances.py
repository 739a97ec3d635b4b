"""A clearance counts for one stop, of one proof, and from a reviewer who did not make it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.model.person import Person, Role, Roster
from composer.signoff.approvals import About
from composer.signoff.clearances import Clearance, Difference, cleared, sign_clearance
from composer.signoff.dsse import public_hex, sign

ABOUT = About(proof="a" * 64, campaign="c1", workspace="w1")
STOP = Difference(entry=41, hash="b" * 64, code="send.copy_differs")
WORD = Clearance(
    about=ABOUT, difference=STOP, words="our own server adds it", issued_at=datetime.now(UTC)
)
KEYS = {name: Ed25519PrivateKey.generate() for name in ("ana", "ben", "chen", "stranger")}


def person(name: str, *roles: Role) -> Person:
    key = public_hex(KEYS[name].public_key())
    return Person(
        name=name, email=f"{name}@x.test", public_key=key, roles=frozenset(roles), locales=()
    )


ANA = person("ana", Role.AUTHOR, Role.REVIEWER, Role.SENDER)
BEN, CHEN = person("ben", Role.REVIEWER), person("chen", Role.SENDER)
ROSTER = Roster(version=1, previous="", people=(ANA, BEN, CHEN), digest="d" * 64)


def counted(*envelopes: bytes, about: About = ABOUT, alone: str = "", roster: Roster = ROSTER):
    makers = {ANA.public_key}
    return cleared(envelopes, about=about, roster=roster, makers=makers, alone=alone)


def signed(word: Clearance = WORD, *, by: str = "ben") -> bytes:
    return sign_clearance(word, private_key=KEYS[by])


def test_a_reviewers_word_clears_the_stop_that_it_names_and_no_other():
    assert counted(signed()) == {STOP}
    later = replace(STOP, entry=42)
    assert later not in counted(signed())
    assert counted(signed(), signed(replace(WORD, difference=later))) == {STOP, later}


@pytest.mark.parametrize("by", ["ana", "chen", "stranger"])
def test_the_word_of_an_author_a_sender_or_a_stranger_clears_nothing(by):
    assert counted(signed(by=by)) == frozenset()


@pytest.mark.parametrize("field", ["proof", "campaign", "workspace"])
def test_a_word_about_another_proof_campaign_or_workspace_clears_nothing(field):
    assert counted(signed(), about=replace(ABOUT, **{field: "e" * 64})) == frozenset()


def test_a_word_without_words_clears_nothing():
    assert counted(signed(replace(WORD, words=""))) == frozenset()


def test_what_was_signed_as_something_else_clears_nothing():
    other = sign("application/vnd.composer.approval.v1+json", b"{}", KEYS["ben"])
    assert counted(other, b"no envelope", signed()) == {STOP}


def test_a_team_of_one_clears_its_own_where_the_owner_signed_why():
    assert counted(signed(by="ana"), alone="nobody else here") == {STOP}
    assert counted(signed(by="stranger"), alone="nobody else here") == frozenset()
