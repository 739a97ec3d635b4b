"""Makes this folder's errors from their finding codes, and findings from the errors.

The sentence comes from the one table in `finding_texts/`. An error travels from a worker with its
code, part and field only; `finding_for` words it again in the language in use. No address and no
cell's content is ever part of it.
"""

from __future__ import annotations

from composer.errors import EmptyFieldPrinted, LimitExceeded, RenderError
from composer.finding_texts.table import FINDING_TEXTS
from composer.findings import Finding, finding
from composer.i18n import _, place

LIMITS = frozenset({"render.memory", "render.time", "render.too_large"})


def render_error(code: str, *, part: str = "", field: str = "") -> RenderError:
    """Make the error of a code; `field` is a column's name or the piece of a template at fault."""
    row = FINDING_TEXTS[code]
    kind = LimitExceeded if code in LIMITS else RenderError
    return kind(
        place(_(row.text), part=part, field=field),
        advice=place(_(row.advice), part=part, field=field),
        code=code,
        part=part,
        field=field,
    )


def empty_field(column: str) -> EmptyFieldPrinted:
    """Make the error of an empty cell that would have been printed."""
    row = FINDING_TEXTS["content.empty_field"]
    places = {"field": column, "column": column, "part": ""}
    return EmptyFieldPrinted(
        place(_(row.text), **places),
        advice=place(_(row.advice), **places),
        code="content.empty_field",
        field=column,
    )


def completed(error: RenderError, *, part: str = "", field: str = "") -> RenderError:
    """Give an error whose sentence names what was not known yet where it was raised."""
    known_part, known_field = error.part or part, error.field or field
    if (known_part, known_field) == (error.part, error.field):
        return error
    if isinstance(error, EmptyFieldPrinted):
        error.part = known_part  # its sentence names the column alone
        return error
    return render_error(error.code, part=known_part, field=known_field)


def finding_for(error: RenderError, *, recipient: str, row: int) -> Finding:
    """Say about one recipient what an error means; `where` names part and, for cells, column."""
    where: dict[str, str | int] = {"recipient": recipient, "row": row}
    if error.part:
        where["part"] = error.part
    if isinstance(error, EmptyFieldPrinted):
        where["column"] = error.field
    return finding(error.code, where=where, field=error.field, column=error.field, part=error.part)
