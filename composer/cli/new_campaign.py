"""`new`: begin a campaign with a layout, or with parts of an earlier one."""

from __future__ import annotations

import argparse

from composer.cli.context import Context
from composer.cli.parsing import Commands
from composer.errors import UsageError
from composer.i18n import _
from composer.model.campaign import Purpose
from composer.model.new_campaign import FirstWords, Part


def add_command(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `new`."""
    new = commands.add_parser(
        "new", parents=[shared], help=_("a campaign with a layout, or parts of an earlier one")
    )
    new.add_argument("name", metavar="NAME")
    how = new.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--layout", metavar="LAYOUT", help=_("begin with this layout, nothing written")
    )
    how.add_argument("--copy", metavar="CAMPAIGN", help=_("begin with parts of this campaign"))
    new.add_argument("--sender", metavar="MAILBOX", help=_("with --layout: Name <address>"))
    new.add_argument(
        "--purpose",
        choices=[purpose.value for purpose in Purpose],
        default=Purpose.SERVICE.value,
        help=_("with --layout: why it is sent"),
    )
    new.add_argument("--locale", metavar="TAG", default="en", help=_("with --layout: its language"))
    new.add_argument("--account", metavar="NAME", default="", help=_("with --layout: leave by it"))
    new.add_argument(
        "--without",
        metavar="PART",
        action="append",
        choices=[part.value for part in Part],
        default=[],
        help=_("with --copy: leave this behind (text, translations, audience, account)"),
    )
    new.set_defaults(run=_new)


def _new(context: Context, options: argparse.Namespace) -> int:
    made, by = context.workspace.new_campaigns, context.person()
    if options.copy is not None:
        wanted = [part for part in Part if part.value not in options.without]
        campaign = made.copy(context.campaign(options.copy), wanted, name=options.name, by=by)
    else:
        sender = options.sender or made.usual_sender(options.account)
        if not sender:
            raise UsageError(_("A new campaign needs --sender."))
        words = FirstWords(
            name=options.name,
            purpose=Purpose(options.purpose),
            sender=sender,
            locale=options.locale,
            layout=options.layout,
            account=options.account,
        )
        campaign = made.begin(words, by=by)
    name = context.workspace.content(campaign).campaign.name
    context.out.result({"id": campaign, "name": name}, f"{campaign}  {name}")
    return 0
