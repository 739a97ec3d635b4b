"""`translate glossary`: the team's words, and how each is said."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, tag
from composer.errors import NotFound, UsageError
from composer.findings import blocking
from composer.i18n import _, ngettext, place

if TYPE_CHECKING:
    from composer.model.glossary import GlossaryLine, GlossaryTerm


def add_steps(steps: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `glossary` to the steps of `translate`."""
    glossary = steps.add_parser("glossary", parents=[shared], help=_("the team's words"))
    parts = glossary.add_subparsers(dest="part", required=True, metavar="PART")
    listed = parts.add_parser("list", parents=[shared], help=_("every word, and how it is said"))
    listed.set_defaults(run=_list)
    add = parts.add_parser("add", parents=[shared], help=_("add a word, or change what is there"))
    _add_word(add)
    add.add_argument(
        "--to", metavar="TAG=TEXT", action="append", default=[], help=_("how a language says it")
    )
    add.add_argument(
        "--not", metavar="TAG=TEXT", dest="forbidden", action="append", default=[],
        help=_("how a language must not say it"),
    )  # fmt: skip
    add.add_argument("--fixed", action="store_true", help=_("it stays as it is in every language"))
    add.add_argument("--note", default="", help=_("what a translator should know"))
    add.set_defaults(run=_add)
    remove = parts.add_parser("remove", parents=[shared], help=_("take a word out"))
    _add_word(remove)
    remove.set_defaults(run=_remove)
    taken = parts.add_parser(
        "import",
        parents=[shared],
        help=_("take over a table of words (CSV, XLSX)"),
        epilog=_("With --json: added, changed, known, findings."),
    )
    taken.add_argument("file", metavar="FILE", type=Path)
    taken.add_argument(
        "--from", dest="source", metavar="TAG", type=tag, default="en",
        help=_("the language of the words, where the table does not say it"),
    )  # fmt: skip
    taken.set_defaults(run=_import_terms)
    given = parts.add_parser("export", parents=[shared], help=_("write the words as a table"))
    given.add_argument("file", metavar="FILE", type=Path, help=_(".csv or .xlsx"))
    given.set_defaults(run=_export_terms)


def _add_word(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("word", metavar="WORD")
    parser.add_argument(
        "--from", dest="source", metavar="TAG", type=tag, default="en",
        help=_("the language of the word"),
    )  # fmt: skip


def _list(context: Context, options: argparse.Namespace) -> int:
    del options
    lines = context.workspace.memory.glossary()
    text = "\n".join(_sentence(line.term) for line in lines)
    record = {"terms": [_record(line) for line in lines]}
    context.out.result(record, text or _("The glossary has no words yet."))
    return 0


def _add(context: Context, options: argparse.Namespace) -> int:
    from composer.model.glossary import GlossaryTerm, Saying  # noqa: PLC0415 - findings' tables

    wanted, forbidden = _said(options.to), _said(options.forbidden)
    seen = _find(context, options)
    base = seen.term if seen else GlossaryTerm(source="", source_locale=options.source)
    term = replace(
        base,
        source=options.word,
        is_fixed=options.fixed or base.is_fixed,
        note=options.note or base.note,
        sayings=tuple(
            Saying(
                locale=tag,
                targets=wanted.get(tag, base.saying(tag).targets),
                forbidden=forbidden.get(tag, base.saying(tag).forbidden),
            )
            for tag in sorted({*wanted, *forbidden, *(item.locale for item in base.sayings)})
        ),
    )
    line = context.workspace.memory.save_term(term, seen=seen, by=context.person())
    context.out.result(_record(line), _sentence(line.term))
    return 0


def _remove(context: Context, options: argparse.Namespace) -> int:
    seen = _find(context, options)
    if seen is None:
        raise NotFound(
            place(_("“{term}” is not in the glossary."), term=options.word),
            advice=_("See what is: composer translate glossary list"),
        )
    context.workspace.memory.remove_term(seen, by=context.person())
    text = place(_("“{term}” is no longer in the glossary."), term=seen.term.source)
    context.out.result({"removed": seen.term.source}, text)
    return 0


def _import_terms(context: Context, options: argparse.Namespace) -> int:
    done = context.workspace.memory.import_terms(
        options.file, source_locale=options.source, by=context.person()
    )
    record = {
        "added": done.added,
        "changed": done.changed,
        "known": done.known,
        "findings": [item.as_json() for item in done.findings],
    }
    text = _("Added: {added}. Changed: {changed}. As they were: {known}.")
    context.out.result(
        record, place(text, added=done.added, changed=done.changed, known=done.known)
    )
    if not context.out.as_json:
        print_findings(done.findings)
    return 1 if blocking(done.findings) else 0


def _export_terms(context: Context, options: argparse.Namespace) -> int:
    count = context.workspace.memory.export_terms(options.file)
    text = place(ngettext("{n} word written.", "{n} words written.", count), n=count)
    context.out.result({"file": str(options.file), "terms": count}, text)
    return 0


def _find(context: Context, options: argparse.Namespace) -> GlossaryLine | None:
    wanted = " ".join(options.word.casefold().split())
    return next(
        (
            line
            for line in context.workspace.memory.glossary()
            if line.term.source_locale == options.source
            and " ".join(line.term.source.casefold().split()) == wanted
        ),
        None,
    )


def _said(options: list[str]) -> dict[str, tuple[str, ...]]:
    """Read `de=Gewicht`, which may be said several times."""
    from composer.model.locale_tags import canonical  # noqa: PLC0415 - reads all of CLDR's names

    found: dict[str, tuple[str, ...]] = {}
    for option in options:
        language, _equals, text = option.partition("=")
        locale = canonical(language.strip())
        if locale is None or not text.strip():
            raise UsageError(_("Write the language and the word as de=Gewicht."))
        found[locale] = (*found.get(locale, ()), text.strip())
    return found


def _sentence(term: GlossaryTerm) -> str:
    parts = [term.source]
    if term.is_fixed:
        parts.append(_("(stays as it is)"))
    for saying in term.sayings:
        if saying.targets:
            parts.append(f"{saying.locale}: {' | '.join(saying.targets)}")
        if saying.forbidden:
            words = " | ".join(saying.forbidden)
            parts.append(place(_("{locale} not: {words}"), locale=saying.locale, words=words))
    return "  ".join([*parts, *([term.note] if term.note else [])])


def _record(line: GlossaryLine) -> dict[str, object]:
    return {
        "source": line.term.source,
        "source_locale": line.term.source_locale,
        "fixed": line.term.is_fixed,
        "note": line.term.note,
        "sayings": {
            saying.locale: {"targets": saying.targets, "forbidden": saying.forbidden}
            for saying in line.term.sayings
        },
        "by": line.by,
        "at": line.at.isoformat(),
    }
