"""All that is known of one person of an audience, for the inspector: fields, problems, message."""

from __future__ import annotations

from dataclasses import dataclass

from composer.gui.audience.problem_words import cell_problem, state_words
from composer.model.audience import TableRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """One row in words. `address` is empty where no message can be shown yet."""

    row: int
    address: str
    language: str
    fields: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    state: str
    has_message: bool


def person_card(
    found: TableRow, columns: tuple[str, ...], *, email: str, language: str, in_use: bool
) -> PersonCard:
    """Gather a row; somebody in the list in use who gets the message has one to show."""
    fields = tuple(zip(columns, found.cells, strict=False))
    address = dict(fields).get(email, "")
    return PersonCard(
        row=found.row,
        address=address,
        language=language,
        fields=fields,
        problems=tuple(
            cell_problem(code, row=found.row, column=column) for column, code in found.problems
        ),
        state=state_words(found.state),
        has_message=in_use and bool(address),
    )
