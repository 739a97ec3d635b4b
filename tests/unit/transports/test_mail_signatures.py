"""A signature counts only if the domain of From really stands for what it covers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from composer.model.received import MailSignature, ReceiptFacts, ServerResult, SignatureResult
from composer.proofs.origin import (
    counts,
    is_proven,
    vouches_for_unsubscribe,
    with_trusted_results,
)
from composer.transports.mail_signatures import SigningKeys, read_signatures
from composer.transports.server_results import read_server_results
from tests.servers import signed_mail
from tests.servers.name_server import Names
from tests.servers.signed_mail import keys_served

MESSAGE = (
    b"From: Exchange <notices@example.com>\r\nTo: seed1@seeds.example\r\nSubject: New weights\r\n"
    b"List-Unsubscribe: <https://example.com/u/1>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    b"Date: Fri, 01 May 2026 06:30:00 +0000\r\nX-Composer-Test: " + b"ab" * 16 + b"\r\n"
    b"\r\nGood morning,\r\n\r\nnew weights.\r\n"
)
SENT_AT = datetime.now(UTC)


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    with keys_served() as served:
        yield served


def signed(message: bytes = MESSAGE, **how: Any) -> bytes:
    return signed_mail.signed(message, **how)


def facts(names: Names, received: bytes, *, how: str = "file") -> ReceiptFacts:
    asked = SigningKeys(signed_mail.service(names))
    found = read_signatures(received, from_domain="example.com", ask_key=asked)
    return ReceiptFacts(how=how, signatures=found)


def proven(names: Names, received: bytes) -> bool:
    return is_proven(facts(names, received), sent_at=SENT_AT)


def test_a_file_that_the_domain_of_from_signed_is_proven(names: Names) -> None:
    assert proven(names, signed())
    assert proven(names, signed(domain="mail.example.com"))
    (one,) = facts(names, signed()).signatures
    assert (one.domain, one.selector, one.result) == ("example.com", "s1", SignatureResult.PASS)
    assert one.headers == ("from", "to", "subject", "date")


def test_an_unsigned_file_proves_nothing(names: Names) -> None:
    assert not proven(names, MESSAGE)


def test_a_to_address_that_was_edited_out_breaks_the_signature(names: Names) -> None:
    second = b", maria@example.com"
    two = MESSAGE.replace(b"To: seed1@seeds.example", b"To: seed1@seeds.example" + second)
    assert proven(names, signed(two))
    (signature,) = facts(names, signed(two).replace(second, b"")).signatures
    assert signature.result is SignatureResult.FAIL


@pytest.mark.parametrize(
    ("old", "new"), [(b"new weights.", b"old weights."), (b"Subject: New", b"Subject: Old")]
)
def test_a_changed_word_breaks_the_signature(names: Names, old: bytes, new: bytes) -> None:
    assert not proven(names, signed().replace(old, new))


def test_a_signature_over_only_the_beginning_of_the_body_is_refused(names: Names) -> None:
    partial = signed(length=True)
    (signature,) = facts(names, partial).signatures
    assert signature.result is SignatureResult.PASS
    assert not proven(names, partial)


@pytest.mark.parametrize("left_out", [b"to", b"subject"])
def test_a_signature_that_does_not_cover_to_or_subject_is_refused(
    names: Names, left_out: bytes
) -> None:
    covers = [name for name in signed_mail.USUAL if name != left_out]
    assert not proven(names, signed(covers=covers))


def test_a_signature_of_another_domain_is_refused_and_nobody_is_asked_about_it(
    names: Names,
) -> None:
    names.asked.clear()
    assert not proven(names, signed(domain="other.example"))
    assert names.asked == []
    assert proven(names, signed(domain="other.example").removesuffix(MESSAGE) + signed())


def test_sha_1_counts_for_nothing(names: Names) -> None:
    assert not proven(names, signed(algorithm=b"rsa-sha1"))


def test_a_signature_older_than_the_test_is_a_replay(names: Names) -> None:
    found = facts(names, signed())
    assert not is_proven(found, sent_at=SENT_AT + timedelta(days=1))


def test_without_an_answer_about_the_key_nothing_is_proven_and_nothing_is_logged(
    names: Names, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        (unclear,) = facts(names, signed(selector="s2")).signatures
        (gone,) = facts(names, signed(selector="s3")).signatures
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


def test_what_we_read_ourselves_counts_without_a_signature(names: Names) -> None:
    assert counts(ReceiptFacts(how="mailbox"), at_home=False, sent_at=SENT_AT)
    assert not counts(ReceiptFacts(how="file"), at_home=False, sent_at=SENT_AT)
    assert not counts(None, at_home=False, sent_at=SENT_AT)
    assert counts(ReceiptFacts(how="file"), at_home=True, sent_at=SENT_AT)
    assert counts(facts(names, signed()), at_home=False, sent_at=SENT_AT)


def test_both_unsubscribe_headers_must_be_signed(names: Names) -> None:
    both = [*signed_mail.USUAL, b"list-unsubscribe", b"list-unsubscribe-post"]
    for covers, expected in (
        (both, SignatureResult.PASS),
        (both[:-1], SignatureResult.FAIL),
        (signed_mail.USUAL, SignatureResult.FAIL),
    ):
        assert vouches_for_unsubscribe(facts(names, signed(covers=covers))) is expected
    unclear = facts(names, signed(covers=both, selector="s2"))
    assert vouches_for_unsubscribe(unclear) is SignatureResult.UNKNOWN
    other = facts(names, signed(covers=both, domain="other.example"))
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
