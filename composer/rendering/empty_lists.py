"""Takes out lists and tables that were left empty, because a repeat in them ran not even once.

Only a recipient's row tells; what can be empty is known while compiling, so that all other messages
cost nothing. A table with headings stays: its first row may be a fact of its own.
"""

from __future__ import annotations

import re

_MAY_BE_EMPTY = re.compile(
    r"<(?:(ul|ol|dl|table|tbody)\b[^<>]*|(div) class=\"table\"[^<>]*)>\s*(?:\{|</)"
)
_EMPTY = re.compile(
    r"<(ul|ol|dl|table|tbody)\b[^<>]*>\s*</\1>\n?|<div class=\"table\"[^<>]*>\s*</div>\n?"
)


def endings_of_empty_lists(source: str) -> tuple[bytes, ...]:
    """Give the tags that end what a body's template can leave empty for somebody.

    >>> endings_of_empty_lists("<ul>{% for x in y %}<li>{{ x }}</li>{% endfor %}</ul>")
    (b'</ul>',)
    """
    if not re.search(r"<(?:ul|ol|dl|table|tbody)\b[^<>]*>\s*\{%", source):
        return ()
    names = sorted({match[1] or match[2] for match in _MAY_BE_EMPTY.finditer(source)})
    return tuple(f"</{name}>".encode() for name in names)


def without_empty_lists(html: bytes, endings: tuple[bytes, ...]) -> bytes:
    """Take empty lists and tables out of a rendered body; gives the same object if it has none.

    >>> without_empty_lists(b"<p>a</p><ul></ul>", (b"</ul>",))
    b'<p>a</p>'
    """
    if not any(_follows_an_opening(html, ending) for ending in endings):
        return html
    text = html.decode("utf-8", "surrogatepass")
    return _cleaned(text).encode("utf-8", "surrogatepass")


def _follows_an_opening(html: bytes, ending: bytes) -> bool:
    """Tell whether somewhere the tag before this one is no end itself."""
    at = html.find(ending)
    while at >= 0:
        if not html.startswith(b"/", html.rfind(b"<", 0, at) + 1):
            return True
        at = html.find(ending, at + 1)
    return False


def _cleaned(html: str) -> str:
    found = 1
    while found:
        html, found = _EMPTY.subn("", html)
    return html
