"""What may come next in a segment: columns, comparisons, values that the column really has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from composer.audience.segment_grammar import Token, folded, read_tokens

MOST = 50
_BARE = re.compile(r"[^\s\"'<>=!(),]+")
_COMPARISONS = (
    "=", "!=", "in (", "not in (", "contains", "starts with", "ends with",
    "is empty", "is not empty", "<", "<=", ">", ">=",
)  # fmt: skip
_JOINTS = ("and", "or")
_CONTINUED = {"is": ("empty", "not empty"), "starts": ("with",), "ends": ("with",)}
_OWN_WORDS = frozenset({"and", "or", "not", "in", "is", "empty", "contains", "starts", "ends"})


class CompletionKind(Enum):
    """What a completion stands for."""

    COLUMN = "column"
    COMPARISON = "comparison"
    VALUE = "value"
    JOINT = "joint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A text that may take the place of `start:end` in the expression."""

    kind: CompletionKind
    text: str
    start: int
    end: int


def complete(
    text: str, cursor: int, columns: Sequence[str], values: Mapping[str, Sequence[str]]
) -> tuple[Completion, ...]:
    """Give what may stand at the cursor; `values` are known values by column, the commonest first.

    >>> [item.text for item in complete("sta", 3, ["status", "country"], {})]
    ['status']
    """
    before = [token for token in read_tokens(text[:cursor]) if token.kind != "end"]
    typed = ""
    if before and before[-1].kind in {"word", "text", "bad"} and before[-1].end == cursor:
        typed = before.pop().text
    kind, offered = _offer(before, columns, values)
    wanted = folded(typed.lstrip("\"'"))
    fitting = [item for item in offered if folded(item.lstrip('"')).startswith(wanted)]
    start = cursor - len(typed)
    return tuple(
        Completion(kind=kind, text=item, start=start, end=cursor) for item in fitting[:MOST]
    )


def _offer(
    before: list[Token], columns: Sequence[str], values: Mapping[str, Sequence[str]]
) -> tuple[CompletionKind, list[str]]:
    last = before[-1] if before else None
    if last is None or last.is_word("and", "or") or _opens_group(before):
        return CompletionKind.COLUMN, [_quoted(name) for name in columns]
    if (column := _waits_for_value(before)) is not None:
        return CompletionKind.VALUE, [_quoted(value) for value in values.get(column, ())]
    if _is_column(before):
        return CompletionKind.COMPARISON, list(_COMPARISONS)
    if last.is_word("not"):
        names = [_quoted(name) for name in columns]
        return CompletionKind.COLUMN, names if not _is_column(before[:-1]) else ["in ("]
    if last.kind == "word" and last.text.lower() in _CONTINUED:
        return CompletionKind.COMPARISON, list(_CONTINUED[last.text.lower()])
    return CompletionKind.JOINT, list(_JOINTS)


def _opens_group(before: list[Token]) -> bool:
    return before[-1].text == "(" and not (len(before) > 1 and before[-2].is_word("in"))


def _is_column(before: list[Token]) -> bool:
    """Tell whether the last piece stands where a column does."""
    if not before or before[-1].kind not in {"word", "text"} or before[-1].is_word(*_OWN_WORDS):
        return False
    earlier = before[-2] if len(before) > 1 else None
    return (
        earlier is None
        or earlier.is_word("and", "or")
        or (earlier.is_word("not") and not _is_column(before[:-2]))
        or (earlier.text == "(" and _opens_group(before[:-1]))
    )


def _waits_for_value(before: list[Token]) -> str | None:
    """Give the column whose value comes next, or None."""
    at = len(before) - 1
    last = before[at]
    if last.kind == "sign" and last.text in {"=", "!=", "<", "<=", ">", ">="}:
        return _name(before, at - 1)
    if last.is_word("contains") or (last.is_word("with") and at > 0):
        return _name(before, at - (2 if last.is_word("with") else 1))
    if last.kind == "sign" and last.text in {"(", ","}:
        while at >= 0 and not before[at].is_word("in", "and", "or"):
            at -= 1
        if at > 0 and before[at].is_word("in"):
            return _name(before, at - (2 if before[at - 1].is_word("not") else 1))
    return None


def _name(before: list[Token], at: int) -> str | None:
    return before[at].text.strip("\"'") if at >= 0 else None


def _quoted(value: str) -> str:
    """Write a value as the grammar reads it: bare where that is possible."""
    if _BARE.fullmatch(value) and value.lower() not in _OWN_WORDS:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
