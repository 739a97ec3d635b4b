"""Programs with one rule less: found in a module's source, and put into the running process.

A rule is what the source says with a condition, a refusal, one more part of a list or a bound; each
place gives one *removal*. They are found by reading the source, not from a list, so that a rule
added tomorrow is removed tomorrow, too. `weaken` swaps the code of functions that exist already:
whoever imported one by name has the weakened one as well.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType

REFUSALS = ("require", "_require", "check", "_check", "refuse", "_refuse")
BOUNDS = {"min", "max"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """One rule less: `function` without `text`, which stands on `line`."""

    function: str
    line: int
    text: str
    instead: str
    source: str

    @property
    def name(self) -> str:
        """What is the same after lines above it have moved."""
        return f"{self.function}: {' '.join(self.text.split())} -> {self.instead}"


def removals(source: str) -> list[Removal]:
    """Give every program that lacks one rule of this source."""
    return [
        _removal(source, name, node, instead)
        for name, function in _functions(ast.parse(source), "")
        for top in function.body
        for node, instead in _weaker(top, source)
    ]


def weaken(module: ModuleType, removal: Removal) -> None:
    """Give the functions of a module the code of the weaker source; they stay the same objects."""
    code = compile(removal.source, module.__file__ or "", "exec", dont_inherit=True)
    codes = {item.co_qualname: item for item in _codes(code)}
    for function in _functions_of(module):
        function.__code__ = codes[function.__qualname__]


def _functions(tree: ast.AST, inside: str) -> Iterator[tuple[str, Function]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield f"{inside}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{inside}{node.name}.")


def _weaker(tree: ast.AST, source: str) -> Iterator[tuple[ast.AST, str]]:
    """Give each place below a statement that states a rule, and what weakens it."""
    for node in ast.walk(tree):
        yield from _without_condition(node, source)
        yield from _without_part(node, source)
        yield from _without_refusal(node)


def _without_condition(node: ast.AST, source: str) -> Iterator[tuple[ast.AST, str]]:
    match node:
        case ast.If(test=test):
            yield test, "False"
        case ast.IfExp(body=body, orelse=other):
            yield node, _text(source, body)
            yield node, _text(source, other)
        case ast.comprehension(ifs=conditions):
            for condition in conditions:
                yield condition, "True"
        case ast.match_case(guard=ast.expr() as guard):
            yield guard, "True"


def _without_part(node: ast.AST, source: str) -> Iterator[tuple[ast.AST, str]]:
    match node:
        case ast.BoolOp(op=op, values=values):
            for value in values:
                yield value, "True" if isinstance(op, ast.And) else "False"
        case ast.Call(func=ast.Name(id=name), args=[_, _, *_] as bounds) if name in BOUNDS:
            for left in bounds:
                others = [_text(source, item) for item in bounds if item is not left]
                yield node, f"{name}([{', '.join(others)}])"
        case ast.List(elts=parts, ctx=ast.Load()):
            for part in parts:
                if isinstance(part, ast.Starred):
                    yield part, "*()"
        case ast.MatchMapping(patterns=patterns):
            for pattern in patterns:
                if isinstance(pattern, ast.MatchValue):
                    yield pattern, "_"


def _without_refusal(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name))):
            if name.startswith(REFUSALS):
                yield node, "pass"
        case ast.AugAssign():
            yield node, "pass"


def _removal(source: str, function: str, node: ast.AST, instead: str) -> Removal:
    start, end = _place(source, node)
    written = source.encode("utf-8")
    weaker = written[:start] + instead.encode("utf-8") + written[end:]
    return Removal(
        function=function,
        line=written[:start].count(b"\n") + 1,
        text=written[start:end].decode("utf-8"),
        instead=" ".join(instead.split()),
        source=weaker.decode("utf-8"),
    )


def _text(source: str, node: ast.AST) -> str:
    start, end = _place(source, node)
    return f"({source.encode('utf-8')[start:end].decode('utf-8')})"


def _place(source: str, node: ast.AST) -> tuple[int, int]:
    """Give the first byte of a node and the one after its last."""
    assert isinstance(node, ast.expr | ast.stmt | ast.pattern), node
    starts = [0]
    for line in source.encode("utf-8").splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    assert node.end_lineno is not None, node
    assert node.end_col_offset is not None, node
    first = starts[node.lineno - 1] + node.col_offset
    return first, starts[node.end_lineno - 1] + node.end_col_offset


def _codes(code: CodeType) -> Iterator[CodeType]:
    for item in code.co_consts:
        if isinstance(item, CodeType):
            yield item
            yield from _codes(item)


def _functions_of(module: ModuleType) -> Iterator[FunctionType]:
    """Give the functions and methods that a module defines itself."""
    for value in vars(module).values():
        if getattr(value, "__module__", None) != module.__name__:
            continue
        members = vars(value).values() if inspect.isclass(value) else (value,)
        for member in members:
            found = member.fget if isinstance(member, property) else member
            found = inspect.unwrap(getattr(found, "__func__", found)) if callable(found) else found
            written = getattr(getattr(found, "__code__", None), "co_filename", "")
            if isinstance(found, FunctionType) and written == module.__file__:
                yield found
