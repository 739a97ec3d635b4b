"""What is wrong with translations, by the message, the languages and the team's words.

The same text is judged once: in a message of many languages nearly all is as it was a moment ago.
"""

from __future__ import annotations

from collections.abc import Callable

from composer.findings import Finding
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.glossary_keeping import terms_finder
from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit

_KEPT = 20_000


def judge_of(
    desk: Desk, content: Content, locale: str
) -> Callable[[Unit, str], tuple[Finding, ...]]:
    """Give what judges translations into one language, by the glossary as it is now."""
    source_locale = content.message.locale
    version = desk.glossary.version()
    terms_in = terms_finder(desk, source_locale=source_locale, locale=locale)
    known = desk.kept(
        ("unit_findings", content.record.id, source_locale, version),
        dict[tuple[object, ...], tuple[Finding, ...]],
    )

    def judge(unit: Unit, target: str) -> tuple[Finding, ...]:
        key = (locale, unit.kind, unit.source, target)
        found = known.get(key)
        if found is None:
            if len(known) >= _KEPT:
                known.clear()
            terms = terms_in(unit.source)
            known[key] = found = tuple(
                find_unit_findings(
                    unit, target, locale=locale, source_locale=source_locale, terms=terms
                )
            )
        return found

    return judge
