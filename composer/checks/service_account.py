"""Judge the account that messages leave through: whether it may send from here, or meddles.

Whatever adds to, copies or rewrites messages behind our back blocks; so does a setting that nobody
here knows. Tracking only warns: every request switches it off for itself, and the test mailboxes
show whether that was heeded.
"""

from __future__ import annotations

from composer.findings import Finding, finding
from composer.model.service_account import ServiceAccount

SEND = "mail.send"
HARMLESS = frozenset({"bounce_purge", "event_notify"})
OFF_IN_EVERY_BODY = frozenset({"click", "open", "subscription", "google_analytics"})


def find_account_findings(account: ServiceAccount, *, sender: str = "") -> list[Finding]:
    """Find what keeps messages from leaving through an account as they were approved."""
    found = []
    if SEND not in account.scopes:
        found.append(finding("account.cannot_send"))
    if account.mail_settings is None or account.tracking is None:
        found.append(finding("account.unreadable"))
    tracking = set(account.tracking or ())
    meddling = (set(account.mail_settings or ()) - HARMLESS) | (tracking - OFF_IN_EVERY_BODY)
    if meddling:
        found.append(finding("account.meddles", settings=", ".join(sorted(meddling))))
    if tracked := tracking & OFF_IN_EVERY_BODY:
        found.append(finding("account.tracking_on", settings=", ".join(sorted(tracked))))
    if sender:
        match account.verifies(sender):
            case False:
                found.append(finding("account.sender_not_verified", sender=sender))
            case None:
                found.append(finding("account.sender_unknown", sender=sender))
    return found
