"""Reads one Jinja tag of a message into plain parts, and writes it back to the byte.

What a person may say without knowing Jinja has a type of its own: a field with its format and its
fallback, a condition, a repeat. Everything else is `Other`, its source untouched. `write_tag` gives
an unchanged tag's own bytes; only a changed one is written anew, with its whitespace marks kept.
Jinja's parser is used to parse; nothing is compiled or executed here, and Qt is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from dataclasses import field as part
from functools import lru_cache

from jinja2 import Environment, TemplateError, nodes

MOST_LETTERS = 2000
FORMATS = frozenset(
    {
        "capitalize",
        "currency",
        "date",
        "datetime",
        "lower",
        "mailto",
        "number",
        "percent",
        "time",
        "title",
        "trim",
        "upper",
        "url",
    }
)
NUMBER_FILTERS = frozenset({"decimal", "int"})
OPERATORS = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_EDGES = re.compile(r"\{[{%]([-+]?).*?([-+]?)[%}]\}", re.DOTALL)
_PLAIN = re.compile(r"\{%[-+]?\s*(else|endif|endfor)\s*[-+]?%\}")
_STATEMENT = re.compile(r"\{%[-+]?\s*(if|elif|for)\b")
_environment = Environment(autoescape=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A value of each recipient: `{{ name | format(detail) }}`, or `fallback` where it is empty.

    With `is_literal` the name is a text of the author's own that is only formatted. With
    `detail_is_field` the detail (a currency, say) comes from a column.
    """

    name: str
    fallback: str = ""
    format: str = ""
    detail: str = ""
    detail_is_field: bool = False
    is_literal: bool = False
    source: str = part(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One question about a field.

    `operator` is `filled`, `empty`, `in`, or one of `== != > >= < <=`; `values` holds what it is
    compared with; with `is_number` both sides are compared as numbers.
    """

    field: str
    operator: str = "filled"
    values: tuple[str, ...] = ()
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`{% if … %}` or `{% elif … %}`: one question, or several joined by `and` or `or`."""

    questions: tuple[Comparison, ...]
    joined: str = "and"
    is_elif: bool = False
    source: str = part(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """`{% for item in column | split(separator) %}`; no separator: the column is a list already."""

    item: str
    field: str
    separator: str = ""
    source: str = part(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Else:
    """`{% else %}`."""

    source: str = part(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """`{% endif %}`, or `{% endfor %}` where `of` is `for`."""

    of: str = "if"
    source: str = part(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Anything else, as it is written."""

    source: str


Tag = Field | Condition | Repeat | Else | End | Other


@lru_cache(maxsize=4096)
def parse_tag(source: str) -> Tag:
    """Read one whole tag.

    >>> parse_tag('{{ first_name or "customer" }}').fallback
    'customer'
    """
    if len(source) > MOST_LETTERS or source.startswith("{#"):
        return Other(source=source)
    if plain := _PLAIN.fullmatch(source):
        return _plain(plain[1], source)
    try:
        tag = _parsed(source)
    except (TemplateError, RecursionError, MemoryError, ValueError):
        return Other(source=source)
    # What cannot be said again in the same words is not said in words at all.
    return tag if tag is not None else Other(source=source)


def write_tag(tag: Tag) -> str:  # noqa: PLR0911 - one answer for each kind of tag
    """Give a tag's source: its own bytes, unless something in it was changed."""
    if isinstance(tag, Other):
        return tag.source
    if tag.source and parse_tag(tag.source) == tag:
        return tag.source
    before, after = _edges(tag.source)
    match tag:
        case Field():
            return f"{{{{{before} {_field_source(tag)} {after}}}}}"
        case Condition():
            word = "elif" if tag.is_elif else "if"
            asked = f" {tag.joined} ".join(_question_source(item) for item in tag.questions)
            return f"{{%{before} {word} {asked} {after}%}}"
        case Repeat():
            split = f" | split({_quoted(tag.separator)})" if tag.separator else ""
            return f"{{%{before} for {tag.item} in {tag.field}{split} {after}%}}"
        case Else():
            return f"{{%{before} else {after}%}}"
        case End():
            return f"{{%{before} end{tag.of} {after}%}}"


def fields_of(tag: Tag) -> tuple[str, ...]:
    """Name the columns that a tag reads; none of what is written in other words."""
    match tag:
        case Field():
            names = [] if tag.is_literal else [tag.name]
            return (*names, tag.detail) if tag.detail_is_field else tuple(names)
        case Condition():
            return tuple(dict.fromkeys(item.field for item in tag.questions))
        case Repeat():
            return (tag.field,)
        case _:
            return ()


def _plain(word: str, source: str) -> Tag:
    if word == "else":
        return Else(source=source)
    return End(of=word.removeprefix("end"), source=source)


def _parsed(source: str) -> Tag | None:
    if source.startswith("{{"):
        made = _field(_only(_environment.parse(source)))
        return None if made is None else replace(made, source=source)
    statement = _STATEMENT.match(source)
    if statement is None:
        return None
    match statement[1]:
        case "if":
            node = _environment.parse(source + "{% endif %}").body[0]
            return _condition(node, source) if isinstance(node, nodes.If) else None
        case "elif":
            node = _environment.parse("{% if x %}" + source + "{% endif %}").body[0]
            if not isinstance(node, nodes.If) or len(node.elif_) != 1:
                return None
            return _condition(node.elif_[0], source, is_elif=True)
        case _:
            node = _environment.parse(source + "{% endfor %}").body[0]
            return _repeat(node, source) if isinstance(node, nodes.For) else None


def _only(tree: nodes.Template) -> nodes.Node | None:
    if len(tree.body) != 1 or not isinstance(tree.body[0], nodes.Output):
        return None
    inner = tree.body[0].nodes
    return inner[0] if len(inner) == 1 else None


def _field(node: nodes.Node | None) -> Field | None:  # noqa: PLR0911 - one for each kind
    match node:
        case nodes.Or(left=left, right=nodes.Const(value=str(fallback))):
            return _with_fallback(_field(left), fallback)
        case nodes.CondExpr(
            test=nodes.Name(name=name), expr1=value, expr2=nodes.Const(value=str(fallback))
        ):
            made = _with_fallback(_field(value), fallback)
            return made if made is not None and made.name == name else None
        case nodes.Filter(
            node=inner, name="default" | "d", args=[nodes.Const(value=str(fallback)), *_rest]
        ):
            return _with_fallback(_field(inner), fallback)
        case nodes.Filter(node=inner) if not isinstance(inner, nodes.Filter):
            return _formatted(_field(inner), node)
        case nodes.Name(name=name):
            return Field(name=name)
        case nodes.Const(value=str(text)) if text:
            return Field(name=text, is_literal=True)
        case _:
            return None


def _with_fallback(made: Field | None, fallback: str) -> Field | None:
    if made is None or made.fallback or made.is_literal or not fallback:
        return None
    return replace(made, fallback=fallback)


def _formatted(made: Field | None, node: nodes.Filter) -> Field | None:
    if made is None or made.fallback or node.name not in FORMATS or node.kwargs:
        return None
    match node.args:
        case [] if node.name != "currency":
            return replace(made, format=node.name)
        case [nodes.Const(value=(str() | int()) as detail)] if not isinstance(detail, bool):
            return replace(made, format=node.name, detail=str(detail))
        case [nodes.Name(name=detail)]:
            return replace(made, format=node.name, detail=detail, detail_is_field=True)
        case _:
            return None


def _condition(node: nodes.If, source: str, *, is_elif: bool = False) -> Condition | None:
    kind, joined = (nodes.Or, "or") if isinstance(node.test, nodes.Or) else (nodes.And, "and")
    asked = [_question(item) for item in _flat(node.test, kind)]
    questions = tuple(item for item in asked if item is not None)
    if len(questions) != len(asked):
        return None
    return Condition(questions=questions, joined=joined, is_elif=is_elif, source=source)


def _flat(node: nodes.Node, kind: type[nodes.BinExpr]) -> list[nodes.Node]:
    if not isinstance(node, kind):
        return [node]
    return [*_flat(node.left, kind), *_flat(node.right, kind)]


def _question(node: nodes.Node) -> Comparison | None:
    match node:
        case nodes.Name(name=name):
            return Comparison(field=name)
        case nodes.Not(node=nodes.Name(name=name)):
            return Comparison(field=name, operator="empty")
        case nodes.Compare(expr=left, ops=[nodes.Operand(op=operator, expr=right)]):
            return _compared(left, operator, right)
        case _:
            return None


def _compared(left: nodes.Node, operator: str, right: nodes.Node) -> Comparison | None:
    is_number = isinstance(left, nodes.Filter) and left.name in NUMBER_FILTERS
    if isinstance(left, nodes.Filter) and is_number and not left.args and left.node is not None:
        left = left.node
    if not isinstance(left, nodes.Name):
        return None
    match right:
        case nodes.List(items=items) | nodes.Tuple(items=items) if operator == "in":
            texts = (item.value for item in items if isinstance(item, nodes.Const))
            values = tuple(text for text in texts if isinstance(text, str))
            known = len(values) == len(items) > 0 and not is_number
            return Comparison(field=left.name, operator="in", values=values) if known else None
        case nodes.Const(value=str(text)) if operator in OPERATORS and not is_number:
            return Comparison(field=left.name, operator=OPERATORS[operator], values=(text,))
        case nodes.Const(value=int() | float()) if operator in OPERATORS and is_number:
            values = (str(right.value),)
            return Comparison(
                field=left.name, operator=OPERATORS[operator], values=values, is_number=True
            )
        case _:
            return None


def _repeat(node: nodes.For, source: str) -> Repeat | None:
    if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
        return None
    item = node.target.name
    match node.iter:
        case nodes.Name(name=name):
            return Repeat(item=item, field=name, source=source)
        case nodes.Filter(node=nodes.Name(name=name), name="split", args=[], kwargs=[]):
            return Repeat(item=item, field=name, separator=",", source=source)
        case nodes.Filter(
            node=nodes.Name(name=name),
            name="split",
            args=[nodes.Const(value=str(separator))],
            kwargs=[],
        ) if separator:
            return Repeat(item=item, field=name, separator=separator, source=source)
        case _:
            return None


def _edges(source: str) -> tuple[str, str]:
    found = _EDGES.fullmatch(source)
    return (found[1], found[2]) if found else ("", "")


def _field_source(tag: Field) -> str:
    value = _quoted(tag.name) if tag.is_literal else tag.name
    if tag.format:
        detail = tag.detail
        if detail and not tag.detail_is_field and not detail.isdecimal():
            detail = _quoted(detail)
        value += f" | {tag.format}" + (f"({detail})" if detail else "")
    if not tag.fallback:
        return value
    # A format refuses an empty cell, so the cell is asked before it is formatted.
    middle = f" if {tag.name} else " if tag.format else " or "
    return f"{value}{middle}{_quoted(tag.fallback)}"


def _question_source(asked: Comparison) -> str:
    left = f"{asked.field} | decimal" if asked.is_number else asked.field
    match asked.operator:
        case "filled":
            return asked.field
        case "empty":
            return f"not {asked.field}"
        case "in":
            return f"{asked.field} in [{', '.join(_quoted(value) for value in asked.values)}]"
        case _:
            value = asked.values[0]
            return f"{left} {asked.operator} {value if asked.is_number else _quoted(value)}"


def _quoted(text: str) -> str:
    """Write a text as Jinja reads it back.

    >>> print(_quoted('say "hi"'))
    'say "hi"'
    """
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    if '"' in escaped and "'" not in escaped:
        return f"'{escaped}'"
    escaped = escaped.replace('"', '\\"')
    return f'"{escaped}"'
