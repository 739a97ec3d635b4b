"""Writes what the tools insert: Markdown for links, buttons, pictures, tables; tags for the rest.

What somebody typed stays what they typed: letters that Markdown would take for marks are escaped,
fields are left as they are. What is found at the cursor is read back the same way, so that a link
is edited in the place where it was made. Qt is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from composer.gui.writing.tags import Comparison, Condition, Else, End, Repeat, write_tag
from composer.i18n import _
from composer.translation.jinja_source import split_tags

BUTTON_TITLE = "button"
_MARKS = re.compile(r"([\\`*_\[\]<>])")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>()\"|])")
_LINK = re.compile(
    r"(?P<mark>!?)\[(?P<words>(?:\\.|[^\]\\\n])*)\]"
    r"\((?P<target><[^>\n]*>|(?:\{\{.*?\}\}|[^\s()]|\([^\s()]*\))*)"
    r"(?:\s+\"(?P<title>[^\"\n]*)\")?\s*\)"
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_MAIL = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+")
_HOST = re.compile(r"[^\s/:@.]+(?:\.[^\s/:@.]+)+(?:[/?#]\S*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the text; a button is a link with the title "button"."""

    words: str
    target: str
    is_button: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """A link or picture in one line of source, and where it stands there."""

    link: Link
    start: int
    end: int
    is_picture: bool


def find_link(line: str, column: int) -> FoundLink | None:
    """Find the link or picture around a column (from 0) of one line.

    >>> find_link("See the [notice](https://example.com).", 12).link.words
    'notice'
    """
    for match in _LINK.finditer(line):
        if match.start() <= column <= match.end():
            link = Link(
                words=_ESCAPED.sub(r"\1", match["words"]),
                target=match["target"].removeprefix("<").removesuffix(">"),
                is_button=match["title"] == BUTTON_TITLE,
            )
            return FoundLink(
                link=link, start=match.start(), end=match.end(), is_picture=bool(match["mark"])
            )
    return None


def link_source(link: Link) -> str:
    """Write a link or a button.

    >>> link_source(Link(words="Read more", target="https://example.com", is_button=True))
    '[Read more](https://example.com "button")'
    """
    title = f' "{BUTTON_TITLE}"' if link.is_button else ""
    return f"[{_escaped(link.words)}]({_target(link.target)}{title})"


def picture_source(path: str, alt: str) -> str:
    """Write a picture of the campaign's files."""
    return f"![{_escaped(alt)}]({_target(path)})"


def table_source(*, rows: int, columns: int) -> str:
    """Write an empty table with a line of headings; `rows` are those below it."""
    head = "| " + " | ".join(_("Heading") for _column in range(columns)) + " |"
    line = "| " + " | ".join("---" for _column in range(columns)) + " |"
    body = "| " + " | ".join(" " for _column in range(columns)) + " |"
    return "\n".join([head, line, *(body for _row in range(rows))])


def condition_source(asked: Comparison, text: str, otherwise: str = "") -> str:
    """Write a text that only some people get, and perhaps what the others get."""
    lines = [write_tag(Condition(questions=(asked,))), text.strip("\n")]
    if otherwise:
        lines += [write_tag(Else()), otherwise.strip("\n")]
    return "\n".join([*lines, write_tag(End())])


def repeat_source(repeat: Repeat, text: str) -> str:
    """Write a text that comes once for each item of a cell."""
    return "\n".join([write_tag(repeat), text.strip("\n"), write_tag(End(of="for"))])


def tidy_target(typed: str) -> str:
    """Complete an address as somebody types it.

    >>> tidy_target("example.com/notice"), tidy_target("desk@example.com")
    ('https://example.com/notice', 'mailto:desk@example.com')
    """
    target = typed.strip()
    if not target or target.startswith("{{") or _SCHEME.match(target):
        return target
    if _MAIL.fullmatch(target):
        return f"mailto:{target}"
    return f"https://{target}" if _HOST.fullmatch(target) else target


def target_advice(typed: str) -> str:
    """Say what is wrong with a link's address, or nothing."""
    target = tidy_target(typed)
    if not target:
        return _("Write where it leads: a web address or a mail address.")
    if target.startswith("{{"):
        return ""
    scheme = _SCHEME.match(target)
    name = scheme[1].lower() if scheme else ""
    if name == "http":
        return _("This address is not protected. Write https:// in place of http://.")
    if name not in {"https", "mailto"}:
        return _("Only web addresses (https) and mail addresses can be links.")
    return _rest_advice(name, target[len(name) + 1 :].removeprefix("//"))


def _rest_advice(scheme: str, rest: str) -> str:
    if any(letter.isspace() for letter in _without_tags(rest)):
        return _("An address has no spaces. Write %20 where one is meant.")
    if "{{" in rest:
        return ""
    if scheme == "mailto" and not _MAIL.fullmatch(rest.partition("?")[0]):
        return _("A mail address is like desk@example.com.")
    if scheme == "https" and "." not in rest.partition("/")[0]:
        return _("Something is missing: a web address is like example.com/notice.")
    return ""


def _without_tags(text: str) -> str:
    return "".join(piece.text for piece in split_tags(text) if not piece.is_tag)


def _escaped(text: str) -> str:
    pieces = split_tags(" ".join(text.split()))
    return "".join(p.text if p.is_tag else _MARKS.sub(r"\\\1", p.text) for p in pieces)


def _target(target: str) -> str:
    """Give a target as Markdown takes it: in angle brackets where it has spaces or brackets."""
    plain = _without_tags(target)
    if any(letter.isspace() or letter in "()" for letter in plain):
        return f"<{target.replace('<', '%3C').replace('>', '%3E')}>"
    return target
