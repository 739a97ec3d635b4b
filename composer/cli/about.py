"""`about`: which program this is, what it is made of, and what another version of it froze."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands
from composer.findings import Finding
from composer.i18n import _, place


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `about`."""
    about = commands.add_parser(
        "about", parents=[shared], help=_("version, fingerprint and licences of this program")
    )
    about.set_defaults(run=_about)


def _about(context: Context, _options: argparse.Namespace) -> int:
    from composer.stages.program_notes import about_program  # noqa: PLC0415 - most of the program
    from composer.workspace import Workspace  # noqa: PLC0415 - as above

    about = about_program()
    found: tuple[Finding, ...] = ()
    if Workspace.exists(context.workspace_path):
        found = context.workspace.program.other_program_findings()
    told = about.fingerprint
    lines = [
        place(_("Composer {version}"), version=told.version),
        place(_("Source fingerprint: {digest}"), digest=told.source),
        place(_("Fingerprint of this installation: {digest}"), digest=told.installation),
        _("Works of others in it, with their licences:"),
        *(f"  {item.name} {item.version}: {item.licence}" for item in about.distributions),
    ]
    record = {**asdict(told), "distributions": [asdict(item) for item in about.distributions]}
    context.out.result(record, "\n".join(lines), findings=found if context.out.as_json else None)
    if found and not context.out.as_json:
        print_findings(found)
    return 0
