"""Tells a provider's requests apart by their few own strings: what is the same is compared.

Two requests of a campaign are the same bytes but for some strings: an address, a subject, a label.
A form is a request that was read in full, with the places of strings that differed in others.
Where the bytes of a request between its texts are those of a form but for such strings, each of
them plain (no quotation mark, backslash or control), it parses to what the form parsed to with the
strings exchanged. Only values are exchanged, never keys, and only those that the reader of requests
names: what they say is judged there. Memory is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

Path = tuple[str | int, ...]
T = TypeVar("T")

_MOST_FORMS = 8
_LONGEST = 16 * 1024
_MOST_LESSONS = 64
_MISSES_PER_LESSON = 64
_OWN = rb'([^"\\\x00-\x1f]*+)'


class Found(NamedTuple, Generic[T]):
    """What was told of a form, the paths of its own strings, and what they are in this request."""

    told: T
    paths: tuple[Path, ...]
    strings: tuple[str, ...]


class _Form(NamedTuple, Generic[T]):
    """The pieces of a request between its quotation marks, and which of them are own strings.

    `before` and `after` match what stands before the first text and after the second.
    """

    pieces: list[bytes]
    own: frozenset[int]
    paths: tuple[Path, ...]
    before: re.Pattern[bytes]
    after: re.Pattern[bytes]
    told: T


class RequestForms(Generic[T]):
    """The forms of requests lately read."""

    def __init__(
        self, *, stand_ins: tuple[bytes, bytes], may_differ: Callable[[Path], bool]
    ) -> None:
        self._stand_ins = stand_ins
        self._may_differ = may_differ
        self._forms: tuple[_Form[T], ...] = ()
        self._misses = 0

    def read(self, content: bytes, *, first: int, last: int) -> Found[T] | None:
        """Find the form of a request whose texts begin at `first` and end at `last`, if known.

        Between the two texts stands what stands there in every request.
        """
        forms = self._forms
        for form in forms:
            begun = form.before.fullmatch(content, 0, first)
            ended = form.after.fullmatch(content, last) if begun else None
            if begun is None or ended is None:
                continue
            if form is not forms[0]:
                self._keep(form, instead_of=form)
            try:
                strings = [part.decode("utf-8") for part in (*begun.groups(), *ended.groups())]
            except UnicodeDecodeError:
                return None
            return Found(form.told, form.paths, tuple(strings))
        return None

    def learn(self, rest: bytes, body: object, *, told: T) -> None:
        """Learn from a request with stand-ins for its texts that was read in full to `body`."""
        self._misses += 1
        if self._misses > _MOST_LESSONS and self._misses % _MISSES_PER_LESSON:
            return
        pieces = rest.split(b'"')
        paths = list(_paths(body))
        if len(rest) > _LONGEST or b"\\" in rest or len(pieces) != 2 * len(paths) + 1:
            return
        own: frozenset[int] = frozenset()
        old: _Form[T] | None = None
        for form in self._forms:
            if (differing := self._differing(form, pieces, paths)) is not None:
                own, old = differing, form
                break
        self._keep(self._form(pieces, own, paths, told=told), instead_of=old)

    def _keep(self, form: _Form[T], *, instead_of: _Form[T] | None) -> None:
        """Put a form first; the tuple is exchanged whole, whoever else reads meanwhile."""
        others = [other for other in self._forms if other is not instead_of]
        self._forms = (form, *others)[:_MOST_FORMS]

    def forget(self) -> None:
        """Begin anew."""
        self._forms = ()
        self._misses = 0

    def _differing(
        self, form: _Form[T], pieces: list[bytes], paths: list[Path | None]
    ) -> frozenset[int] | None:
        """Give all values in which a form's requests differ, or None if this is of another form."""
        if len(form.pieces) != len(pieces):
            return None
        found = [number for number, piece in enumerate(pieces) if piece != form.pieces[number]]
        for number in found:
            path = paths[number // 2] if number % 2 else None
            if path is None or not self._may_differ(path):
                return None
        return form.own.union(found)

    def _form(
        self, pieces: list[bytes], own: frozenset[int], paths: list[Path | None], *, told: T
    ) -> _Form[T]:
        first, second = map(pieces.index, self._stand_ins)
        own -= {first, second}
        written = [
            _OWN if number in own else re.escape(piece) for number, piece in enumerate(pieces)
        ]
        return _Form(
            pieces,
            own,
            tuple([path for number in sorted(own) if (path := paths[number // 2])]),
            re.compile(b'"'.join((*written[:first], b""))),
            re.compile(b'"'.join((b"", *written[second + 1 :]))),
            told,
        )


def _paths(value: object, path: Path = ()) -> Iterator[Path | None]:
    """Give the path of every string, in order; None stands for a key."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield None
            yield from _paths(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _paths(item, (*path, number))
