"""The command line: options, the choice of a command, and the one place that catches errors.

Exit 0 done, 1 findings block it (they are printed), 2 usage, 3 failed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from composer import __version__, i18n, paths
from composer.cli import (
    about,
    accounts,
    after_stop,
    bounces,
    campaigns,
    demo,
    gate,
    history,
    incident,
    keys,
    people,
    privacy,
    proof_files,
    records,
    sending,
    suppressions,
    translating,
)
from composer.cli.context import Context
from composer.cli.output import Output, drop_closed_output, finish_output
from composer.cli.self_test import TryWindow, run_self_test, run_steps
from composer.crash_report import write_crash_report
from composer.errors import Blocked, ComposerError, FileRefused, NotFound, UsageError
from composer.i18n import _, place

DONE, BLOCKED, USAGE, FAILED = 0, 1, 2, 3

OpenWindow = Callable[[Path | None, str | None], int]
OpenFile = Callable[[Path, Path, str | None], int]


def run_command_line(
    arguments: Sequence[str],
    *,
    open_window: OpenWindow,
    open_file: OpenFile,
    try_window: TryWindow | None = None,
) -> int:
    """Run one command and give its exit code.

    Whoever reads our output may have seen enough: then nothing more is said, and the code tells how
    far the command came.
    """
    i18n.use_language()
    _use_utf8()
    out = Output(as_json="--json" in arguments)
    try:
        _require_text(arguments)
        options = build_parser().parse_args(arguments)
        if options.selftest:
            code = run_self_test(out)
        elif options.selftest_in is not None:
            assert try_window is not None, "the program itself was started"
            code = run_steps(Path(options.selftest_in), try_window)
        else:
            code = _run(options, out, open_window, open_file)
        finish_output()  # what cannot be written any more is told by the code, too
    except SystemExit as ended:  # the parser has printed its help
        return _code_after(finish_output, int(ended.code or DONE))
    except KeyboardInterrupt:
        return _code_after(lambda: out.error(_("Cancelled. Nothing is half done."), ""), FAILED)
    except Exception as error:  # noqa: BLE001 - Python's exit 1 would say that findings block it
        return _explain(error, out)
    return code


def _explain(error: Exception, out: Output) -> int:
    """Print what went wrong, and give the exit code that says so."""
    match error:
        case BrokenPipeError() if drop_closed_output():
            return FAILED
        case Blocked() | FileRefused():
            return _code_after(lambda: out.blocked(error.findings), BLOCKED)
        case UsageError() | NotFound():
            return _code_after(lambda: out.error(str(error), error.advice), USAGE)
        case ComposerError():
            return _code_after(lambda: out.error(str(error), error.advice), FAILED)
        case OSError():
            return _code_after(lambda: out.error(*_system_words(error)), FAILED)
    return _code_after(lambda: _report(error, out), FAILED)


def _report(error: Exception, out: Output) -> None:
    """Say where it is written down what broke: neither here nor there stands anybody's data."""
    file = write_crash_report(error)
    advice = _("What broke is described in {file}, without anybody's data. Nothing was sent of it.")
    out.error(_("Something went wrong inside Composer."), place(advice, file=file) if file else "")


def _code_after(tell: Callable[[], None], code: int) -> int:
    """Give the exit code after the last words, whether somebody still reads them or not."""
    try:
        tell()
        finish_output()
    except BrokenPipeError:
        drop_closed_output()
    return code


def _run(
    options: argparse.Namespace, out: Output, open_window: OpenWindow, open_file: OpenFile
) -> int:
    out.as_json = options.json
    context = Context(
        workspace_path=_workspace_path(options.workspace),
        person_email=options.person or os.environ.get("COMPOSER_AS") or None,
        out=out,
        open_window=open_window,
        open_file=open_file,
    )
    if options.command is None and options.open:
        return open_file(Path(options.open), context.workspace_path, context.person_email)
    if options.command is None:
        chosen = options.workspace or os.environ.get("COMPOSER_WORKSPACE")
        return open_window(Path(chosen) if chosen else None, context.person_email)
    return int(options.run(context, options))


class _Parser(argparse.ArgumentParser):
    """Reports a wrong command like any other error, so that programs can read it, too."""

    def error(self, message: str) -> NoReturn:
        """Stop with the usage as advice."""
        raise UsageError(f"{self.prog}: {message}", advice=self.format_usage().strip())


def build_parser() -> argparse.ArgumentParser:
    """Build the parser: every command, each with the shared options before or after its name."""
    parser = _Parser(
        prog="composer",
        description=_("One message to everybody: written, proved, signed off, sent once to each."),
        epilog=_("Without a command the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"composer {__version__}")
    parser.add_argument(
        "--open",
        nargs="?",
        metavar="FILE",
        help=_("open the window, with a .proof or .approval file that you were sent"),
    )
    parser.add_argument(
        "--selftest",
        action="store_true",
        help=_("try out whether everything works on this computer: window, preview, a send"),
    )
    parser.add_argument("--selftest-in", metavar="DIR", help=argparse.SUPPRESS)
    _add_shared(parser, default=None, json_default=False)
    shared = argparse.ArgumentParser(add_help=False)
    _add_shared(shared, default=argparse.SUPPRESS, json_default=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title=_("commands"))
    for module in (
        demo,
        people,
        campaigns,
        translating,
        suppressions,
        keys,
        accounts,
        gate,
        proof_files,
        sending,
        after_stop,
        records,
        bounces,
        incident,
        history,
        about,
        privacy,
    ):
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


def _require_text(arguments: Sequence[str]) -> None:
    """Refuse bytes that are no text: they can be neither signed nor recorded."""
    try:
        "".join(arguments).encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(
            _("The command holds bytes that are no text."), advice=_("Write it in UTF-8.")
        ) from None


def _system_words(error: OSError) -> tuple[str, str]:
    """Say what the system refused, and where."""
    reason = error.strerror or type(error).__name__
    text = place(_("The system refused it: {reason}."), reason=reason)
    file = error.filename2 or error.filename
    advice = _("Check the place, its permissions and its free space, then try again.")
    return text, f"{file}: {advice}" if file else advice


def _workspace_path(option: str | None) -> Path:
    chosen = option or os.environ.get("COMPOSER_WORKSPACE")
    return Path(chosen).expanduser() if chosen else paths.default_workspace()


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
