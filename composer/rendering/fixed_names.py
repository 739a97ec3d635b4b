"""Puts names whose value is the same for everybody into a template before it is compiled.

The brand, the language and the direction cost nothing per message this way, and a condition on one
of them is settled here: it is no kind of message. Only plain names, `not`, `and`, `or`, comparisons
and the filters of links are worked out; nothing of a template is run. What cannot be settled here
is left to `instruments.instrumented`, which puts the values in as constants.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, TemplateError, nodes

from composer.translation.jinja_source import Piece, protect, split_tags, statement_name

_ENVIRONMENT = Environment(autoescape=True)  # parses only
_CONDITION = re.compile(r"\{%[-+]?\s*(?:el)?if\b(.*?)[-+]?%\}", re.DOTALL)
_STYLE = re.compile(r"(<(?:mj-)?style\b[^>]*>)(.*?)(</(?:mj-)?style\b)", re.IGNORECASE | re.DOTALL)
_OPENED = re.compile(r"\{(?=[{%#])")


class _Unknown:
    """What only a recipient's row can tell."""


_UNKNOWN = _Unknown()
_Value = str | bool | _Unknown


@dataclass(slots=True, kw_only=True)
class _Open:
    """A statement that is being read: what of it has been written, and whether it is now."""

    is_condition: bool
    active: bool = True
    written: bool = False
    settled: bool = False


def fix_names(
    source: str, names: Mapping[str, str], *, html: bool, whole_lines: bool = False
) -> str:
    """Put values in for names; in HTML they are escaped, and their line ends become `<br>`.

    >>> fix_names("{% if a %}<b>{{ a }}</b>{% endif %}{{ x }}", {"a": "A&B"}, html=True)
    '<b>A&amp;B</b>{{ x }}'
    >>> fix_names("{% if a and x %}{{ a }}{% else %}-{% endif %}", {"a": ""}, html=True)
    '-'
    """
    if not any(name in source for name in names):
        return source
    return _Fixing(names, html=html, whole_lines=whole_lines).write(source)


def fix_style_names(page: str, names: Mapping[str, str]) -> str:
    """Put values in for names inside `<style>`, where they are not escaped."""
    protected = protect(page)

    def fixed(match: re.Match[str]) -> str:
        return match[1] + fix_names(protected.restore(match[2]), names, html=False) + match[3]

    return protected.restore(_STYLE.sub(fixed, protected.text))


class _Fixing:
    def __init__(self, names: Mapping[str, str], *, html: bool, whole_lines: bool) -> None:
        self.names = names
        self.html = html
        self.whole_lines = whole_lines
        self.out: list[str] = []
        self.open: list[_Open] = []
        self.trims_next = ""

    def write(self, source: str) -> str:
        for piece in split_tags(source):
            if not piece.is_tag:
                self._literal(piece.text)
                continue
            name = statement_name(piece.text)
            if name in {"if", "for", "elif", "else", "endif", "endfor"}:
                self._statement(name, piece.text)
            elif self._is_active():
                self._tag(piece)
        return "".join(self.out)

    def _is_active(self) -> bool:
        return all(item.active for item in self.open)

    def _literal(self, text: str) -> None:
        if self.trims_next == "-":
            text = text.lstrip()
        elif self.trims_next == "line":
            text = text.removeprefix("\n")
        self.trims_next = ""
        if self._is_active():
            self.out.append(text)

    def _tag(self, piece: Piece) -> None:
        value = _evaluated(piece.text, self.names) if piece.text.startswith("{{") else _UNKNOWN
        if isinstance(value, str):
            self._trim_before(piece.text)
            self._trim_after(piece.text)
            self.out.append(self._printed(value))
        else:
            self._keep(piece.text)

    def _printed(self, value: str) -> str:
        if not self.html:
            return _OPENED.sub('{{ "{" }}', value)
        return html_text.escape(value).replace("{", "&#123;").replace("\n", "<br>\n")

    def _statement(self, name: str, tag: str) -> None:
        around = self._is_active()
        match name:
            case "for":
                self.open.append(_Open(is_condition=False, written=True))
                self._say(tag, write=around)
            case "if":
                self._begin(tag, around=around)
            case "endif" | "endfor":
                frame = self.open.pop() if self.open else _Open(is_condition=False, written=True)
                self._say(tag, write=frame.written and self._is_active())
            case _:
                self._turn(name, tag)

    def _begin(self, tag: str, *, around: bool) -> None:
        value = self._condition(tag) if around else False
        unknown = isinstance(value, _Unknown)
        self.open.append(
            _Open(is_condition=True, active=bool(value), written=unknown, settled=value is True)
        )
        self._say(tag, write=unknown and around)

    def _turn(self, name: str, tag: str) -> None:
        """Go on to the next branch of the innermost statement."""
        if not self.open or not self.open[-1].is_condition:
            self._say(tag, write=self._is_active())
            return
        frame = self.open[-1]
        around = all(item.active for item in self.open[:-1])
        value = True if name == "else" else self._condition(tag)
        if frame.settled or value is False:
            frame.active = False
            self._say(tag, write=False)
            return
        frame.active = True
        frame.settled = value is True
        if value is True:
            self._say(_as(tag, "else"), write=frame.written and around)
        else:
            self._say(tag if frame.written else _as(tag, "if"), write=around)
            frame.written = True

    def _condition(self, tag: str) -> bool | _Unknown:
        match = _CONDITION.fullmatch(tag)
        value = _evaluated(f"{{{{ {match[1]} }}}}", self.names) if match else _UNKNOWN
        return value if isinstance(value, _Unknown) else bool(value)

    def _say(self, tag: str, *, write: bool) -> None:
        if write:
            self._keep(tag)
            return
        self._trim_before(tag)
        self._trim_after(tag)

    def _keep(self, tag: str) -> None:
        self.trims_next = ""
        self.out.append(tag)

    def _trim_before(self, tag: str) -> None:
        if not self.out:
            return
        if tag[2:3] == "-":
            self.out[-1] = self.out[-1].rstrip()
        elif self.whole_lines and not tag.startswith("{{"):
            line = self.out[-1].rpartition("\n")[2]
            if not line.strip():
                self.out[-1] = self.out[-1].removesuffix(line)

    def _trim_after(self, tag: str) -> None:
        if tag[-3:-2] == "-":
            self.trims_next = "-"
        elif self.whole_lines and not tag.startswith("{{"):
            self.trims_next = "line"


