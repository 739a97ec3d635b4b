"""Reports that follow no standard: what servers of many makers write to people, in their languages."""

from __future__ import annotations

import base64

from composer.model.bounce import BounceKind
from tests.unit.records.wild.made import BOB, DAEMON, EVE, ID, RETURNED, Wild, parts, words

GONE, REFUSED = BounceKind.PERMANENT, BounceKind.REFUSED
GAVE_UP, DELAYED = BounceKind.GAVE_UP, BounceKind.DELAYED
COPY = "------ This is a copy of the message, including all the headers. ------\n\n" + RETURNED
EXIM = (
    "This message was created automatically by mail delivery software.\n\nA message that you sent"
    " could not be delivered to one or more of its\nrecipients. This is a permanent error. The"
    " following address(es) failed:\n\n"
)
QMAIL = (
    "Hi. This is the qmail-send program at mx.elsewhere.example.\nI'm afraid I wasn't able to"
    " deliver your message to the following addresses.\nThis is a permanent error; I've given up."
    " Sorry it didn't work out.\n\n"
)
BELOW = "\n--- Below this line is a copy of the message.\n\n" + RETURNED


def gone(name: str, sender: str, subject: str, text: str, *, kind: BounceKind = GONE,
         failed: tuple[str, ...] = (BOB,), more: str = "", charset: str = "utf-8") -> Wild:  # fmt: skip
    content = words(sender, subject, f"{text}\n{COPY}", more=more, charset=charset)
    return Wild(name, content, kind, failed=failed)


def page(sender: str, subject: str, html: str, *, charset: str = "utf-8") -> bytes:
    made = words(sender, subject, html, charset=charset)
    return made.replace(b"text/plain", b"text/html")


