"""Says in words what differs between what was kept after a crash and what is stored.

Qt is not known here.
"""

from __future__ import annotations

import difflib

from composer.gui.numbers import number
from composer.gui.writing.draft_steps import NAMES
from composer.i18n import N_, _, ngettext, place
from composer.model.writing import MessageDraft

_WORDS = {
    "subject": N_("the subject"),
    "preheader": N_("the preheader"),
    "text_override": N_("the plain text"),
    "layout": N_("the layout"),
    "sender": N_("the sender"),
    "reply_to": N_("the reply address"),
    "unsubscribe": N_("the unsubscribe link"),
    "headers": N_("the headers"),
    "attachments": N_("the attachments"),
}
_TEXTS = ("body", "html")


def difference_words(kept: MessageDraft, stored: MessageDraft) -> str:
    """Say what would change: "3 lines of the text, the subject"."""
    said = []
    for name in sorted(NAMES, key=lambda name: name not in _TEXTS):
        before, after = getattr(stored, name), getattr(kept, name)
        if before == after:
            continue
        said.append(_lines_words(before or "", after or "") if name in _TEXTS else _(_WORDS[name]))
    return _(", ").join(said)


def changed_lines(before: str, after: str) -> int:
    """Count the lines that are other, new or gone."""
    matcher = difflib.SequenceMatcher(None, before.split("\n"), after.split("\n"), autojunk=False)
    return sum(
        max(before_end - before_at, after_end - after_at)
        for tag, before_at, before_end, after_at, after_end in matcher.get_opcodes()
        if tag != "equal"
    )


def _lines_words(before: str, after: str) -> str:
    count = changed_lines(before, after)
    words = ngettext("{count} line of the text", "{count} lines of the text", count)
    return place(words, count=number(count))
