"""What an account answers when a person asks: one line for each thing, with what to do about it.

Nothing is sent and nothing is stored. Who cancels waits for no answer: what is still under way ends
by its own time-out, and what it would have said is dropped. A practice workspace asks nobody who is
not on this computer.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from composer.audience.addresses import a_labels
from composer.errors import Blocked, ComposerError
from composer.findings import finding
from composer.keychain import provider_secret
from composer.model.accounts import AccountKind, AccountLine, CheckLine
from composer.model.campaign import LOOPBACK_HOSTS, TransportKind, TransportSettings
from composer.stages.account_words import (
    asked_by_hand,
    mailbox_lines,
    mailbox_refused,
    record_lines,
    server_lines,
    server_refused,
    service_lines,
    service_refused,
)
from composer.stages.desk import Desk
from composer.transports.imap import ImapAccount, ImapMailbox
from composer.transports.mail_domains import NameService
from composer.transports.opening import smtp_account
from composer.transports.sender_records import read_sender_records
from composer.transports.smtp_look import look_at_server

T = TypeVar("T")
Lines = tuple[CheckLine, ...]
LOOK_EVERY_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQuestion:
    """What is asked: an account, perhaps with a secret that is not stored, and who sends by it."""

    line: AccountLine
    names: NameService
    senders: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)


def check_account(
    desk: Desk,
    question: AccountQuestion,
    *,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None],
) -> Lines:
    """Ask everything about an account, one thing after the other.

    Raises:
        Blocked: a practice workspace, and somebody else would be asked.
        KeychainError: there is no such key here.
    """
    steps = tuple(_steps(desk, question))
    lines: list[CheckLine] = []
    for done, step in enumerate(steps):
        progress(done, len(steps))
        answered = unless_cancelled(step, cancelled=cancelled)
        if answered is None:
            break
        lines += answered
    return tuple(lines)


def unless_cancelled(job: Callable[[], T], *, cancelled: Callable[[], bool]) -> T | None:
    """Do a job that waits for others in a thread that nobody need wait for; None once cancelled."""
    answer: queue.SimpleQueue[tuple[bool, object]] = queue.SimpleQueue()

    def work() -> None:
        try:
            answer.put((True, job()))
        except BaseException as error:  # noqa: BLE001 - whoever waits for the answer gets it
            answer.put((False, error))

    threading.Thread(target=work, name="account-check", daemon=True).start()
    while not cancelled():
        try:
            went_well, given = answer.get(timeout=LOOK_EVERY_S)
        except queue.Empty:
            continue
        if not went_well:
            assert isinstance(given, BaseException)
            raise given
        return given  # type: ignore[return-value]
    return None


def _steps(desk: Desk, question: AccountQuestion) -> Iterator[Callable[[], Lines]]:
    line = question.line
    match line.kind:
        case AccountKind.MAILBOX:
            if line.imap is None:
                yield asked_by_hand
                return
            if desk.folder.is_practice and line.imap.host.lower() not in LOOPBACK_HOSTS:
                raise Blocked([finding("campaign.practice_only")])
            secret = _secret(desk, question)
            for seed in line.seeds or ("",):
                yield lambda seed=seed: _ask_mailbox(line, seed, secret)  # type: ignore[misc]
        case AccountKind.SENDGRID | AccountKind.SMTP:
            settings = line.settings
            assert settings is not None
            if desk.folder.is_practice and not settings.stays_on_this_computer:
                raise Blocked([finding("campaign.practice_only")])
            secret = _secret(desk, question)
            yield lambda: _ask_service(desk, settings, secret, question.senders)
            if not desk.folder.is_practice:
                for pair in _domains(settings, question.senders):
                    yield lambda pair=pair: _ask_names(  # type: ignore[misc]
                        *pair, names=question.names, kind=settings.kind
                    )


def _secret(desk: Desk, question: AccountQuestion) -> str:
    if question.secret.strip() or not question.line.key:
        return question.secret.strip()
    return provider_secret(question.line.key, desk.keychain)


def _ask_service(
    desk: Desk, settings: TransportSettings, secret: str, senders: tuple[str, ...]
) -> Lines:
    if settings.kind is TransportKind.SMTP:
        return _ask_server(desk.folder.path, settings, secret)
    from composer.transports.sendgrid_account import (  # noqa: PLC0415 - SendGrid's library
        read_service_account,
    )
    from composer.transports.sendgrid_request import SendGridAccount  # noqa: PLC0415 - as above

    try:
        account = read_service_account(SendGridAccount(base_url=settings.base_url, api_key=secret))
    except ComposerError as error:
        return service_refused(error)
    return service_lines(account, senders)


def _ask_server(folder: Path, settings: TransportSettings, secret: str) -> Lines:
    account = smtp_account(settings, folder=folder, password=secret)
    try:
        return server_lines(settings, asyncio.run(look_at_server(account)))
    except ComposerError as error:
        return server_refused(settings, error)


def _ask_mailbox(line: AccountLine, seed: str, secret: str) -> Lines:
    imap = line.imap
    assert imap is not None
    account = ImapAccount(
        host=imap.host,
        port=imap.port,
        security=imap.security,
        seed=seed,
        username=imap.username,
        password=secret,
        ca_file=imap.ca_file,
        is_own=line.is_saved,
    )
    mailbox, logged_in = ImapMailbox(account, since=datetime.now(UTC)), False
    try:
        mailbox.log_in()
        logged_in = True
        return mailbox_lines(imap, seed, mailbox.count())
    except ComposerError as error:
        return mailbox_refused(imap, seed, error, logged_in=logged_in)


def _domains(settings: TransportSettings, senders: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Give the domains in From, each with the one that returned mail goes to."""
    bounce = settings.bounce.rpartition("@")[2].lower()
    domains = dict.fromkeys(sender.rpartition("@")[2].lower() for sender in senders)
    return tuple((domain, bounce or domain) for domain in domains)


def _ask_names(
    domain: str, envelope_domain: str, *, names: NameService, kind: TransportKind
) -> Lines:
    records = read_sender_records(
        a_labels(domain), envelope_domain=a_labels(envelope_domain), names=names
    )
    return record_lines(records, by_provider=kind is TransportKind.SENDGRID)
