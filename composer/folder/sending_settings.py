"""Read `[pace]`, `[test]` and `[policy]`: how fast, to which test mailboxes, under which rules."""

from __future__ import annotations

import re
from decimal import Decimal

from composer.audience.addresses import a_labels, find_address_findings, mailbox_key
from composer.folder.audience_settings import MOST_PEOPLE
from composer.folder.keys import KeyReader
from composer.folder.planned_time import read_planned
from composer.folder.sending_window import read_window
from composer.folder.transport_settings import read_imap
from composer.model.campaign import CampaignPolicy, Pace, TestSettings
from composer.model.policy import CHECKS

_SLOWEST, _FASTEST = Decimal("0.001"), Decimal(10_000)
_MOST_PER_MINUTE, _MOST_PER_DAY = 600_000, 100_000_000
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
_YEAR_IN_HOURS = 24 * 366
_MOST_MAILBOXES = 100


def read_pace(reader: KeyReader) -> Pace:
    """Read `[pace]`."""
    usual = Pace()
    batches = reader.integers("batches", default=usual.batches, maximum=MOST_PEOPLE)
    if not batches:
        reader.add("folder.empty_value", "batches")
    pace = Pace(
        per_second=_rate(reader, "per_second", default=usual.per_second),
        connections=reader.integer(
            "connections", default=usual.connections, minimum=1, maximum=256
        ),
        batches=batches or usual.batches,
        per_domain=_domain_rates(reader.table("per_domain")),
        hold_after=reader.integers("hold_after", default=usual.hold_after, maximum=MOST_PEOPLE),
        planned=read_planned(reader, "planned"),
        per_minute=reader.integer("per_minute", default=0, minimum=1, maximum=_MOST_PER_MINUTE),
        per_day=reader.integer("per_day", default=0, minimum=1, maximum=_MOST_PER_DAY),
        per_connection=reader.integer(
            "per_connection", default=usual.per_connection, minimum=1, maximum=MOST_PEOPLE
        ),
        window=read_window(reader, "window"),
    )
    reader.finish()
    return pace


def read_test(reader: KeyReader) -> TestSettings:
    """Read `[test]`; no seeds are fine until the test."""
    seeds = reader.texts("seeds")
    for seed in seeds:
        where: dict[str, str | int] = {"file": reader.file, "key": f"{reader.path}seeds"}
        reader.findings += find_address_findings(seed, where=where | {"recipient": seed})
    if len({_key(seed) for seed in seeds}) < len(set(seeds)):
        reader.add("folder.twice_in_list", "seeds")
    settings = TestSettings(
        seeds=seeds,
        every_batches=reader.integer("every_batches", default=0, minimum=0, maximum=1_000_000),
        imap=read_imap(reader.table("imap")) if reader.has("imap") else None,
    )
    reader.finish()
    return settings


def read_policy(reader: KeyReader) -> CampaignPolicy:
    """Read `[policy]`."""
    policy = CampaignPolicy(
        reviewers=reader.integer("reviewers", default=1, minimum=1, maximum=100)
        if reader.has("reviewers")
        else None,
        expires_hours=reader.integer("expires_hours", default=1, minimum=1, maximum=_YEAR_IN_HOURS)
        if reader.has("expires_hours")
        else None,
        wait_hours=reader.integer("wait_hours", default=0, minimum=0, maximum=_YEAR_IN_HOURS)
        if reader.has("wait_hours")
        else None,
        checks=_checks(reader) if reader.has("checks") else None,
        receipts=reader.integer("receipts", default=2, minimum=2, maximum=_MOST_MAILBOXES)
        if reader.has("receipts")
        else None,
    )
    reader.finish()
    return policy


def _checks(reader: KeyReader) -> tuple[str, ...]:
    checks = reader.texts("checks")
    for check in checks:
        if check not in CHECKS:
            reader.add(
                "folder.not_a_choice", "checks", choices=", ".join(CHECKS), nearest=CHECKS[0]
            )
    return tuple(check for check in CHECKS if check in checks)


def _domain_rates(reader: KeyReader) -> tuple[tuple[str, Decimal], ...]:
    rates: dict[str, Decimal] = {}
    for name in reader.names():
        domain = name.lower()
        if not domain.isascii():
            try:
                domain = a_labels(domain)
            except ValueError:
                domain = ""
        if _DOMAIN.fullmatch(domain) is None:
            reader.add("folder.bad_domain", name)
        elif domain in rates:
            reader.add("folder.twice_in_list", name)
        rates[domain] = _rate(reader, name, default=_FASTEST)
    return tuple(rates.items())


def _rate(reader: KeyReader, key: str, *, default: Decimal) -> Decimal:
    return reader.number(key, default=default, minimum=_SLOWEST, maximum=_FASTEST)


def _key(seed: str) -> str:
    try:
        return mailbox_key(seed)
    except ValueError:
        return seed
