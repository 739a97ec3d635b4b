"""`translate memory` and `translate fill`: what was translated before, put to use."""

from __future__ import annotations

import argparse
from pathlib import Path

from composer.cli import glossary
from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, tag
from composer.i18n import _, ngettext, place


def add_steps(steps: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `glossary`, `memory` and `fill` to the steps of `translate`."""
    fill = steps.add_parser(
        "fill",
        parents=[shared],
        help=_("fill what is not translated yet from earlier translations, as drafts"),
        epilog=_("With --json: campaign, locale, filled."),
    )
    fill.add_argument("campaign", metavar="CAMPAIGN")
    fill.add_argument("--locale", metavar="TAG", required=True, type=tag, help=_("the language"))
    fill.add_argument(
        "--exact", action="store_true", help=_("only where not even a number or field differs")
    )
    fill.set_defaults(run=_fill)
    glossary.add_steps(steps, shared)
    _add_memory(steps, shared)


def _add_memory(steps: Commands, shared: argparse.ArgumentParser) -> None:
    memory = steps.add_parser("memory", parents=[shared], help=_("what was translated before"))
    parts = memory.add_subparsers(dest="part", required=True, metavar="PART")
    status = parts.add_parser("status", parents=[shared], help=_("how much is stored"))
    status.set_defaults(run=_status)
    anew = parts.add_parser(
        "rebuild", parents=[shared], help=_("make it anew from all campaigns as they are")
    )
    anew.set_defaults(run=_rebuild)
    taken = parts.add_parser(
        "import", parents=[shared], help=_("take in another program's memory (TMX)")
    )
    taken.add_argument("file", metavar="FILE", type=Path)
    taken.set_defaults(run=_import_tmx)
    given = parts.add_parser("export", parents=[shared], help=_("write it as TMX"))
    given.add_argument("file", metavar="FILE", type=Path)
    given.add_argument("--locale", metavar="TAG", type=tag, help=_("one language"))
    given.set_defaults(run=_export_tmx)


def _fill(context: Context, options: argparse.Namespace) -> int:
    campaign = context.campaign(options.campaign)
    count = context.workspace.memory.fill(
        campaign, options.locale, exact=options.exact, by=context.person()
    )
    text = place(
        ngettext(
            "{n} text was filled in as a draft. Somebody has to review it.",
            "{n} texts were filled in as drafts. Somebody has to review them.",
            count,
        ),
        n=count,
    )
    record = {"campaign": campaign, "locale": options.locale, "filled": count}
    context.out.result(record, text if count else _("Nothing that is stored fits."))
    return 0


def _status(context: Context, options: argparse.Namespace) -> int:
    del options
    counts = context.workspace.memory.counts()
    record = {
        "pairs": [
            {"source": item.pair.source, "locale": item.pair.target, "units": item.units}
            for item in counts
        ]
    }
    line = _("{source} → {locale}: {count}")
    text = "\n".join(
        place(line, source=item.pair.source, locale=item.pair.target, count=item.units)
        for item in counts
    )
    context.out.result(record, text or _("No translation has been reviewed yet."))
    return 0


def _rebuild(context: Context, options: argparse.Namespace) -> int:
    del options
    count = context.workspace.memory.rebuild(by=context.person())
    text = place(
        ngettext(
            "{n} translation of the campaigns is stored.",
            "{n} translations of the campaigns are stored.",
            count,
        ),
        n=count,
    )
    context.out.result({"units": count}, text)
    return 0


def _import_tmx(context: Context, options: argparse.Namespace) -> int:
    added, findings = context.workspace.memory.import_tmx(options.file, by=context.person())
    record = {"added": added, "findings": [item.as_json() for item in findings]}
    text = place(ngettext("{n} new translation.", "{n} new translations.", added), n=added)
    context.out.result(record, text)
    if not context.out.as_json:
        print_findings(findings)
    return 0


def _export_tmx(context: Context, options: argparse.Namespace) -> int:
    count = context.workspace.memory.export_tmx(options.file, locale=options.locale or "")
    text = place(ngettext("{n} translation written.", "{n} translations written.", count), n=count)
    context.out.result({"file": str(options.file), "units": count}, text)
    return 0
