"""Who was left out by a decision about findings, in words for whoever signs it: never a code.

A finding's own sentence speaks of one row, or counts; a decision is about all people of a kind.
"""

from __future__ import annotations

from composer.finding_texts.table import FINDING_TEXTS
from composer.i18n import N_, _, ngettext, place, place_known

_REASONS = {
    "audience.alike": N_("The address differs from another one in dots or a plus only."),
    "audience.bad_locale": N_("The cell for the language names none."),
    "audience.control": N_("A cell holds a control character."),
    "audience.disposable_domain": FINDING_TEXTS["address.disposable"].text,
    "audience.duplicate": N_("The row repeats the address of another one."),
    "audience.error_value": N_("A cell holds an error of the spreadsheet."),
    "audience.long_number": N_("A number has more digits than a spreadsheet keeps."),
    "audience.long_row": N_("The row has more cells than there are columns."),
    "audience.lookalike_domain": FINDING_TEXTS["address.lookalike"].text,
    "audience.mixed_script_domain": FINDING_TEXTS["address.mixed_script"].text,
    "audience.no_domain": N_("The domain of the address does not exist."),
    "audience.no_mail_server": N_("The domain of the address has no mail server."),
    "audience.outside_table": N_("Something stands to the left of the first column with a name."),
    "audience.refuses_mail": N_("The domain of the address takes no mail at all."),
    "audience.role_addresses": FINDING_TEXTS["address.role"].text,
    "audience.short_row": N_("The row has fewer cells than there are columns."),
    "audience.typo_domain": FINDING_TEXTS["address.typo"].text,
    "audience.uncomputed": N_("A formula has no value that was saved."),
    "inactive.no_day": N_("The day of the last activity is missing or cannot be read."),
    "segment.not_comparable": N_("A cell cannot be compared by the filter."),
}
"""Why somebody was left out, where the finding's own sentence names a row or counts."""


def left_out_words(code: str, rows: int) -> str:
    """Say who was left out by one decision, and why.

    >>> left_out_words("address.no_at", 14)
    'Up to 14 people were left out: The address has no @.'
    """
    words = ngettext(
        "Up to {count} person was left out: {reason}",
        "Up to {count} people were left out: {reason}",
        rows,
    )
    return place(words, count=rows, reason=_reason(code))


def _reason(code: str) -> str:
    """Give the reason in words: of its own where the finding's sentence speaks of one row only."""
    if code in _REASONS:
        return _(_REASONS[code])
    known = FINDING_TEXTS.get(code)
    if known is None:
        return _("A reason that this version of the program does not know.")
    return place_known(_(known.text))
