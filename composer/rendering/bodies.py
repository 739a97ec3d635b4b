"""Fills in the bodies of one recipient's message: HTML as UTF-8 straight away, and laid-out text.

A value is searched for control characters once, when it is first printed, and what stands in a
template while compiling; a body is searched as a whole only where one of them is suspect. What no
body may hold is refused with the part's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from composer.rendering.code_writer import Names
from composer.rendering.compile import CompiledLocale
from composer.rendering.compiled_part import Outcomes
from composer.rendering.empty_lists import without_empty_lists
from composer.rendering.failures import render_error
from composer.rendering.printing import WHOLE, HtmlPieces, TextPieces
from composer.rendering.still_text import MARK
from composer.rendering.wire_pieces import Bodies, Body

MAX_BODY = 2_000_000
"""Most characters of a text or HTML part."""

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_UNFIT_BESIDE_MARKS = _CONTROLS.replace(MARK.encode(), b"") + b"\r"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """All that one recipient's templates are filled with, and what their conditions said."""

    names: Names
    outcomes: Outcomes
    text: TextPieces
    html: HtmlPieces


def make_bodies(locale: CompiledLocale, row: Row, *, subject: str, preheader: str) -> Bodies:
    """Give the HTML and the text body, both searched for what no message may hold.

    Raises:
        RenderError: whatever a template can do wrong, or a body that is empty or unfit.
    """
    frame = Names(row.names)
    frame[WHOLE], inner = _message_body(locale, row)
    frame["subject"] = subject
    frame["preheader"] = preheader
    frame["lang"] = locale.locale
    frame["dir"] = locale.direction
    # First: a control character is refused here, before the text's own marks are looked for.
    pieces = locale.layout.render_html(frame, row.outcomes, row.html)
    html = b"".join(pieces)
    if row.html.is_clean and len(html) <= MAX_BODY:
        shown = Body(html, _opened(pieces, row.html.whole_utf8, inner))
    else:
        shown = _checked("body", html.decode("utf-8", "surrogatepass"))
    return Bodies(
        html=shown,
        text=_text_body(locale, row, frame),
        forms=locale.forms,
        headers=locale.still_headers,
    )


def required(part: str, content: str) -> str:
    """Give a part that must say something.

    Raises:
        RenderError: `render.empty_part`.
    """
    if not content or content.isspace():
        raise render_error("render.empty_part", part=part)
    return content


def _message_body(locale: CompiledLocale, row: Row) -> tuple[object, list[bytes]]:
    """Give the body as a value that the layout prints, and the pieces that it was printed in."""
    pieces = locale.html.render_html(row.names, row.outcomes, row.html)
    body = b"".join(pieces)
    if locale.may_end_empty:
        printed, body = body, without_empty_lists(body, locale.may_end_empty)
        pieces = pieces if body is printed else [body]
    if not body.startswith(b"<"):
        required("body", body.decode("utf-8", "surrogatepass"))
    return row.html.set_whole(body, is_only_printed=locale.body_is_only_printed), pieces


def _opened(pieces: list[bytes], whole: bytes, inner: list[bytes]) -> list[bytes]:
    """Put the body's own pieces where it was printed whole."""
    if whole in pieces:
        at = pieces.index(whole)
        pieces[at : at + 1] = inner
    return pieces


def _text_body(locale: CompiledLocale, row: Row, frame: Names) -> Body:
    text = _laid_out(locale, row, frame, row.text)
    if row.text.is_clean and locale.still.is_usable:
        short = (required("text", text) + "\n").encode("utf-8", "surrogatepass")
        if len(short.translate(None, _UNFIT_BESIDE_MARKS)) == len(short):
            pieces = locale.still.put_back(short)
            utf8 = b"".join(pieces)
            if len(utf8) <= MAX_BODY:
                return Body(utf8, pieces)
    whole = TextPieces(still=locale.still.runs)
    text = _laid_out(locale, row, frame, whole)
    return _checked("text", required("text", text) + "\n")


def _laid_out(locale: CompiledLocale, row: Row, frame: Names, pieces: TextPieces) -> str:
    text = locale.text.render(row.names, row.outcomes, pieces)
    if locale.layout_above is not None:
        above = locale.layout_above.render(frame, row.outcomes, pieces).strip("\n")
        text = f"{above}\n\n{text}" if above else text
    if locale.layout_text is not None:
        below = locale.layout_text.render(frame, row.outcomes, pieces)
        text = text.rstrip("\n") + "\n\n" + below
    return locale.finish_text(text).strip("\n")


def _checked(part: str, content: str) -> Body:
    if len(content) > MAX_BODY:
        raise render_error("render.too_large", part=part)
    if "\r" in content:
        content = content.replace("\r\n", "\n").replace("\r", "\n")
    try:
        utf8 = content.encode("utf-8")
    except UnicodeEncodeError:
        raise render_error("render.control_character", part=part) from None
    if len(utf8.translate(None, _CONTROLS)) != len(utf8):
        raise render_error("render.control_character", part=part)
    return Body(utf8, (utf8,))
