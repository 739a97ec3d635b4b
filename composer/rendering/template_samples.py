"""Writes what a template could become without running it: branches taken or not, fields as words.

Only the shape of a template is read: conditions, repeats and fields. Two templates with the same
statements in the same order are written alike, so that they can be compared as pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from composer.translation.jinja_source import Piece, split_tags, statement_name

MOST_STATEMENTS = 24
"""Most statements that are tried one by one; the rest only all together."""

_LITERAL = re.compile(r"\"([\w -]{1,40})\"|'([\w -]{1,40})'", re.ASCII)


@dataclass(slots=True, kw_only=True)
class Statement:
    """A condition or a repeat: its tag, and what stands in each of its branches."""

    tag: str
    at: int
    number: int
    branches: list[list[str | Statement]] = field(default_factory=list)
    has_else: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A template's statements and what stands around them."""

    content: list[str | Statement]
    statements: tuple[Statement, ...]


def read_shape(source: str) -> Shape:
    """Read a template's statements; what ends nothing is passed over."""
    content: list[str | Statement] = []
    places = [content]
    open_statements: list[Statement] = []
    found: list[Statement] = []
    at = 0
    for piece in split_tags(source):
        name = statement_name(piece.text) if piece.is_tag else ""
        if name in {"if", "for"}:
            statement = Statement(tag=piece.text, at=at, number=len(found), branches=[[]])
            places[-1].append(statement)
            found.append(statement)
            open_statements.append(statement)
            places.append(statement.branches[0])
        elif name in {"elif", "else"} and open_statements:
            open_statements[-1].branches.append([])
            open_statements[-1].has_else |= name == "else"
            places[-1] = open_statements[-1].branches[-1]
        elif name in {"endif", "endfor"} and open_statements:
            open_statements.pop()
            places.pop()
        else:
            places[-1].append(_printed(piece))
        at += len(piece.text)
    return Shape(content=content, statements=tuple(found))


def samples(shape: Shape) -> Iterator[dict[int, int]]:
    """Give which branch each statement takes, by its number; a branch too many is none.

    A repeat runs twice in its first branch. All first branches, then the last ones, then each
    statement alone the other way.
    """
    first = dict.fromkeys(range(len(shape.statements)), 0)
    yield first
    yield {item.number: len(item.branches) - item.has_else for item in shape.statements}
    for item in shape.statements[:MOST_STATEMENTS]:
        for branch in range(1, len(item.branches) + (not item.has_else)):
            yield {**first, item.number: branch}


def write_sample(shape: Shape, taken: Mapping[int, int]) -> str:
    """Write the page that a template becomes when these branches are taken."""
    return "".join(_written(shape.content, taken))


def _written(content: list[str | Statement], taken: Mapping[int, int]) -> Iterator[str]:
    for item in content:
        if isinstance(item, str):
            yield item
            continue
        branch = taken.get(item.number, 0)
        repeats = 2 if branch == 0 and statement_name(item.tag) == "for" else 1
        for _ in range(repeats if branch < len(item.branches) else 0):
            yield from _written(item.branches[branch], taken)


def _printed(piece: Piece) -> str:
    if not piece.is_tag:
        return piece.text
    if not piece.text.startswith("{{"):
        return ""
    match = _LITERAL.search(piece.text)
    return (match[1] or match[2]) if match else "w"
