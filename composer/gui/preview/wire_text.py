"""The dialogue on the wire as lines: → leaves, ← is answered, · is a note. Qt is not known."""

from __future__ import annotations

from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.dialogue import Dialogue, Speaker, WireKind

MARKS = {Speaker.US: "\u2192 ", Speaker.SERVER: "\u2190 ", Speaker.NOTE: "\u00b7 "}
MOST_LINES = 4_000
LAST_LINES = 12


def wire_text(dialogue: Dialogue) -> str:
    """Write the dialogue line by line; the middle of a very long message is left out."""
    written: list[str] = []
    for item in dialogue.spoken:
        mark = MARKS[item.speaker]
        lines = item.text.removesuffix("\r\n").split("\r\n")
        if dialogue.kind is WireKind.HTTP and item.is_message and len(lines) == 1:
            written.append(mark + lines[0])  # the body: one line, however long
            continue
        left = len(lines) - MOST_LINES - LAST_LINES
        if left > 0:
            words = ngettext("[… {count} more line …]", "[… {count} more lines …]", left)
            lines = [*lines[:MOST_LINES], place(words, count=left), *lines[-LAST_LINES:]]
        written += [mark + line for line in lines]
    return "\n".join(written)


def wire_words(dialogue: Dialogue) -> str:
    """Say how this message is handed over, and what of it is certain."""
    where = isolate_ltr(dialogue.place)
    match dialogue.kind:
        case WireKind.SMTP:
            words = _(
                "By SMTP to {place}. Lines with → leave exactly so; ← is what a willing server"
                " answers. Secrets are masked."
            )
        case WireKind.HTTP:
            words = _(
                "A request to {place}. Lines with → leave exactly so; ← is what SendGrid answers"
                " when it takes it. Secrets are masked."
            )
        case WireKind.FILE:
            words = _("Written into the file {place}, exactly so; nothing is sent.")
    return place(words, place=where)
