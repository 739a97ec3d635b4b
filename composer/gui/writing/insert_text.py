"""Writes what the tools insert: Markdown for links, buttons, pictures, tables; tags for the rest.

What somebody typed stays what they typed: letters that Markdown would take for marks are escaped,
fields are left as they are. Qt is not known here.
"""

from __future__ import annotations

import re

from composer.gui.writing.tags import Comparison, Condition, Else, End, Repeat, write_tag
from composer.i18n import _
from composer.translation.jinja_source import split_tags

BUTTON_TITLE = "button"
_MARKS = re.compile(r"([\\`*_\[\]<>])")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>()\"|])")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_MAIL = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+")
_HOST = re.compile(r"[^\s/:@.]+(?:\.[^\s/:@.]+)+(?:[/?#]\S*)?", re.ASCII)


def escaped_words(text: str) -> str:
    r"""Write words as Markdown reads them back, their fields untouched.

    >>> print(escaped_words("Read [it] for {{ first_name }}"))
    Read \[it\] for {{ first_name }}
    """
    pieces = split_tags(" ".join(text.split()))
    return "".join(p.text if p.is_tag else _MARKS.sub(r"\\\1", p.text) for p in pieces)


def plain_words(source: str) -> str:
    """Read words as they were typed before `escaped_words`."""
    pieces = split_tags(source)
    return "".join(p.text if p.is_tag else _ESCAPED.sub(r"\1", p.text) for p in pieces)


def written_target(target: str) -> str:
    """Write a target as Markdown takes it: in angle brackets where it has spaces or brackets."""
    plain = _without_tags(target)
    if any(letter.isspace() or letter in "()" for letter in plain):
        return f"<{target.replace('<', '%3C').replace('>', '%3E')}>"
    return target


def picture_source(path: str, alt: str) -> str:
    """Write a picture of the campaign's files."""
    return f"![{escaped_words(alt)}]({written_target(path)})"


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
