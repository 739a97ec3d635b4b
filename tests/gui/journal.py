"""Writes down a journey through the window: who did what, what they saw then, and how long it took.

Nothing of it is told: the lines are the steps that the test counted (`driven.Person`). The page
`docs/journeys.md` holds the last journeys that went through; only a test that passed writes there.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from tests.gui.driven import SEEN, Moment, Person

PAGE = "JOURNEYS_PAGE"
JOURNEY_S = 3600  # several sign-offs one after the other, on a busy machine
HEAD = """# Journeys through the window

Each was walked by a test in the real program's window, by clicks, keys and dropped files; the lines
are what the test did and waited for, and are written by it:

    JOURNEYS_PAGE=docs/journeys.md .venv/bin/python -m pytest -m long tests/gui/test_journey*.py

Each person has a home, a password store and a screen (1280×800) of their own; mail goes through
Postfix and Dovecot on this computer. The seconds are the machine's alone, on two cores that other
work kept busy: the test presses at once what can be pressed, and nobody reads. Each journey ends
with a look into all mailboxes: who shall have a message has it once, with their own address alone
in To, and nobody else has any.
"""
_SECTION = re.compile(r"^(?=## \d)", re.MULTILINE)
_ACTS = {
    "click": "click **{}**",
    "press": "press {}",
    "field": "fill in *{}*",
    "word": "type *{}*",
    "drop": "drop {}",
    "file": "name the file {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Some steps of one person, and what they saw after them."""

    who: str
    acts: tuple[tuple[str, str], ...]
    seen: str
    ended: float


@dataclass
class Journey:
    """One journey: its people, and where its chapters begin; `begins` says what was there before."""

    number: int
    title: str
    begins: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    chapters: list[tuple[float, str]] = field(default_factory=list)

    def chapter(self, title: str) -> None:
        """Begin a chapter; what was done before the first one is not told."""
        self.chapters.append((time.monotonic(), title))

    def keep(self) -> None:
        """Write the journey into the page that was asked for."""
        text = self.text()
        print(text)
        if os.environ.get(PAGE):
            put_in(Path(os.environ[PAGE]), self.number, text)

    def text(self) -> str:
        """Give the journey as a section of the page."""
        steps = [one.kind for _who, one in self._moments() if one.kind != SEEN]
        counted = Counter(steps)
        parts = (
            (counted["click"], "clicks"),
            (counted["press"], "keys"),
            (counted["field"], "fields"),
            (counted["word"], "words"),
            (counted["drop"] + counted["file"], "files"),
        )
        told = ", ".join(f"{count} {words}" for count, words in parts if count)
        begun, done = self.chapters[0][0], list(self._moments())[-1][1].at
        lines = [f"## {self.number}. {self.title}", ""]
        counts = f"{len(steps)} steps ({told}), {done - begun:.0f} s."
        lines += [f"{self.begins} {counts}".strip(), ""]
        number, ended = 1, begun
        for at, (since, title) in enumerate(self.chapters):
            until = self.chapters[at + 1][0] if at + 1 < len(self.chapters) else float("inf")
            lines += [f"### {title}", "", "| steps | who | does | sees | s |"]
            lines += ["| --- | --- | --- | --- | --- |"]
            for line in self._lines(since, until):
                count = len(line.acts)
                numbers = f"{number}–{number + count - 1}" if count > 1 else f"{number}"
                cells = (
                    numbers if count else "",
                    line.who,
                    _acts(line.acts),
                    line.seen,
                    f"{line.ended - ended:.1f}",
                )
                lines.append(f"| {' | '.join(cells)} |")
                number, ended = number + count, line.ended
            lines.append("")
        return "\n".join(lines)

    def _moments(self) -> Iterator[tuple[str, Moment]]:
        found = [(who, one) for who, person in self.people.items() for one in person.moments]
        begun = self.chapters[0][0]
        told = (pair for pair in found if begun <= pair[1].at)
        yield from sorted(told, key=lambda pair: pair[1].at)

    def _lines(self, since: float, until: float) -> Iterator[Line]:
        moments = [pair for pair in self._moments() if since <= pair[1].at < until]
        for who, own in groupby(moments, key=lambda pair: pair[0]):
            acts: list[tuple[str, str]] = []
            last = since
            for _who, moment in own:
                last = moment.at
                if moment.kind == SEEN:
                    yield Line(who=who, acts=tuple(acts), seen=_seen(moment.what), ended=last)
                    acts = []
                else:
                    acts.append((moment.kind, moment.what))
            if acts:
                yield Line(who=who, acts=tuple(acts), seen="", ended=last)


def _acts(acts: tuple[tuple[str, str], ...]) -> str:
    said = []
    for (kind, what), same in groupby(acts):
        count = len(list(same))
        words = _ACTS[kind].format(_plain(what))
        said.append(f"{words} ({count} times)" if count > 1 else words)
    return ", ".join(said)


def _seen(text: str) -> str:
    return f"“{_plain(text)}”"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("*", "\\*")


def put_in(page: Path, number: int, text: str, *, head: str = HEAD) -> None:
    """Put a journey into the page, in place of the one of that number."""
    known = _SECTION.split(page.read_text("utf-8"))[1:] if page.exists() else []
    sections = {int(section.split(".")[0].removeprefix("## ")): section for section in known}
    sections[number] = text
    told = (sections[each].strip() + "\n" for each in sorted(sections))
    page.write_text("\n".join([head, *told]), encoding="utf-8")
