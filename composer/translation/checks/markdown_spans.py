"""Where the marks of Markdown stand in one unit: emphasis, code, links, pictures, with offsets.

The rules are those of the one parser that renders (`blocks.py`): each inline rule of it is asked
where it began and ended. So a star that is no emphasis in the message is none here either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_SPAN = "span"
_Rule = Callable[[StateInline, bool], bool]
_EMPHASIS = {"strong_open": 1, "strong_close": 1, "em_open": 0, "em_close": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One mark: `name` is the parser's word for it, `value` where a link or picture leads."""

    start: int
    end: int
    name: str
    value: str = ""


def markdown_spans(text: str) -> list[Span]:
    """Give the marks of a unit's text (its tags hidden by `protect`) in order.

    >>> [(span.name, span.start, span.end) for span in markdown_spans("a **b**")]
    [('strong_open', 2, 4), ('strong_close', 5, 7)]
    """
    parsed = _PARSER.parseInline(text)
    return sorted(_spans(parsed[0].children or [], 0), key=lambda span: span.start)


def _spans(tokens: Sequence[Token], shift: int) -> Iterator[Span]:
    for token in tokens:
        if _SPAN not in token.meta:
            continue
        start, end = token.meta[_SPAN]
        start, end = start + shift, end + shift
        match token.type:
            case "strong_open":
                yield Span(start=start - 1, end=end, name=token.type)
            case "strong_close":
                yield Span(start=start, end=end + 1, name=token.type)
            case "code_inline":
                width = len(token.markup)
                yield Span(start=start, end=start + width, name="code_open")
                yield Span(start=end - width, end=end, name="code_close")
            case "image":
                label_end = token.meta["label_end"] + shift
                yield Span(start=start, end=start + 2, name="image_open")
                yield from _spans(token.children or [], start + 2)
                yield Span(
                    start=label_end,
                    end=end,
                    name="image_close",
                    value=str(token.attrs.get("src", "")),
                )
            case _ if token.type != "text":
                yield Span(start=start, end=end, name=token.type, value=token.meta.get("href", ""))


def _emphasis(rule: _Rule) -> _Rule:
    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        start = state.pos
        if not rule(state, silent):
            return False
        length = state.pos - start
        for offset, token in enumerate(state.tokens[len(state.tokens) - length :]):
            token.meta[_SPAN] = (start + offset, start + offset + 1)
        return True

    return placed


def _whole(rule: _Rule) -> _Rule:
    """Place what is one token: code."""

    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent and len(state.tokens) > count and state.tokens[-1].type == "code_inline":
            state.tokens[-1].meta[_SPAN] = (start, state.pos)
        return True

    return placed


def _autolink(rule: _Rule) -> _Rule:
    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        start = state.pos
        if not rule(state, silent):
            return False
        if not silent:
            opening = state.tokens[-3]
            opening.type = "autolink"
            opening.meta |= {_SPAN: (start, state.pos), "href": str(opening.attrs["href"])}
        return True

    return placed


def _labelled(rule: _Rule, *, is_image: bool) -> _Rule:
    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if silent:
            return True
        label_end = state.md.helpers.parseLinkLabel(state, start + is_image, not is_image)
        last = state.tokens[-1]
        if is_image:
            last.meta |= {_SPAN: (start, state.pos), "label_end": label_end}
            return True
        opening = next(token for token in state.tokens[count:] if token.type == "link_open")
        opening.meta[_SPAN] = (start, start + 1)
        last.meta |= {_SPAN: (label_end, state.pos), "href": str(opening.attrs["href"])}
        return True

    return placed


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    ruler = parser.inline.ruler
    rules = {rule.name: rule.fn for rule in ruler.__rules__}
    placed: dict[str, _Rule] = {
        "emphasis": _emphasis(rules["emphasis"]),
        "backticks": _whole(rules["backticks"]),
        "autolink": _autolink(rules["autolink"]),
        "link": _labelled(rules["link"], is_image=False),
        "image": _labelled(rules["image"], is_image=True),
    }
    for name, rule in placed.items():
        ruler.at(name, rule)
    return parser


_PARSER = _parser()
