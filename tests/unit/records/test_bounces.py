"""What comes back is read as it is meant, told apart, and never trips the reader."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.model.bounce import BounceKind, ReadBounce
from composer.records.bounce_events import read_events
from composer.records.bounces import MOST_BYTES, read_bounce
from tests.bounce_samples import auto_reply, spam_report, status_report, wild

CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "bounces"
READ_OTHERWISE = {("groupwise", "groupwise_02.txt")}
"""Listed twice: for one detector it names nobody, for another it names the one that is read."""
ID = "<0123456789abcdef0123456789abcdef@seed.test>"
WHO = "bob@elsewhere.example"


def failed(read: ReadBounce) -> set[str]:
    return {one for note in read.notes if note.kind.is_failure for one in note.addresses}


def delayed(read: ReadBounce) -> set[str]:
    return {
        one
        for note in read.notes
        if note.kind is BounceKind.DELAYED
        for one in note.addresses
    }  # fmt: skip


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of bounces is not here")
def test_the_corpus_is_read_as_expected() -> None:
    expected = json.loads((CORPUS / "expected.json").read_text("utf-8"))
    otherwise = set()
    for detector, file, addresses, is_temporary in expected:
        read = read_bounce((CORPUS / file).read_bytes())
        found = (delayed(read), failed(read)) if is_temporary else (failed(read), delayed(read))
        if found != (set(addresses), set()):
            otherwise.add((detector, file))
    assert otherwise == READ_OTHERWISE


def test_a_delivery_status_names_person_code_and_our_message() -> None:
    read = read_bounce(status_report(WHO, message_id=ID, to="bounces+abc@seed.test"))
    assert (read.kind, failed(read)) == (BounceKind.PERMANENT, {WHO})
    assert read.notes[0].status == "5.1.1"
    assert ID in read.message_ids
    assert "bounces+abc@seed.test" in read.mailboxes
    assert read.at == datetime(2031, 1, 6, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", BounceKind.PERMANENT),
        ("failed", "5.2.2", BounceKind.PERMANENT),
        ("failed", "5.7.1", BounceKind.REFUSED),
        ("failed", "5.3.4", BounceKind.REFUSED),
        ("failed", "4.4.7", BounceKind.GAVE_UP),
        ("delayed", "4.4.1", BounceKind.DELAYED),
        ("delivered", "2.0.0", BounceKind.NONE),
        ("relayed", "2.0.0", BounceKind.NONE),
    ],
)
def test_what_a_status_says_is_told_apart(action: str, status: str, kind: BounceKind) -> None:
    assert read_bounce(status_report(WHO, action=action, status=status)).kind is kind


def test_a_complaint_is_no_bounce_and_needs_no_address() -> None:
    named = read_bounce(spam_report(WHO, message_id=ID))
    assert (named.kind, named.addresses) == (BounceKind.COMPLAINT, (WHO,))
    redacted = read_bounce(spam_report(WHO, message_id=ID, redacted=True))
    assert (redacted.kind, redacted.addresses) == (BounceKind.COMPLAINT, ())
    assert ID in redacted.message_ids


def test_who_complained_may_be_hidden() -> None:
    hidden = read_bounce(spam_report("redacted@provider.example", message_id=ID))
    assert (hidden.kind, hidden.addresses) == (BounceKind.COMPLAINT, ())


def test_an_address_in_other_letters_is_read_as_it_is_written() -> None:
    report = status_report("jörg@bücher.example").replace(b"rfc822; j", b"utf-8; j")
    assert "jörg@bücher.example" in read_bounce(report).addresses
    other = report.replace(b"message/delivery-status", b"message/global-delivery-status")
    assert "jörg@bücher.example" in read_bounce(other).addresses


def test_a_report_that_says_it_is_no_spam_is_no_complaint() -> None:
    good = spam_report(WHO, message_id=ID).replace(b"Type: abuse", b"Type: not-spam")
    assert read_bounce(good).kind is BounceKind.NONE


def test_an_automatic_reply_is_no_bounce_whatever_its_words() -> None:
    read = read_bounce(auto_reply(message_id=ID))
    assert read.kind is BounceKind.AUTO_REPLY
    assert ID in read.message_ids


@pytest.mark.parametrize(
    ("words", "kind", "status"),
    [
        ("<{address}>: host mx said: 550 5.1.1 User unknown", BounceKind.PERMANENT, "5.1.1"),
        ("{address}\n  SMTP error: 452 4.2.2 Mailbox full, still trying", BounceKind.DELAYED, ""),
        ("Your message to {address} could not be delivered.", BounceKind.PERMANENT, ""),
        ("Die Nachricht an {address} konnte nicht zugestellt werden.", BounceKind.PERMANENT, ""),
        ("Votre message n'a pas pu être remis à {address}.", BounceKind.PERMANENT, ""),
        ("Delivery to {address} has been delayed; no action is required.", BounceKind.DELAYED, ""),
        ("<{address}> 550 5.7.1 blocked by policy", BounceKind.REFUSED, "5.7.1"),
        (
            (
                "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to"
                " deliver your message to the following addresses.\n\n<{address}>:\n"
                "192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown user"
            ),
            BounceKind.PERMANENT,
            "5.1.1",
        ),
        (
            (
                "This message was created automatically by mail delivery software.\n\nA message that"
                " you sent could not be delivered to one or more of its recipients.\n\n  {address}\n"
                "    SMTP error from remote mail server after RCPT TO:<{address}>:\n"
                "    host mx.example [192.0.2.1]: 552 5.2.2 mailbox is full"
            ),
            BounceKind.PERMANENT,
            "5.2.2",
        ),
        (
            (
                "Remote Server returned '550 5.4.1 Recipient address rejected: Access denied'\n"
                "{address}\nIhre Nachricht wurde nicht zugestellt."
            ),
            BounceKind.PERMANENT,
            "5.4.1",
        ),
    ],
)
def test_forms_without_a_standard_are_read(words: str, kind: BounceKind, status: str) -> None:
    read = read_bounce(wild(WHO, words, message_id=ID))
    assert (read.kind, read.addresses) == (kind, (WHO,))
    assert not status or read.notes[0].status == status
    assert ID in read.message_ids


def test_who_is_away_is_not_gone_though_nobody_is_its_sender() -> None:
    away = b"Return-Path: <>\n" + auto_reply(message_id=ID)
    assert read_bounce(away).kind is BounceKind.AUTO_REPLY
    plain = away.replace(b"Auto-Submitted: auto-replied\n", b"")
    unmarked = plain.replace(b"Automatic reply: A notice", b"Re: A notice")
    unmarked = unmarked.replace(b"I am away.", b"The user is not available; mailbox is closed.")
    assert read_bounce(plain).kind is BounceKind.AUTO_REPLY
    assert read_bounce(unmarked).kind is BounceKind.AUTO_REPLY  # it answers, as nobody
    answers_nothing = unmarked.replace(b"In-Reply-To", b"X-About")
    assert read_bounce(answers_nothing).kind is BounceKind.NONE


def test_a_persons_letter_about_a_bounce_is_none() -> None:
    letter = wild(WHO, "My mail to {address} could not be delivered.", message_id=ID)
    letter = letter.replace(b"Mail Delivery Subsystem <mailer-daemon@", b"Carol <carol@")
    assert read_bounce(letter).kind is BounceKind.NONE


def test_the_same_report_has_the_same_mark_however_it_was_carried() -> None:
    plain = status_report(WHO, message_id=ID)
    carried = b"Received: from a by b\r\n" + plain.replace(b"\n", b"\r\n")
    assert read_bounce(plain).mark == read_bounce(carried).mark
    nameless = status_report(WHO, message_id=ID, own_id="")
    carried = b"Received: from a by b\r\n" + nameless.replace(b"\n", b"\r\n")
    assert read_bounce(nameless).mark == read_bounce(carried).mark
    assert read_bounce(nameless).mark != read_bounce(plain).mark


def test_events_of_a_mail_service_name_our_message_outright() -> None:
    event = {"event": "bounce", "type": "bounce", "email": WHO, "status": "5.1.1",
             "reason": "550 no such user", "timestamp": 1_900_000_000, "composer_id": "a" * 32,
             "sg_event_id": "one"}  # fmt: skip
    listed = [event, event | {"event": "spamreport"}, event | {"event": "delivered"}, 7]
    found = list(read_events(json.dumps(listed).encode()))
    assert [one.kind.value for one in found] == ["permanent", "complaint", "none"]
    assert found[0].recipient_ids == ("a" * 32,)
    lines = "\n".join(json.dumps(one) for one in listed) + "\n{ cut off"
    assert [one.mark for one in read_events(lines.encode())] == [one.mark for one in found]


HOSTILE = {
    "nothing": b"",
    "no header": b"\r\n" * 1000,
    "nested messages": b"Content-Type: message/rfc822\r\n\r\n" * 20_000,
    "nested parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=a%d\r\n\r\n--a%d\r\n" % (n, n)
        for n in range(5000)
    ),
    "parts without end": b"Content-Type: multipart/report; boundary=a\r\n\r\n"
    + b"--a\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822;a@b.c\r\n"
    * 3000,
    "one long line": b"From: mailer-daemon@x.example\r\n\r\n" + b"a@" * (2 * MOST_BYTES),
    "rules": b"From: mailer-daemon@x.example\r\n\r\n" + (b"-" * 990 + b"\r\n") * 200,
    "no ASCII": bytes(range(256)) * 400,
    "no sender": b"Subject: =?utf-8?b?Zg?=\r\nFrom: \xff\xfe\r\n\r\nuser unknown",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_message_trips_the_reader(name: str) -> None:
    assert not read_bounce(HOSTILE[name]).recipient_ids


def test_changed_messages_trip_nothing_either() -> None:
    change(100, seed=1)


@pytest.mark.long
def test_thousands_of_changed_messages_trip_nothing_either() -> None:
    change(5_000, seed=2)


def change(rounds: int, *, seed: int) -> None:
    """Change messages at random and read them, also within: nothing may be raised there."""
    chance = random.Random(seed)
    texts = [
        status_report(WHO, message_id=ID),
        spam_report(WHO, message_id=ID),
        auto_reply(message_id=ID),
        wild(WHO, "<{address}>: 550 5.1.1 unknown", message_id=ID),
    ]
    if CORPUS.exists():
        texts += [path.read_bytes() for path in sorted(CORPUS.glob("*.txt"))]
    for _round in range(rounds):
        text = bytearray(chance.choice(texts))
        for _change in range(chance.randint(1, 20)):
            at = chance.randrange(len(text) + 1)
            match chance.randrange(4):
                case 0:
                    text[at:at] = bytes(chance.choices(b'\r\n:;<>@="-\x00\xff ', k=6))
                case 1:
                    del text[at : at + chance.randint(1, 60)]
                case 2:
                    other = chance.choice(texts)
                    start = chance.randrange(len(other))
                    text[at:at] = other[start : start + 300]
                case _:
                    text[at:at] = text[max(0, at - 50) : at] * chance.randint(1, 20)
        assert read_bounce(bytes(text)).mark
