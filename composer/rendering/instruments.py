"""Prepares a checked template for compiling: conditions and repeats record their outcomes.

The outcomes tell the kinds of message apart. Names that are the same for everybody become
constants, `_("…")` of a layout becomes its translation, and typed filters learn which field they
work on, for their errors. Works on the parsed tree only; nothing is executed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import escape

from composer.rendering.expressions import describe
from composer.rendering.syntax import is_string_call

BRANCH_FILTER = "branch outcome"  # with a space: no template can write it
REPEAT_FILTER = "repeat outcome"
REPEAT = "for "
"""What the name of a repeat begins with, after its part; no condition does."""
MANY = 2
"""The outcome of a repeat that had this many items or more."""
OUTCOMES = "_outcomes"
TYPED_FILTERS = frozenset(
    {
        "currency",
        "date",
        "datetime",
        "decimal",
        "link",
        "list",
        "mailto",
        "number",
        "percent",
        "plural",
        "time",
        "url",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One condition or repeat: `name` is its source and, from the second on, a number.

    `has_else` tells whether something stands in the template for the outcome 0.
    """

    name: str
    line: int
    has_else: bool = False


def instrumented(
    tree: nodes.Template,
    *,
    prefix: str = "",
    translate: Callable[[str], str] | None = None,
    html: bool = False,
    constants: Mapping[str, str] | None = None,
) -> tuple[Branch, ...]:
    """Make conditions and repeats record their outcomes, resolve `_("…")`, and give them.

    Names in `constants` are replaced by their values: no recipient's row is asked for them.
    """
    transformer = _Instrument(
        prefix=prefix, translate=translate, html=html, constants=constants or {}
    )
    transformer.visit(tree)
    if tree.environment is not None:
        tree.set_environment(tree.environment)
    return tuple(transformer.branches)


def constant_text(tree: nodes.Template) -> str | None:
    """Give a template's text when it is nothing else, or None."""
    pieces: list[str] = []
    for node in tree.body:
        children = node.nodes if isinstance(node, nodes.Output) else [node]
        for child in children:
            if not isinstance(child, nodes.TemplateData):
                return None
            pieces.append(child.data)
    return "".join(pieces)


def is_only_printed(tree: nodes.Template, name: str, *, html: bool) -> bool:
    """Tell whether a template does nothing with a name but print it as HTML."""
    printed = [item for node in tree.find_all(nodes.Output) for item in node.nodes if html]
    found = [node for node in tree.find_all(nodes.Name) if node.name == name]
    return all(any(node is item for item in printed) for node in found)


class _Instrument(NodeTransformer):
    def __init__(
        self,
        *,
        prefix: str,
        translate: Callable[[str], str] | None,
        html: bool,
        constants: Mapping[str, str],
    ) -> None:
        self.prefix = prefix
        self.constants = constants
        self.same = frozenset(constants) | {"range"}
        self.translate = translate
        self.html = html
        self.branches: list[Branch] = []
        self.seen: dict[str, int] = {}
        self.with_else: set[nodes.Node] = set()

    def visit_Name(self, node: nodes.Name, *_args: Any, **_kwargs: Any) -> nodes.Node:
        if node.ctx == "load" and node.name in self.constants:
            return nodes.Const(self.constants[node.name], lineno=node.lineno)
        return node

    def visit_If(self, node: nodes.If, *_args: Any, **_kwargs: Any) -> nodes.Node:
        """Record it; what stands under `else` belongs to the last of its conditions."""
        last = node.elif_[-1] if node.elif_ else node
        return self._recorded(node, last=last if node.else_ else None)

    def visit_CondExpr(self, node: nodes.CondExpr, *_args: Any, **_kwargs: Any) -> nodes.Node:
        """Record it; without an `else` the author means nothing at all, not an unknown field."""
        last = node if node.expr2 is not None else None
        node.expr2 = node.expr2 or nodes.Const("", lineno=node.lineno)
        return self._recorded(node, last=last)

    def visit_For(self, node: nodes.For, *_args: Any, **_kwargs: Any) -> nodes.Node:
        """Record how many items there are, where rows decide it, and what is left out of them."""
        source = REPEAT + describe(node.iter)
        of_rows = [node.iter, *node.iter.find_all(nodes.Name)]
        if any(isinstance(item, nodes.Name) and item.name not in self.same for item in of_rows):
            label = self._label(source, node.lineno, has_else=bool(node.else_))
            node.iter = _filtered(node.iter, REPEAT_FILTER, label)
        if node.test is not None:
            label = self._label(describe(node.test), node.lineno)
            node.test = _filtered(node.test, BRANCH_FILTER, label)
        return self.generic_visit(node)

    def visit_Filter(self, node: nodes.Filter, *args: Any, **kwargs: Any) -> nodes.Node:
        """Tell typed filters which field they work on, for their errors."""
        if node.name in TYPED_FILTERS and node.node is not None:
            source = nodes.Const(describe(node.node), lineno=node.lineno)
            # Jinja's parser builds keywords here, though the class is annotated with pairs.
            keyword: Any = nodes.Keyword("source", source, lineno=node.lineno)
            node.kwargs.append(keyword)
        return self.generic_visit(node, *args, **kwargs)

    def visit_Output(self, node: nodes.Output, *args: Any, **kwargs: Any) -> nodes.Node:
        node.nodes = [self._static(child) for child in node.nodes]
        return self.generic_visit(node, *args, **kwargs)

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:
        if is_string_call(node):
            return nodes.Const(self._translated(node), lineno=node.lineno)
        return self.generic_visit(node, *args, **kwargs)

    def _recorded(self, node: nodes.If | nodes.CondExpr, *, last: nodes.Node | None) -> nodes.Node:
        if last is not None:
            self.with_else.add(last)
        label = self._label(describe(node.test), node.lineno, has_else=node in self.with_else)
        self.generic_visit(node)
        node.test = _filtered(node.test, BRANCH_FILTER, label)
        return node

    def _label(self, source: str, line: int, *, has_else: bool = False) -> str:
        source = self.prefix + source
        count = self.seen[source] = self.seen.get(source, 0) + 1
        name = source if count == 1 else f"{source} #{count}"
        self.branches.append(Branch(name=name, line=line, has_else=has_else))
        return name

    def _static(self, node: nodes.Expr) -> nodes.Expr:
        if not is_string_call(node):
            return node
        text = self._translated(node)
        return nodes.TemplateData(str(escape(text)) if self.html else text, lineno=node.lineno)

    def _translated(self, node: Any) -> str:
        source = str(node.args[0].value)
        return self.translate(source) if self.translate else source


def _filtered(node: Any, name: str, label: str) -> nodes.Filter:
    line = node.lineno
    return nodes.Filter(node, name, [nodes.Const(label, lineno=line)], [], None, None, lineno=line)
