"""`new`, `import`, `export`, `audience`, `render`, `delete`, `archive`: campaigns themselves."""

from __future__ import annotations

import argparse
import base64
import sys
from pathlib import Path

from composer.cli.audience import add_command as add_audience
from composer.cli.context import Context
from composer.cli.new_campaign import add_command as add_new
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, add_for_campaign
from composer.findings import blocking
from composer.i18n import _, place
from composer.model.overview import ImportResult, Preview

FORMATS = ("eml", "html", "text", "headers", "wire")


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `new`, `import`, `export`, `audience`, `render`, `delete` and `archive`."""
    add_new(commands, shared)
    bring = commands.add_parser("import", parents=[shared], help=_("a campaign from a folder"))
    bring.add_argument("directory", metavar="DIR", type=Path)
    bring.add_argument("--campaign", metavar="ID", help=_("make a new revision of this campaign"))
    bring.set_defaults(run=_import)
    give = add_for_campaign(commands, shared, "export", _("a campaign to a folder"))
    give.add_argument("directory", metavar="DIR", type=Path)
    give.set_defaults(run=_export)
    add_audience(commands, shared)
    render = add_for_campaign(
        commands, shared, "render", _("exactly what one recipient gets, without Date")
    )
    render.add_argument("--recipient", metavar="ADDRESS", required=True)
    render.add_argument("--format", choices=FORMATS, default="eml")
    render.set_defaults(run=_render)
    gone = add_for_campaign(
        commands, shared, "delete", _("a campaign that was never tested, signed or sent")
    )
    gone.set_defaults(run=_delete)
    away = add_for_campaign(
        commands, shared, "archive", _("put a campaign into the archive; nothing of it goes")
    )
    away.add_argument("--back", action="store_true", help=_("take it out of the archive"))
    away.set_defaults(run=_archive)


def _import(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign) if options.campaign else None
    result = context.workspace.import_folder(
        options.directory, by=context.person(), campaign_id=campaign_id
    )
    return _print_import(context, result)


def _print_import(context: Context, result: ImportResult) -> int:
    record = {
        "id": result.id,
        "name": result.name,
        "findings": [item.as_json() for item in result.findings],
    }
    blocked = bool(blocking(result.findings))
    text = _("Nothing was taken over.") if blocked else f"{result.id}  {result.name}"
    context.out.result(record, text)
    if not context.out.as_json:
        print_findings(result.findings)
    return 1 if blocked else 0


def _export(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    by = context.person_if_known()
    context.workspace.export_folder(campaign_id, options.directory, by=by)
    context.out.result(
        {"id": campaign_id, "directory": str(options.directory)},
        place(_("Written to {folder}"), folder=options.directory),
    )
    return 0


def _render(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    preview = context.workspace.preview(campaign_id, options.recipient)
    content = _content(preview, options.format)
    if context.out.as_json:
        context.out.result(
            {
                "recipient": preview.recipient.address,
                "digest": preview.rendered.digest,
                "wire_sha256": preview.wire_sha256,
                "bytes": len(content),
                "content_base64": base64.b64encode(content).decode("ascii"),
            },
            "",
        )
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def _delete(context: Context, options: argparse.Namespace) -> int:
    campaign_id, by = context.campaign(options.campaign), context.person()
    name = context.workspace.shelf.look(campaign_id).name
    context.workspace.shelf.delete(campaign_id, by=by)
    context.out.result(
        {"id": campaign_id, "deleted": True}, place(_("“{name}” was deleted."), name=name)
    )
    return 0


def _archive(context: Context, options: argparse.Namespace) -> int:
    campaign_id, by = context.campaign(options.campaign), context.person()
    shelf = context.workspace.shelf
    if options.back:
        shelf.bring_back(campaign_id, by=by)
        words = _("“{name}” is in the list again.")
    else:
        shelf.archive(campaign_id, by=by)
        words = _("“{name}” lies in the archive.")
    name = shelf.look(campaign_id).name
    context.out.result({"id": campaign_id, "archived": not options.back}, place(words, name=name))
    return 0


def _content(preview: Preview, wanted: str) -> bytes:
    match wanted:
        case "eml":
            return preview.eml
        case "wire":
            return preview.wire
        case "html":
            return preview.rendered.html.encode("utf-8")
        case "text":
            return preview.rendered.text.encode("utf-8")
        case _:
            return preview.eml.partition(b"\r\n\r\n")[0] + b"\r\n"
