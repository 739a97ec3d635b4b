"""Joins lists that only tags keep apart, so that repeated or conditional items make one list.

A line of nothing but `{% … %}` ends a Markdown list; without this, every turn of a repeat would be
a list of its own, with gaps between and numbers that begin again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from composer.translation.jinja_source import split_tags, statement_name

REPEATED = "repeated"
"""In a list token's `meta`: only a recipient's row tells how many items it has."""

_LISTS = {"bullet_list_open": "bullet_list_close", "ordered_list_open": "ordered_list_close"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    kind: str
    tokens: list[Token]

    @property
    def is_list(self) -> bool:
        return self.kind in _LISTS


def join_lists(tokens: Sequence[Token]) -> list[Token]:
    """Join what belongs to one list; everything else stays as it is."""
    runs = _runs(tokens)
    joined: list[Token] = []
    at = 0
    while at < len(runs):
        end = _end_of_group(runs, at)
        group = runs[at:end]
        joined.extend(_merged(group) if len(group) > 1 else group[0].tokens)
        at = end
    return joined


def _runs(tokens: Sequence[Token]) -> list[_Run]:
    runs: list[_Run] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = at + 1
        if token.type in _LISTS:
            while tokens[end].type != _LISTS[token.type] or tokens[end].level != token.level:
                end += 1
            end += 1
        runs.append(_Run(kind=token.type, tokens=list(tokens[at:end])))
        at = end
    return runs


def _end_of_group(runs: Sequence[_Run], start: int) -> int:
    """Find where the longest list that begins here ends: balanced tags, one kind of list."""
    first = runs[start]
    if not (first.is_list or _depth_change(first) == (1, "for")):
        return start + 1
    best, depth, kind = start + 1, 0, ""
    for at in range(start, len(runs)):
        run = runs[at]
        if run.is_list and run.kind == (kind or run.kind):
            kind = run.kind
        elif run.kind == "jinja_block" and not _leaves(run, depth):
            depth += _depth_change(run)[0]
        else:
            break
        if depth == 0 and (run.is_list or at > start):
            best = at + 1
    # A group that ends in tags around nothing of the list gains nothing.
    return best if any(run.is_list for run in runs[start:best]) else start + 1


def _depth_change(run: _Run) -> tuple[int, str]:
    """Give by how much a block of tags deepens, and the name of its only tag."""
    if run.kind != "jinja_block":
        return 0, ""
    names = [statement_name(piece.text) for piece in split_tags(run.tokens[0].content)]
    change = sum(1 for name in names if name in {"if", "for"})
    change -= sum(1 for name in names if name in {"endif", "endfor"})
    return change, names[0] if len(names) == 1 else ""


def _leaves(run: _Run, depth: int) -> bool:
    """Tell whether a block ends or goes on with something that began before the list."""
    for piece in split_tags(run.tokens[0].content):
        name = statement_name(piece.text)
        if depth == 0 and name in {"else", "elif", "endif", "endfor"}:
            return True
        depth += (name in {"if", "for"}) - (name in {"endif", "endfor"})
    return False


def _merged(group: Sequence[_Run]) -> list[Token]:
    lists = [run for run in group if run.is_list]
    inner: list[Token] = []
    for run in group:
        inner.extend(run.tokens[1:-1] if run.is_list else run.tokens)
    opening = lists[0].tokens[0].copy(meta={**lists[0].tokens[0].meta, REPEATED: True})
    return [opening, *inner, lists[0].tokens[-1]]
