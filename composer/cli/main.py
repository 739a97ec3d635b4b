"""The command line: options, the choice of a command, and the one place that catches errors.

Exit 0 done, 1 findings block it (they are printed), 2 usage, 3 failed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from composer import __version__, i18n, paths
from composer.cli import campaigns, demo, gate, people, records, sending
from composer.cli.context import Context
from composer.cli.output import Output
from composer.errors import Blocked, ComposerError, FileRefused, NotFound, UsageError
from composer.i18n import _

DONE, BLOCKED, USAGE, FAILED = 0, 1, 2, 3

OpenWindow = Callable[[Path | None, str | None], int]


def run_command_line(arguments: Sequence[str], *, open_window: OpenWindow) -> int:
    """Run one command and give its exit code."""
    i18n.use_language()
    _use_utf8()
    parser = build_parser()
    options = parser.parse_args(arguments)
    out = Output(as_json=options.json)
    context = Context(
        workspace_path=_workspace_path(options.workspace),
        person_email=options.person or os.environ.get("COMPOSER_AS"),
        out=out,
        open_window=open_window,
    )
    try:
        if options.command is None:
            chosen = options.workspace or os.environ.get("COMPOSER_WORKSPACE")
            return open_window(Path(chosen) if chosen else None, context.person_email)
        return int(options.run(context, options))
    except (Blocked, FileRefused) as error:
        out.blocked(error.findings)
        return BLOCKED
    except (UsageError, NotFound) as error:
        out.error(str(error), error.advice)
        return USAGE
    except ComposerError as error:
        out.error(str(error), error.advice)
        return FAILED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        out.error(_("Cancelled. Nothing is half done."), "")
        return FAILED


def build_parser() -> argparse.ArgumentParser:
    """Build the parser: every command, each with the shared options before or after its name."""
    parser = argparse.ArgumentParser(
        prog="composer",
        description=_("One message to everybody: written, proved, signed off, sent once to each."),
        epilog=_("Without a command the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"composer {__version__}")
    _add_shared(parser, default=None, json_default=False)
    shared = argparse.ArgumentParser(add_help=False)
    _add_shared(shared, default=argparse.SUPPRESS, json_default=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title=_("commands"))
    for module in (demo, people, campaigns, gate, sending, records):
        module.add_commands(commands, shared)
    return parser


def _add_shared(
    parser: argparse.ArgumentParser, *, default: str | None, json_default: bool | str
) -> None:
    parser.add_argument(
        "--workspace",
        metavar="DIR",
        default=default,
        help=_("the workspace (else COMPOSER_WORKSPACE, else your data folder)"),
    )
    parser.add_argument(
        "--as",
        dest="person",
        metavar="EMAIL",
        default=default,
        help=_("who you are (else COMPOSER_AS, else the only person with a key here)"),
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=json_default,
        help=_("print JSON; long commands print lines of progress, the last line is the result"),
    )


def _workspace_path(option: str | None) -> Path:
    chosen = option or os.environ.get("COMPOSER_WORKSPACE")
    return Path(chosen).expanduser() if chosen else paths.default_workspace()


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
