"""Find Jinja tags in a text, and hide them from parsers that must not touch them.

Markdown sees a placeholder of lower-case ASCII letters and digits where a tag stood, so that
quotes, pipes and stars inside a tag mean nothing to it. Quotes and brackets inside tags are
respected as Jinja's own lexer does, so `{{ "}}" }}` is one tag. What stands between `{% raw %}` and
`{% endraw %}` is plain text. A tag without an end, and everything after it, is left as it is:
rendering reports it, with its line. Nothing is compiled or executed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = re.compile(r"\{[{%#]")
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_ENDRAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_NOTE = re.compile(r"\{#[-+]?\s*note\s*:(.*?)[-+]?#\}", re.DOTALL | re.IGNORECASE)
_CALLED_FILTER = re.compile(r"\|\s*(?!(?:default|d)\b)\w+\s*\([^()]*\)")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_STATEMENT = re.compile(r"\{%[-+]?\s*([a-zA-Z_]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text: either one whole Jinja tag or the literal text between tags."""

    text: str
    is_tag: bool

    @property
    def is_block_tag(self) -> bool:
        """Whether it prints nothing itself: `{% … %}` or a comment."""
        return self.is_tag and not self.text.startswith("{{")


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A text whose tags are replaced by placeholders, and the way back."""

    text: str
    prefix: str
    tags: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """Give the regular expression of one placeholder; its first group is the tag's number."""
        return rf"{self.prefix}(\d{{6}})z"

    def restore(self, text: str) -> str:
        """Put the tags back into any part of the text."""
        if self.prefix not in text:
            return text
        return re.sub(self.pattern, lambda match: self.tags[int(match[1])], text)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Split a part of the protected text into literal text and restored tags."""
        found: list[Piece] = []
        end = 0
        for match in re.finditer(self.pattern, text):
            if match.start() > end:
                found.append(Piece(text=text[end : match.start()], is_tag=False))
            found.append(Piece(text=self.tags[int(match[1])], is_tag=True))
            end = match.end()
        if end < len(text):
            found.append(Piece(text=text[end:], is_tag=False))
        return tuple(found)


def protect(text: str) -> Protected:
    """Replace every Jinja tag by a placeholder that occurs nowhere in the text.

    >>> protected = protect('Dear {{ name or "Sir|Madam" }},')
    >>> protected.text
    'Dear jinja000000z,'
    >>> protected.restore(protected.text)
    'Dear {{ name or "Sir|Madam" }},'
    """
    prefix = "jinja"
    while prefix in text.lower():
        prefix += "q"
    tags: list[str] = []
    parts: list[str] = []
    for piece in split_tags(text):
        if piece.is_tag:
            parts.append(f"{prefix}{len(tags):06d}z")
            tags.append(piece.text)
        else:
            parts.append(piece.text)
    return Protected(text="".join(parts), prefix=prefix, tags=tuple(tags))


def split_tags(text: str) -> tuple[Piece, ...]:
    """Split a text into Jinja tags and the literal text between them; joined, they are the text."""
    found: list[Piece] = []
    literal = 0
    for start, end in _tag_spans(text):
        if start > literal:
            found.append(Piece(text=text[literal:start], is_tag=False))
        found.append(Piece(text=text[start:end], is_tag=True))
        literal = end
    if literal < len(text):
        found.append(Piece(text=text[literal:], is_tag=False))
    return tuple(found)


def statement_name(tag: str) -> str:
    """Give the word a `{% … %}` tag begins with, or nothing for other tags.

    >>> statement_name("{%- endfor %}"), statement_name("{{ name }}")
    ('endfor', '')
    """
    match = _STATEMENT.match(tag)
    return match[1] if match else ""


def notes_in(text: str) -> str:
    r"""Give what an author says to translators in comments of a text, in one line.

    Only a comment that begins with *note:* is meant for them.

    >>> notes_in("{# note: a share of the\n index #}{# ask Ben #}"), notes_in("{{ name }}")
    ('a share of the index', '')
    """
    if "{#" not in text:
        return ""
    notes = (_NOTE.fullmatch(piece.text) for piece in split_tags(text) if piece.is_tag)
    return " ".join(" ".join(note[1].split()) for note in notes if note)


def prints_words(tag: str) -> bool:
    """Tell whether a printing tag holds words itself, as in `{{ name or "customer" }}`.

    Arguments of filters are formats or codes, but for the ones of `default`.
    """
    if not tag.startswith("{{"):
        return False
    strings = _STRING.findall(_CALLED_FILTER.sub("", tag))
    return any(char.isalpha() for string in strings for char in "".join(string))


def _tag_spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while match := _OPENING.search(text, at):
        start = match.start()
        end = _tag_end(text, start)
        if end is None:  # the template is broken from here on; looking further would be quadratic
            return
        yield start, end
        at = end
        if _RAW.fullmatch(text, start, end):
            closing = _ENDRAW.search(text, end)
            if closing is None:
                return
            yield closing.span()
            at = closing.end()


def _tag_end(text: str, start: int) -> int | None:
    """Find the end of the tag that starts here, or None when it has none."""
    closing = _CLOSING[text[start : start + 2]]
    if closing == "#}":
        found = text.find(closing, start + 2)
        return None if found < 0 else found + 2
    at = start + 2
    open_brackets: list[str] = []
    while at < len(text):
        char = text[at]
        if not open_brackets and text.startswith(closing, at):
            return at + 2
        if char in "\"'":
            string_end = _string_end(text, at)
            if string_end is None:
                return None
            at = string_end
            continue
        if char in _BRACKETS:
            open_brackets.append(_BRACKETS[char])
        elif open_brackets and char == open_brackets[-1]:
            open_brackets.pop()
        at += 1
    return None


def _string_end(text: str, start: int) -> int | None:
    quote = text[start]
    at = start + 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == quote:
            return at + 1
        else:
            at += 1
    return None
