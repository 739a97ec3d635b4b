"""A header that would keep a reviewer's program busy is refused before anything is decrypted."""

import base64

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import FileRefused
from composer.signoff.age_files import (
    LONGEST_HEADER,
    MOST_READERS,
    decrypt_with,
    encrypt_for,
)
from composer.signoff.dsse import public_hex

KEY = Ed25519PrivateKey.generate()
READER = public_hex(KEY.public_key())


def headed(change):
    """The same file with other lines in its header; they are (stanza, body) pairs."""
    written = encrypt_for([READER], b"content")
    head, end, rest = written.partition(b"\n--- ")
    beginning, stanza, body, *others = head.split(b"\n")
    lines = change([(stanza, body)])
    written = [line for pair in lines for line in pair]
    return b"\n".join([beginning, *written, *others]) + end + rest


def test_a_file_opens_for_each_of_many_readers_and_one_named_twice_is_one():
    others = [public_hex(Ed25519PrivateKey.generate().public_key()) for _n in range(5)]
    assert decrypt_with([KEY], encrypt_for([*others, READER, READER], b"content")) == b"content"


def test_more_readers_than_a_program_reads_are_not_written_for():
    keys = [f"{number:064x}" for number in range(MOST_READERS + 1)]
    with pytest.raises(FileRefused):
        encrypt_for(keys, b"content")


def strangers(count):
    """Stanzas for keys that nobody has."""
    return [
        (b"-> ssh-ed25519 %s %s" % (_b64(number.to_bytes(4, "big")), b"A" * 43), b"A" * 43)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines * 2,
        lambda lines: lines * 3,
        lambda lines: lines + strangers(MOST_READERS),
        lambda lines: [*lines, (b"-> X " + b"x" * LONGEST_HEADER, b"")],
    ],
)
def test_a_header_that_names_a_key_again_or_too_many_is_not_even_tried(change, monkeypatch):
    def untouched(*_arguments):
        raise AssertionError("nothing is decrypted")

    monkeypatch.setattr(pyrage, "decrypt", untouched)
    with pytest.raises(FileRefused) as refused:
        decrypt_with([KEY], headed(change))
    assert refused.value.findings[0].code == "proof_file.unreadable"


def test_what_stands_behind_the_last_part_or_is_cut_off_is_refused():
    written = encrypt_for([READER], b"content" * 20_000)
    for damaged in (written + b"\0", written + written, written[:-1], written[:-70_000]):
        with pytest.raises(FileRefused):
            decrypt_with([KEY], damaged)


def _b64(value):
    return base64.b64encode(value).rstrip(b"=")
