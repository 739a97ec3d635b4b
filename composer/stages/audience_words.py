"""What was decided about an audience, in sentences, for whoever signs: what matters most first."""

from __future__ import annotations

from collections.abc import Iterator

from composer.finding_texts.table import FINDING_TEXTS
from composer.i18n import N_, _, ngettext, place, place_known
from composer.model.campaign import AudienceSettings
from composer.stages.audience_findings import audience_findings
from composer.stages.content import Content
from composer.stages.desk import Desk

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


def decision_sentences(desk: Desk, content: Content) -> tuple[str, ...]:
    """Say why the same people are written to again, who was left out, and who agreed."""
    found = audience_findings(desk, content)
    told = [item.text for item in found if item.code.startswith("overlap.")]
    return (*told, *_decided(desk, content.campaign.audience))


def _decided(desk: Desk, settings: AudienceSettings) -> Iterator[str]:
    if settings.segment:
        yield place(_("Only people who fit this filter: {filter}"), filter=settings.segment)
    for decision in settings.leave_out:
        yield _left_out(decision.code, decision.rows)
    for campaign_id in settings.exclude:
        names = [record.name for record in desk.campaigns.all() if record.id == campaign_id]
        yield place(_("Without the people of “{name}”."), name=names[0] if names else campaign_id)
    if settings.inactive:
        yield place(
            _("Without people whose day in the column {column} is before {day}."),
            column=settings.inactive.column,
            day=settings.inactive.before,
        )
    if settings.no_locale:
        yield place(_("People without a language read {locale}."), locale=settings.no_locale)
    if settings.agreed:
        yield place(_("{who} agreed to the list."), who=settings.agreed)


def _left_out(code: str, rows: int) -> str:
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