def _as(tag: str, name: str) -> str:
    """Write a branch's tag under another name, keeping how it trims."""
    match = _CONDITION.fullmatch(tag)
    opening, closing = tag[:3] if tag[2] in "-+" else tag[:2], tag[-3:]
    closing = closing if closing[0] in "-+" else closing[1:]
    condition = match[1].strip() if match and name != "else" else ""
    return " ".join(filter(None, [opening, name, condition, closing]))


def _evaluated(tag: str, names: Mapping[str, str]) -> _Value:
    if not any(name in tag for name in names):
        return _UNKNOWN
    try:
        body = _ENVIRONMENT.parse(tag).body
        output = body[0] if len(body) == 1 else None
        if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
            return _UNKNOWN
        return _value(output.nodes[0], names)
    except (TemplateError, RecursionError, ValueError):
        return _UNKNOWN


def _value(node: nodes.Node, names: Mapping[str, str]) -> _Value:  # noqa: PLR0911 - one for each kind of node
    match node:
        case nodes.Name():
            return names.get(node.name, _UNKNOWN)
        case nodes.Const() | nodes.TemplateData():
            value = node.value if isinstance(node, nodes.Const) else node.data
            return value if isinstance(value, str | bool) else _UNKNOWN
        case nodes.Not():
            value = _value(node.node, names)
            return value if isinstance(value, _Unknown) else not value
        case nodes.And() | nodes.Or():
            return _joined(node, names)
        case nodes.Compare():
            return _compared(node, names)
        case nodes.CondExpr():
            return _chosen(node, names)
        case nodes.Filter(name="link" | "mailto" | "e" | "escape" | "trim") if not node.args:
            # Links of the brand were checked when it was read.
            return _value(node.node, names) if node.node is not None else _UNKNOWN
        case _:
            return _UNKNOWN


def _joined(node: nodes.And | nodes.Or, names: Mapping[str, str]) -> _Value:
    left = _value(node.left, names)
    ends = isinstance(node, nodes.Or)
    if not isinstance(left, _Unknown):
        return left if bool(left) is ends else _value(node.right, names)
    right = _value(node.right, names)
    # `x and ""` is false whatever x is; as a value it stays unknown.
    is_end = not isinstance(right, _Unknown) and bool(right) is ends
    return ends if is_end and isinstance(right, bool) else _UNKNOWN


def _compared(node: nodes.Compare, names: Mapping[str, str]) -> _Value:
    if len(node.ops) != 1 or node.ops[0].op not in {"eq", "ne"}:
        return _UNKNOWN
    left, right = _value(node.expr, names), _value(node.ops[0].expr, names)
    if isinstance(left, _Unknown) or isinstance(right, _Unknown):
        return _UNKNOWN
    return (left == right) is (node.ops[0].op == "eq")


def _chosen(node: nodes.CondExpr, names: Mapping[str, str]) -> _Value:
    test = _value(node.test, names)
    if isinstance(test, _Unknown):
        return _UNKNOWN
    if test:
        return _value(node.expr1, names)
    return _value(node.expr2, names) if node.expr2 is not None else ""
