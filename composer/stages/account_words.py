"""The answers of mail services, mailboxes and the name service as lines for people.

Each line says one thing with its verdict, and what to do where something is to be done. Which
answer is good is decided in `checks`; nobody is asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from composer.checks.sender_domain import find_alignment, find_dkim, find_dmarc, find_spf
from composer.checks.service_account import SEND, find_account_findings
from composer.errors import (
    AccountRefused,
    ComposerError,
    RefusedByServer,
    TransportError,
    UnsafeConnection,
)
from composer.findings import Finding
from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.accounts import CheckLine, Verdict
from composer.model.campaign import ImapSettings, Security, TransportSettings
from composer.model.sender_records import SenderRecords
from composer.model.service_account import ServiceAccount
from composer.transports.smtp_look import ServerLook

Lines = tuple[CheckLine, ...]
_VERDICTS = {"block": Verdict.FAULT, "warn": Verdict.LOOK, "note": Verdict.LOOK}
_MB = 1_000_000


def service_lines(account: ServiceAccount, senders: tuple[str, ...]) -> Lines:
    """Say what SendGrid's account may do and how it is set up."""
    found = {item.code: item for item in find_account_findings(account)}
    lines = [CheckLine(topic=_("Key"), verdict=Verdict.FINE, said=_("The mail service knows it."))]
    may_send = _("It may send messages.") if SEND in account.scopes else ""
    lines.append(_line(_("Permissions"), found.get("account.cannot_send"), fine=may_send))
    lines += [_sender_line(account, sender) for sender in senders]
    lines += _known_lines(account)
    meddles = found.get("account.unreadable") or found.get("account.meddles")
    nothing = _("The account adds to, copies or rewrites no message.")
    lines.append(_line(_("Account settings"), meddles, fine=nothing))
    if account.tracking is not None:
        untracked = _("The account tracks no message.")
        lines.append(_line(_("Tracking"), found.get("account.tracking_on"), fine=untracked))
    return tuple(lines)


def service_refused(error: ComposerError) -> Lines:
    """Say why a mail service said nothing about its account."""
    return (_refused(_("Key"), error),)


def server_lines(settings: TransportSettings, look: ServerLook) -> Lines:
    """Say what a mail server showed."""
    lines = [_reached(settings.host, settings.port), _protected(look.protection)]
    if settings.username:
        said = place(_("It takes the user name {name} with its password."), name=settings.username)
        lines.append(CheckLine(topic=_("Log-in"), verdict=Verdict.FINE, said=said))
    else:
        said = _("No user name is set, so nobody was logged in.")
        advice = _("Most servers outside your own network want a user name.")
        lines.append(CheckLine(topic=_("Log-in"), verdict=Verdict.LOOK, said=said, advice=advice))
    lines.append(_size(look.most_bytes))
    if look.has("SMTPUTF8"):
        said = _("It delivers to addresses in other scripts, such as Greek or Chinese.")
        lines.append(CheckLine(topic=_("Other scripts"), verdict=Verdict.FINE, said=said))
    else:
        said = _("It does not deliver to addresses in other scripts, such as Greek or Chinese.")
        advice = _("People with such an address would be refused. Nobody else is affected.")
        lines.append(
            CheckLine(topic=_("Other scripts"), verdict=Verdict.LOOK, said=said, advice=advice)
        )
    return tuple(lines)


def server_refused(settings: TransportSettings, error: ComposerError) -> Lines:
    """Say how far it came with a mail server, and why not further."""
    return _broken_off(
        (_reached(settings.host, settings.port), _protected(_wanted(settings.security))), error
    )


def mailbox_lines(imap: ImapSettings, seed: str, count: int) -> Lines:
    """Say that a test mailbox opens, and how many messages its inbox holds."""
    words = ngettext(
        "It opens. Its inbox holds {count} message.",
        "It opens. Its inbox holds {count} messages.",
        count,
    )
    return (
        _reached(imap.host, imap.port),
        _protected(_wanted(imap.security)),
        _logged_in(imap.username or seed),
        CheckLine(topic=_("Inbox"), verdict=Verdict.FINE, said=place(words, count=count)),
    )


def mailbox_refused(
    imap: ImapSettings, seed: str, error: ComposerError, *, logged_in: bool
) -> Lines:
    """Say how far it came with a test mailbox, and why not further."""
    begun = _reached(imap.host, imap.port), _protected(_wanted(imap.security))
    if logged_in:
        return (*begun, _logged_in(imap.username or seed), _refused(_("Inbox"), error))
    return _broken_off(begun, error)


def asked_by_hand() -> Lines:
    """Say that a mailbox is read by a person."""
    said = _("A person saves what arrives there, so nothing can be asked.")
    return (CheckLine(topic=_("Inbox"), verdict=Verdict.FINE, said=said),)


def record_lines(records: SenderRecords, *, by_provider: bool) -> Lines:
    """Say what the name service says about a domain in From.

    A provider's returned mail goes to a domain of its own, so SPF there is the provider's.
    """
    return tuple(_record_lines(records, by_provider=by_provider))


