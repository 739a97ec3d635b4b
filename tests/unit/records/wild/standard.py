"""Reports with a status that machines read, as mail servers of many makers write it (RFC 3464)."""

from __future__ import annotations

from composer.model.bounce import BounceKind
from tests.unit.records.wild.made import BOB, DAEMON, EVE, ID, Wild, parts, recipient, report

EXCHANGE = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@elsewhere.example>"
GONE, REFUSED = BounceKind.PERMANENT, BounceKind.REFUSED
GAVE_UP, DELAYED = BounceKind.GAVE_UP, BounceKind.DELAYED


def one(name: str, status: str, said: str, kind: BounceKind, **more: str) -> Wild:
    content = report(recipient(BOB, status, said), **more)
    return Wild(name, content, kind, failed=(BOB,))


STANDARD = [
    one("Postfix: unknown user", "5.1.1",
        f"smtp; 550 5.1.1 <{BOB}>: Recipient address rejected: User unknown in local recipient table",
        GONE, text=f"<{BOB}>: host mx.elsewhere.example[192.0.2.9] said: 550 5.1.1"),
    one("Postfix: domain not found", "5.4.4",
        "X-Postfix; Host or domain name not found. Name service error for name=elsewhere.example"
        " type=AAAA: Host not found", GONE),
    one("Postfix: expired", "4.4.1",
        "X-Postfix; connect to mx.elsewhere.example[192.0.2.9]:25: Connection timed out", GAVE_UP),
    one("Postfix: null MX", "5.1.0", "X-Postfix; Domain elsewhere.example does not accept mail"
        " (nullMX)", GONE),
    one("Postfix: too large", "5.3.4", "smtp; 552 5.3.4 Message size exceeds fixed limit", REFUSED),
    one("Postfix: loops", "5.4.6", "X-Postfix; mail for elsewhere.example loops back to myself",
        REFUSED),
    one("Postfix: listed by an RBL", "5.7.1", "smtp; 554 5.7.1 Service unavailable; Client host"
        " [192.0.2.7] blocked using zen.spamhaus.org", REFUSED),
    one("Exim: general status, clear words", "5.0.0",
        f"smtp; 550 No such person at this address: {BOB}", GONE),
    one("Exim: general status, taken for spam", "5.0.0",
        "smtp; 550 This message was classified as SPAM and may not be delivered", REFUSED),
    one("Exim: general status, late", "5.0.0", "smtp; 421 Too many concurrent SMTP connections",
        GAVE_UP),
    one("sendmail: host unknown", "5.1.2", "dns; host unknown", GONE,
        text=f"   ----- The following addresses had permanent fatal errors -----\n<{BOB}>\n"
        f"    (reason: 550 Host unknown)\n\n   ----- Transcript of session follows -----\n"
        f"550 5.1.2 <{BOB}>... Host unknown (Name server: elsewhere.example: host not found)",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.elsewhere.example>",
        subject="Returned mail: see transcript for details"),
    one("sendmail: other status, the server says more", "5.3.0",
        "SMTP; 550 5.7.1 Relaying denied", REFUSED),
    one("sendmail: given up after five days", "4.4.7", "SMTP; 451 4.3.0 try later", GAVE_UP),
    one("Exchange 2003, German", "5.1.1", "", GONE,
        sender="Systemadministrator <postmaster@elsewhere.example>",
        subject="=?iso-8859-1?Q?Unzustellbar:_A_notice?=",
        text=f"Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\n      Betreff:"
        f" A notice\n\nFolgende Empfänger konnten nicht erreicht werden:\n\n      {BOB} am"
        " 06.01.2031 11:05\n            Dieses E-Mail-Konto existiert nicht.\n"
        "            <mx.elsewhere.example #5.1.1>"),
    one("Exchange 2010: policy", "5.7.1", "smtp;550 5.7.1 RESOLVER.RST.NotAuthorized; not"
        " authorized", REFUSED, sender=EXCHANGE, subject="Undeliverable: A notice"),
    one("Exchange 2013, French", "5.1.1", "smtp;550 5.1.1 RESOLVER.ADR.RecipNotFound; not found",
        GONE, sender=EXCHANGE, subject="=?utf-8?Q?Non_remis=C2=A0:_A_notice?=",
        text=f"Échec de la remise pour ces destinataires ou groupes :\n\n{BOB}\nL’adresse de"
        " messagerie que vous avez entrée est introuvable."),
    one("Exchange 2016, Spanish", "5.2.2", "smtp;554 5.2.2 mailbox full; STOREDRV.Deliver."
        "Exception:QuotaExceededException", GONE, sender=EXCHANGE,
        subject="No se puede entregar: A notice",
        text=f"No se pudo entregar el mensaje a los siguientes destinatarios:\n{BOB}\n"
        "El buzón del destinatario está lleno."),
    one("Exchange 2019, Japanese", "5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;"
        " Recipient not found by SMTP address lookup", GONE, sender=EXCHANGE,
        subject="=?iso-2022-jp?B?GyRCR1s/LiRHJC0kXiQ7JHMbKEI=?=",
        text=f"次の受信者またはグループへの配信に失敗しました:\n\n{BOB}\n"
        "入力したメール アドレスが見つかりませんでした。"),
    one("Microsoft 365: blocked at the edge", "5.4.1", "smtp;550 5.4.1 Recipient address rejected:"
        " Access denied. [DB5EUR01FT025.eop-EUR01.prod.protection.outlook.com]", GONE,
        sender=EXCHANGE, subject="Undeliverable: A notice"),
    one("Microsoft 365: expired", "5.4.316", "smtp;550 5.4.316 Message expired, connection"
        " refused(Socket error code 10061)", GAVE_UP, sender=EXCHANGE),
    one("Microsoft 365: our sender is limited", "5.1.90", "smtp;550 5.1.90 Your message can't be"
        " sent because you've reached your daily limit", REFUSED, sender=EXCHANGE),
    one("Microsoft 365: too many mails to one person", "5.2.121", "smtp;550 5.2.121 Recipient's"
        " per hour message receive limit from specific sender exceeded", REFUSED, sender=EXCHANGE),
    one("Microsoft 365: hop count", "5.4.14", "smtp;554 5.4.14 Hop count exceeded - possible mail"
        " loop ATTR34", REFUSED, sender=EXCHANGE),
    one("Gmail: no such user", "5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach"
        " does not exist. Please try\n 550-5.1.1 double-checking the recipient's email address for"
        " typos or\n 550 5.1.1 unnecessary spaces. e12si1234567wrn.123 - gsmtp", GONE,
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        subject="Delivery Status Notification (Failure)",
        more=f"X-Failed-Recipients: {BOB}\nAuto-Submitted: auto-replied\n"),
    one("Gmail: not authenticated", "5.7.26", "smtp; 550-5.7.26 This mail has been blocked because"
        " the sender is unauthenticated.", REFUSED),
    one("Yahoo", "5.0.0", "smtp; 554 delivery error: dd This user doesn't have a yahoo.com account"
        f" ({BOB}) [0] - mta4001.mail.ne1", GONE),
    one("Yahoo: policy", "5.0.0", "smtp; 554 Message not allowed - [PH01] Email not accepted for"
        " policy reasons.", REFUSED),
    one("iCloud: over quota", "5.2.2", "smtp; 552 5.2.2 <b>: user is over quota", GONE),
    one("GMX: policy, though it names the mailbox", "5.0.0", "smtp; 550-Requested action not taken:"
        " mailbox unavailable 550-Reject due to policy restrictions.", REFUSED),
    one("web.de: unknown", "5.0.0", "smtp; 550 Requested action not taken: mailbox unavailable",
        GONE),
    one("T-Online", "5.1.1", f"smtp; 550 5.1.1 <{BOB}>: recipient unknown", GONE),
    one("Orange", "5.1.1", "smtp; 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid"
        " recipient. OFR204_104 [104]", GONE),
    one("NTT docomo", "5.1.1", f"smtp; 550 Unknown user {BOB}", GONE,
        subject="Returned mail: User unknown",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@docomo.example>"),
    one("Lotus Domino", "5.1.1", "X-Notes; User bob (bob@elsewhere.example) not listed in Domino"
        " Directory", GONE, sender="postmaster@elsewhere.example",
        subject="DELIVERY FAILURE: User bob (bob@elsewhere.example) not listed in Domino Directory"),
    one("GroupWise", "5.0.0", "smtp; 550 No such recipient", GONE,
        sender="Postmaster <postmaster@elsewhere.example>", subject="Message status - undeliverable"),
    one("Amavis: spam", "5.7.0", "smtp; 554 5.7.0 Reject, id=12345-01 - SPAM", REFUSED,
        sender="Content-filter at mx.elsewhere.example <postmaster@elsewhere.example>",
        subject="Considered UNSOLICITED BULK EMAIL, apparently from you"),
    one("Barracuda", "5.7.1", "smtp; 550 5.7.1 Message content rejected, UBE, id=00123-01-2",
        REFUSED, sender="Barracuda Spam Firewall <>",
        subject="**Message you sent blocked by our bulk email filter**"),
    one("Mimecast", "5.0.0", "smtp; 554 Email rejected due to security policies -"
        " https://community.mimecast.example/550", REFUSED),
    one("Proofpoint", "5.1.1", "smtp; 550 5.1.1 User Unknown", GONE),
    one("Cisco IronPort", "5.1.0", "smtp; 5.1.0 - Unknown address error 550-'5.1.1 User unknown'"
        " (delivery attempts: 0)", GONE),
    one("Amazon SES", "5.4.4", "smtp; 550 5.4.4 Invalid domain", GONE,
        sender="MAILER-DAEMON@amazonses.example", subject="Delivery Status Notification (Failure)"),
    one("Amazon SES: on its own list", "5.1.1", "Amazon SES has suppressed sending to this address"
        " because it has a recent history of bouncing as an invalid address.", GONE,
        sender="MAILER-DAEMON@amazonses.example"),
    one("Courier", "5.0.0", "smtp; 550 User unknown.", GONE,
        sender='"Courier mail server at mx.elsewhere.example" <@mx.elsewhere.example>',
        subject="NOTICE: mail delivery status.",
        text=f"               UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot"
        f" be delivered:\n\n<{BOB}>:\n    mx.elsewhere.example [192.0.2.9]:\n>>> RCPT TO:<{BOB}>\n"
        "<<< 550 User unknown."),
    one("Zimbra: over quota", "5.2.2", "smtp; 552 5.2.2 Over quota", GONE),
    one("MessagingServer", "5.1.1", "", GONE, text=f"  Recipient address: {BOB}\n  Reason: Illegal"
        f" host/domain name found\n", sender="Internet Mail Delivery <postmaster@mx.example>",
        subject="Delivery Notification: Delivery has failed"),
    one("Exim without an answer: given up", "5.0.0", "", GAVE_UP,
        text=f"A message that you sent could not be delivered to one or more of its recipients.\n\n"
        f"  {BOB}\n    retry timeout exceeded", more=f"X-Failed-Recipients: {BOB}\n"),
    one("a status that contradicts the server", "5.1.1",
        "smtp; 554 5.7.1 rejected due to DMARC policy", REFUSED),
]  # fmt: skip

LATE = [
    Wild("Postfix: a warning", report(
        recipient(BOB, "4.4.1", "X-Postfix; connect to mx[192.0.2.9]:25: Connection timed out",
                  action="delayed") + "Will-Retry-Until: Fri, 10 Jan 2031 10:00:00 +0000\n",
        text="# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #",
        subject="Delayed Mail (still being retried)"), DELAYED, delayed=(BOB,)),
    Wild("sendmail: a warning", report(
        recipient(BOB, "4.2.0", "SMTP; 450 4.2.0 Greylisted, see http://postgrey.example",
                  action="delayed (will retry)"),
        subject="Warning: could not send message for past 4 hours"), DELAYED, delayed=(BOB,)),
    Wild("Exchange, German: a warning", report(
        recipient(BOB, "4.4.7", "smtp;400 4.4.7 Message delayed", action="delayed"),
        sender=EXCHANGE, subject="Zustellung verzögert: A notice"), DELAYED, delayed=(BOB,)),
    Wild("Gmail: incomplete", report(
        recipient(BOB, "4.4.1", "smtp; timed out", action="delayed"),
        subject="Delivery Status Notification (Delay)"), DELAYED, delayed=(BOB,)),
    Wild("Exim: no action is named", report(
        f"Final-Recipient: rfc822;{BOB}\nStatus: 4.0.0\n"), DELAYED, delayed=(BOB,)),
]  # fmt: skip

SEVERAL = [
    Wild("two people, two reasons", report(
        recipient(BOB, "5.1.1", "smtp; 550 5.1.1 unknown"),
        recipient(EVE, "5.7.1", "smtp; 550 5.7.1 blocked")), GONE, failed=(BOB, EVE),
        kinds=(GONE, REFUSED)),
    Wild("one failed, one is late", report(
        recipient(BOB, "4.4.1", action="delayed"), recipient(EVE, "5.1.1")), GONE,
        failed=(EVE,), delayed=(BOB,)),
    Wild("one has it, one has not", report(
        recipient(EVE, "2.0.0", action="delivered"), recipient(BOB, "5.1.1")), GONE,
        failed=(BOB,)),
    Wild("handed on to a server that reports nothing", report(
        recipient(BOB, "2.0.0", "smtp; 250 OK", action="relayed"),
        subject="Successful Mail Delivery Report"), BounceKind.NONE),
    Wild("an alias: the person is the original recipient", report(
        f"Original-Recipient: rfc822;{BOB}\nFinal-Recipient: rfc822;robert@inner.example\n"
        "Action: failed\nStatus: 5.1.1\n"), GONE, failed=(BOB,)),
    Wild("an original recipient in xtext", report(
        "Original-Recipient: rfc822;bob+2Bnews@elsewhere.example\n"
        "Final-Recipient: rfc822;bob+news@elsewhere.example\nAction: failed\nStatus: 5.2.1\n"),
        GONE, failed=("bob+2Bnews@elsewhere.example",)),
    Wild("an address in angle brackets, with a comment", report(
        f"Final-Recipient: RFC822; <{BOB}> (Bob)\nAction: Failed (bad address)\n"
        "Status: 5.1.1 (unknown)\n"), GONE, failed=(BOB,)),
    Wild("no address at all, only ours is returned", report(
        "Final-Recipient: LOCAL; bob\nAction: failed\nStatus: 5.1.1\n"), GONE),
    Wild("no action and no status, only an answer", report(
        f"Final-Recipient: rfc822;{BOB}\nDiagnostic-Code: smtp; 550 unknown user\n"), GONE,
        failed=(BOB,)),
    Wild("an action of nobody's", report(recipient(BOB, "5.1.1", action="échec")), GONE,
         failed=(BOB,)),
    Wild("OpenSMTPD: an error", report(recipient(BOB, "5.1.1", action="error")), GONE,
         failed=(BOB,)),
    Wild("only the header is returned", parts(
        ("text/plain", "See below."),
        ("message/delivery-status", f"Reporting-MTA: dns;x\n\n{recipient(BOB, '5.1.1')}"),
        ("text/rfc822-headers", f"Message-ID: {ID}\nSubject: A notice")), GONE, failed=(BOB,)),
    Wild("nothing is returned, but what it answers is named", report(
        recipient(BOB, "5.1.1"), returned="", more=f"In-Reply-To: {ID}\nReferences: {ID}\n"),
        GONE, failed=(BOB,)),
    Wild("a forwarded report", parts(
        ("text/plain", "FYI"),
        ("message/rfc822", report(recipient(BOB, "5.1.1")).decode().replace("=_b1", "=_b2")),
        sender="Ann <ann@seed.test>", subject="Fwd: Undelivered", kind="mixed"), GONE,
        failed=(BOB,)),
    Wild("a report in other letters (RFC 6533)", parts(
        ("text/plain; charset=utf-8", "Unzustellbar"),
        ("message/global-delivery-status", ("Reporting-MTA: dns;x\n\nFinal-Recipient: utf-8;"
         "jörg@bücher.example\nAction: failed\nStatus: 5.1.1\n")),
        ("message/global-headers", f"Message-ID: {ID}\nTo: jörg@bücher.example"), sender=DAEMON),
        GONE, failed=("jörg@bücher.example",)),
]  # fmt: skip
