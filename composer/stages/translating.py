"""What the Translate page does: units, states, comments, languages of a campaign.

`Workspace.translating` is one of these; like the workspace it decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from composer.findings import Finding
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.translation import LocaleProgress, Translated, UnitComment, UnitLine
from composer.stages import (
    translation_reviewing,
    translation_saving,
    translation_settings,
    translation_typing,
    translation_units,
)
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.translation_reviews import review_sentences


class Translating:
    """The translator's side of one open workspace; calls block and may come from any thread.

    A campaign, a language and the source of a unit name what a call is about.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def units(self, campaign_id: CampaignId, locale: str) -> tuple[UnitLine, ...]:
        """List the units of the message, in its order, with all about them in one language."""
        return translation_units.units(self._desk, campaign_id, locale)

    def progress(self, campaign_id: CampaignId) -> tuple[LocaleProgress, ...]:
        """Say how far every language of the message is, and how many people get it."""
        return translation_units.progress(self._desk, campaign_id)

    def reviewed_by(self, campaign_id: CampaignId) -> tuple[str, ...]:
        """Say in sentences who reviewed the languages that people get."""
        return review_sentences(self._desk, load_content(self._desk, campaign_id))

    def save(
        self, campaign_id: CampaignId, wanted: Translated, *, by: Person
    ) -> tuple[Finding, ...]:
        """Save one translation (another text is a draft) and say what is wrong with it."""
        return translation_saving.save(self._desk, campaign_id, wanted, by=by)

    def save_typed(
        self, campaign_id: CampaignId, wanted: Sequence[Translated], *, by: Person
    ) -> tuple[Finding, ...]:
        """Save what somebody typed; say whose translations it was written over unseen."""
        return translation_typing.save_typed(self._desk, campaign_id, wanted, by=by)

    def save_many(
        self,
        campaign_id: CampaignId,
        wanted: Sequence[Translated],
        *,
        by: Person,
        from_file: bool = False,
    ) -> int:
        """Save translations in one revision, all or none; only a file may declare them reviewed."""
        return translation_saving.save_many(
            self._desk, campaign_id, wanted, by=by, from_file=from_file
        )

    def copy_source(
        self, campaign_id: CampaignId, locale: str, sources: Sequence[str], *, by: Person
    ) -> int:
        """Take the source over as a draft where there is no translation yet; give how many."""
        return translation_saving.copy_source(self._desk, campaign_id, locale, sources, by=by)

    def review(
        self,
        campaign_id: CampaignId,
        locale: str,
        sources: Sequence[str] | Mapping[str, str],
        *,
        by: Person,
    ) -> int:
        """Mark translations of others as reviewed, all or none; give how many were not before.

        A mapping says which translation of each source was read; another one is refused.
        """
        return translation_reviewing.review(self._desk, campaign_id, locale, sources, by=by)

    def send_back(
        self, campaign_id: CampaignId, locale: str, source: str, text: str, *, by: Person
    ) -> UnitComment:
        """Say what is wrong with a translation; from then on it needs work."""
        return translation_reviewing.send_back(self._desk, campaign_id, locale, source, text, by=by)

    def comment(
        self, campaign_id: CampaignId, locale: str, source: str, text: str, *, by: Person
    ) -> UnitComment:
        """Say something about a unit in one language."""
        return translation_reviewing.comment(self._desk, campaign_id, locale, source, text, by=by)

    def remove_comment(
        self, campaign_id: CampaignId, locale: str, source: str, said: UnitComment, *, by: Person
    ) -> None:
        """Take back what one said oneself."""
        translation_reviewing.remove_comment(self._desk, campaign_id, locale, source, said, by=by)

    def add_locale(self, campaign_id: CampaignId, locale: str, *, by: Person) -> None:
        """Begin one more language; one that was taken out comes back as it was."""
        translation_saving.add_locale(self._desk, campaign_id, locale, by=by)

    def remove_locale(self, campaign_id: CampaignId, locale: str, *, by: Person) -> None:
        """Take a language out; adding it again brings its translations back."""
        translation_saving.remove_locale(self._desk, campaign_id, locale, by=by)

    def state_fallback(
        self, campaign_id: CampaignId, wish: str, served: str, *, by: Person
    ) -> None:
        """Say in which language people get the message who wish for another; empty: in none."""
        translation_settings.state_fallback(self._desk, campaign_id, wish, served, by=by)

    def want_reader(
        self, campaign_id: CampaignId, locale: str, *, wanted: bool, by: Person
    ) -> None:
        """Ask for a reviewer who reads a language, or not any more."""
        translation_settings.want_reader(self._desk, campaign_id, locale, wanted=wanted, by=by)
