"""`history`: who did what and when, out of the workspace's log."""

from __future__ import annotations

import argparse
from pathlib import Path

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands
from composer.errors import UsageError
from composer.i18n import _, ngettext, place
from composer.model.history import HistoryLine, HistoryQuery

SHOWN = 50


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `history`."""
    history = commands.add_parser("history", parents=[shared], help=_("who did what, and when"))
    history.add_argument("--campaign", metavar="CAMPAIGN", default="")
    history.add_argument("--person", metavar="EMAIL", default="")
    history.add_argument("--kind", metavar="KIND", default="", help=_("a kind of act"))
    history.add_argument("--search", metavar="TEXT", default="")
    history.add_argument("--limit", metavar="N", type=int, default=SHOWN)
    history.add_argument("--out", metavar="FILE", type=Path, help=_("write all of it as a table"))
    history.set_defaults(run=_history)


def _history(context: Context, options: argparse.Namespace) -> int:
    log = context.workspace.history
    query = _query(context, options)
    state = log.state()
    if options.out is not None:
        count = log.export(options.out, query)
        words = ngettext("{count} act written to {file}", "{count} acts written to {file}", count)
        context.out.result(
            {"file": str(options.out), "count": count},
            place(words, count=count, file=options.out),
        )
    else:
        page = log.page(query, offset=0, limit=max(1, options.limit))
        context.out.result(
            {
                "entries": [_record(line) for line in page.lines],
                "total": page.total,
                "findings": [item.as_json() for item in state.findings],
            },
            "\n".join(map(_line, page.lines)) or _("Nothing was found."),
        )
    if not context.out.as_json:
        print_findings(state.findings)
    return 1 if state.findings else 0


def _query(context: Context, options: argparse.Namespace) -> HistoryQuery:
    kinds = dict(context.workspace.history.choices().kinds)
    if options.kind and options.kind not in kinds:
        known = ", ".join(kinds)
        raise UsageError(place(_("There is no such kind of act. There are: {kinds}"), kinds=known))
    person = ""
    if options.person:
        person = context.workspace.resolve_person(options.person).public_key
    campaign = context.campaign(options.campaign) if options.campaign else ""
    return HistoryQuery(person=person, campaign=campaign, kind=options.kind, search=options.search)


def _record(line: HistoryLine) -> dict[str, object]:
    return {
        "number": line.number,
        "at": line.at.isoformat(timespec="seconds"),
        "person": line.person,
        "campaign": line.campaign,
        "act": line.action,
        "text": line.words,
    }


def _line(line: HistoryLine) -> str:
    at = line.at.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z")
    said = "  ".join(part for part in (line.person, line.campaign, line.words) if part)
    return f"{line.number:>6}  {at}  {said}"
