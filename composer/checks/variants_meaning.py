"""Reads a trait back into what it says about a person, before it is put into anybody's words.

`not first_name`, `first_name == ""` and an empty cell all say *no first name*: traits of one
meaning are one line for whoever reads. Conditions are parsed, never executed; what has no plain
meaning stays a condition that holds or does not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, TemplateError, nodes

from composer.checks.variants_shapes import WHOLE
from composer.checks.variants_traits import EMPTY, Trait
from composer.rendering.instruments import REPEAT

Meaning = tuple[object, ...]
"""A word for what is meant, and what it is about: ("is", "tier", "gold")."""

_ENVIRONMENT = Environment(autoescape=True)  # parses only
_PART = re.compile(r"^[\w-]+: ")
_AGAIN = re.compile(r" #\d+$")
_OPPOSITES = {
    "with": "no", "is": "is_not", "above": "at_most", "at_least": "below", "one_of": "none_of",
    "begins": "begins_not", "ends": "ends_not", "contains": "contains_not", "holds": "holds_not",
}  # fmt: skip
_OPPOSITES |= {value: key for key, value in _OPPOSITES.items()}
_COMPARED = {
    "eq": "is", "ne": "is_not", "gt": "above", "gteq": "at_least", "lt": "below",
    "lteq": "at_most", "in": "one_of", "notin": "none_of",
}  # fmt: skip
_SEEN_FROM_THE_OTHER_SIDE = {
    "eq": "eq", "ne": "ne", "gt": "lt", "gteq": "lteq", "lt": "gt", "lteq": "gteq",
}  # fmt: skip
_CALLS = {"startswith": "begins", "endswith": "ends"}
_SAME_VALUE = frozenset({"capitalize", "float", "int", "lower", "string", "title", "trim", "upper"})
_SAME_TEXT = frozenset({"casefold", "lower", "strip", "title", "upper"})
_HOW_MANY = ("none", "one", "several")


def meaning_of(trait: Trait) -> Meaning:
    """Say what a trait means."""
    match trait.kind:
        case "branch":
            condition = _condition(_AGAIN.sub("", _PART.sub("", trait.name)))
            return condition if trait.value == "1" else _opposite(condition)
        case "repeat":
            return _HOW_MANY[int(trait.value)], list_name(trait)
        case "field":
            return "no" if trait.value == EMPTY else "with", trait.name
        case "longest" | "shortest":
            return (trait.kind, trait.name) if trait.name != WHOLE else (f"{trait.kind}_message",)
        case _:
            return trait.kind, trait.value or trait.locale


@lru_cache(maxsize=1024)
def _condition(source: str) -> Meaning:
    try:
        output = _ENVIRONMENT.parse("{{ (" + source + ") }}").body[0]
    except (TemplateError, RecursionError, ValueError, MemoryError):
        return "holds", source
    assert isinstance(output, nodes.Output)
    return _meant(output.nodes[0]) or ("holds", source)


def _meant(node: nodes.Node) -> Meaning | None:
    match node:
        case nodes.Not():
            inner = _meant(node.node)
            return _opposite(inner) if inner else None
        case nodes.And() | nodes.Or():
            left, right = _meant(node.left), _meant(node.right)
            return (node.operator, left, right) if left and right else None
        case nodes.Compare():
            return _compared(node)
        case nodes.Test():
            return _tested(node)
        case nodes.Call():
            return _called(node)
        case _:
            name = _field(node)
            return ("with", name) if name else None


def _compared(node: nodes.Compare) -> Meaning | None:
    if len(node.ops) != 1:
        return None
    operand = node.ops[0]
    operator, left, right = operand.op, node.expr, operand.expr
    if isinstance(left, nodes.Const) and operator in {"in", "notin"}:
        name = _field(right)
        word = "contains" if operator == "in" else "contains_not"
        return (word, name, str(left.value)) if name else None
    if isinstance(left, nodes.Const) and operator in _SEEN_FROM_THE_OTHER_SIDE:
        operator, left, right = _SEEN_FROM_THE_OTHER_SIDE[operator], right, left
    name, values = _field(left), _values(right)
    if not name or values is None:
        return None
    if isinstance(right, nodes.Const) == (operator in {"in", "notin"}):
        return None
    if values == ("",) and operator in {"eq", "ne"}:
        return ("no", name) if operator == "eq" else ("with", name)
    return (_COMPARED[operator], name, *values)


def _tested(node: nodes.Test) -> Meaning | None:
    name = _field(node.node)
    if node.name == "defined" and name:
        return "with", name
    if node.name == "undefined" and name:
        return "no", name
    return None


def _called(node: nodes.Call) -> Meaning | None:
    if not isinstance(node.node, nodes.Getattr) or len(node.args) != 1:
        return None
    name, values = _field(node.node.node), _values(node.args[0])
    word = _CALLS.get(node.node.attr)
    return (word, name, *values) if word and name and values else None


def _field(node: nodes.Node) -> str:
    """Give the field whose value an expression is, perhaps in other letters; empty if none."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Filter() if node.node is not None and _keeps_value(node):
            return _field(node.node)
        case nodes.Call() if isinstance(node.node, nodes.Getattr) and node.node.attr in _SAME_TEXT:
            return "" if node.args else _field(node.node.node)
        case nodes.Or() if _values(node.right) == ("",):
            return _field(node.left)
        case _:
            return ""


def _keeps_value(node: nodes.Filter) -> bool:
    if node.name in {"d", "default"}:
        return bool(node.args) and _values(node.args[0]) == ("",)
    return node.name in _SAME_VALUE


def _values(node: nodes.Node) -> tuple[str, ...] | None:
    match node:
        case nodes.Const():
            return (str(node.value),)
        case nodes.List() | nodes.Tuple():
            values = [_values(item) for item in node.items]
            flat = tuple(value[0] for value in values if value)
            return flat if len(flat) == len(node.items) else None
        case _:
            return None


def list_name(trait: Trait) -> str:
    """Give the field that a repeat goes through, or the source of what it goes through."""
    source = _AGAIN.sub("", trait.name.partition(REPEAT)[2])
    try:
        tree = _ENVIRONMENT.parse("{{ (" + source + ") }}")
    except (TemplateError, RecursionError, ValueError, MemoryError):
        return source
    names = [node.name for node in tree.find_all(nodes.Name)]
    return names[0] if len(set(names)) == 1 else source


def _opposite(meaning: Meaning) -> Meaning:
    word, *about = meaning
    if word in {"and", "or"}:
        other = "or" if word == "and" else "and"
        return (other, *(_opposite(item) for item in about if isinstance(item, tuple)))
    return (_OPPOSITES[str(word)], *about)
