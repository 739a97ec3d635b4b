"""What was decided about an audience, in sentences, for whoever signs: what matters most first."""

from __future__ import annotations

from collections.abc import Iterator

from composer.finding_texts.left_out import left_out_words
from composer.i18n import _, place
from composer.model.campaign import AudienceSettings
from composer.stages.audience_findings import audience_findings
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.ended import correction_sentences
from composer.stages.followed import follow_sentences
from composer.stages.later_links import later_sentences


def decision_sentences(desk: Desk, content: Content) -> tuple[str, ...]:
    """Say why the same people are written to again, who was left out, and who agreed."""
    found = audience_findings(desk, content)
    told = [item.text for item in found if item.code.startswith("overlap.")]
    linked = (
        *later_sentences(desk, content),
        *correction_sentences(desk, content),
        *follow_sentences(desk, content),
    )
    return (*told, *linked, *list_sentences(desk, content.campaign.audience))


def list_sentences(desk: Desk, settings: AudienceSettings) -> Iterator[str]:
    """Say who of the list was left out and why, and who agreed to it."""
    if settings.segment:
        yield place(_("Only people who fit this filter: {filter}"), filter=settings.segment)
    for decision in settings.leave_out:
        yield left_out_words(decision.code, decision.rows)
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
