"""What mail systems write when mail comes back, made for one message of ours."""

from __future__ import annotations

VERP = "bounces+{id}@seed.test"
DATE = "Mon, 06 Jan 2031 10:00:00 +0000"


def returned_header(message_id: str, *, sender: str = "notices@seed.test") -> str:
    return f"Return-Path: <{sender}>\nMessage-ID: {message_id}\nSubject: A notice\n"


def status_report(
    address: str,
    *,
    message_id: str = "",
    to: str = "notices@seed.test",
    action: str = "failed",
    status: str = "5.1.1",
    own_id: str = "<report-1@mx.example>",
) -> bytes:
    """A delivery status notification as Postfix writes it (RFC 3464)."""
    mark = f"Message-ID: {own_id}\n" if own_id else ""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: {to}
Date: {DATE}
{mark}Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

<{address}>: host said: 550 {status} no such user

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: {DATE}

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{address}> no such user

--b1
Content-Type: text/rfc822-headers

{returned_header(message_id) if message_id else "Subject: A notice"}
--b1--
""".encode()


def spam_report(address: str, *, message_id: str, redacted: bool = False) -> bytes:
    """A complaint in the abuse reporting format (RFC 5965)."""
    named = "" if redacted else f"Original-Rcpt-To: {address}\n"
    return f"""From: feedback@provider.example
To: abuse@seed.test
Date: {DATE}
Subject: FW: A notice
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

This is an email abuse report.
--b2
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1
{named}
--b2
Content-Type: message/rfc822

{returned_header(message_id)}
The text.
--b2--
""".encode()


def auto_reply(*, message_id: str) -> bytes:
    return f"""From: Bob <bob@elsewhere.example>
To: notices@seed.test
Subject: Automatic reply: A notice
Auto-Submitted: auto-replied
In-Reply-To: {message_id}
Message-ID: <away@elsewhere.example>

I am away. In urgent cases the mailbox of my colleague is not full.
""".encode()


def wild(address: str, words: str, *, message_id: str, subject: str = "Delivery failed") -> bytes:
    """A report that follows no standard, as small servers write it."""
    return f"""From: Mail Delivery Subsystem <mailer-daemon@old.example>
To: notices@seed.test
Subject: {subject}

{words.format(address=address)}

------ This is a copy of your message, including all the headers. ------

{returned_header(message_id)}
""".encode()