def _record_lines(records: SenderRecords, *, by_provider: bool) -> Iterator[CheckLine]:
    said = _("{domain}: {record}")
    if not by_provider:
        found = (*find_spf(records), *find_alignment(records)) if records.spf is not None else ()
        fine = place(said, domain=records.envelope_domain, record=_first(records.spf))
        yield _record("SPF", records.envelope_domain, records.spf, found=found, fine=fine)
    fine = place(
        _("A key of {domain} is published under: {names}"),
        domain=records.domain,
        names=", ".join(records.dkim),
    )
    answered = records.dkim if records.dmarc is not None else None
    yield _record("DKIM", records.domain, answered, found=tuple(find_dkim(records)), fine=fine)
    found = tuple(find_dmarc(records)) if records.dmarc is not None else ()
    fine = place(said, domain=records.domain, record=_first(records.dmarc))
    yield _record("DMARC", records.domain, records.dmarc, found=found, fine=fine)


def _record(
    topic: str,
    domain: str,
    answered: tuple[str, ...] | None,
    *,
    found: tuple[Finding, ...],
    fine: str,
) -> CheckLine:
    if answered is None:
        said = place(_("The name service did not answer about {domain}."), domain=domain)
        advice = _("Check the network, and ask again later.")
        return CheckLine(topic=topic, verdict=Verdict.UNKNOWN, said=said, advice=advice)
    return _line(topic, found[0] if found else None, fine=fine)


def _first(texts: Iterable[str] | None) -> str:
    return isolate_ltr(next(iter(texts or ()), ""))


def _line(topic: str, found: Finding | None, *, fine: str) -> CheckLine:
    if found is None:
        return CheckLine(topic=topic, verdict=Verdict.FINE, said=fine)
    verdict = _VERDICTS[found.severity.value]
    return CheckLine(topic=topic, verdict=verdict, said=found.text, advice=found.advice)


def _sender_line(account: ServiceAccount, sender: str) -> CheckLine:
    codes = {"account.sender_not_verified", "account.sender_unknown"}
    found = [item for item in find_account_findings(account, sender=sender) if item.code in codes]
    fine = place(_("Messages may leave from {sender}."), sender=isolate_ltr(sender))
    return _line(_("Sender"), found[0] if found else None, fine=fine)


def _known_lines(account: ServiceAccount) -> Iterator[CheckLine]:
    for topic, names, none in (
        (_("Authenticated domains"), account.domains, _no_domain(account)),
        (_("Verified senders"), account.senders, _no_sender(account)),
    ):
        if names is None:
            said = _("this key may not read it")
            yield CheckLine(topic=topic, verdict=Verdict.UNKNOWN, said=said)
        elif names:
            yield CheckLine(topic=topic, verdict=Verdict.FINE, said=isolate_ltr(", ".join(names)))
        else:
            verdict, said, advice = none
            yield CheckLine(topic=topic, verdict=verdict, said=said, advice=advice)


def _shows_nothing() -> tuple[Verdict, str, str]:
    """Say that nothing is shown: a subaccount does not show what its parent assigned to it."""
    said = _("The account shows none; a parent account may hold them.")
    return Verdict.UNKNOWN, said, ""


def _no_domain(account: ServiceAccount) -> tuple[Verdict, str, str]:
    if not account.senders:
        return _shows_nothing()
    advice = _(
        "Authenticate your domain in the service’s own settings: more of your mail then reaches"
        " the inbox."
    )
    return Verdict.LOOK, _("No domain is authenticated."), advice


def _no_sender(account: ServiceAccount) -> tuple[Verdict, str, str]:
    """Say why there is none: an authenticated domain needs no single address."""
    if not account.domains:
        return _shows_nothing()
    return Verdict.FINE, _("None is needed: a domain is authenticated."), ""


def _reached(host: str, port: int) -> CheckLine:
    said = place(_("{host} answers at port {port}."), host=isolate_ltr(host), port=str(port))
    return CheckLine(topic=_("Connection"), verdict=Verdict.FINE, said=said)


def _wanted(security: Security) -> str:
    return "" if security is Security.NONE else "TLS"


def _protected(protection: str) -> CheckLine:
    if protection:
        said = place(
            _("Protected by {protocol}; the server's name and certificate fit."),
            protocol=protection,
        )
    else:
        said = _("Not protected. That is allowed on this computer only.")
    return CheckLine(topic=_("Protection"), verdict=Verdict.FINE, said=said)


def _logged_in(name: str) -> CheckLine:
    said = place(_("It takes the user name {name} with its password."), name=isolate_ltr(name))
    return CheckLine(topic=_("Log-in"), verdict=Verdict.FINE, said=said)


def _size(most: int) -> CheckLine:
    if not most:
        said = _("It names no largest size of a message.")
        return CheckLine(topic=_("Size"), verdict=Verdict.FINE, said=said)
    said = place(_("It takes messages of up to {size} MB."), size=max(1, most // _MB))
    return CheckLine(topic=_("Size"), verdict=Verdict.FINE, said=said)


def _broken_off(begun: tuple[CheckLine, CheckLine], error: ComposerError) -> Lines:
    """Say what went well until an error, which its kind tells."""
    reached, protected = begun
    if isinstance(error, UnsafeConnection):
        return (reached, _refused(_("Protection"), error))
    if isinstance(error, AccountRefused):
        return (reached, protected, _refused(_("Log-in"), error))
    return (_refused(_("Connection"), error),)


def _refused(topic: str, error: ComposerError) -> CheckLine:
    said, verdict = str(error), Verdict.UNKNOWN
    if isinstance(error, AccountRefused | RefusedByServer):
        verdict = Verdict.FAULT
    if isinstance(error, TransportError) and error.answer:
        said = place(_("{said} It answered: {answer}"), said=said, answer=isolate_ltr(error.answer))
    return CheckLine(topic=topic, verdict=verdict, said=said, advice=error.advice)
