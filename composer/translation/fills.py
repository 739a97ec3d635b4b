"""What can be filled into a translation without translating: fields, links, dates and numbers.

Nothing is guessed: a mark goes where one of its kind stands already; where that is not clear, it is
left to a person. Dates and numbers are written as the language writes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from composer.translation.jinja_source import prints_words
from composer.translation.localised import localise_date, localise_number
from composer.translation.marks import Mark, MarkKind, find_marks


def fill_marks(source: str, target: str, *, source_locale: str, locale: str) -> str:
    """Put the source's fields, links, dates and numbers where the target has others.

    >>> fill_marks("Pay 1,250 by {{ due }}.", "Bis {{ day }} 900 zahlen.",
    ...            source_locale="en", locale="de")
    'Bis {{ due }} 1.250 zahlen.'
    """
    wanted = [
        (mark, written_in(mark, source_locale, locale))
        for mark in find_marks(source, source_locale)
    ]
    left = list(find_marks(target, locale))
    open_marks: list[tuple[Mark, str]] = []
    for mark, text in wanted:
        there = next((one for one in left if _says(one, mark, text)), None)
        if there is None:
            open_marks.append((mark, text))
        else:
            left.remove(there)
    steps: list[tuple[Mark, str]] = []
    for shape, marks in _by_shape(open_marks):
        places = [one for one in left if one.shape == shape]
        if len(places) == len(marks):
            steps += zip(places, marks, strict=True)
    return _replaced(target, steps)


def refill(target: str, *, before: str, after: str, source_locale: str, locale: str) -> str | None:
    """Give the translation of `before` with the marks of `after`, or None when that is not clear.

    The two sources have the same words, and marks of the same kinds in the same order.

    >>> refill("Bis 1. März 2027: 5 %", before="By March 1, 2027: 5 %",
    ...        after="By April 2, 2027: 7 %", source_locale="en", locale="de")
    'Bis 2. April 2027: 7 %'
    """
    old, new = find_marks(before, source_locale), find_marks(after, source_locale)
    if [mark.shape for mark in old] != [mark.shape for mark in new]:
        return None
    wishes: dict[tuple[str, str], set[str]] = {}
    for one, other in zip(old, new, strict=True):
        key = (one.shape, written_in(one, source_locale, locale))
        wishes.setdefault(key, set()).add(written_in(other, source_locale, locale))
    if any(len(wish) > 1 for wish in wishes.values()):
        return None  # the same text twice before, and two different ones now
    counts = Counter((one.shape, written_in(one, source_locale, locale)) for one in old)
    steps: list[tuple[Mark, str]] = []
    for mark in find_marks(target, locale):
        wish = wishes.get((mark.shape, mark.text))
        if wish is None:
            continue
        counts[mark.shape, mark.text] -= 1
        steps.append((mark, next(iter(wish))))
    changed = {key for key, wish in wishes.items() if wish != {key[1]}}
    if any(counts[key] for key in changed):
        return None
    return _replaced(target, steps)


def copied_target(
    source: str, *, source_locale: str, locale: str, fixed: Iterable[str] = ()
) -> str | None:
    """Give the translation of a text in which nothing is to be translated, or None.

    That is one of fields, links, dates and numbers alone, with the names in `fixed`.

    >>> copied_target("Acme: 1,250.00 {{ currency }}", source_locale="en", locale="de",
    ...               fixed=["Acme"])
    'Acme: 1.250,00 {{ currency }}'
    >>> copied_target("Pay 5", source_locale="en", locale="de")
    """
    marks = find_marks(source, source_locale)
    rest = _replaced(source, [(mark, "") for mark in marks])
    for name in sorted(fixed, key=len, reverse=True):
        rest = rest.replace(name, " ")
    if any(map(str.isalpha, rest)) or any(map(_holds_words, marks)):
        return None
    return _replaced(source, [(mark, written_in(mark, source_locale, locale)) for mark in marks])


def written_in(mark: Mark, source_locale: str, locale: str) -> str:
    """Give a mark of one language as another writes it."""
    match mark.kind:
        case MarkKind.DATE:
            return localise_date(mark.text, source_locale, into=locale)
        case MarkKind.NUMBER:
            return localise_number(mark.text, source_locale, into=locale)
        case _:
            return mark.text


def _says(one: Mark, mark: Mark, text: str) -> bool:
    """Tell whether a mark says what another one does that would be written as `text`.

    A number may be written with other signs between its digits, a date in another form.
    """
    if one.shape != mark.shape:
        return False
    match mark.kind:
        case MarkKind.NUMBER:
            return _digits(one.text) == _digits(text)
        case MarkKind.DATE:
            return one.day == mark.day if mark.day else one.text == text
        case _:
            return one.text == text


def _digits(text: str) -> list[int]:
    return [int(char) for char in text if char.isdecimal()]


def _by_shape(marks: Sequence[tuple[Mark, str]]) -> list[tuple[str, list[str]]]:
    shapes: dict[str, list[str]] = {}
    for mark, text in marks:
        shapes.setdefault(mark.shape, []).append(text)
    return list(shapes.items())


def _replaced(text: str, steps: Iterable[tuple[Mark, str]]) -> str:
    parts: list[str] = []
    at = 0
    for mark, new in sorted(steps, key=lambda step: step[0].start):
        parts += [text[at : mark.start], new]
        at = mark.end
    return "".join([*parts, text[at:]])


def _holds_words(mark: Mark) -> bool:
    return mark.kind is MarkKind.FIELD and prints_words(mark.text)
