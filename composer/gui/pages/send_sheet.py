"""The sheet before a send (ux.md §7, words 1): the focus stands on *Not yet*."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from composer.gui.numbers import number
from composer.gui.pages.pace_words import starts_at_words
from composer.gui.pages.wording import people_words
from composer.gui.parts import IconLabel, label, row
from composer.gui.sheets import Sheet, ask_sheet
from composer.gui.times import span
from composer.i18n import _, ngettext, place
from composer.model.planned_time import PlannedTime

TYPED_OVER = 10_000


def send_sheet(
    parent: QWidget,
    *,
    name: str,
    people: int,
    first: int | None,
    seconds: int | None,
    planned: PlannedTime | None = None,
    warnings: Sequence[str] = (),
) -> Sheet:
    """Make the sheet; `first`: after so many it waits, None: it does not; `seconds`: all of it.

    `planned` is the time that is waited for before the first one leaves.
    `warnings` are said above the buttons; they keep nobody from sending.
    """
    title = ngettext("Send “{name}” to {count} person?", "Send “{name}” to {count} people?", people)
    act = ngettext("Send to {count} person", "Send to {count} people", people)
    sentences = [
        starts_at_words(planned) if planned is not None else "",
        place(_("First {count}, then it waits for you."), count=number(first)) if first else "",
        place(_("It takes {time}."), time=span(seconds)) if seconds is not None else "",
        _("A message that has left cannot be called back."),
    ]
    sheet = ask_sheet(
        parent,
        title=place(title, name=name, count=number(people)),
        text=" ".join(sentence for sentence in sentences if sentence),
        stay=_("Not yet"),
        act=place(act, count=number(people)),
    )
    for warning in warnings:
        mark = IconLabel("triangle-alert", "look")
        sheet.extra.addLayout(row(mark, label(warning, wraps=True), stretch=1))
    if people > TYPED_OVER:
        _ask_to_type(sheet, people)
    return sheet


def _ask_to_type(sheet: Sheet, people: int) -> None:
    """Have the number typed before the button can be pressed."""
    words = place(_("Type the number {count} to go on."), count=number(people))
    typed = QLineEdit()
    typed.setObjectName("typed")
    typed.setAccessibleName(words)
    acting = sheet.findChild(QPushButton, "act")
    assert acting is not None
    acting.setEnabled(False)
    acting.setAccessibleDescription(words)

    def look(text: str) -> None:
        digits = "".join(letter for letter in text if letter.isdecimal())
        is_same = bool(digits) and int(digits) == people  # in whichever script's digits
        acting.setEnabled(is_same or text.strip() == people_words(people))

    typed.textChanged.connect(look)
    sheet.extra.addWidget(label(words, role="muted", wraps=True))
    sheet.extra.addWidget(typed)
