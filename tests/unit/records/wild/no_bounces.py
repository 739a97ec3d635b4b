"""What comes back and is no bounce: people away, receipts, questions, complaints, other mail."""

from __future__ import annotations

from composer.model.bounce import BounceKind
from tests.unit.records.wild.made import BOB, ID, RETURNED, Wild, parts, words

AUTO, NONE, COMPLAINT = BounceKind.AUTO_REPLY, BounceKind.NONE, BounceKind.COMPLAINT
BOB_HIMSELF = f"Bob <{BOB}>"
ANSWERS = f"In-Reply-To: {ID}\nReferences: {ID}\n"
AWAY = "I am no longer with Elsewhere; this mailbox is closed and mail is not delivered. Call 555 1234."


def away(name: str, subject: str, *, more: str = ANSWERS, text: str = AWAY, sender: str = BOB_HIMSELF,
         kind: BounceKind = AUTO) -> Wild:  # fmt: skip
    return Wild(name, words(sender, subject, text, more=more), kind)


def complaint(name: str, fields: str, *, kind: BounceKind = COMPLAINT, head: str = "",
              returned: str = RETURNED) -> Wild:  # fmt: skip
    content = parts(
        ("text/plain", "This is an email abuse report."),
        ("message/feedback-report", fields, head),
        ("message/rfc822", returned),
        sender="feedback@provider.example", subject="FW: A notice",
        kind="report; report-type=feedback-report",
    )  # fmt: skip
    return Wild(name, content, kind)


NO_BOUNCES = [
    away("Outlook, German", "Automatische Antwort: A notice",
         more=f"Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n{ANSWERS}"),
    away("Outlook, French", "=?utf-8?Q?R=C3=A9ponse_automatique=C2=A0:_A_notice?=", more=""),
    away("Outlook, Spanish", "Respuesta automática: A notice", more=""),
    away("Outlook, Polish", "Odpowiedź automatyczna: A notice", more=""),
    away("Outlook, Russian", "Автоматический ответ: A notice", more=""),
    away("Outlook, Japanese", "自動応答: A notice", more=""),
    away("Outlook, Swedish", "Automatiskt svar: A notice", more=""),
    away("Outlook, Czech", "Automatická odpověď: A notice", more=""),
    away("GMX, German", "AW: Abwesenheitsnotiz", more=""),
    away("behind a Re:", "Re: A notice (Out of Office)", more=""),
    away("vacation of sendmail", "Re: A notice", more=f"Precedence: junk\n{ANSWERS}"),
    away("nothing says so but its empty sender", "Re: A notice"),
    away("nothing at all says so, and it has a telephone", "Your notice", more="", kind=NONE),
    away("a firm with 'exchange' in its name", "Automatic reply: A notice", more="",
         sender="Ann <ann@stockexchange.example>"),
    away("a bounce's words from a person", "Re: A notice", more=f"{ANSWERS}Auto-Submitted: auto-replied\n",
         text=f"My mail to {BOB} could not be delivered, 550 5.1.1 user unknown."),
    away("Spam Arrest asks first", "Re: A notice (verification)", sender="Bob <bob@spamarrest.example>",
         more="", text="Please click the link below to confirm; your mail is being held.", kind=NONE),
    away("a mail system asks first", "Your message is waiting", more="",
         sender="Mail Delivery System <postmaster@x.example>", kind=NONE,
         text="Your message was not delivered yet: it is being held. Please confirm that you are a"
         " person, and it will be released."),
    away("a list's moderator", "Your message to news awaits moderator approval", more="Precedence: bulk\n",
         sender="news-bounces@lists.example", text="Is being held until the list moderator can review"
         " it for approval.", kind=NONE),
    Wild("a receipt: it was read", parts(
        ("text/plain", "Your message was read on Monday."),
        ("message/disposition-notification", (f"Final-Recipient: rfc822;{BOB}\nOriginal-Message-ID: {ID}"
         "\nDisposition: manual-action/MDN-sent-manually; displayed\n")),
        sender=BOB_HIMSELF, subject="Read: A notice", more=ANSWERS,
        kind="report; report-type=disposition-notification"), AUTO),
    Wild("a receipt: it was deleted unread", parts(
        ("text/plain", "Your message was deleted without being read."),
        ("message/disposition-notification", (f"Final-Recipient: rfc822;{BOB}\nDisposition:"
         " automatic-action/MDN-sent-automatically; deleted\n")),
        sender=BOB_HIMSELF, subject="Nicht gelesen: A notice", more=ANSWERS,
        kind="report; report-type=disposition-notification"), AUTO),
    Wild("a DMARC report", parts(
        ("text/plain", "This is a DMARC aggregate report for seed.test"),
        ("application/gzip", "H4sIAAAAAAAAA0vOSM3JAQCGphA2BAAAAA==",
         "Content-Transfer-Encoding: base64\n"),
        sender="noreply-dmarc-support@provider.example", subject="Report Domain: seed.test",
        kind="mixed"), NONE, is_ours=False),
    complaint("ARF: abuse", f"Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: {BOB}\n"),
    complaint("ARF: fraud, nobody is named", "Feedback-Type: fraud\nVersion: 1\n"),
    complaint("ARF in base64", "RmVlZGJhY2stVHlwZTogYWJ1c2UKVmVyc2lvbjogMQo=",
              head="Content-Transfer-Encoding: base64\n"),
    complaint("ARF: no spam", "Feedback-Type: not-spam\nVersion: 1\n", kind=NONE),
    complaint("ARF: a signature that failed", "Feedback-Type: auth-failure\nVersion: 1\n", kind=NONE),
    Wild("Hotmail, as it used to tell", parts(
        ("message/rfc822", f"X-HmXmrOriginalRecipient: {BOB}\n{RETURNED}\nDear Bob\n"),
        sender="staff@hotmail.example", subject="complaint about message from 192.0.2.7",
        kind="mixed"), COMPLAINT),
]  # fmt: skip
