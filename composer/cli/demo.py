"""`demo`: a practice workspace with a finished example campaign. Nothing leaves the machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from composer import paths
from composer.cli.context import Context
from composer.cli.parsing import Commands
from composer.i18n import _, place

DEFAULT_DOMAIN = "exchange.example"


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `demo`."""
    demo = commands.add_parser(
        "demo", parents=[shared], help=_("make a practice workspace with a finished example")
    )
    demo.add_argument("directory", nargs="?", metavar="DIR", help=_("where to make it"))
    demo.add_argument("--domain", default=DEFAULT_DOMAIN, help=_("the example's mail domain"))
    demo.add_argument("--no-window", action="store_true", help=_("only make it"))
    demo.set_defaults(run=_demo)


def _demo(context: Context, options: argparse.Namespace) -> int:
    from composer.workspace import make_demo  # noqa: PLC0415 - most of the program

    chosen = options.directory
    folder = Path(chosen) if chosen else paths.default_workspace().parent / "practice"
    workspace, campaign_id = make_demo(folder.absolute(), domain=options.domain)
    record = {
        "workspace": str(workspace.path),
        "campaign": campaign_id,
        "mailbox": str(workspace.mailbox),
        "people": [
            {
                "name": line.person.name,
                "email": line.person.email,
                "roles": sorted(role.value for role in line.person.roles),
            }
            for line in workspace.people()
        ],
    }
    context.out.result(
        record,
        place(
            _("Practice workspace: {workspace}\nCampaign: {campaign}\nPractice mailbox: {mailbox}"),
            workspace=workspace.path,
            campaign=campaign_id,
            mailbox=workspace.mailbox,
        ),
    )
    workspace.close()
    return 0 if options.no_window else context.open_window(folder.absolute(), context.person_email)
