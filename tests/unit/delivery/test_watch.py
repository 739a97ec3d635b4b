"""What a received copy says about everybody's message: equal, different, or showing others."""

from __future__ import annotations

import pytest

from composer.delivery.watch import (
    NEEDS_REASON,
    NEEDS_REVIEWER,
    are_many_complaints,
    judge_complaints,
    judge_copy,
)
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.wire.decode import decode_eml

NONCE = "ab" * 16
SEED = "seed1@seeds.example"
TRACE = (
    b"Return-Path: <b+1@example.com>\r\nDelivered-To: seed1@seeds.example\r\n"
    b"Received: from a by mx.seeds.example for <seed1@seeds.example>;\r\n"
    b"\tFri, 1 May 2026 06:30:00 +0000\r\n"
)
WIRE = (
    b"From: Exchange <notices@example.com>\r\n"
    b"To: seed1@seeds.example\r\n"
    b"Subject: New weights\r\n"
    b"Message-ID: <abc@example.com>\r\n"
    b"X-Composer-Test: " + NONCE.encode() + b"\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: 7bit\r\n"
    b"\r\n"
    b"Dear Test, the weights change. Ask help@example.com.\r\n"
)
ARRIVED = TRACE + b"Date: Fri, 01 May 2026 06:30:00 +0000\r\n" + WIRE


def judged(received: bytes):
    return judge_copy(predicted=decode_eml(WIRE), received=received, slot=FIRST_COPY_SLOT + 2)


def changed(old: bytes, new: bytes) -> bytes:
    assert old in ARRIVED
    return ARRIVED.replace(old, new)


@pytest.mark.parametrize(
    "received",
    [
        ARRIVED,
        b"X-Spam-Score: 0.1\r\n" + ARRIVED,
        changed(b"<abc@example.com>", b"<4711@geopod.ismtpd.example.net>"),
    ],
)
def test_what_arrived_as_predicted_pulls_nothing(received):
    assert judged(received).cause is None


@pytest.mark.parametrize(
    "received",
    [
        changed(b"To: seed1@seeds.example", b"To: seed1@seeds.example, bo@other.example"),
        changed(b"To: seed1@seeds.example", b"To: bo@other.example"),
        changed(b"Subject:", b"To: seed1@seeds.example\r\nSubject:"),
        changed(b"Subject:", b"Cc: seed2@seeds.example\r\nSubject:"),
        changed(b"Subject:", b"Bcc: seed1@seeds.example\r\nSubject:"),
        changed(b"Dear Test,", b"Dear bo@other.example,"),
        changed(b"New weights", b"New weights for bo@other.example"),
        changed(b"Delivered-To: seed1@seeds.example", b"Delivered-To: a@x.example, b@x.example"),
        changed(b"7bit", b"7bit\r\nTo: bo@other.example"),
    ],
)
def test_a_second_address_anywhere_is_told_from_other_differences(received):
    assert judged(received).cause.code == "send.copy_foreign"


@pytest.mark.parametrize(
    ("received", "parts"),
    [
        (changed(b"weights change", b"weights stay"), "text"),
        (changed(b"New weights", b"[EXTERNAL] New weights"), "subject"),
        (changed(b"Subject:", b"X-Tracked: yes\r\nSubject:"), "x-tracked"),
        (changed(b"Subject:", b"X-Composer-Test: 1\r\nSubject:"), "x-composer-test"),
        (changed(b"change. Ask help@example.com", b"change"), "text"),
        (changed(b"charset=utf-8", b"charset=utf-16"), "message"),
    ],
)
def test_any_other_difference_pulls_its_own(received, parts):
    cause = judged(received).cause
    assert cause.code == "send.copy_differs"
    values = dict(cause.values)
    assert (values["count"], values["copy"]) == (1, 3)
    assert parts in values["parts"].lower()


def test_what_is_kept_of_a_difference_holds_no_address():
    received = changed(b"To: seed1@seeds.example", b"To: seed1@seeds.example, bo@other.example")
    assert "@" not in str(judged(received).cause)


def test_a_reviewer_is_asked_only_where_a_reason_is():
    assert NEEDS_REVIEWER < NEEDS_REASON
    assert not {"send.stopped", "send.batch_hold", "send.disk_low"} & NEEDS_REASON


@pytest.mark.parametrize(
    ("complaints", "handed_over", "told", "held"),
    [
        (0, 0, False, False),
        (1, 1001, False, False),
        (1, 1000, True, False),
        (2, 10, True, False),
        (3, 1001, True, False),
        (3, 1000, True, True),
        (300, 100_000, True, True),
        (299, 100_000, True, False),
    ],
)
def test_a_thousandth_of_complaints_is_told_and_three_of_them_hold(
    complaints, handed_over, told, held
):
    assert are_many_complaints(complaints, handed_over=handed_over) is told
    cause = judge_complaints(complaints, handed_over=handed_over)
    assert (cause is not None and cause.code == "send.complaints") is held
