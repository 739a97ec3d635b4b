"""What differs between two messages, word by word, and how that is marked in their copies.

Words that only the first has are *added*: underlined, with a plus in front. Words that only the
second has are *removed*: struck, with a minus. Messages in two languages have hardly a word in
common; then nothing is marked, because everything would be.
"""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

LEAST_ALIKE = 0.4
MOST_WORDS = 20_000
_MARKUP = re.compile(
    r"(<style\b.*?</style\s*>|<title\b.*?</title\s*>|<!--.*?-->|<[a-zA-Z/!?][^>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
# A box of its own is neither underlined nor struck, so that the sign can be read.
_SIGN = '<span style="display:inline-block;text-decoration:none;padding:0 .15em">{}</span>'


class Sign(Enum):
    """How a differing word is marked: its tag, what stands in front of it, and its looks."""

    ADDED = ("ins", "+", "background:#E6F4EB;color:#1A6B3A;text-decoration:underline")
    REMOVED = ("del", "\u2212", "background:#FCEBEA;color:#B3261E;text-decoration:line-through")


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """The numbers of the words that only one message has; `places` counts where they differ.

    `are_comparable` is false where hardly anything is alike; then nothing is marked.
    """

    first: frozenset[int] = frozenset()
    second: frozenset[int] = frozenset()
    places: int = 0
    are_comparable: bool = True


def find_differences(first: str, second: str) -> Differences:
    """Compare the visible words of two copies.

    >>> found = find_differences("<p>Dear <b>Ana</b>, hello</p>", "<p>Dear <b>Ben</b>, hello</p>")
    >>> sorted(found.first), sorted(found.second), found.places
    ([1], [1], 1)
    """
    ours, theirs = visible_words(first), visible_words(second)
    if max(len(ours), len(theirs)) > MOST_WORDS:
        return Differences(are_comparable=ours == theirs)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=len(ours) > 2000)
    changed = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    if matcher.ratio() < LEAST_ALIKE:
        return Differences(places=len(changed), are_comparable=False)
    return Differences(
        first=frozenset(n for _tag, start, stop, _a, _b in changed for n in range(start, stop)),
        second=frozenset(n for _tag, _a, _b, start, stop in changed for n in range(start, stop)),
        places=len(changed),
    )


def visible_words(copy: str) -> list[str]:
    """Give the words of a copy that a reader may see, in order."""
    texts = _MARKUP.split(copy)[::2]
    return [html_module.unescape(word) for text in texts for word in _WORD.findall(text)]


def mark_words(copy: str, words: Collection[int], sign: Sign) -> str:
    """Mark the words with these numbers in a copy.

    >>> mark_words("<p>Dear Ana</p>", {1}, Sign.ADDED).count("<ins ")
    1
    """
    if not words:
        return copy
    pieces = _MARKUP.split(copy)
    count = 0
    for at in range(0, len(pieces), 2):
        found = list(_WORD.finditer(pieces[at]))
        numbered = [(count + n, match) for n, match in enumerate(found)]
        count += len(found)
        pieces[at] = _marked(pieces[at], numbered, words, sign)
    return "".join(pieces)


def text_copy(text: str) -> str:
    """Write a plain text as a page that shows it line by line."""
    style = "font:13px/1.5 monospace;white-space:pre-wrap;margin:16px"
    return f'<pre dir="auto" style="{style}">{html_module.escape(text)}</pre>'


def _marked(
    text: str,
    numbered: list[tuple[int, re.Match[str]]],
    words: Collection[int],
    sign: Sign,
) -> str:
    tag, mark, style = sign.value
    made, at = [], 0
    for is_changed, group in groupby(numbered, key=lambda pair: pair[0] in words):
        run = [match for _number, match in group]
        if is_changed:
            start, stop = run[0].start(), run[-1].end()
            marked = f'<{tag} style="{style}">{_SIGN.format(mark)}{text[start:stop]}</{tag}>'
            made += [text[at:start], marked]
            at = stop
    return "".join((*made, text[at:]))
