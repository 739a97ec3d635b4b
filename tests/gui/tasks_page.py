"""Writes `docs/tasks.md`: the five tasks of the window, each as it was walked by keys alone.

As in `journal.py` nothing is told: steps, what was read off and the machine's seconds are what the
test counted, and only a test that passed writes. What hindered on the way, and was mended, is the
test's to say: nobody can count it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.gui.journal import Journey, put_in
from tests.gui.keyboard import LARGE_PT, Typist

PAGE = "TASKS_PAGE"
LETTERS = "abcde"
HEAD = f"""# Five tasks with the keyboard only, at 200 % text

Each was walked by a test in the real program's window (1280×800, text of {LARGE_PT} pt in place of 10,
from the example), by keys and typed words alone, and is written by it:

    TASKS_PAGE=docs/tasks.md .venv/bin/python -m pytest -m long tests/gui/test_tasks.py

A **step** is one key, or keys held together, or one typed word. What is *read off* stood on the
screen whole, without being shortened or scrolled away; after each step that moved the focus it was
asked whether the focus was still somewhere, had a name for screen readers and was in sight. The
seconds are the machine's alone: the test presses at once what can be pressed, and nobody reads.

| task | steps | longest way by Tab | machine, s | read off | what hindered, and was mended |
| --- | --- | --- | --- | --- | --- |
"""
_ROW = re.compile(r"^\| \((\w)\) .*$", re.MULTILINE)


@dataclass
class Task:
    """One task: who walks it, and what hindered when it was walked first."""

    letter: str
    title: str
    hindered: Sequence[str] = ()
    journey: Journey = field(init=False)
    _typist: Typist = field(init=False)
    _before: tuple[int, int, int] = (0, 0, 0)

    def begin(self, typist: Typist, chapter: str) -> None:
        """Begin to count: what was done before is not of the task."""
        self.journey = Journey(LETTERS.index(self.letter) + 1, self.title)
        self.journey.people = {"": typist}
        self._typist = typist
        self._before = len(typist.steps), len(typist.tabs), len(typist.read)
        self.journey.chapter(chapter)

    @property
    def seconds(self) -> float:
        """What the machine has taken since the task began."""
        return self._typist.moments[-1].at - self.journey.chapters[0][0]

    def keep(self) -> None:
        """Write the task into the page that was asked for."""
        text = f"{self.journey.text()}\n"
        print(self._row(), text, sep="\n")
        if os.environ.get(PAGE):
            page = Path(os.environ[PAGE])
            rows = _rows(page) | {self.letter: self._row()}
            head = HEAD + "".join(f"{rows[letter]}\n" for letter in sorted(rows))
            put_in(page, self.journey.number, text, head=head)

    def _row(self) -> str:
        typist, (steps, tabs, read) = self._typist, self._before
        told = [f"“{' '.join(one.split())}”" for one in dict.fromkeys(typist.read[read:])]
        ways = sorted(typist.tabs[tabs:], reverse=True)[:1]
        way = "".join(f"{count} to *{name}*" for count, name in ways) or "none"
        cells = (
            f"({self.letter}) {self.title}",
            str(len(typist.steps) - steps),
            way,
            f"{self.seconds:.0f}",
            " ".join(told),
            " ".join(self.hindered) or "nothing",
        )
        return f"| {' | '.join(one.replace('|', '/') for one in cells)} |"


def _rows(page: Path) -> dict[str, str]:
    text = page.read_text("utf-8") if page.exists() else ""
    return {found.group(1): found.group(0) for found in _ROW.finditer(text)}
