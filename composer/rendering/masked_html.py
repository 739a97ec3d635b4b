"""Hides Jinja tags in HTML so that a parser builds the same tree from a template as from messages.

Between elements a tag becomes a comment, which may stand anywhere, also between the rows of a
table; inside values, comments and raw text it becomes a word; a condition around attributes, or
around declarations of a `style`, becomes one attribute or one declaration. `Mask.restore` puts all
of them back. Nothing is executed; what parsers decode to the opening of a tag is encoded again.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Iterator, Sequence
from itertools import chain

from composer.translation.html_tokens import Attribute, HtmlKind, HtmlToken, attributes, html_tokens
from composer.translation.jinja_source import protect, statement_name

OPENED = re.compile(r"\{(?=[{%#])")
_OUTSIDE_QUOTES = re.compile(r"\"[^\"]*\"|'[^']*'|[^\"']+|[\"']")
_DECLARATION = re.compile(r"(?:[^;\"'()]|\"[^\"]*\"|'[^']*'|\([^)]*\)|[\"'()])+")
_OPENS = frozenset({"if", "for"})
_CLOSES = frozenset({"endif", "endfor"})


class Mask:
    """One template's tags and the words that stand for them: `html` is the masked source."""

    def __init__(self, source: str) -> None:
        protected = protect(source)
        self._prefix = protected.prefix
        self._hidden = list(protected.tags)
        self._word = re.compile(protected.pattern)
        number = rf"{protected.prefix}(\d{{6}})"
        self._forms = re.compile(
            rf"<!--{number}z-->|{number}z|{number}a(?:=\"\")?|{number}s:\s*0;?"
        )
        self.html = "".join(self._token(token) for token in html_tokens(protected.text))

    def comment(self, text: str) -> str:
        """Give a comment that `restore` replaces by a text."""
        return f"<!--{self._hide(text)}z-->"

    def restore(self, text: str) -> str:
        """Put the tags back; what reads like a tag but was none stays text."""
        return self._put_back(OPENED.sub("&#123;", text))

    def has_tags(self, text: str) -> bool:
        """Tell whether a text holds a word that stands for a tag."""
        return self._word.search(text) is not None

    def tag(self, text: str) -> str:
        """Give the tag that a masked text stands for, or nothing when it is no tag alone."""
        match = self._forms.fullmatch(text.strip())
        return self._original(match) if match else ""

    def is_word(self, name: str) -> bool:
        """Tell whether a name holds what stands for a tag or for what is hidden."""
        return re.search(rf"{self._prefix}\d{{6}}[zas]", name) is not None

    def words(self, text: str) -> list[str]:
        """Give the words in a text, in their order."""
        return [match[0] for match in self._word.finditer(text)]

    def _hide(self, text: str) -> str:
        self._hidden.append(text)
        return f"{self._prefix}{len(self._hidden) - 1:06d}"

    def _put_back(self, text: str) -> str:
        return self._forms.sub(self._original, text)

    def _original(self, match: re.Match[str]) -> str:
        number = next(item for item in match.groups() if item is not None)
        hidden = self._hidden[int(number)]
        text = self._put_back(hidden) if self._prefix in hidden else hidden
        return f"{text};" if match[4] is not None else text

    def _token(self, token: HtmlToken) -> str:
        if token.kind is HtmlKind.TEXT:
            return self._word.sub(lambda match: f"<!--{match[0]}-->", token.text)
        if token.kind is HtmlKind.START and self._word.search(token.text):
            return self._start_tag(token)
        return token.text

    def _statement(self, match: re.Match[str]) -> str:
        """Name the statement a word stands for; nothing for a field, `#` for a comment."""
        tag = self._hidden[int(match[1])]
        return "#" if tag.startswith("{#") else statement_name(tag)

    def _start_tag(self, token: HtmlToken) -> str:
        spread = "".join(self._spread(piece[0]) for piece in _OUTSIDE_QUOTES.finditer(token.text))
        name = next(html_tokens(spread)).name
        tag = HtmlToken(kind=token.kind, text=spread, at=token.at, name=name)
        written = [self._written(group, spread) for group in self._groups(attributes(tag))]
        end = "/>" if spread.endswith("/>") else ">"
        return " ".join([spread[: 1 + len(name)], *written]) + end

    def _spread(self, piece: str) -> str:
        """Set statements apart that stand between attributes without a space."""
        if piece[:1] in {'"', "'"}:
            return piece

        def spaced(match: re.Match[str]) -> str:
            is_value = piece[: match.start()].rstrip().endswith("=")
            return f" {match[0]} " if self._statement(match) and not is_value else match[0]

        return self._word.sub(spaced, piece)

    def _groups(self, items: Iterator[Attribute]) -> list[list[Attribute]]:
        """Put the attributes inside one condition together."""
        groups: list[list[Attribute]] = []
        depth = 0
        for item in items:
            if depth:
                groups[-1].append(item)
            else:
                groups.append([item])
            match = None if item.has_value else self._word.fullmatch(item.name)
            depth = max(0, depth + _deepening(self._statement(match) if match else ""))
        return groups

    def _written(self, group: Sequence[Attribute], tag: str) -> str:
        item = group[0]
        text = tag[item.start : group[-1].end]
        if len(group) > 1 or (self._word.fullmatch(item.name) and not item.has_value):
            return f"{self._hide(text)}a"
        if item.name == "style" and self._word.search(item.value):
            return f'style="{self._style(html_text.unescape(item.value))}"'
        return text

    def _style(self, value: str) -> str:
        """Write a style so that whole declarations inside conditions stay declarations."""
        parts = (part.strip() for part in _DECLARATION.findall(self._joined_conditions(value)))
        return ";".join(
            f"{self._hide(part)}s:0" if self._word.fullmatch(part) else html_text.escape(part)
            for part in parts
            if part
        )

    def _joined_conditions(self, value: str) -> str:
        """Put one word where a condition stands with all that it holds."""
        pieces: list[str] = []
        depth, end = 0, 0
        for match in self._word.finditer(value):
            change = _deepening(self._statement(match))
            if depth == 0:
                pieces.append(value[end : match.start()])
                end = match.start()
            depth = max(0, depth + change)
            if depth == 0:
                inside = value[end : match.end()]
                whole = inside if inside == match[0] else f"{self._hide(html_text.escape(inside))}z"
                pieces.append(whole)
                end = match.end()
        return "".join(chain(pieces, [value[end:]]))


def _deepening(statement: str) -> int:
    return (statement in _OPENS) - (statement in _CLOSES)
