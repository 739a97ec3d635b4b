"""Reports that were put together badly, or damaged on the way, and say what they say all the same."""

from __future__ import annotations

import base64

from composer.model.bounce import BounceKind
from tests.unit.records.wild.made import (
    BOB,
    DAEMON,
    EVE,
    ID,
    RETURNED,
    Wild,
    parts,
    recipient,
    report,
    words,
)

GONE = BounceKind.PERMANENT
STATUS = f"Reporting-MTA: dns; mx.elsewhere.example\n\n{recipient(BOB, '5.1.1', 'smtp; 550 5.1.1 unknown')}"
PLAIN = report(recipient(BOB, "5.1.1"))
TEXT = ("text/plain", "Undelivered.")
BACK = ("message/rfc822", f"{RETURNED}\nDear Bob\n")
B64, QP = "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n"


def b64(text: str) -> str:
    return base64.encodebytes(text.encode()).decode()


def bad(name: str, content: bytes, *failed: str, is_ours: bool = True) -> Wild:
    return Wild(name, content, GONE, failed=failed or (BOB,), is_ours=is_ours)


BADLY_MADE = [
    bad("a status in base64", parts(TEXT, ("message/delivery-status", b64(STATUS), B64), BACK)),
    bad("a status in quoted-printable", parts(
        TEXT, ("message/delivery-status", STATUS.replace("bob", "=62ob").replace("unknown", "unk=\nnown"), QP), BACK)),
    bad("a status that says base64 and is not", parts(
        TEXT, ("message/delivery-status", STATUS, B64), BACK)),
    bad("a returned message in base64", parts(
        TEXT, ("message/delivery-status", STATUS), ("message/rfc822", b64(RETURNED), B64))),
    bad("a returned message in quoted-printable", parts(
        TEXT, ("message/delivery-status", STATUS),
        ("message/rfc822", RETURNED.replace("@", "=40"), QP))),
    bad("a returned header that is called text", parts(
        TEXT, ("message/delivery-status", STATUS), ("text/plain; name=headers.txt", RETURNED))),
    bad("a returned message that is called a file", parts(
        TEXT, ("message/delivery-status", STATUS),
        ('application/octet-stream; name="A notice.eml"', b64(RETURNED), B64))),
    bad("no blank line after the head of the part", report(recipient(BOB, "5.1.1")).replace(
        b"message/delivery-status\n\nReporting-MTA: dns; mx.elsewhere.example\n\n",
        b"message/delivery-status\nReporting-MTA: dns; mx.elsewhere.example\n")),
    bad("no blank line between two people", report(
        recipient(BOB, "5.1.1") + recipient(EVE, "5.1.1")), BOB, EVE),
    bad("a blank line within what is said of one", report(
        f"Final-Recipient: rfc822;{BOB}\n\nAction: failed\nStatus: 5.1.1\n")),
    bad("a line of spaces between two people", report(
        recipient(BOB, "5.1.1") + "   \n" + recipient(EVE, "5.1.1")), BOB, EVE),
    bad("rubbish within what is said of one", report(
        f"Final-Recipient: rfc822;{BOB}\n*** what is this\nAction: failed\nStatus: 5.1.1\n")),
    bad("lines end twice", PLAIN.replace(b"\n", b"\r\r\n")),
    bad("line ends of two kinds", PLAIN.replace(b"\n\n", b"\r\n\r\n")),
    bad("an empty line before everything", b"\r\n\n" + PLAIN),
    bad("a byte order mark before everything", b"\xef\xbb\xbf" + PLAIN),
    bad("a line of an mbox before everything", b"From MAILER-DAEMON Mon Jan  6 10:00:00 2031\n" + PLAIN),
    bad("a status in a part that is called text", parts(TEXT, ("text/plain", STATUS), BACK, kind="mixed")),
    bad("a status in a part that is called a file", parts(
        TEXT, ('application/octet-stream; name="details.txt"', b64(STATUS), B64), BACK, kind="mixed")),
    bad("a status in text/delivery-status", parts(TEXT, ("text/delivery-status", STATUS), BACK)),
    bad("the boundary is not named", PLAIN.replace(b'; boundary="=_b1"', b"")),
    bad("the boundary is another one", PLAIN.replace(b'boundary="=_b1"', b'boundary="other"')),
    bad("the type of the message is lost", words(DAEMON, "Undelivered", PLAIN.decode().partition("\n\n")[2])),
    bad("it ends in the midst", PLAIN[: PLAIN.index(b"Dear Bob")]),
    bad("a charset that does not exist", words(
        DAEMON, "Undelivered", f"<{BOB}>: 550 5.1.1 unbekannt\n\n{RETURNED}").replace(b"utf-8", b"x-unknown-8bit")),
    bad("a charset that is no charset", words(
        DAEMON, "Undelivered", f"<{BOB}>: 550 5.1.1 unbekannt\n\n{RETURNED}").replace(b"utf-8", b"zlib")),
    bad("Latin-1 that says it is UTF-8", words(
        "postmaster@de.example", "Unzustellbar", f"Empfänger ungültig, Postfach überfüllt:\n{BOB}\n\n{RETURNED}",
        charset="iso-8859-1").replace(b"iso-8859-1", b"utf-8")),
    bad("words broken by a new line", words(
        "postmaster@x.example", "A notice", f"Your message to {BOB} could not\nbe delivered.\n\n{RETURNED}")),
    bad("quoted by another mail system", words(
        DAEMON, "Undelivered", f"<{BOB}>: 550 5.1.1 unknown\n\n> Message-ID:\n>  {ID}\n> Subject: A notice")),
]  # fmt: skip
