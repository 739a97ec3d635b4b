"""What a manifest says of the campaign's settings: audience, transport, pace, test, policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from composer.model.campaign import AudienceSettings, Campaign, ImapSettings, Mailbox
from composer.model.identifiers import Digest
from composer.model.person import SeedList
from composer.model.planned_time import PlannedTime
from composer.model.policy import EffectiveRules, Policy
from composer.model.seed_mailbox import SeedMailbox, SeedMailboxes
from composer.model.sending_window import DAYS, SendingWindow
from composer.proofs.canonical import JsonObject, JsonValue, canonical_bytes, digest_of
from composer.proofs.effective_rules import rules_digest
from composer.proofs.manifest_inputs import AudienceFacts


def audience_part(campaign: Campaign, facts: AudienceFacts) -> JsonObject:
    """Say whose list it is, what was promised about it, and what was decided."""
    settings = campaign.audience
    return {
        "root": facts.root,
        "count": facts.count,
        "columns": [*facts.columns],
        "file": settings.file,
        "email": settings.email,
        "locale": settings.locale,
        "expected": _optional(settings.expected),
        "tolerance": _decimal(settings.tolerance),
        "rule": settings.rule,
        "agreed": settings.agreed,
        "ids": [*settings.ids],
        "contacts": [*settings.contacts],
        "personal": [*settings.personal],
        **_decisions(settings),
    }


def _decisions(settings: AudienceSettings) -> JsonObject:
    """Name who was left out and why, so that whoever signs has it before them."""
    inactive = settings.inactive
    return {
        "segment": settings.segment,
        "leave_out": [{"code": item.code, "rows": item.rows} for item in settings.leave_out],
        "exclude": [*settings.exclude],
        "inactive": {"column": inactive.column, "before": inactive.before} if inactive else {},
        "no_locale": settings.no_locale,
        "overlap": dict(settings.overlap),
        "later": dict(settings.later),
        "only": [*settings.only],
        "taken_from": settings.taken_from,
        **({"corrects": settings.corrects} if settings.corrects else {}),
        **({"follows": settings.follows} if settings.follows else {}),
        **({"follows_groups": [*settings.follows_groups]} if settings.follows_groups else {}),
        "mx": int(settings.mx),
        "source": {
            "columns": dict(settings.columns),
            "encoding": settings.encoding,
            "delimiter": settings.delimiter,
            "sheet": settings.sheet,
        },
    }


def transport_part(campaign: Campaign, *, account: str) -> JsonObject:
    """Say through which account the messages leave, and how that is set up at the mail service."""
    settings = campaign.transport
    return {
        **({"account": account} if account else {}),
        "kind": settings.kind.value,
        "base_url": settings.base_url,
        "key": settings.key,
        "host": settings.host,
        "port": settings.port,
        "security": settings.security.value,
        "username": settings.username,
        "ca_file": settings.ca_file,
        "bounce": settings.bounce,
        "directory": settings.directory,
    }


def pace_part(campaign: Campaign) -> JsonObject:
    """Say how fast they leave, and when that is planned."""
    pace = campaign.pace
    return {
        "per_second": _decimal(pace.per_second),
        "connections": pace.connections,
        "batches": [*pace.batches],
        "per_domain": {domain: _decimal(rate) for domain, rate in pace.per_domain},
        "hold_after": [*pace.hold_after],
        "planned": _planned(pace.planned),
        "per_minute": pace.per_minute,
        "per_day": pace.per_day,
        "per_connection": pace.per_connection,
        "window": window_part(pace.window),
    }


def _planned(planned: PlannedTime | None) -> JsonObject:
    if planned is None:
        return {}
    return {"local": planned.local, "zone": planned.zone, "utc": planned.at.isoformat()}


def window_part(window: SendingWindow | None) -> JsonObject:
    """Say the hours of sending, or nothing."""
    if window is None:
        return {}
    return {
        "days": [DAYS[day] for day in window.days],
        "opens": window.opens,
        "closes": window.closes,
        "zone": window.zone,
    }


def test_part(campaign: Campaign, seeds: SeedList) -> JsonObject:
    """Say which test mailboxes get copies."""
    settings, imap = campaign.test, campaign.test.imap
    content: JsonObject = {
        "seeds": [*settings.seeds],
        "every_batches": settings.every_batches,
        "list": seeds_digest(seeds),
        "imap": {},
    }
    if imap is not None:
        content["imap"] = {
            "host": imap.host,
            "port": imap.port,
            "security": imap.security.value,
            "username": imap.username,
            "key": imap.key,
            "ca_file": imap.ca_file,
        }
    return content


def seeds_digest(seeds: SeedList) -> Digest:
    """Name the owner's test mailboxes and how each is read.

    Not the version of the signed list: signing the same mailboxes again makes the same proof.
    """
    return mailboxes_digest(
        seeds.addresses, seeds.settings if isinstance(seeds, SeedMailboxes) else ()
    )


def mailboxes_digest(addresses: Sequence[str], settings: Iterable[SeedMailbox]) -> Digest:
    """Digest addresses in their order, and the settings of those that have any."""
    content: JsonObject = {
        "addresses": [*addresses],
        "settings": [
            [item.address, item.authserv_id, *_imap_values(item.imap)] for item in settings
        ],
    }
    return digest_of(canonical_bytes(content))


def _imap_values(imap: ImapSettings | None) -> list[JsonValue]:
    if imap is None:
        return []
    return [imap.host, imap.port, imap.security.value, imap.username, imap.key, imap.ca_file]


def policy_part(campaign: Campaign, policy: Policy, *, effective: EffectiveRules) -> JsonObject:
    """Say what the sign-off asks for: the name of the owner's rules, and what holds of them here.

    Not the version of the signed list: signing the former rules again makes the same proof.
    """
    own = campaign.policy
    return {
        "rules": rules_digest(policy),
        "reviewers": effective.reviewers,
        "expires_hours": effective.expires_hours,
        "wait_hours": effective.wait_hours,
        "checks": [*effective.checks],
        "receipts": effective.receipts,
        "alone": effective.alone,
        "campaign_reviewers": _optional(own.reviewers),
        "campaign_expires_hours": _optional(own.expires_hours),
        "campaign_wait_hours": _optional(own.wait_hours),
        "campaign_checks": "" if own.checks is None else [*own.checks],
        "campaign_receipts": _optional(own.receipts),
    }


def mailbox_part(mailbox: Mailbox | None) -> JsonValue:
    """Say a mailbox, or nothing."""
    return {} if mailbox is None else {"name": mailbox.name, "address": mailbox.address}


def _optional(number: int | None) -> JsonValue:
    return "" if number is None else number


def _decimal(number: Decimal) -> str:
    """Write 50, 50.0 and 5E+1 alike: they mean the same pace."""
    return format(number.normalize(), "f")
