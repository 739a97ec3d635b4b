"""What one field or condition means, apart from what a translator may change in it.

Free are the words in it (`or "customer"`, the forms of `plural`), the length of a date, spaces, and
filters that only change capitals. Everything else (names, comparisons, currencies, digits) is the
meaning. Tags are parsed and walked, never run: not even constants are computed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateError, nodes

from composer.translation.jinja_source import statement_name

_ENVIRONMENT = Environment(autoescape=True)  # parses only
_EXPRESSION = re.compile(r"\{%[-+]?\s*\w+(.*?)[-+]?%\}", re.DOTALL)
_CASES = frozenset({"upper", "lower", "title", "capitalize", "trim", "string"})
_DATES = frozenset({"date", "time", "datetime"})
_DEFAULTS = frozenset({"default", "d"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PluralForms:
    """The forms that one use of `plural` gives: how many by place, or the names of all."""

    by_place: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A tag's `key` is equal to another's where both mean the same; `words` are free."""

    tag: str
    name: str
    key: str
    words: tuple[str, ...] = ()
    plurals: tuple[PluralForms, ...] = ()
    bound: tuple[str, ...] = ()

    @property
    def is_field(self) -> bool:
        """Whether it prints something."""
        return not self.name


class _Walk:
    """One walk over an expression, gathering what is free."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.plurals: list[PluralForms] = []

    def key(self, node: nodes.Node, *, is_text: bool = False) -> str:
        """Give what an expression means; `is_text`: a bare string in it is read by people."""
        match node:
            case nodes.Const():
                found = self._constant(node.value, is_text=is_text)
            case nodes.Name():
                found = str(node.name)
            case nodes.Filter():
                found = self._filter(node, is_text=is_text)
            case nodes.Or() | nodes.And():
                left = self.key(node.left, is_text=is_text)
                right = self.key(node.right, is_text=is_text)
                found = f"({left} {type(node).__name__} {right})"
            case nodes.CondExpr():
                found = self._choice(node, is_text=is_text)
            case nodes.Concat():
                found = f"[{'~'.join(self.key(one, is_text=is_text) for one in node.nodes)}]"
            case _:
                found = self._other(node)
        return found

    def _constant(self, value: object, *, is_text: bool) -> str:
        if not is_text or not isinstance(value, str):
            return repr(value)
        self.words.append(value)
        return "…"

    def _choice(self, node: nodes.CondExpr, *, is_text: bool) -> str:
        other = self.key(node.expr2, is_text=is_text) if node.expr2 else ""
        return f"({self.key(node.expr1, is_text=is_text)} if {self.key(node.test)} else {other})"

    def _filter(self, node: nodes.Filter, *, is_text: bool) -> str:
        is_inner_text = is_text and node.name in _CASES | _DEFAULTS
        inner = "" if node.node is None else self.key(node.node, is_text=is_inner_text)
        if node.name in _CASES:
            return inner
        if node.name == "plural" or node.name in _DEFAULTS:
            for form in (*node.args, *(item.value for item in node.kwargs)):
                self.key(form, is_text=True)
            if node.name == "plural":
                names = tuple(str(item.key) for item in node.kwargs)
                self.plurals.append(PluralForms(by_place=len(node.args), names=names))
            return f"{inner}|{node.name}"
        args = [self.key(one) for one in (node.args[1:] if node.name in _DATES else node.args)]
        named = sorted(
            f"{item.key}={self.key(item.value)}" for item in node.kwargs if item.key != "style"
        )
        return f"{inner}|{node.name}({','.join([*args, *named])})"

    def _other(self, node: nodes.Node) -> str:
        values = [
            f"{name}={self._value(value)}" for name, value in node.iter_fields() if name != "ctx"
        ]
        return f"{type(node).__name__}({','.join(values)})"

    def _value(self, value: object) -> str:
        if isinstance(value, nodes.Node):
            return self.key(value)
        if isinstance(value, list | tuple):
            return f"[{','.join(self._value(one) for one in value)}]"
        return repr(value)


@lru_cache(maxsize=8192)
def read_meaning(tag: str) -> Meaning | None:
    """Read a tag by itself; None when it cannot be read.

    >>> read_meaning('{{ name or "customer" }}').key
    '(name Or …)'
    >>> read_meaning("{{ day|date('full') }}").key == read_meaning("{{ day | date }}").key
    True
    """
    name = statement_name(tag)
    try:
        return _field(tag) if tag.startswith("{{") else _statement(tag, name)
    except (TemplateError, RecursionError, ValueError):
        return None


def can_be_parsed(text: str) -> bool:
    """Tell whether a whole text is a sound template."""
    try:
        _ENVIRONMENT.parse(text)
    except (TemplateError, RecursionError, ValueError):
        return False
    return True


def _field(tag: str) -> Meaning:
    walk = _Walk()
    output = _ENVIRONMENT.parse(tag).body[0]
    key = "".join(walk.key(one, is_text=True) for one in getattr(output, "nodes", ()))
    return Meaning(tag=tag, name="", key=key, words=tuple(walk.words), plurals=tuple(walk.plurals))


def _statement(tag: str, name: str) -> Meaning:
    match = _EXPRESSION.fullmatch(tag)
    rest = match[1].strip() if match else ""
    walk = _Walk()
    if name in {"if", "elif"}:
        parsed = _ENVIRONMENT.parse(f"{{% if {rest} %}}{{% endif %}}").body[0]
        assert isinstance(parsed, nodes.If)
        return Meaning(tag=tag, name=name, key=f"{name} {walk.key(parsed.test)}")
    if name == "for":
        loop = _ENVIRONMENT.parse(f"{{% for {rest} %}}{{% endfor %}}").body[0]
        assert isinstance(loop, nodes.For)
        bound = tuple(str(one.name) for one in loop.find_all(nodes.Name) if one.ctx == "store")
        test = walk.key(loop.test) if loop.test else ""
        key = f"for {walk.key(loop.target)} in {walk.key(loop.iter)} if {test}"
        return Meaning(tag=tag, name=name, key=key, bound=bound)
    return Meaning(tag=tag, name=name or "?", key=f"{name} {' '.join(rest.split())}".strip())
