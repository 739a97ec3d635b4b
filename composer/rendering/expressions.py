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
    """
    match node:
        case nodes.Name():
            return node.name
        case nodes.Const():
            return _constant(node.value)
        case nodes.Filter() | nodes.Test() | nodes.Call():
            return _applied(node)
        case nodes.Getattr():
            return f"{describe(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{describe(node.node)}[{describe(node.arg)}]"
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
    subject = describe(node.node) if node.node is not None else ""
    match node:
        case nodes.Filter():
            return f"{subject}|{node.name}{arguments}"
        case nodes.Test():
            return f"{subject} is {node.name}{arguments}"
        case _:
            return subject + arguments


def _combined(node: nodes.Node) -> str:  # noqa: PLR0911 - one for each kind of node
    match node:
        case nodes.And() | nodes.Or() | nodes.BinExpr():
            return f"{describe(node.left)} {node.operator} {describe(node.right)}"
        case nodes.Not():
            return f"not {describe(node.node)}"
        case nodes.UnaryExpr():
            return f"{node.operator}{describe(node.node)}"
        case nodes.Compare():
            steps = (f" {_OPERATORS[item.op]} {describe(item.expr)}" for item in node.ops)
            return describe(node.expr) + "".join(steps)
        case nodes.Concat():
            return " ~ ".join(describe(item) for item in node.nodes)
        case nodes.CondExpr():
            other = describe(node.expr2) if node.expr2 is not None else '""'
            return f"{describe(node.expr1)} if {describe(node.test)} else {other}"
        case _:
            return "…"
