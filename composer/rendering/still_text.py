"""Keeps what is the same for everybody out of the work that a text part takes for each recipient.

Most of a text are long runs of whole lines without any field, laid out while compiling. In place of
each the template prints a short mark; lines are broken, gaps closed and control characters looked
for in what is left, and the runs are put back into the finished text. Only such runs are taken as
come out of all this unchanged wherever they stand, which is known while compiling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from jinja2 import nodes

from composer.rendering.printing import UNFIT
from composer.rendering.text_layout import CLOSING, OPENING

MARK = "\x13"
_MARK_UTF8 = MARK.encode()
_MARKS = OPENING + CLOSING
_LEAST_LETTERS = 160
_STRETCHES = re.compile("[\x00-\x08\x0b-\x1f\x7f]|[^\x00-\x08\x0b-\x1f\x7f]+")
_LINES = re.compile(r"(?<=\n)(?![\n>]).*[^\n>](?=\n)", re.DOTALL)
_FIRST_LINES = re.compile(r"(?:\A|(?<=\n))(?![\n>]).*[^\n>](?=\n)", re.DOTALL)
_CHANGED = re.compile("\n\n\n|\n>\n>\n|[\ud800-\udfff]")


class StillRun(NamedTuple):
    """Stands in a template for a run that was taken out."""

    number: int


class StillText:
    """The runs of one locale's text, and what is printed in place of each.

    It is not usable where a template holds such a mark of its own.
    """

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.marks: list[str] = []
        self.is_usable = True
        self._utf8: list[bytes] = []

    def take_from(self, tree: nodes.Template) -> None:
        """Take the runs out of a template that is ready to be compiled."""
        constants = (str(item.value) for item in tree.find_all(nodes.Const))
        data = (item.data for item in tree.find_all(nodes.TemplateData))
        if any(map(UNFIT.search, constants)) or any(MARK in item for item in data):
            self.is_usable = False
        self._walk(tree.body, is_outside=True, lines=_FIRST_LINES)

    def put_back(self, utf8: bytes) -> list[bytes]:
        """Give a text's pieces, with the runs in place of their marks."""
        pieces = utf8.split(_MARK_UTF8)
        runs = self._utf8
        pieces[1::2] = [runs[int(number)] for number in pieces[1::2]]
        return pieces

    def _walk(
        self,
        body: Iterable[nodes.Node],
        *,
        is_outside: bool | None,
        lines: re.Pattern[str] = _LINES,
    ) -> bool | None:
        """Take runs from nodes in their order, where it is known that nothing is laid out later.

        Gives whether what follows is outside of such text; None where that depends on a recipient.
        """
        for node in body:
            match node:
                case nodes.Output():
                    is_outside = self._take(node, is_outside=is_outside, lines=lines)
                case nodes.If():
                    parts = (node.body, *(item.body for item in node.elif_), node.else_)
                    ends = {self._walk(part, is_outside=is_outside) for part in parts}
                    is_outside = ends.pop() if len(ends) == 1 else None
                case nodes.For():
                    # What a turn begins with is known only if each ends as it began.
                    is_outside = _after([node], is_outside=is_outside)
                    self._walk(node.body, is_outside=is_outside)
                    self._walk(node.else_, is_outside=is_outside)
            lines = _LINES
        return is_outside

    def _take(
        self, node: nodes.Output, *, is_outside: bool | None, lines: re.Pattern[str]
    ) -> bool | None:
        left: list[nodes.Expr] = []
        for child in node.nodes:
            if not isinstance(child, nodes.TemplateData):
                left.append(child)
                lines = _LINES
                continue
            for stretch in _STRETCHES.findall(child.data):
                if is_outside and len(stretch) >= _LEAST_LETTERS:
                    left += self._parted(stretch, lines, lineno=child.lineno)
                else:
                    left.append(nodes.TemplateData(stretch, lineno=child.lineno))
                if stretch in OPENING:
                    is_outside = False
                elif stretch == CLOSING:
                    is_outside = True
                lines = _LINES
        node.nodes = left
        return is_outside

    def _parted(self, text: str, lines: re.Pattern[str], *, lineno: int) -> list[nodes.Expr]:
        found = lines.search(text)
        if found is None or len(found[0]) < _LEAST_LETTERS or _CHANGED.search(found[0]):
            return [nodes.TemplateData(text, lineno=lineno)]
        run = StillRun(len(self.runs))
        self.runs.append(found[0])
        self.marks.append(f"{MARK}{run.number}{MARK}")
        self._utf8.append(found[0].encode("utf-8"))
        return [
            nodes.TemplateData(text[: found.start()], lineno=lineno),
            nodes.Const(run, lineno=lineno),
            nodes.TemplateData(text[found.end() :], lineno=lineno),
        ]


def _after(body: Iterable[nodes.Node], *, is_outside: bool | None) -> bool | None:
    """Tell whether what follows these nodes is outside, or None where it depends on a recipient."""
    for node in body:
        match node:
            case nodes.TemplateData():
                marks = [letter for letter in node.data if letter in _MARKS]
                is_outside = marks[-1] == CLOSING if marks else is_outside
            case nodes.Output():
                is_outside = _after(node.nodes, is_outside=is_outside)
            case nodes.If():
                parts = (node.body, *(item.body for item in node.elif_), node.else_)
                ends = {_after(part, is_outside=is_outside) for part in parts}
                is_outside = ends.pop() if len(ends) == 1 else None
            case nodes.For():
                parts = (node.body, node.else_)
                ends = {_after(part, is_outside=is_outside) for part in parts}
                is_outside = is_outside if ends == {is_outside} else None
    return is_outside
