"""A signature counts only if the domain of From really stands for what it covers."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from composer.model.received import MailSignature, ReceiptFacts, ServerResult, SignatureResult
from composer.proofs.origin import (
    counts,
    is_proven,
    vouches_for_unsubscribe,
    with_trusted_results,
)
from composer.transports.mail_domains import NameService
from composer.transports.mail_signatures import SigningKeys, read_signatures
from composer.transports.server_results import read_server_results
from tests.servers.name_server import Names, name_server

MESSAGE = (
    b"From: Exchange <notices@example.com>\r\nTo: seed1@seeds.example\r\nSubject: New weights\r\n"
    b"List-Unsubscribe: <https://example.com/u/1>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    b"Date: Fri, 01 May 2026 06:30:00 +0000\r\nX-Composer-Test: " + b"ab" * 16 + b"\r\n"
    b"\r\nGood morning,\r\n\r\nnew weights.\r\n"
)
USUAL = [b"from", b"to", b"subject", b"date"]
SENT_AT = datetime.now(UTC)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


@pytest.fixture(scope="module")
def names(key: rsa.RSAPrivateKey) -> Iterator[Names]:
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
    halves = f'"{text[:200]}" "{text[200:]}"'  # a text of DNS holds 255 bytes
    with name_server() as served:
        for domain in ("example.com", "mail.example.com", "other.example"):
            served.records["s1._domainkey." + domain, "TXT"] = ['"v=spf1 -all"', halves]
        served.records["example.com", "TXT"] = ['"v=spf1 -all"']
        served.failing.add("s2._domainkey.example.com")
        yield served


def signed(
    key: rsa.RSAPrivateKey,
    *,
    domain: str = "example.com",
    selector: str = "s1",
    covers: list[bytes] | None = None,
    length: bool = False,
    algorithm: bytes = b"rsa-sha256",
    message: bytes = MESSAGE,
) -> bytes:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    line: bytes = dkim.sign(
        message,
        selector.encode(),
        domain.encode(),
        pem,
        include_headers=covers or USUAL,
        length=length,
        signature_algorithm=algorithm,
    )
    return line + message


def facts(names: Names, received: bytes, *, how: str = "file") -> ReceiptFacts:
    service = NameService(host="127.0.0.1", port=names.port, query_s=5)
    found = read_signatures(received, from_domain="example.com", ask_key=SigningKeys(service))
    return ReceiptFacts(how=how, signatures=found)


def proven(names: Names, received: bytes) -> bool:
    return is_proven(facts(names, received), sent_at=SENT_AT)


def test_a_file_that_the_domain_of_from_signed_is_proven(
    key: rsa.RSAPrivateKey, names: Names
) -> None:
    assert proven(names, signed(key))
    assert proven(names, signed(key, domain="mail.example.com"))
    (one,) = facts(names, signed(key)).signatures
    assert (one.domain, one.selector, one.result) == ("example.com", "s1", SignatureResult.PASS)
    assert one.headers == ("from", "to", "subject", "date")


def test_an_unsigned_file_proves_nothing(names: Names) -> None:
    assert not proven(names, MESSAGE)


def test_a_to_address_that_was_edited_out_breaks_the_signature(
    key: rsa.RSAPrivateKey, names: Names
) -> None:
    second = b", maria@example.com"
    two = MESSAGE.replace(b"To: seed1@seeds.example", b"To: seed1@seeds.example" + second)
    assert proven(names, signed(key, message=two))
    (signature,) = facts(names, signed(key, message=two).replace(second, b"")).signatures
    assert signature.result is SignatureResult.FAIL


@pytest.mark.parametrize(
    ("old", "new"), [(b"new weights.", b"old weights."), (b"Subject: New", b"Subject: Old")]
)
def test_a_changed_word_breaks_the_signature(
    key: rsa.RSAPrivateKey, names: Names, old: bytes, new: bytes
) -> None:
    assert not proven(names, signed(key).replace(old, new))


def test_a_signature_over_only_the_beginning_of_the_body_is_refused(
    key: rsa.RSAPrivateKey, names: Names
) -> None:
    partial = signed(key, length=True)
    (signature,) = facts(names, partial).signatures
    assert signature.result is SignatureResult.PASS
    assert not proven(names, partial)


@pytest.mark.parametrize("left_out", [b"to", b"subject"])
def test_a_signature_that_does_not_cover_to_or_subject_is_refused(
    key: rsa.RSAPrivateKey, names: Names, left_out: bytes
) -> None:
    covers = [name for name in USUAL if name != left_out]
    assert not proven(names, signed(key, covers=covers))


def test_a_signature_of_another_domain_is_refused_and_nobody_is_asked_about_it(
    key: rsa.RSAPrivateKey, names: Names
) -> None:
    names.asked.clear()
    assert not proven(names, signed(key, domain="other.example"))
    assert names.asked == []
    assert proven(names, signed(key, domain="other.example").removesuffix(MESSAGE) + signed(key))


def test_sha_1_counts_for_nothing(key: rsa.RSAPrivateKey, names: Names) -> None:
    assert not proven(names, signed(key, algorithm=b"rsa-sha1"))


def test_a_signature_older_than_the_test_is_a_replay(key: rsa.RSAPrivateKey, names: Names) -> None:
    found = facts(names, signed(key))
    assert not is_proven(found, sent_at=SENT_AT + timedelta(days=1))


def test_without_an_answer_about_the_key_nothing_is_proven_and_nothing_is_logged(
    key: rsa.RSAPrivateKey, names: Names, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        (unclear,) = facts(names, signed(key, selector="s2")).signatures
        (gone,) = facts(names, signed(key, selector="s3")).signatures
    assert (unclear.result, gone.result) == (SignatureResult.UNKNOWN, SignatureResult.FAIL)
    assert not [record for record in caplog.records if "dkim" in record.name]


@pytest.mark.parametrize(
    "line",
    [
        b"DKIM-Signature: \r\n",
        b"DKIM-Signature: v=1; d=example.com\r\n",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=\xff; h=from; bh=x; b=x\r\n",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; h=from; bh=@; b=@\r\n",
        b"DKIM-Signature: v=1;" + b" " * 9000 + b"\r\n",
        b"no header\r\n",
    ],
)
def test_a_hostile_signature_proves_nothing(names: Names, line: bytes) -> None:
    assert not proven(names, line + MESSAGE)


def test_what_we_read_ourselves_counts_without_a_signature(
    key: rsa.RSAPrivateKey, names: Names
) -> None:
    assert counts(ReceiptFacts(how="mailbox"), at_home=False, sent_at=SENT_AT)
    assert not counts(ReceiptFacts(how="file"), at_home=False, sent_at=SENT_AT)
    assert not counts(None, at_home=False, sent_at=SENT_AT)
    assert counts(ReceiptFacts(how="file"), at_home=True, sent_at=SENT_AT)
    assert counts(facts(names, signed(key)), at_home=False, sent_at=SENT_AT)


def test_both_unsubscribe_headers_must_be_signed(key: rsa.RSAPrivateKey, names: Names) -> None:
    both = [*USUAL, b"list-unsubscribe", b"list-unsubscribe-post"]
    for covers, expected in (
        (both, SignatureResult.PASS),
        (both[:-1], SignatureResult.FAIL),
        (USUAL, SignatureResult.FAIL),
    ):
        assert vouches_for_unsubscribe(facts(names, signed(key, covers=covers))) is expected
    unclear = facts(names, signed(key, covers=both, selector="s2"))
    assert vouches_for_unsubscribe(unclear) is SignatureResult.UNKNOWN
    other = facts(names, signed(key, covers=both, domain="other.example"))
    assert vouches_for_unsubscribe(other) is SignatureResult.FAIL


RESULTS = (
    b"Authentication-Results: mx.seeds.example; dkim=pass header.d=example.com header.s=s2;\r\n"
    b"\tspf=pass smtp.mailfrom=b+1@example.com; dmarc=pass header.from=example.com\r\n"
)


def test_only_the_server_set_for_the_mailbox_is_believed_and_only_on_top() -> None:
    found = read_server_results(RESULTS + MESSAGE, authserv_id="MX.seeds.example")
    assert [(item.method, item.result) for item in found] == [
        ("dkim", "pass"),
        ("spf", "pass"),
        ("dmarc", "pass"),
    ]
    assert found[1].properties == ()  # an address is not kept
    assert read_server_results(RESULTS + MESSAGE, authserv_id="mx.example.net") == ()
    assert read_server_results(RESULTS + MESSAGE, authserv_id="") == ()
    forged = b"Authentication-Results: evil.example; dkim=fail\r\n"
    assert read_server_results(forged + RESULTS + MESSAGE, authserv_id="mx.seeds.example") == ()
    junk = b"Authentication-Results: ;;;=(\r\n"
    assert read_server_results(junk + RESULTS + MESSAGE, authserv_id="mx.seeds.example") == ()


def test_the_mailboxs_server_stands_in_where_no_answer_came_about_the_key() -> None:
    unclear = MailSignature(
        domain="example.com",
        selector="s2",
        headers=("from",),
        result=SignatureResult.UNKNOWN,
        aligned=True,
        whole_body=True,
    )
    passed = ServerResult(
        method="dkim",
        result="pass",
        properties=(("header.d", "example.com"), ("header.s", "s2")),
    )
    for results, expected in (
        ((passed,), SignatureResult.PASS),
        ((), SignatureResult.UNKNOWN),
        ((ServerResult(method="dkim", result="fail", properties=passed.properties),),
         SignatureResult.UNKNOWN),
        ((ServerResult(method="dkim", result="pass", properties=(("header.d", "example.com"),)),),
         SignatureResult.UNKNOWN),
    ):  # fmt: skip
        mixed = ReceiptFacts(how="mailbox", signatures=(unclear,), results=results)
        assert with_trusted_results(mixed).signatures[0].result is expected
