"""`translate later`: languages that are not ready, as a campaign of their own, and back."""

from __future__ import annotations

import argparse

from composer.cli.context import Context
from composer.cli.parsing import Commands, tag
from composer.errors import UsageError
from composer.i18n import _, grouped, ngettext, place


def add_steps(steps: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `later` to the steps of `translate`."""
    later = steps.add_parser(
        "later",
        parents=[shared],
        help=_("send some languages later, by a linked campaign"),
        description=_(
            "The people who read these languages are taken out of the campaign, and a copy of it "
            "is made that lists exactly them and is signed off by itself."
        ),
        epilog=_("With --json: campaign, linked (the other campaign's id), name, people, left."),
    )
    later.add_argument("campaign", metavar="CAMPAIGN")
    later.add_argument(
        "--locale",
        metavar="TAG",
        action="append",
        default=[],
        type=tag,
        help=_("a language to be sent later; may be repeated"),
    )
    later.add_argument(
        "--name", metavar="NAME", default="", help=_("what the other campaign is called")
    )
    later.add_argument("--back", action="store_true", help=_("write to everybody at once again"))
    later.set_defaults(run=_later)


def _later(context: Context, options: argparse.Namespace) -> int:
    if options.back == bool(options.locale):
        raise UsageError(_("Say which languages go later by --locale, or --back."))
    campaign_id = context.campaign(options.campaign)
    if options.back:
        people = context.workspace.later.bring_back(campaign_id, by=context.person())
        words = ngettext("{count} person came back.", "{count} people came back.", people)
        context.out.result(
            {"campaign": campaign_id, "people": people}, place(words, count=grouped(people))
        )
        return 0
    linked = context.workspace.later.send_later(
        campaign_id, options.locale, name=options.name, by=context.person()
    )
    left = context.workspace.content(campaign_id).audience
    words = ngettext(
        "“{name}” ({id}) writes to {count} person later.",
        "“{name}” ({id}) writes to {count} people later.",
        linked.people,
    )
    context.out.result(
        {
            "campaign": campaign_id,
            "linked": linked.id,
            "name": linked.name,
            "people": linked.people,
            "left": left,
        },
        place(words, name=linked.name, id=linked.id, count=grouped(linked.people)),
    )
    return 0
