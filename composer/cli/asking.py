"""`ask`: a request for approval to each reviewer, by the campaign's own mail account."""

from __future__ import annotations

import argparse

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, add_for_campaign
from composer.i18n import _
from composer.records.report import state_words


def add_asking(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `ask`."""
    ask = add_for_campaign(
        commands, shared, "ask", _("ask reviewers to approve, by the campaign's own account")
    )
    ask.add_argument(
        "--for", dest="readers", metavar="EMAIL[,EMAIL]", default="",
        help=_("who is asked; else everybody who may approve and has not decided"),
    )  # fmt: skip
    ask.set_defaults(run=_ask)


def _ask(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    people = [word.strip() for word in options.readers.split(",") if word.strip()]
    outcomes = context.workspace.ask_by_mail(campaign_id, people=people, by=context.person())
    findings = tuple(one.failed for one in outcomes if not one.is_taken)
    context.out.result(
        {
            "asked": [
                {"person": one.email, "state": one.state.value, "why": one.why} for one in outcomes
            ],
            "findings": [item.as_json() for item in findings],
        },
        "\n".join(f"{one.email}  {state_words(one.state)}" for one in outcomes),
    )
    if not context.out.as_json:
        print_findings(findings)
    return 1 if findings else 0
