"""What is wrong with a row, in words: short for one cell, counted for many rows of one kind.

The sentences stand in the table of findings. A cell knows its code, row and column only; what else
a sentence would place is left out there and stands in the finding itself.
"""

from __future__ import annotations

from collections.abc import Callable

from composer.finding_texts.table import FINDING_TEXTS
from composer.findings import Severity
from composer.gui.numbers import number
from composer.i18n import N_, _, ngettext, place, place_known
from composer.model.audience import FindingGroup, LeftOut

Counted = Callable[[int], str]
NAMES_SHOWN = 3

_COUNTED: dict[str, Counted] = {
    "address.empty": lambda n: ngettext(
        "{count} row has no address", "{count} rows have no address", n
    ),
    "address.no_at": lambda n: ngettext(
        "{count} address has no @", "{count} addresses have no @", n
    ),
    "address.two": lambda n: ngettext(
        "{count} cell holds two addresses", "{count} cells hold two addresses", n
    ),
    "address.space": lambda n: ngettext(
        "{count} address holds a blank", "{count} addresses hold a blank", n
    ),
    "address.bad_domain": lambda n: ngettext(
        "{count} address has a domain that mail cannot be sent to",
        "{count} addresses have a domain that mail cannot be sent to",
        n,
    ),
    "address.bad_local": lambda n: ngettext(
        "{count} address is wrong before the @", "{count} addresses are wrong before the @", n
    ),
    "address.display_name": lambda n: ngettext(
        "{count} address has a name around it", "{count} addresses have a name around them", n
    ),
    "address.special_use": lambda n: ngettext(
        "{count} address has a domain that is reserved for tests",
        "{count} addresses have a domain that is reserved for tests",
        n,
    ),
    "audience.bad_locale": lambda n: ngettext(
        "{count} row names no known language", "{count} rows name no known language", n
    ),
    "audience.control": lambda n: ngettext(
        "{count} cell holds a control character", "{count} cells hold a control character", n
    ),
    "audience.duplicate": lambda n: ngettext(
        "{count} row repeats an address", "{count} rows repeat an address", n
    ),
    "audience.long_row": lambda n: ngettext(
        "{count} row has more cells than the first row",
        "{count} rows have more cells than the first row",
        n,
    ),
    "audience.short_row": lambda n: ngettext(
        "{count} row has fewer cells than the first row",
        "{count} rows have fewer cells than the first row",
        n,
    ),
    "audience.error_value": lambda n: ngettext(
        "{count} cell holds an error of the spreadsheet",
        "{count} cells hold an error of the spreadsheet",
        n,
    ),
    "audience.long_number": lambda n: ngettext(
        "{count} number is too long to be exact",
        "{count} numbers are too long to be exact",
        n,
    ),
    "audience.role_addresses": lambda n: ngettext(
        "{count} address is a department's or a machine's",
        "{count} addresses are departments' or machines'",
        n,
    ),
    "audience.alike": lambda n: ngettext(
        "{count} address differs from another one in dots or a plus only",
        "{count} addresses differ from others in dots or a plus only",
        n,
    ),
    "audience.disposable_domain": lambda n: ngettext(
        "{count} address is at a service for throw-away mailboxes",
        "{count} addresses are at services for throw-away mailboxes",
        n,
    ),
    "audience.lookalike_domain": lambda n: ngettext(
        "{count} address has a domain that looks like a well-known one",
        "{count} addresses have domains that look like well-known ones",
        n,
    ),
    "audience.mixed_script_domain": lambda n: ngettext(
        "{count} address has a domain that mixes letters of different scripts",
        "{count} addresses have domains that mix letters of different scripts",
        n,
    ),
    "audience.typo_domain": lambda n: ngettext(
        "{count} address has a domain that may be mistyped",
        "{count} addresses have domains that may be mistyped",
        n,
    ),
    "audience.no_domain": lambda n: ngettext(
        "{count} address has a domain that does not exist",
        "{count} addresses have domains that do not exist",
        n,
    ),
    "audience.no_mail_server": lambda n: ngettext(
        "{count} address has a domain without a mail server",
        "{count} addresses have domains without a mail server",
        n,
    ),
    "audience.refuses_mail": lambda n: ngettext(
        "{count} address has a domain that takes no mail",
        "{count} addresses have domains that take no mail",
        n,
    ),
    "inactive.no_day": lambda n: ngettext(
        "{count} row has no day of the last activity",
        "{count} rows have no day of the last activity",
        n,
    ),
    "segment.not_comparable": lambda n: ngettext(
        "{count} cell cannot be compared by the filter",
        "{count} cells cannot be compared by the filter",
        n,
    ),
}
_STATES = {
    "suppressed": N_("on the do-not-write list"),
    "segment": N_("left out by the segment"),
    "exclude": N_("left out with another campaign"),
    "inactive": N_("left out as inactive"),
    "later": N_("written to later"),
    "other_language": N_("left out: another language"),
    "not_followed": N_("left out: did not get the earlier message"),
    "not_held": N_("left out: may have it already"),
}


def severity_of(code: str) -> Severity:
    """Say how much a code matters; what is not in the table must be fixed."""
    text = FINDING_TEXTS.get(code)
    return Severity(text.severity) if text else Severity.BLOCK


def cell_problem(code: str, *, row: int, column: str) -> str:
    """Say what is wrong with one cell."""
    text = FINDING_TEXTS.get(code)
    if text is None:
        return code
    return place_known(_(text.text), row=number(row), column=column)


def group_text(group: FindingGroup) -> str:
    """Say what is wrong with all rows of one kind, in one sentence."""
    counted = _COUNTED.get(group.code)
    if len(group.names) == 1:  # the finding's own sentence counts
        return group.first.text
    if counted is not None:
        said = place(counted(group.count), count=number(group.count))
        if group.names:
            said = place(_("{said}: {names}"), said=said, names=_some(group.names))
        return said
    more = group.count - 1
    if more < 1:
        return group.first.text
    words = ngettext(
        "{sentence} And {count} more like this.", "{sentence} And {count} more like this.", more
    )
    return place(words, sentence=group.first.text, count=number(more))


def _some(names: tuple[str, ...]) -> str:
    """Name the first few."""
    return _(", ").join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")


def left_out_text(left: LeftOut) -> str:
    """Say who is left out by a decision about one kind of problem."""
    counted = _COUNTED.get(left.code)
    why = place(counted(left.rows), count=number(left.rows)) if counted else left.detail
    if why:
        return place(_("Left out: {why}"), why=why)
    words = ngettext("{count} row is left out", "{count} rows are left out", left.rows)
    return place(words, count=number(left.rows))


def state_words(state: str) -> str:
    """Say why a listed row gets no message; `state` may carry a detail behind a colon."""
    kind, _colon, detail = state.partition(":")
    if not kind:
        return ""
    words = _(_STATES[kind]) if kind in _STATES else _("left out by a decision")
    return place(_("{state}: {detail}"), state=words, detail=detail) if detail else words
