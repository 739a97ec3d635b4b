"""What becomes of a value that a template prints: text, or escaped bytes of the HTML part.

Each recipient has a `Pieces` of either kind, in which every value is worked on once, however often
it is printed: escaped, encoded, searched for control characters. Only text, whole numbers, decimals
and written lists can be printed; an empty or unknown field raises what it raises when it is printed
(rule 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from jinja2.runtime import Undefined
from markupsafe import Markup, escape

from composer.rendering.failures import render_error
from composer.rendering.grammar import WrittenList

UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Controls that no part may hold, half characters, and the carriage return, which becomes LF."""

WHOLE = "body"
"""The name whose value may have been printed already; it is then printed whole."""

_PRINTED = object()


class TextPieces(dict[str, str]):
    """What values are in a text; `is_clean` until one holds what is unfit for a message.

    `still` is what is printed for each run that does not vary (`still_text`).
    """

    __slots__ = ("is_clean", "still")

    def __init__(self, known: Iterable[tuple[str, str]] = (), *, still: Sequence[str] = ()) -> None:
        super().__init__(known)
        self.is_clean = True
        self.still = still

    def __missing__(self, value: str) -> str:
        if not value.isprintable() and UNFIT.search(value):
            self.is_clean = False
        self[value] = value
        return value

    def any(self, value: object) -> str:
        """Give what is printed for a value of any kind.

        Raises:
            RenderError: it is nothing that can be printed.
        """
        kind = type(value)
        return self[str(value if kind is str or kind is int else _printable(value))]


class HtmlPieces(dict[str, bytes]):
    """What values are in HTML; `is_clean` until one holds what is unfit for a message.

    `whole_utf8` is what was printed already and can be printed whole: the body.
    """

    __slots__ = ("_whole", "is_clean", "whole_utf8")

    def __init__(self, known: Iterable[tuple[str, bytes]] = ()) -> None:
        super().__init__(known)
        self.is_clean = True
        self._whole: object = _PRINTED
        self.whole_utf8 = b""

    def __missing__(self, value: str) -> bytes:
        self[value] = piece = self._encoded(_escaped(value))
        return piece

    def set_whole(self, html: bytes, *, is_only_printed: bool) -> object:
        """Make what was printed already, the body, a value that can be printed whole.

        It is a text only where a template does more with it than print it.
        """
        self.whole_utf8 = html
        if is_only_printed:
            self._whole = _PRINTED
        else:
            self._whole = Markup(html.decode("utf-8", "surrogatepass"))  # noqa: S704 - our own
        return self._whole

    def any(self, value: object) -> bytes:
        """Give what is printed for a value of any kind.

        Raises:
            RenderError: it is nothing that can be printed.
        """
        kind = type(value)
        if kind is str or kind is int:
            return self[str(value)]
        if value is self._whole:
            return self.whole_utf8
        return self._encoded(str(escape(_printable(value))))

    def _encoded(self, text: str) -> bytes:
        if not text.isprintable() and UNFIT.search(text):
            self.is_clean = False
        return text.encode("utf-8", "surrogatepass")


def row_pieces(cells: Sequence[str], *, still: Sequence[str] = ()) -> tuple[TextPieces, HtmlPieces]:
    """Make both kinds for a recipient; cells are in them already where a glance finds them fit."""
    if not cells or not "".join(cells).isprintable():
        return TextPieces(still=still), HtmlPieces()
    # What is printable holds no line end, so lines can be taken apart again.
    escaped = _escaped("\n".join(cells)).encode("utf-8").split(b"\n")
    return (
        TextPieces(zip(cells, cells, strict=True), still=still),
        HtmlPieces(zip(cells, escaped, strict=True)),
    )


def _escaped(text: str) -> str:
    if "&" in text or "<" in text or ">" in text or "'" in text or '"' in text:
        return str(escape(text))
    return text


def _printable(value: Any) -> Any:
    if isinstance(value, str) or type(value) is int or type(value) is Decimal:
        return value
    if isinstance(value, (Undefined, WrittenList)):
        return str(value)
    raise render_error("render.not_printable")
