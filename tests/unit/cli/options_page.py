"""Writes `docs/guide/options.md`, in English and German: every option of every command.

    .venv/bin/python -m tests.unit.cli.options_page

The words are those of `--help`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from composer import i18n
from composer.cli.main import build_parser

GUIDE = Path(__file__).parents[3] / "docs" / "guide"
NAME = "options.md"
PAGES = {"en": GUIDE / NAME, "de": GUIDE / "de" / NAME}
SHARED = {"--help", "--workspace", "--as", "--json"}
_LEADS = {
    "en": "# Every option\n\nWhat `composer COMMAND --help` says, on one page. The options of all"
    " commands (`--workspace`, `--as`, `--json`) and what the commands are for stand in"
    " [the command line](commands.md).\n",
    "de": "# Alle Optionen\n\nWas `composer COMMAND --help` sagt, auf einer Seite. Die Optionen"
    " aller Befehle (`--workspace`, `--as`, `--json`), und wozu die Befehle da sind, stehen unter"
    " [Befehlszeile](commands.md).\n",
}


def options_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Give what a command can be told beside what every command can; hidden ones are left out."""
    for action in parser._actions:
        if action.help is argparse.SUPPRESS or SHARED & set(action.option_strings):
            continue
        if not isinstance(action, argparse._SubParsersAction):
            yield action


def ways(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Give every command with its steps, and its parser."""
    below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not below:
        yield parser.prog, parser
    for action in below:
        for inner in action.choices.values():
            yield from ways(inner)


def page(tag: str) -> str:
    """Write the page in one language."""
    i18n.use_language(tag)
    try:
        parser = build_parser()
    finally:
        i18n.use_language("en")
    lines = [_LEADS[tag]]
    for way, inner in ways(parser):
        optional = [one for one in options_of(inner) if one.option_strings]
        if not optional:
            continue
        given = [_metavar(one) for one in options_of(inner) if not one.option_strings]
        lines.append(f"**`{' '.join((way, *given))}`**\n")
        lines += [f"- `{_written(one)}` {one.help or ''}".rstrip() for one in optional]
        lines.append("")
    return "\n".join(lines)


def _metavar(action: argparse.Action) -> str:
    named = action.metavar or action.dest.upper()
    words = named if isinstance(named, str) else " ".join(named)
    return f"[{words}]" if action.nargs in {"?", "*"} else words


def _written(action: argparse.Action) -> str:
    name = action.option_strings[-1]
    if action.nargs == 0:
        return name
    if action.choices is not None and action.metavar is None:
        return f"{name} {'|'.join(map(str, action.choices))}"
    named = action.metavar or action.dest.upper().replace("_", " ")
    return f"{name} {named if isinstance(named, str) else ' '.join(named)}"


def main() -> None:
    """Write both pages."""
    for tag, file in PAGES.items():
        file.write_text(page(tag), encoding="utf-8")


if __name__ == "__main__":
    main()
