"""What helps translators: earlier translations, the team's words, and what needs no translating.

`Workspace.memory` is one of these. The memory follows what is reviewed in the campaigns by itself
(`remembered.py`); nothing of it gets into a message but as a draft that somebody reviews. Anybody
who translates or writes may change the glossary and the memory; every change is logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from composer.findings import Finding
from composer.model.glossary import GlossaryLine, GlossaryTaken, GlossaryTerm
from composer.model.identifiers import CampaignId
from composer.model.memory import MemoryCount, MemoryMatch
from composer.model.person import Person
from composer.model.translation import Term
from composer.stages import glossary_keeping, memory_keeping, remembered
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.translation.fills import copied_target
from composer.translation.glossary import TermFound, find_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What may help with one text.

    `copied` is its translation where nothing is to be translated; `filled` the translation that it
    has, with the text's fields, links, dates and numbers where it has others.
    """

    matches: tuple[MemoryMatch, ...] = ()
    terms: tuple[TermFound, ...] = ()
    copied: str | None = None
    filled: str | None = None


class Memory:
    """Translation memory and glossary of a workspace; calls block and may come from any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def suggest(self, campaign_id: CampaignId, locale: str, source: str) -> Suggestions:
        """Give what may help to translate one text of a campaign."""
        source_locale = load_content(self._desk, campaign_id).message.locale
        terms = self.terms_for(campaign_id, locale)
        copied = copied_target(
            source,
            source_locale=source_locale,
            locale=locale,
            fixed=[term.source for term in terms if term.is_fixed],
        )
        entry = memory_keeping.entry_of(self._desk, campaign_id, locale, source)
        return Suggestions(
            matches=memory_keeping.matches(self._desk, campaign_id, locale, source),
            terms=find_terms(source, terms, locale=source_locale),
            copied=None if entry is not None and entry.target == copied else copied,
            filled=memory_keeping.filled(self._desk, campaign_id, locale, source),
        )

    def make_ready(self, campaign_id: CampaignId, locale: str) -> None:
        """Read ahead what the first look-up for a language of a campaign would have to read."""
        pair = remembered.pair_of(self._desk, campaign_id, locale)
        remembered.make_ready(self._desk.memory, pair)

    def terms_for(self, campaign_id: CampaignId, locale: str) -> tuple[Term, ...]:
        """Give what the glossary says for one language of a campaign."""
        source_locale = load_content(self._desk, campaign_id).message.locale
        return glossary_keeping.terms_of(self._desk, source_locale=source_locale, locale=locale)

    def fill(self, campaign_id: CampaignId, locale: str, *, exact: bool = False, by: Person) -> int:
        """Fill what has no translation yet from the memory, as drafts; give how many.

        Word for word, and unless `exact` also where only numbers, fields or links differ.
        """
        return memory_keeping.fill(self._desk, campaign_id, locale, exact=exact, by=by)

    def counts(self) -> tuple[MemoryCount, ...]:
        """Say how many translations are stored, by pair of languages."""
        return self._desk.memory.counts()

    def rebuild(self, *, by: Person) -> int:
        """Make the memory anew from all campaigns as they are; give how many units they have."""
        return memory_keeping.rebuild(self._desk, by=by)

    def forget(self, match: MemoryMatch, *, by: Person) -> None:
        """Take a wrong entry out; it comes back only when somebody reviews it again."""
        memory_keeping.forget(self._desk, match, by=by)

    def bring_back(self, match: MemoryMatch, *, by: Person) -> None:
        """Undo that an entry was taken out."""
        memory_keeping.bring_back(self._desk, match, by=by)

    def import_tmx(self, file: Path, *, by: Person) -> tuple[int, tuple[Finding, ...]]:
        """Take in what another program's memory has; give how many units are new."""
        return memory_keeping.import_tmx(self._desk, file, by=by)

    def export_tmx(self, file: Path, *, locale: str = "") -> int:
        """Write the memory, or one language of it, as TMX; give how many units."""
        return memory_keeping.export_tmx(self._desk, file, locale=locale)

    def glossary(self) -> tuple[GlossaryLine, ...]:
        """List the team's words."""
        return glossary_keeping.lines(self._desk)

    def save_term(
        self, term: GlossaryTerm, *, seen: GlossaryLine | None = None, by: Person
    ) -> GlossaryLine:
        """Add a word, or put it in place of the one that was `seen`."""
        return glossary_keeping.save_term(self._desk, term, seen=seen, by=by)

    def remove_term(self, seen: GlossaryLine, *, by: Person) -> None:
        """Take out a word that was seen."""
        glossary_keeping.remove_term(self._desk, seen, by=by)

    def import_terms(self, file: Path, *, source_locale: str, by: Person) -> GlossaryTaken:
        """Take over a table of words: all of it, or nothing when something is wrong with it."""
        return glossary_keeping.import_terms(self._desk, file, source_locale=source_locale, by=by)

    def export_terms(self, file: Path) -> int:
        """Write the glossary as CSV or, for .xlsx, as a workbook; give how many words."""
        return glossary_keeping.export_terms(self._desk, file)
