"""Takes out lists and tables that were left empty, because a repeat in them ran not even once.

Only a recipient's row tells; what can be empty is known while compiling, so that all other messages
cost nothing. A table with headings stays: its first row may be a fact of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_MAY_BE_EMPTY = re.compile(r"<(?:ul|ol|dl|table|tbody)\b[^<>]*>\s*\{%")
_EMPTY = re.compile(
    r"<(ul|ol|dl|table|tbody)\b[^<>]*>\s*</\1>\n?|<div class=\"table\"[^<>]*>\s*</div>\n?"
)


def without_empty_lists(source: str) -> Callable[[str], str] | None:
    """Choose what happens to a rendered body, if anything does; `source` is its template.

    >>> clean = without_empty_lists("<ul>{% for x in y %}<li>{{ x }}</li>{% endfor %}</ul>")
    >>> clean("<p>a</p><ul></ul>"), clean("<ul><li>a</li></ul>")
    ('<p>a</p>', '<ul><li>a</li></ul>')
    """
    return _cleaned if _MAY_BE_EMPTY.search(source) else None


def _cleaned(html: str) -> str:
    found = 1
    while found:
        html, found = _EMPTY.subn("", html)
    return html
