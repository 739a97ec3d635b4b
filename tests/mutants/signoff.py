"""Each rule of sign-off removed in turn: a test must fail. `python -m tests.mutants.signoff`.

The tests are collected once; each weaker program runs in a fork of its own, only the tests that
come to the changed function, up to the first that fails. What survives and is not listed in `SAME`
(`same.py`) is a rule that nobody would miss: the command ends with 1.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from tests.mutants.removals import Removal, removals, weaken
from tests.mutants.same import SAME

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    "composer.signoff.release",
    "composer.signoff.approvals",
    "composer.signoff.roster",
    "composer.signoff.owner_lists",
    "composer.signoff.pins",
    "composer.signoff.dsse",
    "composer.signoff.policies",
    "composer.signoff.seed_lists",
    "composer.signoff.receipt_statements",
    "composer.signoff.statement_reading",
    "composer.signoff.counting",
    "composer.signoff.eligibility",
    "composer.signoff.clock_statements",
    "composer.signoff.policy_reading",
    "composer.signoff.roster_rules",
    "composer.signoff.owner_changes",
    "composer.proofs.canonical",
    "composer.proofs.effective_rules",
    "composer.proofs.evidence",
    "composer.proofs.permit",
    "composer.proofs.receipts",
    "composer.model.clock_seen",
    "composer.stages.clock",
)
TESTS = ("tests/unit/signoff", "tests/unit/proofs", "tests/unit/stages/test_clock.py")


@dataclass(slots=True)
class Outcome:
    """What became of the removals."""

    missed: int = 0
    broken: list[str] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)
    listed_and_missed: list[str] = field(default_factory=list)
    unused: set[str] = field(default_factory=lambda: set(SAME))


class Weakening:
    """A pytest plugin: instead of running the tests once, runs them for each weaker program."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self.outcome = Outcome()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Note which tests come to which function, then remove one rule after the other."""
        modules = [importlib.import_module(name) for name in MODULES]
        callers = self._callers(session, modules)
        for module in modules:
            source = Path(module.__file__ or "").read_text("utf-8")
            for removal in removals(source):
                if self._wanted in f"{module.__name__}.{removal.name}":
                    self._try(session, module, removal, callers)
        return True

    def _callers(
        self, session: pytest.Session, modules: Sequence[ModuleType]
    ) -> dict[tuple[str, str], list[pytest.Item]]:
        """Run every test once; it must pass. Give the tests that come to each function."""
        files = {module.__file__ for module in modules}
        found: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            seen: set[tuple[str, str]] = set()
            with _noting(seen, files):
                failed = _first_failure(session, [item])
            if failed is not None:
                self.outcome.broken.append(failed)
                say(f"fails before anything is changed: {failed}")
                continue
            for place in seen:
                found[place].append(item)
        return found

    def _try(
        self,
        session: pytest.Session,
        module: ModuleType,
        removal: Removal,
        callers: dict[tuple[str, str], list[pytest.Item]],
    ) -> None:
        name = f"{module.__name__}.{removal.name}"
        self.outcome.unused.discard(name)
        items = callers[module.__file__ or "", removal.function]
        child = os.fork()
        if child == 0:
            with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
                weaken(module, removal)
                os._exit(0 if _first_failure(session, items) is None else 1)
        survived = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        if not survived and name in SAME:
            self.outcome.listed_and_missed.append(name)
            say(f"is missed now, take it off the list: {name}")
        elif not survived:
            self.outcome.missed += 1
        elif name not in SAME:
            self.outcome.survived.append(name)
            say(f"survived: {module.__name__}:{removal.line} {removal.name}")


def main(arguments: Sequence[str]) -> int:
    """Remove every rule whose name holds the words given, or every one.

    What stands in `SAME` must survive and be there: a list that only grows would hide a rule.
    """
    plugin = Weakening(" ".join(arguments))
    with redirect_stdout(StringIO()) as told:
        words = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header"]
        code = pytest.main([*words, *(str(ROOT / name) for name in TESTS)], plugins=[plugin])
    if code:
        say(told.getvalue())
        return int(code)
    outcome = plugin.outcome
    say(f"{outcome.missed} rules are missed when they are removed.")
    for name in sorted(outcome.unused) if not arguments else ():
        say(f"no longer there, take it off the list: {name}")
    complete = not outcome.broken and not outcome.listed_and_missed
    complete = complete and not (outcome.unused and not arguments)
    return 0 if complete and not outcome.survived else 1


def say(text: str) -> None:
    """Print to the real output, also while pytest's is kept away."""
    print(text, file=sys.__stderr__, flush=True)


@contextmanager
def _noting(seen: set[tuple[str, str]], files: set[str | None]) -> Iterator[None]:
    def note(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename in files:
            seen.add((code.co_filename, code.co_qualname.partition(".<locals>")[0]))

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)


def _first_failure(session: pytest.Session, items: Sequence[pytest.Item]) -> str | None:
    """Run tests until one fails, and name it."""
    failures: list[str] = []

    class Listening:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failures.append(report.nodeid)

    listening = Listening()
    session.config.pluginmanager.register(listening)
    try:
        for item in items:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if failures:
                return failures[0]
        return None
    finally:
        session.config.pluginmanager.unregister(listening)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
