"""`check --online`, `check --spam-filter`: what only others know, asked when somebody says so."""

from __future__ import annotations

import argparse

from composer.cli.context import Context
from composer.findings import Finding
from composer.i18n import _
from composer.model.identifiers import CampaignId


def add_outside_options(check: argparse.ArgumentParser) -> None:
    """Add what is asked of others."""
    check.add_argument(
        "--online", action="store_true",
        help=_("also ask whether links answer, and what the sender's domain says"),
    )  # fmt: skip
    check.add_argument(
        "--spam-filter", action="store_true",
        help=_("also ask SpamAssassin or rspamd on this computer about one message"),
    )  # fmt: skip


def ask_outside(
    context: Context, campaign_id: CampaignId, options: argparse.Namespace
) -> list[Finding]:
    """Ask what was asked for; none of it is kept, and none of it opens or shuts anything."""
    found: list[Finding] = []
    if options.online:
        found += context.workspace.look_online(campaign_id)
    if options.spam_filter:
        found += context.workspace.ask_spam_filter(campaign_id)
    return found
