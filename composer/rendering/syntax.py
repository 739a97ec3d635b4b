"""Which Jinja syntax a message may use, checked before anything is compiled.

Guards rule 11: a template is parsed, every node is held against a list of what is allowed, and only
then compiled; nothing is executed here. No include, import, extends, macro, block or switch of
escaping; attributes only as a call of a harmless text method or on `loop`; no name that begins with
an underscore.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jinja2 import Environment, TemplateSyntaxError, nodes

from composer.errors import RenderError
from composer.rendering.failures import render_error

LOOP_ATTRIBUTES = frozenset(
    {"first", "index", "index0", "last", "length", "nextitem", "previtem", "revindex", "revindex0"}
)
LOOP_METHODS = frozenset({"changed", "cycle"})
TEXT_METHODS = frozenset(
    {
        "capitalize", "casefold", "count", "endswith", "find", "isalnum", "isalpha", "isdecimal",
        "isdigit", "islower", "isnumeric", "isupper", "join", "lower", "lstrip", "partition",
        "removeprefix", "removesuffix", "replace", "rpartition", "rsplit", "rstrip", "split",
        "splitlines", "startswith", "strip", "title", "upper",
    }
)  # fmt: skip
# How many arguments stand before `attribute` in Jinja's filters.
_BEFORE_ATTRIBUTE = {"join": 1, "max": 1, "min": 1, "sort": 2, "unique": 1}
ALLOWED = frozenset(
    {
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign,
        nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword,
        nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Call, nodes.Getitem, nodes.Slice,
        nodes.Getattr, nodes.Concat, nodes.Compare, nodes.Operand, nodes.Add, nodes.Sub, nodes.Mul,
        nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.And, nodes.Or, nodes.Not, nodes.Neg,
        nodes.Pos,
    }
)  # fmt: skip


class SyntaxRefused(RenderError):
    """Template syntax that is wrong or not allowed, with its line within the part."""

    line: int = 1


def checked(
    environment: Environment, source: str, *, part: str, strings: bool = False
) -> nodes.Template:
    """Parse a template and refuse what is not on the list; `strings` allows `_("…")`.

    Raises:
        SyntaxRefused: naming part and line.
    """
    try:
        _refuse_printing_statements(environment, source, part=part)
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        raise _refused("template.syntax", part=part, line=error.lineno) from None
    except (RecursionError, MemoryError, ValueError):
        # Nested too deeply, or a number with thousands of digits.
        raise _refused("template.syntax", part=part, line=1) from None
    try:
        _check(environment, tree, part=part, strings=strings)
    except RecursionError:
        raise _refused("template.syntax", part=part, line=1) from None
    return tree


def field_names(tree: nodes.Node) -> Iterator[tuple[str, int]]:
    """Give each name that a template reads, with its line, including names it sets itself."""
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load":
            yield node.name, node.lineno


def _refuse_printing_statements(environment: Environment, source: str, *, part: str) -> None:
    """Refuse `{% print … %}`: a field in a link is quoted where it stands in `{{ … }}` only."""
    if "print" not in source:
        return
    for token, following in pairwise(environment.lexer.tokenize(source)):
        if token.type == "block_begin" and following.value == "print":
            raise _refused("template.forbidden", part=part, line=following.lineno, field="print")


def _check(environment: Environment, tree: nodes.Template, *, part: str, strings: bool) -> None:
    for node, parent in _walk(tree):
        allowed = type(node) in ALLOWED and _is_harmless(environment, node, parent, strings=strings)
        if not allowed:
            raise _refused(
                "template.forbidden", part=part, line=node.lineno or 1, field=_named(node)
            )


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, nodes.Node | None]]:
    waiting: list[tuple[nodes.Node, nodes.Node | None]] = [(tree, None)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        waiting.extend((child, node) for child in node.iter_child_nodes())


def _is_harmless(  # noqa: PLR0911 - one answer for each kind of node
    environment: Environment, node: nodes.Node, parent: nodes.Node | None, *, strings: bool
) -> bool:
    called = isinstance(parent, nodes.Call) and parent.node is node
    match node:
        case nodes.Name():
            return _is_allowed_name(node, parent, called=called, strings=strings)
        case nodes.Getattr():
            if isinstance(node.node, nodes.Name) and node.node.name == "loop":
                return node.attr in (LOOP_METHODS if called else LOOP_ATTRIBUTES)
            return called and node.attr in TEXT_METHODS
        case nodes.Call():
            plain = node.dyn_args is None and node.dyn_kwargs is None
            return plain and isinstance(node.node, (nodes.Name, nodes.Getattr))
        case nodes.Filter():
            known = node.node is not None and node.name in environment.filters
            return known and not _looks_up_attributes(node)
        case nodes.Test():
            return node.name in environment.tests
        case nodes.For():
            return not node.recursive
        case nodes.Getitem():
            return _is_plain_subscript(node)
        case _:
            return True


def _looks_up_attributes(node: nodes.Filter) -> bool:
    """Tell whether a filter is asked for an attribute of its items."""
    before = _BEFORE_ATTRIBUTE.get(node.name)
    return before is not None and (
        len(node.args) > before or any(item.key == "attribute" for item in node.kwargs)
    )


def _is_plain_subscript(node: nodes.Getitem) -> bool:
    """Tell whether a subscript looks like a position or a key of a table, never an attribute."""
    texts = [node.arg, *node.arg.find_all(nodes.Const)]
    keys = [item.value for item in texts if isinstance(item, nodes.Const)]
    words = [key for key in keys if isinstance(key, str)]
    if isinstance(node.node, (nodes.Dict, nodes.Getitem, nodes.Name)):
        return not any(word.startswith("_") or word.endswith("_") for word in words)
    return not words


def _is_allowed_name(
    node: nodes.Name, parent: nodes.Node | None, *, called: bool, strings: bool
) -> bool:
    if node.name == "_":
        return called and strings and is_string_call(parent)
    if node.name == "range":
        return called
    if node.name == "loop":
        return isinstance(parent, nodes.Getattr)
    return not called and not node.name.startswith("_") and node.name != "self"


def is_string_call(node: nodes.Node | None) -> bool:
    """Tell whether a node is `_("…")` with nothing but one text."""
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "_"
        and len(node.args) == 1
        and not node.kwargs
        and isinstance(node.args[0], nodes.Const)
        and isinstance(node.args[0].value, str)
    )


def _named(node: nodes.Node) -> str:
    match node:
        case nodes.Getattr():
            return node.attr
        case nodes.Filter() | nodes.Test() | nodes.Name():
            return node.name
        case _:
            return type(node).__name__.lower()


def _refused(code: str, *, part: str, line: int, field: str = "") -> SyntaxRefused:
    error = render_error(code, part=part, field=field)
    refused = SyntaxRefused(str(error), advice=error.advice, code=code, part=part, field=field)
    refused.line = line
    return refused
