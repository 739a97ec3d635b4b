"""`suppress`: the do-not-write list."""

from __future__ import annotations

import argparse
from pathlib import Path

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, positive
from composer.errors import UsageError
from composer.findings import blocking
from composer.i18n import _, ngettext, place
from composer.model.audience import SuppressionLine
from composer.model.suppression import SuppressionReason, SuppressionsAdded, SuppressionSync

_MOST_LINES = 999_999_999
_REASONS = tuple(reason.value for reason in SuppressionReason)


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `suppress` with its steps."""
    suppress = commands.add_parser(
        "suppress", parents=[shared], help=_("who must not be written to")
    )
    steps = suppress.add_subparsers(dest="step", required=True, metavar="STEP")
    add = steps.add_parser("add", parents=[shared], help=_("put an address or a file on the list"))
    add.add_argument("address", metavar="ADDRESS", nargs="?")
    add.add_argument("--file", metavar="FILE", type=Path, help=_("a list or a service's export"))
    add.add_argument(
        "--reason", choices=_REASONS, help=_("why; for the rows of a file that do not say it")
    )
    add.add_argument("--note", default="", help=_("what else is worth knowing"))
    add.set_defaults(run=_add)
    remove = steps.add_parser("remove", parents=[shared], help=_("take an address off the list"))
    remove.add_argument("address", metavar="ADDRESS")
    remove.add_argument(
        "--reason", metavar="TEXT", required=True, help=_("why this person may be written to again")
    )
    remove.set_defaults(run=_remove)
    lines = steps.add_parser("list", parents=[shared], help=_("who is on the list, and why"))
    lines.add_argument("--search", metavar="TEXT", default="")
    lines.add_argument("--limit", type=positive, help=_("at most so many, the newest first"))
    lines.set_defaults(run=_list)
    sync = steps.add_parser("sync", parents=[shared], help=_("take over SendGrid's lists"))
    sync.add_argument("--key", metavar="NAME", default="", help=_("the name of the key"))
    sync.add_argument("--base-url", metavar="URL", default="", help=_("where the service is"))
    sync.set_defaults(run=_sync)


def _add(context: Context, options: argparse.Namespace) -> int:
    if (options.address is None) == (options.file is None):
        raise UsageError(_("Name an address, or a file with --file."))
    reason = SuppressionReason(options.reason) if options.reason else None
    suppressions, person = context.workspace.suppressions, context.person()
    if options.file is not None:
        if options.note:
            raise UsageError(_("A note belongs to one address; a file has a column of notes."))
        done = suppressions.import_file(options.file, reason=reason, by=person)
    elif reason is None:
        raise UsageError(_("Say why nobody may write to this person."), advice=_reasons_advice())
    else:
        done = suppressions.add(options.address, reason=reason, note=options.note, by=person)
    return _print_added(context, done)


def _reasons_advice() -> str:
    return "--reason " + "|".join(_REASONS)


def _print_added(context: Context, done: SuppressionsAdded) -> int:
    record = {
        "added": done.added,
        "known": done.known,
        "findings": [item.as_json() for item in done.findings],
    }
    text = place(
        _("Added: {added}. On the list already: {known}."), added=done.added, known=done.known
    )
    context.out.result(record, text)
    if not context.out.as_json:
        print_findings(done.findings)
    return 1 if blocking(done.findings) else 0


def _remove(context: Context, options: argparse.Namespace) -> int:
    removed = context.workspace.suppressions.remove(
        options.address, why=options.reason, by=context.person()
    )
    count = len(removed)
    text = place(ngettext("{n} entry taken off.", "{n} entries taken off.", count), n=count)
    context.out.result({"removed": [_record(line) for line in removed]}, text)
    return 0


def _list(context: Context, options: argparse.Namespace) -> int:
    suppressions = context.workspace.suppressions
    lines, total = suppressions.lines(search=options.search, limit=options.limit or _MOST_LINES)
    synced = suppressions.sync_state()
    record = {
        "total": total,
        "entries": [_record(line) for line in lines],
        "synced": _sync_record(synced) if synced else None,
    }
    text = "\n".join(
        "  ".join(
            part
            for part in (
                line.address or _("(erased)"),
                line.reason,
                line.at.date().isoformat(),
                line.source,
                line.note,
            )
            if part
        )
        for line in lines
    )
    context.out.result(record, text or _("Nobody is on the list."))
    return 0


def _sync(context: Context, options: argparse.Namespace) -> int:
    def report(name: str, count: int) -> None:
        context.out.progress({"list": name, "entries": count}, f"{name}: {count}")

    done = context.workspace.suppressions.sync(
        key=options.key, base_url=options.base_url, by=context.person(), progress=report
    )
    text = place(_("Taken over from SendGrid. New entries: {added}."), added=done.added)
    if done.gone:
        more = _("No longer on its lists, but kept on yours: {gone}.")
        text = f"{text}\n{place(more, gone=done.gone)}"
    context.out.result(_sync_record(done), text)
    return 0


def _record(line: SuppressionLine) -> dict[str, object]:
    return {
        "address": line.address,
        "reason": line.reason,
        "source": line.source,
        "at": line.at.isoformat(),
        "note": line.note,
    }


def _sync_record(done: SuppressionSync) -> dict[str, object]:
    return {
        "at": done.at.isoformat(),
        "base_url": done.base_url,
        "key": done.key,
        "counts": dict(done.counts),
        "added": done.added,
        "gone": done.gone,
    }
