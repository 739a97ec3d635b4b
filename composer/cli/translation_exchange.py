"""`translate export` and `translate import`: files for translators, out and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, tag
from composer.errors import UsageError
from composer.i18n import N_, _, ngettext, place

if TYPE_CHECKING:
    from composer.translation.exchange.comparison import Comparison, Take
    from composer.translation.exchange.model import ExchangeFormat

_ENDINGS = {".po": "po", ".xlsx": "xlsx", ".xlf": "xlf", ".xliff": "xliff"}
_XLIFF = {"1.2": "xlf", "2.0": "xliff"}
_WORDS = {
    "taken": N_("Would be taken over: {count}"),
    "unchanged": N_("The same on both sides: {count}"),
    "left_empty": N_("Without a translation in the file: {count}"),
    "newer_here": N_("Changed on both sides: {count}"),
    "changed_source": N_("Translated from a text that has changed since: {count}"),
    "unknown": N_("Texts that the message does not have: {count}"),
    "blocked": N_("Something is wrong with the translation: {count}"),
    "missing": N_("Did not come back: {count}"),
}


def add_steps(steps: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `export` and `import` to the steps of `translate`."""
    export = steps.add_parser(
        "export",
        parents=[shared],
        help=_("write a language's texts as a file for translators"),
        epilog=_("With --json: campaign, locale, file, format, export (the file's id), units."),
    )
    _add_what(export)
    export.add_argument(
        "--only", choices=("unfinished",), help=_("leave out what is reviewed already")
    )
    export.add_argument(
        "--xliff", choices=sorted(_XLIFF), help=_("the version, whatever the file's ending")
    )
    export.set_defaults(run=_export)
    back = steps.add_parser(
        "import",
        parents=[shared],
        help=_("compare a translated file with the message, and take it over"),
        description=_(
            "Takes everything over if nothing stands against any of it, otherwise nothing; then "
            "the findings name the place in the file."
        ),
        epilog=_(
            "With --json: campaign, locale, file, format, export, revision, counts by kind of "
            "line, taken (translations, comments; null when nothing was) and findings."
        ),
    )
    _add_what(back)
    back.add_argument(
        "--dry-run", action="store_true", help=_("only compare; nothing is taken over")
    )
    back.add_argument(
        "--take",
        choices=("all", "matching", "theirs"),
        default="all",
        help=_(
            "all: all or nothing (the default); matching: only what nothing stands against; "
            "theirs: that, and the file's where both sides have changed"
        ),
    )
    back.add_argument(
        "--change",
        action="store_true",
        help=_("change a frozen version, too: its test and approvals then no longer count"),
    )
    back.set_defaults(run=_import)


def _add_what(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("campaign", metavar="CAMPAIGN")
    parser.add_argument("file", metavar="FILE", type=Path, help=_(".po, .xlsx, .xlf or .xliff"))
    parser.add_argument(
        "--locale", metavar="TAG", required=True, type=tag, help=_("the language, such as de")
    )


def _format(file: Path, xliff: str | None) -> ExchangeFormat:
    from composer.translation.exchange.model import ExchangeFormat  # noqa: PLC0415 - reads lxml

    ending = _ENDINGS.get(file.suffix.lower())
    if ending is None or (xliff and ending not in _XLIFF.values()):
        raise UsageError(
            _("The file's ending does not say what to write."),
            advice=_("Name the file .po, .xlsx, .xlf or .xliff."),
        )
    return ExchangeFormat(_XLIFF[xliff] if xliff else ending)


def _export(context: Context, options: argparse.Namespace) -> int:
    form = _format(options.file, options.xliff)
    campaign = context.campaign(options.campaign)
    sent = context.workspace.exchange.export(
        campaign,
        options.locale,
        form,
        by=context.person(),
        only_unfinished=options.only == "unfinished",
    )
    options.file.write_bytes(sent.content)
    record = {
        "campaign": campaign,
        "locale": options.locale,
        "file": str(options.file),
        "format": form.value,
        "export": sent.id,
        "units": sent.units,
    }
    text = ngettext("{n} text written to {file}.", "{n} texts written to {file}.", sent.units)
    context.out.result(record, place(text, n=sent.units, file=options.file))
    return 0


def _import(context: Context, options: argparse.Namespace) -> int:
    from composer.stages.brought_file import read_brought_file  # noqa: PLC0415 - reads lxml

    campaign = context.campaign(options.campaign)
    exchange = context.workspace.exchange
    content = read_brought_file(options.file)
    comparison = exchange.compare(campaign, options.locale, content, file=options.file.name)
    take = _choice(options.take)
    record = _record(comparison)
    is_refused = not comparison.chosen(take) and not comparison.is_clear
    if options.dry_run or is_refused:
        text = _summary(comparison, is_refused=is_refused)
        _print(context, comparison, {**record, "taken": None}, text)
        return 1 if is_refused else 0
    if options.change:
        context.workspace.unseal(campaign, by=context.person())
    done = exchange.take(comparison, comparison.chosen(take), by=context.person())
    taken = {"translations": done.translations, "comments": done.comments}
    text = place(_("Translations taken over: {translations}. Comments: {comments}."), **taken)
    _print(context, comparison, {**record, "taken": taken}, text)
    return 0


def _record(comparison: Comparison) -> dict[str, object]:
    return {
        "campaign": comparison.campaign,
        "locale": comparison.locale,
        "file": comparison.file,
        "format": comparison.format,
        "export": comparison.export,
        "revision": comparison.revision,
        "counts": {kind.value: count for kind, count in comparison.counts.items()},
    }


def _summary(comparison: Comparison, *, is_refused: bool) -> str:
    lines = [place(_(_WORDS[kind.value]), count=count) for kind, count in comparison.counts.items()]
    if is_refused and comparison.chosen(_choice("matching")):
        lines.append(
            _(
                "Nothing was taken over. Have the file corrected, or take over what nothing "
                "stands against with --take matching."
            )
        )
    elif is_refused:
        lines.append(_("Nothing was taken over."))
    return "\n".join(lines)


def _choice(word: str) -> Take:
    from composer.translation.exchange.comparison import Take  # noqa: PLC0415 - reads lxml

    return Take(word)


def _print(context: Context, comparison: Comparison, record: dict[str, object], text: str) -> None:
    findings = comparison.all_findings
    record["findings"] = [item.as_json() for item in findings]
    context.out.result(record, text)
    if not context.out.as_json:
        print_findings(findings)
