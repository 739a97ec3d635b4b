"""`report`, `evidence`, `verify`: what happened, and how anybody can check it."""

from __future__ import annotations

import argparse
from pathlib import Path

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands
from composer.i18n import _, place


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `report`, `evidence` and `verify`."""
    report = commands.add_parser("report", parents=[shared], help=_("who got what"))
    report.add_argument("campaign", metavar="CAMPAIGN")
    report.add_argument("--format", choices=("csv", "html"), required=True)
    report.add_argument("file", metavar="FILE", type=Path)
    report.set_defaults(run=_report)
    evidence = commands.add_parser("evidence", parents=[shared], help=_("one file to verify"))
    evidence.add_argument("campaign", metavar="CAMPAIGN")
    evidence.add_argument("file", metavar="FILE", type=Path)
    evidence.set_defaults(run=_evidence)
    verify = commands.add_parser("verify", parents=[shared], help=_("check an evidence file"))
    verify.add_argument("file", metavar="FILE", type=Path)
    verify.set_defaults(run=_verify)


def _report(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    context.workspace.report(campaign_id, options.format, options.file)
    return _written(context, options.file)


def _evidence(context: Context, options: argparse.Namespace) -> int:
    context.workspace.evidence(context.campaign(options.campaign), options.file)
    return _written(context, options.file)


def _written(context: Context, file: Path) -> int:
    context.out.result({"file": str(file)}, place(_("Written to {file}"), file=file))
    return 0


def _verify(context: Context, options: argparse.Namespace) -> int:
    from composer.records.verify import verify_evidence  # noqa: PLC0415 - signatures and all

    valid, findings = verify_evidence(options.file)
    context.out.result(
        {"valid": valid, "findings": [item.as_json() for item in findings]},
        _("Valid.") if valid else _("Not valid."),
    )
    if not context.out.as_json:
        print_findings(findings)
    return 0 if valid else 1
