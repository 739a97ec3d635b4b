"""`purge`, `retention`, `people erase`: removing personal data, and how long it is kept."""

from __future__ import annotations

import argparse

from composer.cli.context import Context
from composer.cli.parsing import Commands, add_for_campaign
from composer.errors import Blocked
from composer.findings import finding
from composer.i18n import _, ngettext, place
from composer.model.privacy import MOST_DAYS, Kept, RetentionRule

YES_OR_NO = ("yes", "no")


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `purge` and `retention`."""
    purge = add_for_campaign(
        commands, shared, "purge", _("remove the personal data of a campaign that was sent")
    )
    purge.add_argument(
        "--after",
        type=_days,
        metavar="DAYS",
        help=_("so many days after the end of its send (else as the owner's rule says)"),
    )
    purge.add_argument(
        "--unclear-too",
        action="store_true",
        help=_("also while it is unclear whether some people got the message"),
    )
    purge.set_defaults(run=_purge)
    retention = commands.add_parser(
        "retention", parents=[shared], help=_("how long personal data is kept, and what is due")
    )
    retention.add_argument("--days", type=_days, metavar="DAYS", help=_("set another number"))
    retention.add_argument(
        "--by-itself", choices=YES_OR_NO, help=_("whether it then goes without being asked for")
    )
    retention.set_defaults(run=_retention)


def _days(text: str) -> int:
    """Read a number of days that makes sense."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_DAYS))):
        raise argparse.ArgumentTypeError(_("write a number of days, 0 or more"))
    return int(text)


def add_erasing(steps: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `people erase`."""
    erase = steps.add_parser(
        "erase", parents=[shared], help=_("erase a recipient everywhere, and never write to them")
    )
    erase.add_argument("address", metavar="ADDRESS")
    erase.set_defaults(run=_erase)


def _purge(context: Context, options: argparse.Namespace) -> int:
    kept = context.workspace.privacy.purge(
        context.campaign(options.campaign),
        after_days=options.after,
        unclear_too=options.unclear_too,
        by=context.person(),
    )
    purge = kept.purge
    if purge is None or purge.done_at is None:
        raise Blocked([finding("purge.unfinished")])
    words = ngettext(
        "The personal data of {count} person was removed. Counts, keyed digests and evidence stay.",
        "The personal data of {count} people was removed. Counts, keyed digests and evidence stay.",
        purge.people,
    )
    record = {
        "purged": True,
        "people": purge.people,
        "begun_at": purge.begun_at.isoformat(),
        "done_at": purge.done_at.isoformat(),
    }
    context.out.result(record, place(words, count=purge.people))
    return 0


def _retention(context: Context, options: argparse.Namespace) -> int:
    privacy = context.workspace.privacy
    rule = privacy.rule()
    if options.days is not None or options.by_itself is not None:
        days = rule.days if options.days is None else options.days
        by_itself = rule.by_itself if options.by_itself is None else options.by_itself == "yes"
        rule = privacy.set_rule(days=days, by_itself=by_itself, by=context.person())
    due = privacy.due()
    record = {
        "days": rule.days,
        "by_itself": rule.by_itself,
        "due": [_due_record(kept) for kept in due],
    }
    lines = [_rule_words(rule), *(_due_words(kept) for kept in due)]
    context.out.result(record, "\n".join(lines))
    return 0


def _due_record(kept: Kept) -> dict[str, object]:
    return {
        "id": kept.campaign_id,
        "name": kept.name,
        "people": kept.people,
        "due_at": kept.due_at.isoformat() if kept.due_at else None,
        "findings": [item.as_json() for item in kept.hindered],
    }


def _rule_words(rule: RetentionRule) -> str:
    if rule.by_itself:
        words = _("Personal data is removed {days} days after the end of a send, by itself.")
    else:
        words = _("Personal data is due {days} days after the end of a send; somebody removes it.")
    return place(words, days=rule.days)


def _due_words(kept: Kept) -> str:
    due = kept.due_at.date().isoformat() if kept.due_at else ""
    words = _("Due since {date}: “{name}” ({id})")
    return place(words, date=due, name=kept.name, id=kept.campaign_id)


def _erase(context: Context, options: argparse.Namespace) -> int:
    erased = context.workspace.privacy.erase(options.address, by=context.person())
    lines = [_("Erased. This address is never written to again; only a keyed digest is kept.")]
    lines += [place(_("Removed from “{name}”."), name=name) for name in erased.removed_from]
    words = _("“{name}” leaves them out from now on; their row goes when its send has ended.")
    lines += [place(words, name=name) for name in erased.later]
    if erased.named:
        words = _("Rows of other people that name this address, and stay as they are: {count}.")
        lines.append(place(words, count=erased.named))
    record = {
        "erased": True,
        "removed_from": list(erased.removed_from),
        "later": list(erased.later),
        "named": erased.named,
    }
    context.out.result(record, "\n".join(lines))
    return 0
