"""`end`, `correct`, `unclear`: what may be done after a stop, and what is still to be decided."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from composer.cli.context import Context
from composer.cli.parsing import Commands, add_for_campaign, positive
from composer.i18n import _, place
from composer.model.ending import Ended
from composer.model.states import RecipientState
from composer.records.unclear_words import happened_words, places_to_look

MOST_LISTED = 1000


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the commands of a send that rests."""
    end = commands.add_parser(
        "end", parents=[shared], help=_("leave out for good who has not got it")
    )
    correct = commands.add_parser(
        "correct", parents=[shared], help=_("a corrected campaign for who has not got it")
    )
    for parser, run in ((end, _end), (correct, _correct)):
        parser.add_argument("campaign", metavar="CAMPAIGN")
        parser.add_argument(
            "--people", type=positive, metavar="N", default=0, help=_("how many are meant")
        )
        parser.add_argument("--reason", metavar="T", default="")
        parser.set_defaults(run=run)
    unclear = add_for_campaign(
        commands, shared, "unclear", _("list the unclear messages, and where to look")
    )
    unclear.set_defaults(run=_unclear)


def ended_record(ended: Ended) -> dict[str, object]:
    """Give an end in the contract's shape."""
    return {
        "by": ended.by,
        "at": ended.at.isoformat(),
        "people": ended.people,
        "reason": ended.reason,
        "linked": ended.linked or None,
        "linked_name": ended.linked_name or None,
        "together": asdict(ended.together) if ended.together else None,
    }


def _end(context: Context, options: argparse.Namespace) -> int:
    count = context.workspace.after_stop.end_here(
        context.campaign(options.campaign),
        people=options.people,
        reason=options.reason,
        by=context.person(),
    )
    words = place(_("Ended for good. People who were left out: {count}."), count=count)
    context.out.result({"ended": True, "people": count}, words)
    return 0


def _correct(context: Context, options: argparse.Namespace) -> int:
    linked = context.workspace.after_stop.correct(
        context.campaign(options.campaign),
        people=options.people,
        reason=options.reason,
        by=context.person(),
    )
    words = place(
        _("The campaign “{name}” ({id}) was made for the people who had not got it: {count}."),
        name=linked.name,
        id=linked.id,
        count=linked.people,
    )
    context.out.result({"id": linked.id, "name": linked.name, "people": linked.people}, words)
    return 0


def _unclear(context: Context, options: argparse.Namespace) -> int:
    lines, total = context.workspace.ledger_lines(
        context.campaign(options.campaign),
        frozenset({RecipientState.UNKNOWN}),
        offset=0,
        limit=MOST_LISTED,
    )
    record = [
        {
            "recipient": line.address,
            "row": line.row,
            "at": line.at.isoformat() if line.at else None,
            "detail": line.detail,
        }
        for line in lines
    ]
    told = [f"{line.address}  {happened_words(line.at, line.detail)}" for line in lines]
    words = [*told, *places_to_look()] if told else [_("Nothing is unclear.")]
    context.out.result({"unclear": record, "count": total}, "\n".join(words))
    return 0
