"""The account at the mail service: read before anything is frozen, tested, started or resumed.

Guards rule 3: what the account does to messages is part of what was approved. Its digest is in the
proof; whoever switches on a footer afterwards finds that nothing leaves any more. Other ways to
send have no such account.
"""

from __future__ import annotations

from composer.checks.service_account import find_account_findings
from composer.errors import Blocked, SignatureRefused
from composer.findings import Finding, blocking, finding
from composer.keychain import provider_secret
from composer.model.campaign import TransportKind, TransportSettings
from composer.model.identifiers import Digest
from composer.model.service_account import ServiceAccount
from composer.proofs.canonical import JsonObject, canonical_bytes, digest_of
from composer.proofs.manifest import Manifest, read_manifest
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.transports.sendgrid_request import SendGridAccount

NONE = Digest("")


def read_account(desk: Desk, settings: TransportSettings) -> ServiceAccount:
    """Ask the mail service about the account of a campaign's settings.

    Raises:
        Blocked: a practice workspace, and the service is not on this computer.
        KeychainError: there is no such key here.
        TransportError: the service could not be asked, or refuses the key.
    """
    from composer.transports.sendgrid_account import (  # noqa: PLC0415 - SendGrid's library
        read_service_account,
    )

    if desk.folder.is_practice and not settings.stays_on_this_computer:
        place: dict[str, str | int] = {"file": "campaign.toml", "key": "transport"}
        raise Blocked([finding("campaign.practice_only", where=place)])
    secret = provider_secret(settings.key, desk.keychain)
    return read_service_account(SendGridAccount(base_url=settings.base_url, api_key=secret))


def read_for_seal(desk: Desk, content: Content) -> tuple[Digest, list[Finding]]:
    """Give the digest of the account as it is now, and what is wrong with it."""
    campaign = content.campaign
    if campaign.transport.kind is not TransportKind.SENDGRID:
        return NONE, []
    account, sender = read_account(desk, campaign.transport), campaign.sender.address
    return account_digest(account, sender=sender), find_account_findings(account, sender=sender)


def sealed_account(desk: Desk, content: Content) -> Digest:
    """Give the digest that the newest proof holds; empty before the first."""
    if content.campaign.transport.kind is not TransportKind.SENDGRID:
        return NONE
    stored = desk.proofs.latest(content.record.id)
    try:
        return NONE if stored is None else account_of(read_manifest(stored.manifest))
    except SignatureRefused:
        return NONE


def account_of(manifest: Manifest) -> Digest:
    """Give the digest of the account that a proof holds, if it does."""
    found = manifest.section("transport").get("account", "")
    return Digest(found) if isinstance(found, str) else NONE


def require_same_account(desk: Desk, content: Content, manifest: Manifest) -> None:
    """Require that the account is still as it was frozen, and may be used.

    Raises:
        Blocked: `account.changed`, or what is wrong with it.
        KeychainError, TransportError: it could not be asked.
    """
    digest, found = read_for_seal(desk, content)
    problems = blocking(found)
    if digest != account_of(manifest):
        problems.append(finding("account.changed", key=content.campaign.transport.key))
    if problems:
        raise Blocked(problems)


def account_digest(account: ServiceAccount, *, sender: str) -> Digest:
    """Name what the account does to messages; who else may use it or send is none of it."""
    verified = {True: "yes", False: "no", None: "unknown"}[account.verifies(sender)]
    content: JsonObject = {
        "mail_settings": [*(account.mail_settings or ())],
        "tracking": [*(account.tracking or ())],
        "verified": verified,
    }
    return digest_of(canonical_bytes(content))
