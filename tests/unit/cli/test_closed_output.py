"""Whoever reads our output may stop reading: the command ends quietly, with the code it had."""

from __future__ import annotations

import subprocess
import sys

import pytest

SAYS = """
import sys
from composer.cli import main
from composer.errors import Blocked, UsageError
from composer.findings import finding

def run(options, out, open_window, open_file):
    kind = sys.argv[1]
    if kind == "cancelled":
        raise KeyboardInterrupt
    if kind == "blocked":
        raise Blocked([finding("audience.empty")])
    if kind == "usage":
        raise UsageError("No.", advice="Another way.")
    if kind == "strange":
        raise ZeroDivisionError
    if kind == "elsewhere":
        raise BrokenPipeError(32, "Broken pipe")
    if kind == "bytes":
        sys.stdout.buffer.write(b"x" * 1_000_000)
        sys.stdout.buffer.flush()
    out.result({"done": True}, "Done.")
    return 0

main._run = run
sys.stdin.readline()  # until nobody reads us any more
sys.exit(main.run_command_line(sys.argv[2:], open_window=None, open_file=None))
"""


def ask(kind: str, *words: str, closed: tuple[str, ...]) -> tuple[int, bytes]:
    """Run a command whose readers go before it says anything; give its code and its errors."""
    process = subprocess.Popen(
        [sys.executable, "-c", SAYS, kind, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    for name in closed:
        getattr(process, name).close()
    process.stdin.write(b"\n")
    process.stdin.close()
    errors = b"" if "stderr" in closed else process.stderr.read()
    code = process.wait(timeout=60)
    process.stdout.close()
    process.stderr.close()
    return code, errors


@pytest.mark.parametrize("words", [("status", "x"), ("status", "x", "--json")])
@pytest.mark.parametrize(
    ("kind", "code"),
    [("done", 3), ("bytes", 3), ("cancelled", 3), ("blocked", 1), ("usage", 2)],
)
def test_a_closed_pipe_ends_a_command_quietly_with_its_own_code(
    kind: str, code: int, words: tuple[str, ...]
) -> None:
    ended, errors = ask(kind, *words, closed=("stdout",))
    assert ended == code, errors
    assert b"Traceback" not in errors
    assert (b"Cancelled" in errors) == (kind == "cancelled"), "people are told all the same"
    assert b"pipe" not in errors.lower()


@pytest.mark.parametrize(("kind", "code"), [("cancelled", 3), ("usage", 2), ("strange", 3)])
def test_the_same_where_the_errors_are_not_read_either(kind: str, code: int) -> None:
    assert ask(kind, "status", "x", closed=("stdout", "stderr")) == (code, b"")


def test_help_that_is_not_read_to_its_end_is_no_fault() -> None:
    assert ask("done", "--help", closed=("stdout",)) == (0, b"")


def test_a_pipe_that_breaks_elsewhere_is_told() -> None:
    code, errors = ask("elsewhere", "status", "x", closed=())
    assert code == 3
    assert b"The system refused it" in errors