IN_WORDS = [
    gone("Exim: two people, two reasons", DAEMON, "Mail delivery failed: returning message to sender",
         f"{EXIM}  {BOB}\n    host mx [192.0.2.9]: 550 5.1.1 User unknown\n  {EVE}\n    host mx"
         " [192.0.2.9]: 550 5.7.1 Blocked\n", failed=(BOB, EVE),
         more=f"X-Failed-Recipients: {BOB}, {EVE}\n"),
    gone("Exim: unrouteable", DAEMON, "Mail delivery failed", f"{EXIM}  {BOB}\n    Unrouteable address",
         more=f"X-Failed-Recipients: {BOB}\n"),
    gone("Exim: given up", DAEMON, "Mail delivery failed",
         f"{EXIM}  {BOB}\n    retry time not reached for any host after a long failure period:\n"
         "    retry timeout exceeded", more=f"X-Failed-Recipients: {BOB}\n", kind=GAVE_UP),
    gone("GMX (Exim)", "GMX Mailer Daemon <mailer-daemon@gmx.example>",
         "Mail delivery failed: returning message to sender",
         "This message was created automatically by mail delivery software.\n\nA message that you"
         f" sent could not be delivered to one or more of\nits recipients. The following addresses"
         f" failed:\n\n{BOB}:\nSMTP error from remote server for RCPT TO command, host: mx.elsewhere"
         ".example (192.0.2.9) reason: 550 5.1.1 unknown"),
    gone("T-Online (smail)", "Mail Delivery System <mailer-daemon@t-online.example>",
         "mail failed, returning to sender",
         "|------------------------- Message log follows: -------------------------|\n no valid"
         " recipients were found for this message\n|------------------------- Failed addresses"
         f" follow: ---------------------|\n <{BOB}> ... unknown user"),
    Wild("qmail: no mailbox", words(f"{DAEMON}", "failure notice",
         f"{QMAIL}<{BOB}>:\nSorry, no mailbox here by that name. (#5.1.1)\n{BELOW}"), GONE, (BOB,)),
    Wild("qmail: in the queue too long", words(DAEMON, "failure notice",
         f"{QMAIL}<{BOB}>:\n192.0.2.9 failed after I sent the message.\nI'm not going to try again;"
         f" this message has been in the queue too long. (#4.4.1)\n{BELOW}"), GAVE_UP, (BOB,)),
    Wild("qmail: taken for spam", words(DAEMON, "failure notice",
         f"{QMAIL}<{BOB}>:\n192.0.2.9 failed after I sent the message.\nRemote host said: 554 5.7.1"
         f" This message has been blocked because it contains SPAM\n{BELOW}"), REFUSED, (BOB,)),
    Wild("Yahoo: failure notice", words("MAILER-DAEMON@yahoo.example", "Failure Notice",
         "Sorry, we were unable to deliver your message to the following address.\n\n"
         f"<{BOB}>:\nNo mx record found for domain=elsewhere.example\n{BELOW}"), GONE, (BOB,)),
    Wild("Gmail, before it had a status", words(
         "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
         "Delivery Status Notification (Failure)",
         f"Delivery to the following recipient failed permanently:\n\n     {BOB}\n\nTechnical details"
         " of permanent failure:\nGoogle tried to deliver your message, but it was rejected by the"
         " recipient domain. The error that the other server returned was: 550 550 5.1.1 unknown"
         f" (state 14).\n\n----- Original message -----\n\n{RETURNED}",
         more=f"X-Failed-Recipients: {BOB}\n"), GONE, (BOB,)),
    gone("hMailServer", "mailer-daemon@hmail.example", "Message undeliverable: A notice",
         "Your message did not reach some or all of the intended recipients.\n\n   Sent: Mon\n"
         f"   Subject: A notice\n\nThe following recipient(s) could not be reached:\n\n{BOB}\n"
         "   Error Type: SMTP\n   Remote server (192.0.2.9) issued an error.\n   hMailServer sent:"
         f" RCPT TO:<{BOB}>\n   Remote server replied: 550 unknown user\n\nhMailServer"),
    gone("MDaemon", "MDaemon@elsewhere.example", "Permanent Delivery Failure",
         "The attached message had PERMANENT fatal delivery errors.\n\nAfter one or more"
         " unsuccessful delivery attempts the attached message has\nbeen removed from the mail"
         f" queue on this server.\n\nFAILED ADDRESSES\n----------------\n{BOB}\n\n--- Session"
         f" Transcript ---\n --> RCPT To:<{BOB}>\n <-- 550 <{BOB}>, Recipient unknown\n"
         "--- End Transcript ---\n"),
    gone("MailEnable", "Postmaster <postmaster@elsewhere.example>", "Message Delivery Failure",
         f"MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s)"
         f" could not be reached:\n\n\tRecipient: [SMTP:{BOB}]\n\tReason: Remote SMTP Server"
         " Returned: 550 5.1.1 unknown\n\nMessage headers follow:\n"),
    gone("GroupWise in words", "Mail-System <postmaster@gw.example>", "Mailbox unavailable",
         f"The message that you sent was undeliverable to the following:\n\tbob ({BOB})\n\n"
         "Possibly truncated original message follows:"),
    gone("Lotus Domino, German", "postmaster@domino.example",
         "=?iso-8859-1?Q?ZUSTELLUNGSFEHLER?=", "Ihr Dokument:\tA notice\nkonnte nicht zugestellt"
         f" werden an:\t{BOB}\nweil:\tBenutzer nicht im Dom\u00e4nenverzeichnis gefunden",
         charset="iso-8859-1"),
    gone("NTT docomo, in words", "MAILER-DAEMON@docomo.example",
         "Mail System Error - Returned Mail", "This Message was undeliverable due to the following"
         " reason:\n\nThe user(s) account is temporarily over quota.\n\n"
         f"<{BOB}>\n\nPlease reply to Postmaster@docomo.example\nif you feel this message to be in"
         " error."),
    gone("au (KDDI)", "Mail Delivery Subsystem <MAILER-DAEMON@ezweb.example>", "Undeliverable Mail",
         "Each of the following recipients was rejected by a remote mail server.\nThe reasons given"
         f" by the server are included to help you determine why\neach recipient was rejected.\n\n"
         f"    Recipient: <{BOB}>\n    >>> RCPT TO:<{BOB}>\n    <<< 550 <{BOB}>: User unknown"),
    gone("au (KDDI), nobody's name", "no-reply@dion.example", "Mail System Error - Returned Mail",
         f"Your mail sent on: Mon, 6 Jan 2031\n    Could not be delivered to: <{BOB}>\n    As their"
         " mailbox is full."),
    gone("Japanese, in iso-2022-jp", "MAILER-DAEMON@jp.example", "=?iso-2022-jp?B?GyRCJSglaSE8GyhC?=",
         f"以下の宛先にメールを配信できませんでした。\n\n{BOB}\n\n宛先のメールアドレスは存在しません。",
         charset="iso-2022-jp"),
    gone("French, no code", "Postmaster <postmaster@fr.example>", "Votre message n'a pu être remis",
         f"Votre message n'a pu être remis au destinataire suivant :\n   {BOB}\nLa boîte aux lettres"
         " du destinataire est pleine."),
    gone("Spanish, no code", "Mail Delivery System <postmaster@es.example>", "Error de entrega",
         f"No se puede entregar su mensaje a:\n  {BOB}\nUsuario desconocido."),
    gone("Italian, no code", "postmaster@it.example", "Mancata consegna",
         f"Il messaggio non è stato consegnato a:\n{BOB}\nutente sconosciuto"),
    gone("German, words between", "Mailer-Daemon@de.example", "Unzustellbar",
         f"Ihre Nachricht konnte nicht an {BOB} zugestellt werden.\nWenden Sie sich an"
         " hilfe@de.example. Kontakt: support@de.example"),
    gone("Polish", "postmaster@pl.example", "Zwrot", f"Wiadomość nie została dostarczona do:\n{BOB}\n"
         "Adres nie istnieje."),
    gone("Russian (Mail.Ru)", "mailer-daemon@mail.example", "Mail failure.",
         f"Это письмо создано автоматически сервером.\n\nК сожалению, письмо не может быть доставлено:"
         f"\n\n<{BOB}>\nПользователь не найден. user not found", more=f"X-Failed-Recipients: {BOB}\n"),
    Wild("QQ: a page in Chinese, in base64", parts(
         ("text/html; charset=gb18030",
          base64.encodebytes("<div>您的邮件被退回来了</div>".encode("gb18030")).decode(),
          "Content-Transfer-Encoding: base64\n"),
         ("text/plain; charset=utf-8", (f"收信人邮件地址不存在，邮件无法送达。\n{BOB}\nhost mx said: 550"
          f" Mailbox not found\n\n{RETURNED}")),
         sender="QQ <PostMaster@qq.example>", subject="=?utf-8?B?57O757uf6YCA5L+h?=", kind="mixed"),
         GONE, (BOB,)),
    Wild("a page alone, with marks and names in it", page(
         "postmaster@html.example", "Undeliverable",
         "<html><head><style>p{font-weight:500 } .a{width:450 }</style></head><body><p>Your message"
         " to &lt;bob&#64;elsewhere.example&gt;</p>"
         f"<p>could not be<br>delivered:&nbsp;550 5.1.1 unknown</p><p>Message-ID: "
         f"{ID.replace('<', '&lt;').replace('>', '&gt;')}</p></body></html>"), GONE, (BOB,)),
    gone("a server that names itself and whom to ask", "Mail Delivery <postmaster@x.example>",
         "Undeliverable mail", "Your mail to bob@elsewhere.example failed: mailbox disabled.\nPlease"
         " contact help@x.example or administrator admin@x.example for help.\nMAIL FROM:"
         "<someone@else.example>"),
    gone("refused for its content, no status", "Postmaster <postmaster@x.example>",
         "Your message was rejected", f"{BOB}\n   The message was rejected: it contains a banned"
         " attachment (virus policy).", kind=REFUSED),
    gone("too large, no status", "MAILER-DAEMON@x.example", "Returned mail",
         f"Could not deliver to {BOB}: 552 message size exceeds maximum", kind=REFUSED),
    gone("a domain that has 'exchange' in its name is no reason to doubt",
         "Mail Delivery Subsystem <MAILER-DAEMON@stockexchange.example>", "Undeliverable",
         f"<{BOB}>: 550 5.1.1 no such user"),
    Wild("sendmail: a status in the text", words(
         DAEMON, "Returned mail", f"Reporting-MTA: dns; mx\n\nFinal-Recipient: RFC822; {BOB}\nAction:"
         f" failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 unknown\n\n{RETURNED}"), GONE, (BOB,)),
    Wild("Exim: a warning", words(
         DAEMON, "Warning: message 1abc delayed 24 hours",
         "This message was created automatically by mail delivery software.\nA message that you"
         " sent has not yet been delivered to one or more of its\nrecipients after more than 24"
         " hours on the queue on mx.\n\nThe address to which the message has not yet been"
         f" delivered is:\n\n  {BOB}\n    Delay reason: 451 4.7.1 greylisted\n\nNo action is"
         " required on your part. Delivery attempts will continue for\nsome time, and this warning"
         f" may be repeated at intervals if the message\nremains undelivered.\n\n{RETURNED}"),
         DELAYED, delayed=(BOB,)),
    Wild("Gmail: a warning names whom it has not reached", words(
         "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
         "Delivery Status Notification (Delay)",
         "This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING"
         " MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following"
         f" recipients\nhas been delayed:\n\n     {BOB}\n\nMessage will be retried for 2 more"
         f" day(s)\n\n----- Original message -----\n\n{RETURNED}",
         more=f"X-Failed-Recipients: {BOB}\n"), DELAYED, delayed=(BOB,)),
    Wild("German: a warning", words(
         "Mailer-Daemon@de.example", "Zustellung verzögert",
         f"Ihre Nachricht an {BOB} konnte noch nicht\nzugestellt werden. Es wird weiterhin versucht."
         f"\n\n{RETURNED}"), DELAYED, delayed=(BOB,)),
    Wild("Japanese: a warning", words(
         "MAILER-DAEMON@jp.example", "配信遅延", f"メールの配信が遅れています。再送を続けます。\n{BOB}\n\n{RETURNED}"),
         DELAYED, delayed=(BOB,)),
]  # fmt: skip
