"""Requests to join: strict, signed with their own key, and named by words."""

import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.dsse import payload_of, public_hex, sign
from composer.signoff.join_request import JOIN_TYPE, LARGEST_REQUEST, read_request, write_request
from composer.signoff.recovery_file import RecoveryKey, read_recovery, write_recovery
from composer.signoff.words import WORDS, WORDS_SHOWN, owner_words, same_words, words_of
from tests.unit.signoff.conftest import NOW, WORKSPACE


@pytest.fixture
def key():
    return Ed25519PrivateKey.generate()


@pytest.fixture
def written(key):
    return write_request(
        name="Ben", email="ben@example.com", device="laptop", key=key, issued_at=NOW
    )


def test_a_request_is_read_as_it_was_written_with_words_of_its_own(key, written):
    request = read_request(written)
    assert (request.name, request.email, request.device) == ("Ben", "ben@example.com", "laptop")
    assert request.public_key == public_hex(key.public_key())
    assert request.words == words_of(payload_of(written)[1])
    assert len(request.words.split()) == WORDS_SHOWN >= 9


def test_every_changed_byte_of_a_request_is_noticed(written):
    request = read_request(written)
    for place in range(0, len(written), 7):
        changed = bytearray(written)
        changed[place] ^= 1
        try:
            other = read_request(bytes(changed))
        except SignatureRefused:
            continue
        assert other == dataclasses.replace(request)  # the key id is a hint that nobody reads


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(name=""),
        lambda c: c.update(name=" Ben"),
        lambda c: c.update(name="Ben\u202e"),
        lambda c: c.update(name="B" * 121),
        lambda c: c.update(device="a\nb"),
        lambda c: c.update(email="x" * 300),
        lambda c: c.update(type="roster"),
        lambda c: c.update(role="owner"),
        lambda c: c.pop("device"),
        lambda c: c.update(public_key="A" * 64),
    ],
)
def test_a_request_of_another_form_is_refused_also_when_it_is_signed(key, written, change):
    content = read_canonical(payload_of(written)[1])
    change(content)
    with pytest.raises(SignatureRefused):
        read_request(sign(JOIN_TYPE, canonical_bytes(content), key))


def test_a_request_for_somebody_else_s_key_is_refused(written):
    _written_type, payload = payload_of(written)
    with pytest.raises(SignatureRefused):
        read_request(sign(JOIN_TYPE, payload, Ed25519PrivateKey.generate()))
    with pytest.raises(SignatureRefused):
        read_request(
            sign("application/vnd.composer.roster.v1+json", payload, Ed25519PrivateKey.generate())
        )


def test_a_huge_or_empty_request_is_refused():
    for content in (b"", b"{}", b" " * (LARGEST_REQUEST + 1), b"\xff\xfe"):
        with pytest.raises(SignatureRefused):
            read_request(content)


def test_the_words_are_told_apart_by_their_first_letters():
    assert len(WORDS) == len({word[:4] for word in WORDS}) == 256
    assert all(word.isascii() and word.islower() and len(word) > 3 for word in WORDS)


def test_words_are_compared_as_people_write_them():
    words = owner_words("ab" * 32)
    assert same_words(f" {words.upper()}\n", words)
    assert not same_words(" ".join(words.split()[:-1]), words)
    assert not same_words("", "")


def test_a_recovery_key_is_read_back(key):
    recovery = RecoveryKey(workspace=WORKSPACE, owner_key="ab" * 32, private_key=key)
    again = read_recovery(write_recovery(recovery) + b"\n")
    assert again.public_key == recovery.public_key
    for wrong in (b"", b"{}", write_recovery(recovery)[:-20]):
        with pytest.raises(SignatureRefused):
            read_recovery(wrong)
