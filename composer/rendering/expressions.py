"""Writes a Jinja expression back as short source text, to name a condition or a field."""

from __future__ import annotations

import json

from jinja2 import nodes

_OPERATORS = {
    "eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=",
    "in": "in", "notin": "not in",
}  # fmt: skip


def describe(node: nodes.Node) -> str:  # noqa: PLR0911 - one for each kind of node
    """Write an expression as its author would; the same tree always gives the same text.

    >>> from jinja2 import Environment
    >>> output = Environment().parse("{{ tier == 'gold' and not name|upper }}").body[0]
    >>> describe(output.nodes[0])
    'tier == "gold" and not name|upper'
    >>> describe(Environment().parse("{{ a and (b or c)|upper }}").body[0].nodes[0])
    'a and (b or c)|upper'
    >>> describe(Environment().parse("{{ (a or b) and not c == d }}").body[0].nodes[0])
    '(a or b) and not c == d'
    """
    match node:
        case nodes.Name():
            return node.name
        case nodes.Const():
            return _constant(node.value)
        case nodes.Filter() | nodes.Test() | nodes.Call():
            return _applied(node)
        case nodes.Getattr():
            return f"{_inner(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{_inner(node.node)}[{describe(node.arg)}]"
        case nodes.List() | nodes.Tuple():
            return "[" + ", ".join(describe(item) for item in node.items) + "]"
        case _:
            return _combined(node)


def _constant(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _applied(node: nodes.Filter | nodes.Test | nodes.Call) -> str:
    values = [describe(item) for item in node.args]
    values += [f"{item.key}={describe(item.value)}" for item in node.kwargs]
    arguments = "(" + ", ".join(values) + ")" if values or isinstance(node, nodes.Call) else ""
    subject = _inner(node.node) if node.node is not None else ""
    match node:
        case nodes.Filter():
            return f"{subject}|{node.name}{arguments}"
        case nodes.Test():
            return f"{subject} is {node.name}{arguments}"
        case _:
            return subject + arguments


def _combined(node: nodes.Node) -> str:  # noqa: PLR0911 - one for each kind of node
    match node:
        case nodes.And() | nodes.Or():
            least = _binding(node)
            return f"{_inner(node.left, least)} {node.operator} {_inner(node.right, least)}"
        case nodes.BinExpr():
            return f"{_inner(node.left)} {node.operator} {_inner(node.right)}"
        case nodes.Not():
            return f"not {_inner(node.node, _binding(node))}"
        case nodes.UnaryExpr():
            return f"{node.operator}{_inner(node.node)}"
        case nodes.Compare():
            steps = (f" {_OPERATORS[item.op]} {_inner(item.expr)}" for item in node.ops)
            return _inner(node.expr) + "".join(steps)
        case nodes.Concat():
            return " ~ ".join(describe(item) for item in node.nodes)
        case nodes.CondExpr():
            other = describe(node.expr2) if node.expr2 is not None else '""'
            return f"{describe(node.expr1)} if {describe(node.test)} else {other}"
        case _:
            return "…"


_CLOSED = 6


def _inner(node: nodes.Node, least: int = _CLOSED) -> str:
    """Write a part of an expression, in brackets where it would mean something else without."""
    return describe(node) if _binding(node) >= least else f"({describe(node)})"


def _binding(node: nodes.Node) -> int:  # noqa: PLR0911 - one for each kind of node
    """Tell how closely an expression holds together: the more, the sooner it is computed."""
    match node:
        case nodes.CondExpr():
            return 0
        case nodes.Or():
            return 1
        case nodes.And():
            return 2
        case nodes.Not():
            return 3
        case nodes.Compare():
            return 4
        case nodes.BinExpr() | nodes.Concat():
            return 5
        case _:
            return _CLOSED
