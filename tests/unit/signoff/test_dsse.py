"""An envelope is opened only by its one right signature over its type and bytes."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.signoff.dsse import open_envelope, public_hex, sign
from composer.signoff.statements import StatementKind

KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
KNOWN = (public_hex(OTHER.public_key()), public_hex(KEY.public_key()))
TYPE = StatementKind.APPROVAL.payload_type


def rewritten(envelope, change):
    content = json.loads(envelope)
    change(content)
    return json.dumps(content).encode()


def opened(envelope, payload_type=TYPE, keys=KNOWN):
    return open_envelope(envelope, payload_type=payload_type, public_keys=keys)


def test_the_key_that_verifies_is_named():
    verified = opened(sign(TYPE, b'{"a":1}', KEY))
    assert (verified.payload, verified.public_key) == (b'{"a":1}', KNOWN[1])


def test_the_key_id_counts_for_nothing():
    lying = rewritten(sign(TYPE, b"{}", KEY), lambda c: c["signatures"][0].update(keyid=KNOWN[0]))
    assert opened(lying).public_key == KNOWN[1]
    without = rewritten(sign(TYPE, b"{}", KEY), lambda c: c["signatures"][0].pop("keyid"))
    assert opened(without).public_key == KNOWN[1]


def test_a_rejection_replayed_as_an_approval_is_refused():
    rejection = sign(StatementKind.REJECTION.payload_type, b"{}", KEY)
    with pytest.raises(SignatureRefused):
        opened(rejection)
    with pytest.raises(SignatureRefused):
        opened(rewritten(rejection, lambda c: c.update(payloadType=TYPE)))


def test_a_swapped_payload_is_refused():
    other = base64.b64encode(b'{"a":2}').decode()
    with pytest.raises(SignatureRefused):
        opened(rewritten(sign(TYPE, b'{"a":1}', KEY), lambda c: c.update(payload=other)))


def test_a_key_nobody_knows_is_refused():
    with pytest.raises(SignatureRefused):
        opened(sign(TYPE, b"{}", KEY), keys=KNOWN[:1])
    with pytest.raises(SignatureRefused):
        opened(sign(TYPE, b"{}", KEY), keys=())


def test_a_key_has_one_spelling():
    with pytest.raises(SignatureRefused):
        opened(sign(TYPE, b"{}", KEY), keys=(KNOWN[1].upper(),))


def test_every_flipped_bit_of_the_signature_is_refused():
    envelope = sign(TYPE, b"{}", KEY)
    right = base64.b64decode(json.loads(envelope)["signatures"][0]["sig"])
    for place in range(64):
        wrong = bytearray(right)
        wrong[place] ^= 0x04
        text = base64.b64encode(bytes(wrong)).decode()
        with pytest.raises(SignatureRefused):
            opened(rewritten(envelope, lambda c, t=text: c["signatures"][0].update(sig=t)))


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["signatures"].append(c["signatures"][0]),
        lambda c: c["signatures"].clear(),
        lambda c: c.update(signatures={}),
        lambda c: c.update(signatures=["x"]),
        lambda c: c.update(extra="1"),
        lambda c: c.pop("payload"),
        lambda c: c["signatures"][0].update(cert="x"),
        lambda c: c["signatures"][0].update(sig="!!!!"),
        lambda c: c["signatures"][0].update(sig=""),
        lambda c: c["signatures"][0].update(sig=1),
        lambda c: c.update(payloadType=3),
        lambda c: c.update(payload=c["payload"] + "\n"),
        lambda c: c.update(payload="e31="),
        lambda c: c.update(payload=None),
    ],
)
def test_any_other_form_of_envelope_is_refused(change):
    with pytest.raises(SignatureRefused):
        opened(rewritten(sign(TYPE, b"{}", KEY), change))


def test_one_key_under_two_ids_is_refused():
    envelope = sign(TYPE, b"{}", KEY)

    def twice(content):
        second = dict(content["signatures"][0], keyid="somebody else")
        content["signatures"].append(second)

    with pytest.raises(SignatureRefused):
        opened(rewritten(envelope, twice))


def test_an_envelope_with_a_key_twice_or_trailing_content_is_refused():
    envelope = sign(TYPE, b"{}", KEY)
    with pytest.raises(SignatureRefused):
        opened(envelope.replace(b'{"payload":', b'{"payload":"e30=","payload":', 1))
    with pytest.raises(SignatureRefused):
        opened(envelope + b"{}")
