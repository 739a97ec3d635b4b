"""Reads a text by what came before: what is the same for everybody is compared, the rest is read.

Between two recipients a text differs in a few lines. A `Skeleton` holds runs of lines that stood in
earlier texts, as bytes and as they were read; a text is cut into runs that stand in it, byte for
byte, and the gaps between them. Because each line is read by itself, the values of runs and gaps
joined are what reading every line alone gives, wherever the cuts are: a run that is missing or
found elsewhere costs time and never changes what is read. Runs are learnt only from bytes that the
reader itself has read in full, never from whoever wrote them. A gap that cannot be judged by itself
makes the whole text be read in full. Memory is bounded. Guards rule 2: nothing is taken on trust.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_ANCHOR = 64  # bytes by which a run is looked for; longer ones are found slowly
_FARTHEST = 16 * 1024  # bytes between two runs
_LEAST_RUN = 48
_LEAST_NEW = 256  # bytes of a run that no text held before
_MOST_RUNS = 64
_PATIENCE = 32  # texts in a row in which a run may be missing
_LONGEST = 256 * 1024
_EAGER = 24  # lessons before they are rationed
_READS_PER_LESSON = 256
_SMALL = 512  # bytes of a text that is read by itself even if nothing of it is known
_WEIGHT = 6  # bytes held for each byte of a text: as it stands, as UTF-8, as letters
_OVERHEAD = 2000


class ReadText(NamedTuple):
    """A text with LF as UTF-8, and again in pieces of whole lines, in turns: `fresh` and `known`.

    Each piece that was known from before stands between two fresh ones, which may be empty.
    """

    content: bytes
    known: tuple[str, ...]
    fresh: tuple[bytes, ...]


def whole(content: bytes) -> ReadText:
    """Give a text of which nothing was known."""
    return ReadText(content, (), (content,))


class Run:
    """Lines that follow each other: as they stand there (`raw`), and as they were read."""

    __slots__ = ("anchor", "content", "missing", "raw", "text")

    def __init__(self, raw: bytes, content: bytes) -> None:
        self.raw = raw
        self.anchor = raw[:_ANCHOR]
        self.content = content
        self.text = content.decode("utf-8")
        self.missing = 0


class Place(NamedTuple):
    """Where a text stands; texts of one `key` are expected to be alike, no more than that."""

    start: int
    stop: int
    key: str


class Cut(NamedTuple):
    """Runs in a text, and what stands before, between and after them, perhaps nothing."""

    runs: list[Run]
    gaps: list[bytes]


class Form(NamedTuple):
    """How texts of one form are read.

    `line` matches one whole line, which ends with `end`. `read_gaps` reads some stretches of whole
    lines (the last one may lack its end) to UTF-8 with LF, or gives None if they cannot be read by
    themselves. What it gives must follow from each stretch alone, and be what reading in full makes
    of it in any text.
    """

    line: re.Pattern[bytes]
    end: bytes
    read_gaps: Callable[[Sequence[bytes]], list[bytes] | None]


class Skeleton:
    """The runs of one kind of text, in order."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._runs: tuple[Run, ...] = ()
        self._reads = 0
        self._lessons = 0

    def cut(self, raw: bytes, start: int, stop: int) -> Cut:
        """Cut a stretch of bytes into runs that stand in it and the gaps around them."""
        find, stands_at, end = raw.find, raw.startswith, self._form.end
        runs: list[Run] = []
        gaps: list[bytes] = []
        at = start
        for run in self._runs:
            known = run.raw
            gap = b""
            if not stands_at(known, at, stop):
                place = find(run.anchor, at + 1, min(at + _FARTHEST, stop))
                gap = raw[at:place] if place >= 0 else b""
                if not gap.endswith(end) or not stands_at(known, place, stop):
                    self._miss(run)
                    continue
                at = place
            if run.missing:
                run.missing = 0
            gaps.append(gap)
            runs.append(run)
            at += len(known)
        gaps.append(raw[at:stop])
        return Cut(runs, gaps)

    def learn(self, raw: bytes) -> None:
        """Fit the runs to a text that was read in full."""
        self._lessons += 1
        theirs = self._lines(raw)
        if len(self._runs) > _MOST_RUNS or len(raw) > _LONGEST:
            self._runs = ()
        found = self._aligned(theirs) if len(raw) <= _LONGEST else ()
        self._runs = tuple([run for lines in found for run in self._new_runs(lines)])

    def may_learn(self, cut: Cut, size: int) -> bool:
        """Tell whether so much of a text was not known that a lesson is worth its time."""
        self._reads += 1
        if self._lessons >= _EAGER and self._lessons * _READS_PER_LESSON > self._reads:
            return False
        enough = size // 8 + _SMALL if cut.runs else _SMALL
        return sum(map(len, cut.gaps)) > enough

    def weight(self) -> int:
        """Tell about how many bytes it holds."""
        return _OVERHEAD + _WEIGHT * sum([len(run.raw) for run in self._runs])

    def _miss(self, run: Run) -> None:
        run.missing += 1
        if run.missing > _PATIENCE:
            self._runs = tuple([other for other in self._runs if other is not run])

    def _lines(self, raw: bytes) -> list[bytes]:
        return self._form.line.findall(raw)

    def _new_runs(self, lines: list[bytes]) -> Iterator[Run]:
        """Make a run of lines; one that cannot be read by itself parts the others."""
        read = self._form.read_gaps
        raw = b"".join(lines)
        contents = read([raw, b""])
        if contents is not None and contents[0].endswith(b"\n"):
            yield Run(raw, contents[0])
        elif len(lines) > 1:
            half = len(lines) // 2
            yield from self._new_runs(lines[:half])
            yield from self._new_runs(lines[half:])

    def _aligned(self, theirs: list[bytes]) -> Iterator[list[bytes]]:
        """Give the runs that are left, cut where they differ, and new ones, in order."""
        mine = [(line, run) for run in self._runs for line in self._lines(run.raw)]
        matcher = SequenceMatcher(None, [line for line, _ in mine], theirs, autojunk=False)
        least_new = max(_LEAST_NEW, sum(map(len, theirs)) // 16)
        for what, begin, end, their_begin, their_end in matcher.get_opcodes():
            for group in _by_run(mine[begin:end]):
                size = sum(map(len, group.lines))
                is_whole = size == len(group.run.raw)
                if size >= _LEAST_RUN and (what == "equal" or is_whole):
                    yield group.lines
            new = theirs[their_begin:their_end] if what in {"insert", "replace"} else []
            if sum(map(len, new)) >= least_new:
                yield new


def _joined(runs: Sequence[Run], gaps: list[bytes]) -> ReadText | None:
    """Put a text together, or give None if a run does not begin where a line does."""
    pieces = [gaps[0]]
    known: list[str] = []
    for run, gap in zip(runs, gaps[1:], strict=True):
        if pieces[-1] and not pieces[-1].endswith(b"\n"):
            return None
        pieces += (run.content, gap)
        known.append(run.text)
    return ReadText(b"".join(pieces), tuple(known), tuple(gaps))


class _Group(NamedTuple):
    run: Run
    lines: list[bytes]


def _by_run(pairs: Sequence[tuple[bytes, Run]]) -> list[_Group]:
    groups: list[_Group] = []
    for line, run in pairs:
        if groups and groups[-1].run is run:
            groups[-1].lines.append(line)
        else:
            groups.append(_Group(run, [line]))
    return groups


class Skeletons:
    """Reads texts of one form."""

    def __init__(self, form: Form, *, room_bytes: int) -> None:
        self._form = form
        self._room = room_bytes
        self._known: dict[str, Skeleton] = {}

    def read(self, raw: bytes, places: Sequence[Place]) -> list[ReadText | None]:
        """Read the texts in some places by what came before, all gaps at once.

        None stands for one that must be read in full; whoever has done so calls `learn`.
        """
        skeletons = [self._skeleton(place.key) for place in places]
        cuts = [
            skeleton.cut(raw, place.start, place.stop)
            for skeleton, place in zip(skeletons, places, strict=True)
        ]
        contents = self._form.read_gaps([gap for cut in cuts for gap in cut.gaps])
        if contents is None:
            return [None] * len(places)
        found: list[ReadText | None] = []
        at = 0
        for skeleton, place, cut in zip(skeletons, places, cuts, strict=True):
            gaps = contents[at : at + len(cut.gaps)]
            at += len(cut.gaps)
            size = place.stop - place.start
            text = _joined(cut.runs, gaps) if cut.runs or size <= _SMALL else None
            found.append(text)
            if text is not None and skeleton.may_learn(cut, size):
                self._learn(skeleton, raw[place.start : place.stop])
        return found

    def learn(self, raw: bytes, places: Sequence[Place]) -> None:
        """Learn from texts that were read in full."""
        for place in places:
            skeleton = self._skeleton(place.key)
            cut = skeleton.cut(raw, place.start, place.stop)
            if skeleton.may_learn(cut, place.stop - place.start):
                self._learn(skeleton, raw[place.start : place.stop])

    def _skeleton(self, key: str) -> Skeleton:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Skeleton(self._form)
        return found

    def held_bytes(self) -> int:
        """Tell about how much all of it takes."""
        return sum([skeleton.weight() for skeleton in self._known.values()])

    def forget(self) -> None:
        """Begin anew: the next text is read in full."""
        self._known.clear()

    def _learn(self, skeleton: Skeleton, raw: bytes) -> None:
        skeleton.learn(raw)
        if self.held_bytes() > self._room:
            self.forget()
