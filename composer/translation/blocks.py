"""Parse a Markdown body that holds Jinja tags into blocks, translated if wanted.

The one parser for HTML, for the plain-text part and for the units of translation, so that the
three cannot disagree. Tags are hidden from Markdown by placeholders and come back in the tokens. A
line of nothing but `{% … %}` tags is a block of its own (token type `jinja_block`); a table row of
nothing else stands between the rows. Inside text a tag is a token of type `jinja_inline`. In links,
images, code and fences, tags stand as written in `content` and `attrs`: `jinja_source.split_tags`
tells them from literal text. HTML in the source is text, never markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from composer.translation.jinja_source import Piece, Protected, protect, split_tags, statement_name

Translate = Callable[[str], str]

BUTTON = "button"
"""The title that makes a button of a link that stands alone in its paragraph."""

_AROUND_PICTURES = frozenset({"image", "link_open", "link_close", "softbreak", "hardbreak"})
_PARAGRAPH_BREAK = re.compile(r"(\n[ \t]*\n[ \t\n]*)")


def parse_blocks(markdown: str, translate: Translate | None = None) -> list[Token]:
    """Parse a body into markdown-it tokens with its Jinja tags restored.

    The content of each `inline` token is one unit of translation; with `translate` it is replaced
    and parsed again, so that emphasis and links may move within the unit. Where pictures stand
    alone, the description of each (the image token's `content`) is the unit instead.
    """
    protected = protect(markdown.replace("\r\n", "\n").replace("\r", "\n"))
    environment: dict[str, object] = {"protected": protected}
    tokens = _lift_table_tags(_BLOCKS.parse(protected.text, environment), protected)
    for token in tokens:
        if token.type == "inline":
            _fill_inline(token, protected.restore(token.content), translate, environment)
        else:
            _restore(token, protected)
    return tokens


def is_only_pictures(children: Sequence[Token]) -> bool:
    """Tell whether inline tokens are pictures and nothing else, perhaps inside links."""
    seen = {child.type for child in children if child.type != "text" or child.content.strip()}
    return "image" in seen and seen <= _AROUND_PICTURES


def is_button_paragraph(children: Sequence[Token]) -> bool:
    """Tell whether a paragraph's inline tokens are links with the title "button" and no more."""
    depth = links = 0
    for child in children:
        if child.type == "link_open":
            if child.attrs.get("title") != BUTTON:
                return False
            links += 1
        depth += child.nesting if child.type in {"link_open", "link_close"} else 0
        outside = depth == 0 and child.type not in {"link_close", "softbreak", "hardbreak"}
        if outside and (child.type != "text" or child.content.strip()):
            return False
    return links > 0


def _fill_inline(
    token: Token, source: str, translate: Translate | None, environment: dict[str, object]
) -> None:
    token.content = source
    token.children = _parse_inline(source, environment)
    if translate is None or not source:
        return
    if not is_only_pictures(token.children):
        token.content = translate(source)
        if token.content != source:
            token.children = _parse_inline(token.content, environment)
        return
    for child in token.children:
        if child.type == "image" and child.content:
            child.content = translate(child.content)
            child.children = _parse_inline(child.content, environment)


def text_paragraphs(text: str) -> tuple[str, ...]:
    """Give the paragraphs of a hand-written plain text, without the blanks around them."""
    return tuple(part.strip() for part in _text_parts(text)[::2] if part.strip())


def translate_text(text: str, translate: Translate) -> str:
    """Translate a hand-written plain text paragraph by paragraph; the gaps stay as they are."""
    return "".join(
        part if at % 2 or not part.strip() else _translate_trimmed(part, translate)
        for at, part in enumerate(_text_parts(text))
    )


def _text_parts(text: str) -> list[str]:
    """Cut a text into paragraphs and, at odd places, the gaps between them."""
    return _PARAGRAPH_BREAK.split(text.replace("\r\n", "\n").replace("\r", "\n"))


def _translate_trimmed(part: str, translate: Translate) -> str:
    core = part.strip()
    before, _, after = part.partition(core)
    return before + translate(core) + after


def _parse_inline(content: str, environment: dict[str, object]) -> list[Token]:
    protected = protect(content)
    parsed = _INLINE.parseInline(protected.text, environment)
    return _restore_inline(parsed[0].children or [], protected)


def _restore_inline(tokens: Sequence[Token], protected: Protected) -> list[Token]:
    restored: list[Token] = []
    for token in tokens:
        if token.type == "text":
            restored.extend(
                _piece_token(piece, token.level) for piece in protected.pieces(token.content)
            )
            continue
        _restore(token, protected)
        if token.children:
            token.children = _restore_inline(token.children, protected)
        restored.append(token)
    return restored


def _piece_token(piece: Piece, level: int) -> Token:
    kind = "jinja_inline" if piece.is_tag else "text"
    return Token(kind, "", 0, content=piece.text, level=level)


def _restore(token: Token, protected: Protected) -> None:
    token.content = protected.restore(token.content)
    token.info = protected.restore(token.info)
    for name, value in token.attrs.items():
        if isinstance(value, str):
            token.attrs[name] = protected.restore(value)


def _jinja_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a line of nothing but statement tags as a block; ends paragraphs, lists and quotes."""
    tags = _tags_of_line(state, start_line)
    if not tags:
        return False
    if silent:
        return state.parentType != "table" or not _stays_in_table(state, start_line, end_line)
    token = state.push("jinja_block", "", 0)
    token.content = "".join(tags)
    token.map = [start_line, start_line + 1]
    state.line = start_line + 1
    return True


def _tags_of_line(state: StateBlock, line: int) -> tuple[str, ...]:
    """Give the line's tags when it holds nothing else, otherwise nothing."""
    protected = state.env["protected"]
    assert isinstance(protected, Protected)
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    return _only_block_tags(protected.pieces(text))


def _only_block_tags(pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    if any(not piece.is_block_tag and (piece.is_tag or piece.text.strip()) for piece in pieces):
        return ()
    return tuple(piece.text for piece in pieces if piece.is_tag)


def _stays_in_table(state: StateBlock, line: int, end_line: int) -> bool:
    """Decide whether a tag line belongs to the rows around it or ends the table.

    It belongs to them when it closes what a tag line in the table opened, or opens something and
    a row follows. `state.line` is the table's first line while its rows are read.
    """
    depth = 0
    for row in range(state.line + 2, line):
        depth = max(0, depth + _depth_change(_tags_of_line(state, row)))
    tags = _tags_of_line(state, line)
    if statement_name(tags[0]).startswith(("end", "el")):
        return depth > 0
    following = line + 1
    while following < end_line and _tags_of_line(state, following):
        following += 1
    return (
        following < end_line and "|" in state.src[state.bMarks[following] : state.eMarks[following]]
    )


def _depth_change(tags: Sequence[str]) -> int:
    change = 0
    for name in map(statement_name, tags):
        if name.startswith("end"):
            change -= 1
        elif name in {"if", "for", "with", "filter", "call", "macro", "autoescape"}:
            change += 1
    return change


def _lift_table_tags(tokens: list[Token], protected: Protected) -> list[Token]:
    """Turn table rows that hold nothing but statement tags into `jinja_block` tokens."""
    lifted: list[Token] = []
    for row in _rows(tokens):
        tags = _row_tags(row, protected)
        if tags:
            token = Token("jinja_block", "", 0, content="".join(tags), block=True)
            token.level, token.map = row[0].level, row[0].map
            lifted.append(token)
        else:
            lifted.extend(row)
    return lifted


def _rows(tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut the tokens into table rows and single tokens."""
    row: list[Token] = []
    for token in tokens:
        if row or token.type == "tr_open":
            row.append(token)
            if token.type == "tr_close":
                yield row
                row = []
        else:
            yield [token]


def _row_tags(row: list[Token], protected: Protected) -> tuple[str, ...]:
    if row[0].type != "tr_open" or any(token.type == "th_open" for token in row):
        return ()
    content = " ".join(token.content for token in row if token.type == "inline")
    return _only_block_tags(protected.pieces(content))


def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.disable(["inline", "text_join"])
    ended = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("table", "jinja_block", _jinja_block, {"alt": ended})
    return parser


_BLOCKS = _block_parser()
_INLINE = MarkdownIt("commonmark", {"html": False})


def is_only_tags(content: str) -> bool:
    """Tell whether a unit holds nothing but Jinja tags and blanks."""
    return all(piece.is_tag or not piece.text.strip() for piece in split_tags(content))
