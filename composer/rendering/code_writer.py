"""Writes the Python code of a template: Jinja's own, but for how constants and values are printed.

Jinja asks the context for each name and calls four functions for each value printed. Here a name is
one look-up in the recipient's values and a value one look-up in what was printed before
(`printing`); text that stands in the template is encoded while compiling. What expressions,
conditions and repeats mean is Jinja's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import groupby
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import escape

from composer.rendering.printing import UNFIT, WHOLE, HtmlPieces, TextPieces
from composer.rendering.still_text import StillRun
from composer.rendering.wire_pieces import holds_lines


class Names(dict[str, Any]):
    """What templates may name for one recipient; other names are what Jinja calls missing."""

    __slots__ = ()

    def __missing__(self, name: str) -> Any:
        return missing


class TemplateContext(Context):
    """A template's context: the recipient's values, and the pieces that they are printed as.

    Of what Jinja's own holds, templates without imports and blocks need no more.
    """

    name = None
    vars: Mapping[str, Any] = MappingProxyType({})  # type: ignore[assignment]
    exported_vars: AbstractSet[str] = frozenset()  # type: ignore[assignment]
    globals_keys: AbstractSet[str] = frozenset()  # type: ignore[assignment]
    blocks: Mapping[str, Any] = MappingProxyType({})  # type: ignore[assignment]

    def __init__(
        self, values: Names, *, pieces: TextPieces | HtmlPieces, eval_ctx: EvalContext
    ) -> None:
        # Jinja's own makes an evaluation context each time; here none can change.
        self.parent = values
        self.environment = eval_ctx.environment
        self.eval_ctx = eval_ctx
        self.pieces = pieces
        self.printed: list[Any] = []


class CodeWriter(CodeGenerator):
    """Writes templates whose root function prints text, or UTF-8 where escaping is on.

    `pieces` collects which whole lines of the template itself are printed as UTF-8. These stand
    alone among what was printed; all between two of them is one piece.
    """

    def __init__(self, environment: Environment, *args: Any, **kwargs: Any) -> None:
        super().__init__(environment, *args, **kwargs)
        self.pieces: set[bytes] = environment.__dict__.setdefault("html_pieces", set())

    def write_commons(self) -> None:
        """Write what the function begins with."""
        self.writeline("resolve = context.parent.__getitem__")
        self.writeline("undefined = environment.undefined")
        self.writeline("pieces = context.pieces")
        self.writeline("piece_of = pieces.any")
        self.writeline("write = context.printed.extend")

    def pop_assign_tracking(self, frame: Frame) -> None:
        """End an assignment; no other template can ask for its names."""
        if frame.toplevel and not frame.loop_frame:
            self._assign_stack.pop()
        else:
            super().pop_assign_tracking(frame)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Write what adds constants and values to what was printed, one after the other."""
        html = bool(frame.eval_ctx.autoescape)
        self.writeline("write((", node)
        self.indent()
        for is_alone, group in groupby(_merged(node.nodes, html=html), key=_stands_alone):
            joins = html and not is_alone
            if joins:
                self.writeline('b"".join((')
            for item in group:
                if isinstance(item, str):
                    self.writeline(self._written(item, html=html) + ",")
                    continue
                self.newline(item)
                self._write_value(item, frame)
                self.write(",")
            if joins:
                self.write(")),")
        self.outdent()
        self.writeline("))")

    def visit_Call(self, node: nodes.Call, frame: Frame, *args: Any, **kwargs: Any) -> None:
        """Write a call; a plain `range` needs no sandbox around it."""
        if not _is_plain_range(node):
            super().visit_Call(node, frame, *args, **kwargs)
            return
        self.write("environment.plain_range(")
        self.write(", ".join(repr(item.value) for item in node.args))  # type: ignore[attr-defined]
        self.write(")")

    def _written(self, text: str, *, html: bool) -> str:
        """Write a constant; one that is unfit for a message is judged only when it is printed."""
        if not html:
            return repr(text)
        if UNFIT.search(text):
            return f"piece_of(Markup({text!r}))"
        piece = text.encode("utf-8")
        if holds_lines(piece):
            self.pieces.add(piece)
        return repr(piece)

    def _write_value(self, node: nodes.Expr, frame: Frame) -> None:
        if isinstance(node, nodes.Const) and type(node.value) is StillRun:
            self.write(f"pieces.still[{node.value.number}]")
            return
        if isinstance(node, nodes.Name):
            ref = frame.symbols.ref(node.name)
            self.write(f"pieces[{ref}] if type({ref}) is str else ")
        self.write("piece_of(")
        self.visit(node, frame)
        self.write(")")


def _merged(children: list[nodes.Expr], *, html: bool) -> Iterator[str | nodes.Expr]:
    """Give what is printed in its order, with neighbouring constants as one text."""
    for is_constant, group in groupby(children, key=_is_constant):
        if is_constant:
            yield "".join([_constant(item, html=html) for item in group])
        else:
            yield from group


def _stands_alone(item: str | nodes.Expr) -> bool:
    """Tell what is no piece of a longer one: whole lines, known on the wire, and the body."""
    if isinstance(item, str):
        return holds_lines(item.encode("utf-8", "surrogatepass"))
    return isinstance(item, nodes.Name) and item.name == WHOLE


def _is_constant(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.TemplateData) or (
        isinstance(node, nodes.Const) and type(node.value) is str
    )


def _constant(node: Any, *, html: bool) -> str:
    if isinstance(node, nodes.TemplateData):
        return node.data
    return str(escape(node.value)) if html else str(node.value)


def _is_plain_range(node: nodes.Call) -> bool:
    """Tell whether a call is `range` of nothing but whole numbers that stand in the template."""
    return (
        isinstance(node.node, nodes.Name)
        and node.node.name == "range"
        and not node.kwargs
        and all(isinstance(item, nodes.Const) and type(item.value) is int for item in node.args)
    )
