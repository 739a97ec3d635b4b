"""Cut a message into its units of translation, in the order in which it is read.

A unit is what a translator sees as one: the subject, a heading, a paragraph, a cell. Its source
text is its name; the same text twice is one unit. Units without a word to translate (a field alone,
a number, a picture without a description) are left out and stay as they are. What an author writes
before a unit as `{# note: … #}` is for its translators. Templates are parsed, never run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from jinja2 import Environment, TemplateError
from jinja2.ext import extract_from_ast
from markdown_it.token import Token

from composer.model.message import Layout, Message
from composer.translation.blocks import (
    is_button_paragraph,
    is_only_pictures,
    parse_blocks,
    text_paragraphs,
)
from composer.translation.html_units import html_texts
from composer.translation.jinja_source import Piece, notes_in, prints_words, split_tags

_ENVIRONMENT = Environment(autoescape=True)  # parses only
_Text = tuple[str, "UnitKind", str]
_CONTAINERS = {
    "heading_open": "heading",
    "th_open": "table_cell",
    "td_open": "table_cell",
    "list_item_open": "list_item",
}


class UnitKind(Enum):
    """Where a unit stands in the message."""

    SUBJECT = "subject"
    PREHEADER = "preheader"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BUTTON = "button"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    ALT = "alt"
    LAYOUT = "layout"
    TEXT = "text"
    HTML = "html"

    @property
    def is_markdown(self) -> bool:
        """Whether emphasis and links mean something in it."""
        return self not in {
            UnitKind.SUBJECT,
            UnitKind.PREHEADER,
            UnitKind.LAYOUT,
            UnitKind.TEXT,
            UnitKind.HTML,
        }


_UNDER_HEADINGS = frozenset(
    {
        UnitKind.PARAGRAPH,
        UnitKind.BUTTON,
        UnitKind.LIST_ITEM,
        UnitKind.TABLE_CELL,
        UnitKind.ALT,
        UnitKind.HEADING,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One text to translate; `index` counts the units of a message from 0.

    `context` is the heading that it stands under, as written; `times` in how many places it stands;
    `note` what the author says about it.
    """

    source: str
    kind: UnitKind
    index: int
    context: str = ""
    times: int = 1
    note: str = ""


def message_units(message: Message) -> tuple[Unit, ...]:
    """Give a message's units in reading order, each source text once."""
    return _units(
        _Texts(
            subject=message.subject,
            preheader=message.preheader,
            body=message.body,
            body_html=message.body_html,
            layout=message.layout,
            text_override=message.text_override,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """What of a message holds units; not its catalogues and files."""

    subject: str
    preheader: str
    body: str
    body_html: str | None
    layout: Layout
    text_override: str | None


@lru_cache(maxsize=16)
def _units(texts: _Texts) -> tuple[Unit, ...]:
    found: dict[str, tuple[UnitKind, str]] = {}
    times: Counter[str] = Counter()
    notes: dict[str, list[str]] = {}
    heading = ""
    for source, kind, note in _all_texts(texts):
        times[source] += 1
        notes.setdefault(source, []).append(note)
        found.setdefault(source, (kind, heading if kind in _UNDER_HEADINGS else ""))
        if kind is UnitKind.HEADING:
            heading = source
    return tuple(
        Unit(
            source=source,
            kind=kind,
            index=index,
            context=context,
            times=times[source],
            note=" ".join(dict.fromkeys(filter(None, notes[source]))),
        )
        for index, (source, (kind, context)) in enumerate(found.items())
    )


def _all_texts(texts: _Texts) -> Iterator[_Text]:
    """Give every place of a text, its kind, and the note that stands before it."""
    for text, kind in (
        (texts.subject, UnitKind.SUBJECT),
        (texts.preheader, UnitKind.PREHEADER),
    ):
        if _has_words(split_tags(text)):
            yield text, kind, ""
    if texts.body_html is None:
        yield from _body_texts(texts.body)
    else:
        for text, note in html_texts(texts.body_html):
            yield text, UnitKind.HTML, note
    for text in layout_texts(texts.layout):
        yield text, UnitKind.LAYOUT, ""
    note = ""
    for text in text_paragraphs(texts.text_override or ""):
        if _has_words(split_tags(text)):
            yield text, UnitKind.TEXT, note
            note = ""
        else:
            note = f"{note} {notes_in(text)}".strip()


def layout_texts(layout: Layout) -> tuple[str, ...]:
    """Give the texts that a layout marks with `_("…")`; none when it cannot be parsed."""
    try:
        parsed = _ENVIRONMENT.parse(layout.html)
    except (TemplateError, RecursionError, ValueError):
        return ()
    found = extract_from_ast(parsed, gettext_functions=("_",))
    return tuple(dict.fromkeys(text for _line, _name, text in found if isinstance(text, str)))


def _body_texts(body: str) -> Iterator[_Text]:
    containers: list[str] = []
    note = ""
    for token in parse_blocks(body):
        if token.nesting > 0:
            containers.append(token.type)
        elif token.nesting < 0 and containers:
            containers.pop()
        elif token.type == "jinja_block":
            note = f"{note} {notes_in(token.content)}".strip()
        elif token.type == "inline" and token.content:
            for text, kind in _inline_texts(token, _kind(containers)):
                yield text, kind, note
                note = ""


def _inline_texts(token: Token, kind: UnitKind) -> Iterator[tuple[str, UnitKind]]:
    children = token.children or []
    if is_only_pictures(children):
        for child in children:
            if child.type == "image" and _has_words(_readable(child.children or [])):
                yield child.content, UnitKind.ALT
    elif _has_words(_readable(children)):
        is_button = kind is UnitKind.PARAGRAPH and is_button_paragraph(children)
        yield token.content, UnitKind.BUTTON if is_button else kind


def _kind(containers: Sequence[str]) -> UnitKind:
    inner = next((item for item in reversed(containers) if item in _CONTAINERS), "")
    return UnitKind(_CONTAINERS.get(inner, "paragraph"))


def _readable(tokens: Iterable[Token]) -> Iterator[Piece]:
    """Give what is read of inline tokens: text, code, descriptions, titles; not bare addresses."""
    bare = False
    for token in tokens:
        if token.type in {"link_open", "link_close"}:
            bare = token.type == "link_open" and token.info == "auto"
            yield from split_tags(str(token.attrs.get("title", "")))
        elif token.type == "image":
            yield from _readable(token.children or [])
            yield from split_tags(str(token.attrs.get("title", "")))
        elif token.type == "jinja_inline":
            yield Piece(text=token.content, is_tag=True)
        elif not bare:
            yield Piece(text=token.content, is_tag=False)


def _has_words(pieces: Iterable[Piece]) -> bool:
    return any(
        prints_words(piece.text) if piece.is_tag else any(map(str.isalpha, piece.text))
        for piece in pieces
    )
