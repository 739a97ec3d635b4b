"""Reads a cleaned HTML body as the blocks that the plain-text part is written from.

The same kinds of blocks as Markdown gives, so that both bodies read alike as text. Tables that only
hold a layout together are read cell by cell; a table with headings is a table. What is hidden from
readers is left out. Tags of Jinja stay where they stand.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from composer.rendering.body_html import image_width
from composer.rendering.list_runs import REPEATED
from composer.translation.html_tokens import HtmlKind, HtmlToken, attributes, html_tokens
from composer.translation.jinja_source import Protected, protect, statement_name

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = {"ul": "bullet_list", "ol": "ordered_list"}
_PARAGRAPHS = frozenset(
    {
        "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt",
        "figcaption", "figure", "footer", "header", "hr", "li", "main", "ol", "p", "pre", "section",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *_HEADINGS,
    }
)  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def html_blocks(html: str) -> list[Token]:
    """Give the blocks of a cleaned body, its tags of Jinja restored."""
    reader = _Reader(protect(html))
    reader.read()
    return reader.out


@dataclass(slots=True, kw_only=True)
class _Element:
    name: str
    hidden: bool = False
    is_table: bool = False
    at: int = 0
    links: int = 0
    more_columns: int = 0
    seen: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, protected: Protected) -> None:
        self.protected = protected
        self.tokens = list(html_tokens(protected.text))
        self.out: list[Token] = []
        self.run: list[Token] = []
        self.open: list[_Element] = []
        self.level = 0
        self.pre = 0
        self.table_level = 0

    def read(self) -> None:
        for at, token in enumerate(self.tokens):
            match token.kind:
                case HtmlKind.TEXT:
                    self.words(token.text)
                case HtmlKind.START:
                    self.start(token, at)
                case HtmlKind.END:
                    self.end(token.name)
                case _:
                    pass
        self.flush()

    def words(self, text: str) -> None:
        hidden = any(item.hidden for item in self.open)
        for piece in self.protected.pieces(text):
            if piece.is_tag:
                if not hidden or statement_name(piece.text):
                    self.run.append(Token("jinja_inline", "", 0, content=piece.text))
            elif not hidden:
                content = piece.text if self.pre else _BLANKS.sub(" ", piece.text)
                if self.run and self.run[-1].type == "hardbreak" and not self.pre:
                    content = content.lstrip()
                self.run.append(Token("text", "", 0, content=_literal(content)))

    def start(self, token: HtmlToken, at: int) -> None:
        values = {item.name: item.value for item in attributes(token)}
        if token.name in _VOID:
            self.single(token.name, values)
            return
        element = _Element(
            name=token.name,
            hidden=bool(_HIDDEN.search(values.get("style", ""))),
            at=len(self.out),
            more_columns=_more_columns(values.get("colspan", "")),
        )
        if token.name in _PARAGRAPHS:
            self.begin(element, at)
        elif token.name == "a" and values.get("href"):
            written = html_text.unescape(values["href"]).replace("{", "%7B")
            target = self.protected.restore(written)
            self.run.append(Token("link_open", "a", 1, attrs={"href": target}))
            element.links = 1
        self.open.append(element)

    def single(self, name: str, values: dict[str, str]) -> None:
        if any(item.hidden for item in self.open):
            return
        if name == "br":
            self.run.append(Token("hardbreak", "br", 0))
        elif name == "hr":
            self.flush()
            self.emit("hr", 0)
        elif name == "img" and values.get("alt", "").strip():
            alt = self.protected.restore(_literal(values["alt"]))
            title = values.get("title", "")
            attrs: dict[str, str | int | float] = (
                {} if image_width(title) else {"title": title} if title else {}
            )
            words = Token("text", "", 0, content=alt)
            self.run.append(Token("image", "img", 0, attrs=attrs, children=[words]))

    def begin(self, element: _Element, at: int) -> None:
        """Begin a block, unless it stands in a cell of a table that is one."""
        name = element.name
        if self.table_level:
            self.begin_part(element)
            return
        self.flush()
        if name in _HEADINGS:
            self.emit("heading_open", 1, tag=name)
        elif name in _LISTS:
            self.emit(f"{_LISTS[name]}_open", 1, tag=name)
        elif name == "li" and any(item.name in _LISTS for item in self.open):
            self.emit("list_item_open", 1, tag=name)
        elif name == "blockquote":
            self.emit("blockquote_open", 1, tag=name)
        elif name == "pre":
            self.pre += 1
        elif name == "table" and self.is_data_table(at):
            element.is_table = True
            self.table_level = 1
            self.emit("table_open", 1, tag=name)

    def begin_part(self, element: _Element) -> None:
        if element.name == "tr":
            self.flush()
            self.emit("tr_open", 1, tag="tr")
        elif element.name in {"td", "th"}:
            self.flush()
            self.emit(f"{element.name}_open", 1, tag=element.name)
        elif self.run:
            self.run.append(Token("softbreak", "br", 0))

    def end(self, name: str) -> None:
        if not any(item.name == name for item in self.open):
            return
        while self.open:
            element = self.open.pop()
            self.finish(element)
            if element.name == name:
                return

    def finish(self, element: _Element) -> None:
        name = element.name
        if element.links:
            self.run.append(Token("link_close", "a", -1))
        if name not in _PARAGRAPHS or (self.table_level and not self.finish_part(element)):
            return
        if name == "pre":
            self.finish_pre()
            return
        self.flush(level=name if name in _HEADINGS else "")
        kinds = {"blockquote": "blockquote_close", **dict.fromkeys(_HEADINGS, "heading_close")}
        kind = kinds.get(name, "")
        if name in _LISTS:
            kind = f"{_LISTS[name]}_close"
            if any(token.type == "jinja_block" for token in self.out[element.at :]):
                self.out[element.at].meta[REPEATED] = True
        elif name == "li" and any(item.name in _LISTS for item in self.open):
            kind = "list_item_close"
        if kind:
            self.emit(kind, -1, tag=name)

    def finish_part(self, element: _Element) -> bool:
        """End a part of a table; give whether the element is a block outside of it."""
        if element.is_table:
            self.flush()
            self.emit("table_close", -1, tag="table")
            self.table_level = 0
        elif element.name in {"td", "th"}:
            self.emit("inline", 0, children=self.taken())
            self.emit(f"{element.name}_close", -1, tag=element.name)
            for _ in range(element.more_columns):
                self.emit(f"{element.name}_open", 1, tag=element.name)
                self.emit("inline", 0, children=[])
                self.emit(f"{element.name}_close", -1, tag=element.name)
        elif element.name == "tr":
            self.flush()
            self.emit("tr_close", -1, tag="tr")
        return False

    def finish_pre(self) -> None:
        content = "".join(token.content for token in self.taken())
        self.pre -= 1
        if content.strip():
            self.emit("fence", 0, content=content.strip("\n") + "\n")

    def is_data_table(self, at: int) -> bool:
        """Tell whether a table has headings, no table in it, and is not called a presentation."""
        role = {item.name: item.value for item in attributes(self.tokens[at])}.get("role", "")
        if role in {"presentation", "none"}:
            return False
        has_headings = False
        for token in self.tokens[at + 1 :]:
            if token.name == "table":
                return has_headings and token.kind is HtmlKind.END
            has_headings = has_headings or token.name == "th"
        return False

    def flush(self, *, level: str = "") -> None:
        """Make a paragraph of what was read; statements that hold more than it stand alone."""
        run = self.taken()
        for part in _split(run):
            if len(part) == 1 and statement_name(part[0].content):
                self.emit("jinja_block", 0, content=part[0].content)
                continue
            children = _trimmed(part)
            if any(token.content.strip() or token.type == "image" for token in children):
                if not level:
                    self.emit("paragraph_open", 1, tag="p")
                self.emit("inline", 0, children=children)
                if not level:
                    self.emit("paragraph_close", -1, tag="p")

    def taken(self) -> list[Token]:
        run, self.run = self.run, []
        return run

    def emit(
        self,
        kind: str,
        nesting: int,
        *,
        tag: str = "",
        content: str = "",
        children: list[Token] | None = None,
    ) -> None:
        assert nesting in {-1, 0, 1}
        self.level += min(nesting, 0)
        token = Token(kind, tag, 0, content=content, children=children, level=self.level)
        token.nesting = 1 if nesting > 0 else -1 if nesting < 0 else 0
        token.block = True
        self.out.append(token)
        self.level += max(nesting, 0)


def _literal(words: str) -> str:
    """Decode words so that what only reads like a tag of Jinja then stays text."""
    return html_text.unescape(words).replace("{", '{{ "{" }}')


def _more_columns(colspan: str) -> int:
    """Tell how many empty cells keep the columns behind a wide cell in their places."""
    is_number = colspan.isascii() and colspan.isdigit() and len(colspan) < 3
    return max(0, int(colspan) - 1) if is_number else 0


def _split(run: Sequence[Token]) -> list[list[Token]]:
    """Cut a run at its statements, unless all of them begin and end between its words."""
    depth = lowest = 0
    for token in run:
        name = statement_name(token.content) if token.type == "jinja_inline" else ""
        depth += (name in {"if", "for"}) - (name in {"endif", "endfor"})
        lowest = min(lowest, depth - (name in {"elif", "else"}))
    has_words = any(token.type != "jinja_inline" and token.content.strip() for token in run)
    prints = any(token.type == "jinja_inline" and token.content.startswith("{{") for token in run)
    if depth == 0 and lowest == 0 and (has_words or prints):
        return [list(run)]
    parts: list[list[Token]] = [[]]
    for token in run:
        if token.type == "jinja_inline" and statement_name(token.content):
            parts += [[token], []]
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _trimmed(run: Sequence[Token]) -> list[Token]:
    """Leave out the blanks and breaks around a paragraph, and links that lost their end."""
    kept = list(run)
    for end in (0, -1):
        while kept and kept[end].type in {"text", "hardbreak", "softbreak"}:
            if kept[end].type == "text":
                content = kept[end].content
                kept[end].content = content.lstrip() if end == 0 else content.rstrip()
                if kept[end].content:
                    break
            kept.pop(end)
    opened = sum(token.nesting for token in kept if token.tag == "a")
    return kept if opened == 0 else [token for token in kept if token.tag != "a"]
